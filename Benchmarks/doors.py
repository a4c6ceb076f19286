"""Figures of other products' doors: pushing long conversations (Invariant), and paging through steps (Letta)."""

import http.client
import json
import statistics
import time

import otlpgen

MESSAGES = 2_000
PUSHES = 12


def conversation(text, number, kind):
    """A seeded conversation of MESSAGES messages; no text comes twice."""

    def words(place):
        return f"{number}-{place} " + text.prose(100)

    messages = [{"role": "system", "content": "You are a careful assistant."}]
    while len(messages) < MESSAGES:
        place = len(messages)
        messages.append({"role": "user", "content": words(place)})
        if kind == "tools":
            call = {"name": text.r.choice(otlpgen.TOOLS), "arguments": json.dumps({"query": words(place)})}
            called = {"id": f"call_{number}_{place}", "type": "function", "function": call}
            messages.append({"role": "assistant", "content": None, "tool_calls": [called]})
            messages.append({"role": "tool", "tool_call_id": called["id"], "content": words(place + 1)})
        messages.append({"role": "assistant", "content": words(place + 2)})
    return messages[:MESSAGES]


def push(connection, messages):
    body = json.dumps({"messages": [messages]}).encode()
    connection.request("POST", "/api/v1/push/trace", body, {"Content-Type": "application/json"})
    reply = connection.getresponse()
    answer = reply.read()
    if reply.status != 200:
        raise SystemExit(f"push: {reply.status} {answer[:200]!r}")
    return len(body)


def measure_push(table, instance):
    """Processor time of one push until its text can be searched."""
    for kind in ("chat", "tools"):
        text = otlpgen.Text(otlpgen.SEED)
        connection = http.client.HTTPConnection("127.0.0.1", instance.http_port, timeout=60)
        for number in range(PUSHES // 4):
            push(connection, conversation(text, f"warm-{kind}-{number}", kind))
        instance.settle()
        pushed = [conversation(text, f"{kind}-{number}", kind) for number in range(PUSHES)]
        cpu, size, took = instance.cpu_seconds(), 0, []
        for messages in pushed:
            began = time.perf_counter()
            size += push(connection, messages)
            took.append((time.perf_counter() - began) * 1e3)
        instance.settle()
        cost = (instance.cpu_seconds() - cpu) * 1e3 / PUSHES
        note = f"{size // PUSHES:,} B; answered in {statistics.median(took):.1f} ms"
        table.add(f"CPU ms per push of {MESSAGES:,} messages, {kind}", cost, 1, note)


def calls(instance):
    """How many model calls are stored; a trace of the small profile has ten of its twenty-one spans."""
    return instance.spans() * 10 // 21


def measure_steps(table, instance, options, generate):
    """A page of fifty steps, at the newest end and in the middle, in a small store and in a large one."""
    units = otlpgen.build_pool("small", "openinference")
    for run, wanted in enumerate((10_000, options.fill_steps)):
        missing = wanted * 21 // 10 - instance.spans()
        if missing > 0:
            otlpgen.run(generate(instance, run_id=20 + run, max_spans=missing), units)
        instance.settle(600)
        newest, page = instance.timed("/v1/steps", base="", limit=50, order="desc")
        assert len(page) == 50, "fifty steps"
        note = f"{calls(instance):,} steps stored"
        table.add(f"page of 50 steps, newest, at {wanted:,}, ms", newest, 2, note)
        middle = page[-1]["id"]
        for _ in range(20):
            middle = instance.timed("/v1/steps", base="", rounds=1, limit=100, order="desc", after=middle)[1][-1]["id"]
        inside, page = instance.timed("/v1/steps", base="", limit=50, order="desc", after=middle)
        assert len(page) == 50, "fifty steps"
        table.add(f"page of 50 steps, after 2,050, at {wanted:,}, ms", inside, 2)
