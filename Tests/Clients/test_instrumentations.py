"""Agents under real instrumentation packages, against a stand-in model; read back by value."""

import json
import os
import pathlib
import subprocess
import sys

from agent import QUESTION, RESULT, SYSTEM
from cases import case, equal, true, until
from fake_model import (
    ANSWER,
    ARGUMENTS,
    CACHED_TOKENS,
    CALL_ID,
    COMPLETION_TOKENS,
    PROMPT_TOKENS,
    REASONING_TOKENS,
    TOOL,
)

AGENT = pathlib.Path(__file__).with_name("agent.py")
# gpt-4o-mini in US dollars per token: prompt 0.15, cached prompt 0.075, completion 0.60 per million.
PRICE_INPUT, PRICE_CACHED, PRICE_OUTPUT = 0.15e-6, 0.075e-6, 0.60e-6


def run_agent(world, name, *options):
    done = subprocess.run(
        [sys.executable, str(AGENT), name, world.server.url, world.model.url, *options],
        capture_output=True,
        text=True,
        timeout=90,
        env={k: v for k, v in os.environ.items() if not k.startswith("OTEL_")},
    )
    true(done.returncode == 0, f"the agent failed: {done.stderr[-400:]}")
    told = json.loads(done.stdout.strip().splitlines()[-1])
    equal(told["answer"], ANSWER, "the agent's answer")
    return told["trace"]


def outline_of(world, trace):
    return until(
        lambda: world.server.status("GET", f"/traces/{trace}") == 200 and world.server.outline(trace), "the trace"
    )


def model_calls(world, trace):
    """The two model calls in time order, once their messages are joined."""

    def both():
        calls = [each for each in outline_of(world, trace)["spans"] if each["kind"] == "llm"]
        calls.sort(key=lambda each: each["startTime"])
        return len(calls) == 2 and all(c.get("newMessages") for c in calls) and calls

    return until(both, "two model calls with messages")


def plain(message):
    """A message without what is empty."""
    kept = {"role": message["role"]}
    if message.get("content"):
        kept["content"] = message["content"]
    if message.get("toolCalls"):
        kept["toolCalls"] = [
            (
                call["id"],
                call["name"],
                json.loads(call["arguments"]) if isinstance(call["arguments"], str) else call["arguments"],
            )
            for call in message["toolCalls"]
        ]
    if message.get("toolCallId"):
        kept["toolCallId"] = message["toolCallId"]
    return kept


ASKED = [{"role": "system", "content": SYSTEM}, {"role": "user", "content": QUESTION}]
CALLED = {"role": "assistant", "toolCalls": [(CALL_ID, TOOL, json.loads(ARGUMENTS))]}
RETURNED = {"role": "tool", "content": RESULT, "toolCallId": CALL_ID}
ANSWERED = {"role": "assistant", "content": ANSWER}


def same(actual, expected, what):
    """Messages by value; a tool result may come back as text or as the JSON it is."""
    actual = [plain(each) for each in actual]
    for message in actual:
        if message["role"] == "tool" and not isinstance(message.get("content"), str):
            message["content"] = json.dumps(message["content"])
    equal(actual, expected, what)


def check_messages(world, trace, calls):
    first, second = (world.server.span(trace, call["id"]) for call in calls)
    same(first["input"], ASKED, "input of the first call")
    same(first["output"], [CALLED], "output of the first call")
    same(second["input"], [*ASKED, CALLED, RETURNED], "input of the second call")
    same(second["output"], [ANSWERED], "output of the second call")


def check_calls(calls, *, cached=True, reasoning=(True, True)):
    for call, told in zip(calls, reasoning):
        equal(call["provider"], "openai", "provider")
        true(call["model"].startswith("gpt-4o-mini"), f"model: {call['model']}")
        equal((call["inputTokens"], call["outputTokens"]), (PROMPT_TOKENS, COMPLETION_TOKENS), "tokens")
        if cached:
            equal(call["cacheReadTokens"], CACHED_TOKENS, "cached tokens")
        if told:
            equal(call["reasoningTokens"], REASONING_TOKENS, "reasoning tokens")
        fresh = PROMPT_TOKENS - (CACHED_TOKENS if cached else 0)
        cost = fresh * PRICE_INPUT + (CACHED_TOKENS * PRICE_CACHED if cached else 0) + COMPLETION_TOKENS * PRICE_OUTPUT
        true(call["cost"] is not None and abs(call["cost"] - cost) < 1e-9, f"cost: expected {cost}, got {call['cost']}")
    # The second call sees the model's own answer and the tool's result behind what the first one knew; the answer
    # was seen as the first call's output.
    equal([call["newMessages"] for call in calls], [2, 1], "new messages per call")


def transcript_messages(value):
    """Messages of a transcript in order, wherever its entries carry them."""
    found = []

    def walk(node):
        if isinstance(node, list):
            for each in node:
                walk(each)
        elif isinstance(node, dict):
            if "role" in node:
                found.append(node)
            else:
                for each in node.values():
                    walk(each)

    walk(value)
    return found


def check_transcript(world, trace):
    messages = transcript_messages(world.server.get(f"/traces/{trace}/transcript"))
    same(messages, [*ASKED, CALLED, RETURNED, ANSWERED], "transcript")


@case("OpenAI under OpenInference: messages, tool call, usage, cost, session, tags, and what is new in each call")
def _(world):
    trace = run_agent(world, "openinference", "stream")
    calls = model_calls(world, trace)
    check_calls(calls)
    check_messages(world, trace, calls)
    check_transcript(world, trace)
    outline = outline_of(world, trace)
    equal(outline["name"], "weather run", "trace name")
    equal((outline["sessionId"], outline["userId"]), ("session-" + trace, "user-7"), "session and user")
    equal((outline["tags"], outline["metadata"]), (["a", "demo"], {"env": "test"}), "tags and metadata")
    equal(
        (outline["inputTokens"], outline["outputTokens"]),
        (2 * PROMPT_TOKENS, 2 * COMPLETION_TOKENS),
        "tokens of the trace",
    )
    cost = sum(call["cost"] for call in calls)
    true(abs(outline["totalCost"] - cost) < 1e-12, f"cost of the trace: {outline['totalCost']}, of its calls {cost}")
    attributes = world.server.span(trace, calls[0]["id"])["attributes"]
    true('"temperature"' in json.dumps(attributes["input.value"]).replace("\\", ""), "the provider request is kept")


@case("OpenAI under OpenInference without streaming reads the same")
def _(world):
    trace = run_agent(world, "openinference")
    calls = model_calls(world, trace)
    check_calls(calls)
    check_messages(world, trace, calls)
    check_transcript(world, trace)


@case("OpenAI under OpenLLMetry: messages, tool call, usage and cost")
def _(world):
    trace = run_agent(world, "openllmetry", "stream")
    calls = model_calls(world, trace)
    check_calls(calls, reasoning=(True, False))
    check_messages(world, trace, calls)
    check_transcript(world, trace)


def own_package(world, name):
    trace = run_agent(world, name, "stream")
    calls = model_calls(world, trace)
    check_calls(calls, cached=False, reasoning=(False, False))
    check_messages(world, trace, calls)
    check_transcript(world, trace)


@case("OpenAI under OpenTelemetry's own package, content in one log record per message")
def _(world):
    own_package(world, "openai-v2-events")


@case("OpenAI under OpenTelemetry's own package, content in one log record per call")
def _(world):
    own_package(world, "openai-v2")


@case("OpenAI under OpenTelemetry's own package, content on the span and once more in a log record: counted once")
def _(world):
    own_package(world, "openai-v2-both")


@case("A Pydantic AI agent: agent, model and tool spans, usage counted once")
def _(world):
    trace = run_agent(world, "pydantic-ai")
    calls = model_calls(world, trace)
    check_messages(world, trace, calls)
    check_transcript(world, trace)
    outline = outline_of(world, trace)
    kinds = sorted(span["kind"] for span in outline["spans"])
    equal([kinds.count(kind) for kind in ("agent", "llm", "tool")], [1, 2, 1], f"kinds {kinds}")
    equal(
        (outline["inputTokens"], outline["outputTokens"]),
        (2 * PROMPT_TOKENS, 2 * COMPLETION_TOKENS),
        "tokens of the trace",
    )


@case("Two runs of the same conversation share their messages")
def _(world):
    run_agent(world, "openinference")
    before = world.server.stats()["messages"]
    trace = run_agent(world, "openinference")
    model_calls(world, trace)
    equal(world.server.stats()["messages"], before, "distinct messages after the second run")


@case("The same conversation told by two packages is the same messages")
def _(world):
    calls = [model_calls(world, run_agent(world, name)) for name in ("openinference", "openllmetry")]
    stats = world.server.stats()["messages"]
    trace = run_agent(world, "openai-v2")
    model_calls(world, trace)
    equal(world.server.stats()["messages"], stats, "distinct messages after a third package told the same")
    true(len(calls) == 2, "both were read")
