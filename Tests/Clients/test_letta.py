"""Letta's own client reads what the OpenTelemetry exporter sent, by value."""

import asyncio
import contextlib
import datetime
import itertools
import json
import time

import httpx
import letta_client
from letta_client import AsyncLetta, Letta
from opentelemetry import trace as otel
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.trace import Status, StatusCode

from cases import case, equal, true
from otlp import add_span, chat, sent, span_id, trace_id, word
from server import Server, command


def client(server, **more):
    return Letta(base_url=server.url, **{"api_key": "any", "max_retries": 0, **more})


def refused(kind, ask):
    """The exception that the client makes of a refusal."""
    try:
        ask()
    except kind as error:
        return error
    raise AssertionError(f"no {kind.__name__}")


def record_agent(server, name, session):
    """An agent that asks a tool and answers; through the real exporter. Answers (trace id, call span ids, tool span id)."""
    provider = TracerProvider(resource=Resource.create({"service.name": "letta-clients"}))
    provider.add_span_processor(SimpleSpanProcessor(OTLPSpanExporter(endpoint=server.url + "/v1/traces")))
    tracer = provider.get_tracer("letta.clients")
    system = {"role": "system", "parts": [{"type": "text", "content": "Be brief."}]}
    question = {"role": "user", "parts": [{"type": "text", "content": f"Weather for {name}?"}]}
    asks = {
        "role": "assistant",
        "parts": [
            {"type": "reasoning", "content": "I need a tool."},
            {"type": "tool_call", "id": "call_1", "name": "weather", "arguments": {"city": "Oslo"}},
        ],
    }
    result = {"role": "tool", "parts": [{"type": "tool_call_response", "id": "call_1", "response": "14 degrees"}]}
    answer = {"role": "assistant", "parts": [{"type": "text", "content": "Mild."}]}
    calls = []
    ticks = itertools.count(time.time_ns() - 1_000_000_000, 10_000_000)

    @contextlib.contextmanager
    def timed(title, **more):
        """A span that begins and ends at the next ticks of a clock of its own."""
        with tracer.start_as_current_span(title, start_time=next(ticks), end_on_exit=False, **more) as span:
            yield span
        span.end(next(ticks))

    def ask(messages, reply, reason, usage):
        with timed("chat demo-large", kind=otel.SpanKind.CLIENT) as call:
            calls.append(call)
            for key, value in {
                "gen_ai.operation.name": "chat",
                "gen_ai.provider.name": "openai",
                "gen_ai.request.model": "demo-large",
                "gen_ai.request.temperature": 0.5,
                "server.address": "llm.example",
                "server.port": 443,
                "gen_ai.response.id": f"resp_{len(calls)}",
                "gen_ai.response.finish_reasons": [reason],
                "gen_ai.input.messages": json.dumps(messages),
                "gen_ai.output.messages": json.dumps([reply]),
                **{f"gen_ai.usage.{key}": value for key, value in usage.items()},
            }.items():
                call.set_attribute(key, value)

    with timed(f"invoke_agent {name}") as root:
        root.set_attribute("gen_ai.operation.name", "invoke_agent")
        root.set_attribute("gen_ai.agent.name", name)
        root.set_attribute("gen_ai.conversation.id", session)
        ask([system, question], asks, "tool_calls", {"input_tokens": 310, "output_tokens": 42, "cache_read.input_tokens": 256})
        with timed("execute_tool weather") as tool:
            tool.set_attribute("gen_ai.operation.name", "execute_tool")
            tool.set_attribute("gen_ai.tool.name", "weather")
            tool.set_attribute("gen_ai.tool.call.id", "call_1")
            tool.set_attribute("gen_ai.tool.call.result", "14 degrees")
            tool.set_status(Status(StatusCode.ERROR, "too slow"))
        ask([system, question, asks, result], answer, "stop", {"input_tokens": 400, "output_tokens": 8})
    provider.shutdown()
    return root, calls, tool


def crowd(server, count, project=None):
    """One trace of `count` calls, of which each ten began in the same nanosecond. Answers its id and the calls' start times."""
    trace, request = trace_id(), ExportTraceServiceRequest()
    base = 1_767_225_600_000_000_000
    for index in range(count):
        add_span(
            request,
            trace,
            "chat demo",
            chat([("user", f"Question {index}")], f"Answer {index}", model="crowd"),
            span=span_id(),
            start=base + index // 10 * 1_000_000,
            seconds=0.5,
        )
    sent(server, request)
    return trace.hex()


@case("letta: a step read by the real client has the values that the exporter sent")
def steps(world):
    name = word()
    root, calls, tool = record_agent(world.server, name, "talk-" + name)
    letta = client(world.server)
    trace = format(root.get_span_context().trace_id, "032x")
    found = letta.steps.list(trace_ids=[trace], order="asc").items
    equal(len(found), 2, "steps")
    first, second = found
    equal((first.origin, first.provider_name, first.provider_category), ("otlp", "openai", "base"), "where from")
    equal((first.model, first.model_handle), ("demo-large", "openai/demo-large"), "model")
    equal(first.model_endpoint, "https://llm.example:443", "endpoint")
    equal((first.prompt_tokens, first.completion_tokens, first.total_tokens), (310, 42, 352), "tokens")
    equal((first.cached_input_tokens, first.cache_write_tokens), (256, None), "cache tokens")
    equal(first.prompt_tokens_details, {"cached_tokens": 256, "cache_read_tokens": 256}, "prompt details")
    equal((first.stop_reason, first.status, first.feedback), ("end_turn", "success", None), "ending")
    equal((first.trace_id, first.request_id, second.request_id), (trace, "resp_1", "resp_2"), "ids of others")
    equal((first.tags, first.messages, first.error_type, first.project_id), ([], [], None, "default"), "the rest")
    equal(first.run_id, second.run_id, "one run")
    again = letta.steps.retrieve(first.id)
    equal(again.model_dump(), first.model_dump(), "retrieved")
    agent = letta.agents.retrieve(first.agent_id)
    equal((agent.name, agent.llm_config.model), (name, "demo-large"), "agent")
    equal([each.id for each in letta.steps.list(agent_id=agent.id)], [second.id, first.id], "steps of the agent")

    metrics = letta.steps.metrics.retrieve(first.id)
    call, end, last = calls[0], calls[0].end_time, tool.end_time
    equal(metrics.step_start_ns, call.start_time, "start in nanoseconds")
    equal(metrics.llm_request_ns, end - call.start_time, "request time")
    equal(metrics.tool_execution_ns, last - tool.start_time, "tool time")
    equal(metrics.step_ns, last - call.start_time, "step time")
    equal(letta.steps.metrics.retrieve(second.id).tool_execution_ns, None, "no tool")


@case("letta: messages come with the right types, order and ids; a failed tool is an error")
def messages(world):
    name = word()
    root, _, _ = record_agent(world.server, name, "talk-" + name)
    letta = client(world.server)
    trace = format(root.get_span_context().trace_id, "032x")
    first, second = letta.steps.list(trace_ids=[trace], order="asc").items
    said = list(letta.steps.messages.list(first.id))
    equal(
        [type(each).__name__ for each in said],
        ["SystemMessage", "UserMessage", "ReasoningMessage", "ToolCallMessage", "ToolReturnMessage"],
        "types",
    )
    equal((said[0].content, said[1].content, said[2].reasoning), ("Be brief.", f"Weather for {name}?", "I need a tool."), "text")
    call, result = said[3], said[4]
    equal((call.tool_call.name, json.loads(call.tool_call.arguments)), ("weather", {"city": "Oslo"}), "tool call")
    equal((result.tool_return, result.status, result.tool_call_id), ("14 degrees", "error", "call_1"), "tool return")
    equal(call.id, said[2].id, "members of one message share an id")
    equal([call.otid[-2:], said[2].otid[-2:]], ["01", "00"], "otids")
    true(isinstance(said[0].date, datetime.datetime) and said[0].date.microsecond == 0, "whole seconds")
    equal({each.step_id for each in said}, {first.id}, "step")
    equal([each.content for each in letta.steps.messages.list(second.id)], ["Mild."], "the second step")
    run = list(letta.runs.messages.list(first.run_id, limit=2))
    equal([each.id for each in run], [each.id for each in said] + [each.id for each in letta.steps.messages.list(second.id)], "run")
    mine = list(letta.agents.messages.list(first.agent_id, limit=3))
    equal([each.id for each in mine], [each.id for each in reversed(run)], "the agent's messages, newest first")
    one = letta.messages.retrieve(call.id)
    equal([each.message_type for each in one], ["reasoning_message", "tool_call_message"], "one message")


@case("letta: a run, its usage, its spans and its conversation")
def runs(world):
    name = word()
    root, _, _ = record_agent(world.server, name, "talk-" + name)
    letta = client(world.server)
    trace = format(root.get_span_context().trace_id, "032x")
    step = letta.steps.list(trace_ids=[trace], limit=1).items[0]
    run = letta.runs.retrieve(step.run_id)
    equal((run.status, run.stop_reason, run.agent_id), ("completed", "end_turn", step.agent_id), "run")
    equal(run.total_duration_ns, root.end_time - root.start_time, "duration")
    equal(run.metadata["gen_ai.agent.name"], name, "metadata")
    equal([each.id for each in letta.runs.list(agent_id=step.agent_id)], [run.id], "by agent")
    equal([each.id for each in letta.runs.list(conversation_id=run.conversation_id)], [run.id], "by conversation")
    equal([each.id for each in letta.runs.list(agent_id=step.agent_id, statuses=["failed"])], [], "by status")
    equal(len(list(letta.runs.steps.list(run.id, limit=1))), 2, "its steps, one by one")
    usage = letta.runs.usage.retrieve(run.id)
    equal((usage.prompt_tokens, usage.completion_tokens, usage.total_tokens), (710, 50, 760), "usage")
    equal(usage.prompt_tokens_details.cached_tokens, 256, "cached")
    spans = letta.runs.trace.retrieve(run.id)
    equal([each["kind"] for each in spans], ["agent", "llm", "tool", "llm"], "spans")
    metrics = world.server.request("GET", f"/v1/runs/{run.id}/metrics").json
    equal((metrics["num_steps"], metrics["tools_used"]), (2, ["weather"]), "run metrics")


@case("letta: a provider trace rebuilt from messages says so, one that was captured is given back as it was")
def exchanges(world):
    letta = client(world.server)
    name = word()
    root, _, _ = record_agent(world.server, name, "talk-" + name)
    trace = format(root.get_span_context().trace_id, "032x")
    step = letta.steps.list(trace_ids=[trace], order="asc").items[0]
    exchange = letta.steps.trace.retrieve(step.id)
    equal(exchange.request_json["_synthesized"], True, "marked")
    equal([each["role"] for each in exchange.request_json["messages"]], ["system", "user"], "roles")
    equal(exchange.request_json["temperature"], 0.5, "parameter")
    choice = exchange.response_json["choices"][0]
    equal((choice["finish_reason"], choice["message"]["tool_calls"][0]["id"]), ("tool_calls", "call_1"), "answer")
    equal((exchange.step_id, exchange.run_id, exchange.source), (step.id, step.run_id, "hindcast"), "where it belongs")

    body = {"model": "m", "messages": [{"role": "user", "content": "Hi"}], "own": [1, 2.50]}
    reply = {"id": "x", "choices": [{"message": {"role": "assistant", "content": "Ho"}}]}
    request, captured = ExportTraceServiceRequest(), trace_id()
    add_span(
        request,
        captured,
        "ChatCompletion",
        {
            "openinference.span.kind": "LLM",
            "llm.model_name": "m",
            "input.value": json.dumps(body),
            "output.value": json.dumps(reply),
        },
    )
    sent(world.server, request)
    step = letta.steps.list(trace_ids=[captured.hex()]).items[0]
    exchange = letta.steps.trace.retrieve(step.id)
    equal((exchange.request_json, exchange.response_json), (body, reply), "captured bodies")
    equal(letta.steps.trace.retrieve("step-99999999-1111-4111-8111-111111111111"), None, "none")


@case("letta: feedback given by the client is there for every reader, and lists find it")
def feedback(world):
    letta = client(world.server)
    trace = crowd(world.server, 12)
    ids = [each.id for each in letta.steps.list(trace_ids=[trace], limit=5)]
    equal(len(ids), 12, "steps")
    up = letta.steps.feedback.create(ids[3], feedback="positive", tags=["good", "short"])
    equal((up.id, up.feedback, up.tags), (ids[3], "positive", ["good", "short"]), "positive")
    letta.steps.feedback.create(ids[7], feedback="negative")
    equal(letta.steps.retrieve(ids[3]).feedback, "positive", "kept")
    only = {"trace_ids": [trace]}
    equal([each.id for each in letta.steps.list(feedback="positive", **only)], [ids[3]], "by thumb")
    equal([each.id for each in letta.steps.list(has_feedback=True, limit=1, **only)], [ids[3], ids[7]], "any thumb")
    equal(len(list(letta.steps.list(has_feedback=False, limit=4, **only))), 10, "no thumb")
    equal([each.id for each in letta.steps.list(tags=["x", "short"], **only)], [ids[3]], "by tag")
    true("short" in letta.tags.list(limit=1000), "the tag is listed")
    equal(letta.steps.feedback.create(ids[3]).tags, ["good", "short"], "absent tags stay")
    equal(letta.steps.retrieve(ids[3]).feedback, None, "absent feedback clears")
    equal(letta.steps.feedback.create(ids[3], feedback="positive", tags=[]).tags, [], "an empty list removes")


@case("letta: 250 steps are walked once each, forwards and backwards, ten at a time in the same nanosecond")
def walk(world):
    letta = client(world.server)
    trace = crowd(world.server, 250)
    for order in ("asc", "desc"):
        whole = [each.id for each in letta.steps.list(trace_ids=[trace], order=order, limit=1000)]
        equal((len(whole), len(set(whole))), (250, 250), "all of them")
        for limit in (7, 10, 50, 249):
            forward = [each.id for each in letta.steps.list(trace_ids=[trace], order=order, limit=limit)]
            equal(forward, whole, f"forwards by {limit}")
            pages, before = [], whole[-1]
            for page in letta.steps.list(trace_ids=[trace], order=order, limit=limit, before=before).iter_pages():
                pages = [each.id for each in page.items] + pages
            equal(pages, whole[:-1], f"backwards by {limit}")
    runs = [each.run_id for each in letta.steps.list(trace_ids=[trace], limit=1)]
    equal(len(set(runs)), 1, "one run")
    equal([each.id for each in letta.runs.steps.list(runs[0], limit=9)], whole, "by run")
    told = [each.content for each in letta.runs.messages.list(runs[0], limit=11) if each.message_type == "assistant_message"]
    equal(sorted(told), sorted(f"Answer {index}" for index in range(250)), "each answer once")
    start = datetime.datetime(2026, 1, 1, 1, 0, 0, 5000, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))
    later = list(letta.steps.list(trace_ids=[trace], start_date=start.isoformat(), limit=100))
    equal(len(later), 190, "strictly later than a moment in another zone")


@case("letta: the asynchronous client reads the same")
def asynchronous(world):
    trace = crowd(world.server, 23)

    async def read():
        async with AsyncLetta(base_url=world.server.url, max_retries=0) as letta:
            return [each.id async for each in letta.steps.list(trace_ids=[trace], limit=5)]

    whole = [each.id for each in client(world.server).steps.list(trace_ids=[trace], limit=100)]
    equal(asyncio.run(read()), whole, "steps")


@case("letta: refusals become the client's own exceptions, with the reason in detail")
def refusals(world):
    letta = client(world.server)
    gone = "step-99999999-1111-4111-8111-111111111111"
    error = refused(letta_client.NotFoundError, lambda: letta.steps.retrieve(gone))
    equal(error.body, {"detail": f"Step {gone} was not found."}, "unknown step")
    error = refused(letta_client.UnprocessableEntityError, lambda: letta.steps.retrieve("nope"))
    equal(error.body["examples"], ["step-123e4567-e89b-42d3-8456-426614174000"], "example")
    refused(letta_client.UnprocessableEntityError, lambda: letta.steps.list(order="sideways"))
    refused(letta_client.UnprocessableEntityError, lambda: letta.steps.list(limit=0))
    refused(letta_client.BadRequestError, lambda: letta.steps.list(start_date="notadate"))
    refused(letta_client.BadRequestError, lambda: letta.runs.retrieve("nope"))
    refused(letta_client.BadRequestError, lambda: letta.runs.list(statuses=["weird"]))
    error = refused(letta_client.NotFoundError, lambda: letta.steps.list(after=gone))
    equal(error.body, {"detail": f"No Step found with id {gone}"}, "unknown cursor")
    trace = crowd(world.server, 1)
    step = letta.steps.list(trace_ids=[trace]).items[0].id
    refused(letta_client.UnprocessableEntityError, lambda: letta.steps.feedback.create(step, feedback="good"))
    refused(letta_client.NotFoundError, lambda: client(world.server, project_id="nobody").steps.list())
    asked = []
    watched = httpx.Client(event_hooks={"request": [asked.append]})
    patient = client(world.server, max_retries=2, http_client=watched)
    error = refused(letta_client.InternalServerError, patient.blocks.list)
    equal(error.status_code, 501, "not offered")
    true("Memory blocks" in error.body["detail"], "the feature is named")
    equal(len(asked), 1, "and not asked for again")
    equal(letta.health().status, "ok", "health")


@case("letta: with keys, a missing or wrong one is the client's AuthenticationError and a small one its PermissionDeniedError")
def keys(world):
    with Server(world.scratch("letta") / "data", auth="keys") as server:
        def key(scope):
            made = command("key", "create", "--data", server.data, "--project", "default", "--scope", scope)
            return made.stdout.strip()

        writer, reader = key("write"), key("read")
        trace = crowd_with(server, key("ingest"))
        error = refused(letta_client.AuthenticationError, lambda: client(server, api_key="wrong").steps.list())
        equal(list(error.body), ["detail"], "the form")
        refused(letta_client.AuthenticationError, lambda: Letta(base_url=server.url, max_retries=0).steps.list())
        step = client(server, api_key=reader).steps.list(trace_ids=[trace]).items[0]
        error = refused(
            letta_client.PermissionDeniedError,
            lambda: client(server, api_key=reader).steps.feedback.create(step.id, feedback="positive"),
        )
        equal(list(error.body), ["detail"], "the form")
        given = client(server, api_key=writer).steps.feedback.create(step.id, feedback="positive")
        equal(given.feedback, "positive", "with the right key")
        equal(client(server, api_key="wrong").health().status, "ok", "health needs none")


def crowd_with(server, key):
    request, trace = ExportTraceServiceRequest(), trace_id()
    add_span(request, trace, "chat", chat([("user", "Hi")], "Ho"))
    sent(server, request, key=key)
    return trace.hex()


@case("letta: ids are the same after a restart and after the same spans came again")
def stable(world):
    with Server(world.scratch("letta") / "data") as server:
        request, trace = ExportTraceServiceRequest(), trace_id()
        add_span(request, trace, "chat", chat([("user", "Hi")], "Ho"))
        sent(server, request)
        letta = client(server)

        def ids():
            step = letta.steps.list().items[0]
            return [step.id, step.run_id, step.agent_id] + [each.id for each in letta.steps.messages.list(step.id)]

        before = ids()
        equal(len(before), 5, "ids")
        sent(server, request)
        equal(ids(), before, "after repetition")
        server.stop()
        server.start()
        equal(ids(), before, "after a restart")
