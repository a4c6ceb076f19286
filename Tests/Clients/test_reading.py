"""Reading back through the native API: list, filters, pages, search, live feed, patches, deletion."""

import base64
import http.client
import json
import secrets
import socket
import urllib.parse

import otlp
from cases import case, equal, true, until
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from otlp import add_span, chat, one_span, sent, word
from server import API, Server

SECOND = 1_000_000_000
BASE = 1_767_225_600 * SECOND


def agent_run(
    server,
    token,
    *,
    model="gpt-4o-mini",
    error=None,
    session=None,
    user=None,
    tags=None,
    metadata=None,
    start=BASE,
    seconds=2.0,
    usage=(60, 17),
    steps=1,
):
    """A run of model calls that each repeat the conversation so far, under a root span. Answers the trace id in hex."""
    request, trace = ExportTraceServiceRequest(), otlp.trace_id()
    about = {"gen_ai.operation.name": "invoke_agent", "openinference.span.kind": "AGENT"}
    for name, value in (("session.id", session), ("user.id", user), ("tag.tags", tags)):
        if value is not None:
            about[name] = value
    if metadata is not None:
        about["metadata"] = json.dumps(metadata)
    root = add_span(request, trace, "run " + token, about, start=start, seconds=seconds, error=error)
    said = [("system", "You help with " + token), ("user", "Question 0 of " + token)]
    for step in range(steps):
        answer = f"Answer {step} about {token}"
        add_span(
            request,
            trace,
            f"chat {model}",
            chat(list(said), answer, model=model, usage=usage),
            parent=root,
            start=start + step * SECOND // 1000,
            seconds=0.0005,
        )
        said += [("assistant", answer), ("user", f"Question {step + 1} of {token}")]
    sent(server, request)
    return trace.hex()


def ids(items):
    return [item["id"] for item in items]


@case("The list is newest first and pages without gaps or repeats")
def _(world):
    with Server(world.scratch("list") / "data") as server:
        made = [agent_run(server, word(), start=BASE + n * SECOND) for n in range(23)]
        equal(ids(server.traces(limit=100)), made[::-1], "newest first")
        equal(ids(server.all_traces(limit=5)), made[::-1], "by pages of five")
        equal(ids(server.traces(limit=5)), made[:-6:-1], "the first page")


@case("A row of the list tells name, times, spans, tokens, cost, session, user, tags and metadata")
def _(world):
    token = word()
    trace = agent_run(
        world.server, token, session="s-" + token, user="u-" + token, tags=["b", "a"], metadata={"env": "test"}, steps=2
    )
    row = [item for item in world.server.traces(q=f"session:s-{token}") if item["id"] == trace][0]
    cost = 2 * (60 * 0.15e-6 + 17 * 0.60e-6)
    true(abs(row.pop("totalCost") - cost) < 1e-9, "total cost")
    equal(
        row,
        {
            "id": trace,
            "name": "run " + token,
            "startTime": "2026-01-01T00:00:00.000000Z",
            "endTime": "2026-01-01T00:00:02.000000Z",
            "spanCount": 3,
            "status": "ok",
            "sessionId": "s-" + token,
            "userId": "u-" + token,
            "tags": ["a", "b"],
            "metadata": {"env": "test"},
            "inputTokens": 120,
            "outputTokens": 34,
        },
        "the row",
    )


@case("The filter language finds by every field, joined by and, or, not and parentheses")
def _(world):
    with Server(world.scratch("filter") / "data") as server:
        red = agent_run(
            server,
            "red",
            model="gpt-4o-mini",
            session="s1",
            user="ann",
            tags=["good"],
            metadata={"env": "prod"},
            start=BASE,
        )
        blue = agent_run(
            server,
            "blue",
            model="claude-sonnet-4-5",
            error="boom",
            session="s2",
            user="bob",
            metadata={"env": "test"},
            start=BASE + 3600 * SECOND,
            seconds=30.0,
            usage=(5000, 900),
        )
        plain = one_span(name="plain", start=BASE + 7200 * SECOND, seconds=0.001)
        sent(server, plain[0])
        plain = plain[1]
        everything = [plain, blue, red]
        until(lambda: server.search("blue"), "the text index")
        expected = {
            "model:gpt-4o-mini": [red],
            "model:claude*": [blue],
            "kind:llm": [blue, red],
            "kind:agent": [blue, red],
            "status:error": [blue],
            "status:ok": [plain, red],
            "tag:good": [red],
            "session:s2": [blue],
            "user:ann": [red],
            "name:plain": [plain],
            "name:run": [blue, red],
            "cost:>0.01": [blue],
            "cost:<0.01 kind:llm": [red],
            "tokens:>=5900": [blue],
            "tokens:77": [red],
            "duration:>10s": [blue],
            "duration:<=1ms": [plain],
            "meta.env:prod": [red],
            "meta.env:*": [blue, red],
            "has:error": [blue],
            "has:llm": [blue, red],
            "has:session": [blue, red],
            "has:tags": [red],
            "since:2026-01-01T01:00:00Z": [plain, blue],
            "until:2026-01-01T01:00:00Z": [red],
            "blue": [blue],
            '"Answer 0 about red"': [red],
            "status:error or tag:good": [blue, red],
            "-has:error": [plain, red],
            "not kind:llm": [plain],
            "(user:ann or user:bob) -tag:good": [blue],
            "kind:llm and session:s1": [red],
            "session:nowhere": [],
            "": everything,
        }
        for filter_text, traces in expected.items():
            equal(ids(server.traces(q=filter_text)), traces, f"filter {filter_text!r}")


@case("A mistake in a filter is answered 400 with what is wrong and where")
def _(world):
    for text in ("colour:red", "kind:banana", "(kind:llm", "cost:>abc", '"open', "kind:llm )"):
        reply = world.server.request("GET", API + "/traces?q=" + urllib.parse.quote(text))
        equal(reply.status, 400, f"status for {text!r}")
        true(len(reply.json["error"]["message"]) > 10, f"a sentence for {text!r}")


@case("The outline of a long run counts what is new in each call and is windowed")
def _(world):
    token = word()
    trace = agent_run(world.server, token, steps=60)
    outline = world.server.outline(trace)
    equal(outline["spanCount"], 61, "span count")
    calls = sorted((s for s in outline["spans"] if s["kind"] == "llm"), key=lambda s: s["startTime"])
    # The first call is new with its system and user message; each later one adds the next question.
    equal([call["newMessages"] for call in calls], [2] + [1] * 59, "new messages per call")
    seen = []
    for offset in range(0, 61, 20):
        seen += world.server.get(f"/traces/{trace}", offset=offset, limit=20)["spans"]
    equal(seen, outline["spans"], "the windows together")


@case("The transcript tells each message once, in order, also page by page")
def _(world):
    token = word()
    trace = agent_run(world.server, token, steps=30)
    expected = [("system", "You help with " + token)]
    for step in range(30):
        expected += [("user", f"Question {step} of {token}"), ("assistant", f"Answer {step} about {token}")]
    told, cursor, pages = [], None, 0
    while True:
        page = world.server.get(f"/traces/{trace}/transcript", cursor=cursor)
        told += [(item["role"], item["content"]) for item in page["items"] if item.get("role")]
        cursor, pages = page.get("next"), pages + 1
        if not cursor or pages > 100:
            break
    equal(told, expected, "the transcript")


@case("A retry and an edited question appear as branches in the transcript")
def _(world):
    token, request, trace = word(), ExportTraceServiceRequest(), otlp.trace_id()
    root = add_span(request, trace, "run", start=BASE)
    ask = [("system", "S " + token), ("user", "first " + token)]
    add_span(request, trace, "chat", chat(ask, "one " + token), parent=root, start=BASE + 1)
    add_span(request, trace, "chat", chat(ask, "two " + token), parent=root, start=BASE + 2 * SECOND)
    edited = [ask[0], ("user", "edited " + token)]
    add_span(request, trace, "chat", chat(edited, "three " + token), parent=root, start=BASE + 4 * SECOND)
    sent(world.server, request)
    items = [i for i in world.server.get(f"/traces/{trace.hex()}/transcript")["items"] if i.get("role")]
    equal(
        [i["content"] for i in items],
        [f"{w} {token}" for w in ("S", "first", "one", "two", "edited", "three")],
        "messages",
    )
    by_text = {i["content"].split()[0]: i["origin"] for i in items}
    equal((by_text["two"], by_text["edited"]), ("retry", "branch"), "origins")


@case("A repeated conversation is stored once: 60 steps are about 120 messages")
def _(world):
    with Server(world.scratch("once") / "data") as server:
        agent_run(server, "only", steps=60)
        messages = server.stats()["messages"]
        equal(messages, 121, "distinct messages")
        agent_run(server, "only", steps=60)
        equal(server.stats()["messages"], 121, "after the same run again")


@case("Search finds words of messages, tool results, span names and errors, with a snippet")
def _(world):
    token, name, error, tool = word(), word(), word(), word()
    request, trace = ExportTraceServiceRequest(), otlp.trace_id()
    root = add_span(request, trace, "span " + name, error="failed with " + error)
    add_span(request, trace, "chat", chat([("user", f"Where is the {token} today?")], "Nowhere."), parent=root)
    add_span(
        request,
        trace,
        "execute_tool",
        {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "ls", "gen_ai.tool.call.result": "found " + tool},
        parent=root,
    )
    sent(world.server, request)
    for wanted in (token, token.upper(), name, error, tool):
        hits = until(lambda: world.server.search(wanted), f"{wanted} in search")
        equal({hit["traceId"] for hit in hits}, {trace.hex()}, "the trace")
    snippet = world.server.search(token)[0]["snippet"]
    true("Where is the" in snippet and token in snippet, f"snippet {snippet!r}")
    equal(world.server.search(f'"the {token} today"')[0]["traceId"], trace.hex(), "a phrase")
    equal(world.server.search(f'"{token} the"'), [], "a phrase in the wrong order")
    equal(world.server.search(token[:-3] + "*")[0]["traceId"], trace.hex(), "a prefix")
    equal(world.server.search("zzqqnothing"), [], "a word that is nowhere")


@case("Unknown traces, spans and routes are 404 and malformed ids are 404 or 400, in JSON")
def _(world):
    for path in (
        "/traces/" + "0" * 31 + "1",
        "/traces/" + "0" * 31 + "1/spans/" + "0" * 15 + "1",
        "/nothing-here",
        "/traces/xyz",
    ):
        reply = world.server.request("GET", API + path)
        true(reply.status in (400, 404), f"GET {path}: {reply!r}")
        true(reply.json["error"]["message"], f"a sentence for {path}")
    equal(world.server.request("PUT", API + "/traces").status, 405, "a method that is not there")


class Events:
    """A server-sent-event stream."""

    def __init__(self, server, query="", last=None):
        self.connection = http.client.HTTPConnection("127.0.0.1", server.http_port, timeout=15)
        self.connection.request("GET", f"{API}/live{query}", headers={"Last-Event-ID": last} if last else {})
        self.reply = self.connection.getresponse()
        equal(self.reply.status, 200, "status of the live feed")
        true(self.reply.headers["content-type"].startswith("text/event-stream"), "its content type")

    def next(self):
        """The next event as a dict of its fields; comments are skipped."""
        fields = {}
        while True:
            line = self.reply.readline().decode().rstrip("\r\n")
            if not line and fields:
                return fields
            if not line and self.reply.isclosed():
                raise AssertionError("the live feed ended")
            name, _, value = line.partition(":")
            if name:
                fields[name] = fields.get(name, "") + value.removeprefix(" ")

    def until_traces(self, wanted):
        """Reads until every wanted trace was seen; answers (traces in order, id of the last event)."""
        seen, last = [], None
        while not set(wanted) <= set(seen):
            event = self.next()
            last = event.get("id", last)
            if event.get("event") == "change":
                seen += [each["id"] for each in json.loads(event["data"])["traces"]]
        return seen, last

    def close(self):
        self.connection.close()


@case("The live feed tells each commit and resumes behind Last-Event-ID")
def _(world):
    events = Events(world.server)
    equal(events.next().get("event"), "ready", "the first event")
    first = agent_run(world.server, word())
    _, last = events.until_traces([first])
    true(last, "events have ids")
    second = agent_run(world.server, word())
    _, _ = events.until_traces([second])
    events.close()
    third = agent_run(world.server, word())
    resumed = Events(world.server, last=last)
    seen, _ = resumed.until_traces([second, third])
    true(first not in seen, "what was seen before is not told again")
    fourth = agent_run(world.server, word())
    resumed.until_traces([fourth])
    resumed.close()


@case("The live feed of one trace tells of no other")
def _(world):
    trace = otlp.trace_id()
    sent(world.server, one_span(trace)[0])
    events = Events(world.server, f"?trace={trace.hex()}")
    events.next()
    sent(world.server, one_span()[0])
    sent(world.server, one_span(trace)[0])
    seen, _ = events.until_traces([trace.hex()])
    equal(set(seen), {trace.hex()}, "traces told of")
    events.close()


@case("The live feed tells of patches and deletions, and a reader who was away when a server ended reads anew")
def _(world):
    with Server(world.scratch("feed") / "data") as server:
        trace = otlp.trace_id()
        sent(server, one_span(trace)[0])
        path = f"{API}/traces/{trace.hex()}"
        events = Events(server)
        start = events.next()["id"]
        equal(server.request("PATCH", path, json.dumps({"metadata": {"env": "prod"}}), otlp.JSON).status, 200, "patch")
        equal(server.request("POST", path + "/tags", json.dumps({"add": ["good"]}), otlp.JSON).status, 200, "tags")
        equal(server.request("DELETE", path).status, 200, "deletion")
        told = [events.next() for _ in range(3)]
        events.close()
        equal([each["event"] for each in told], ["patch", "patch", "delete"], "events")
        data = [json.loads(each["data"])["traces"][0] for each in told]
        equal([each["id"] for each in data], [trace.hex()] * 3, "traces")
        equal((data[1]["metadata"], data[1]["tags"]), ({"env": "prod"}, ["good"]), "the trace as it is now")
        resumed = Events(server, last=told[0]["id"])
        equal([resumed.next() for _ in range(2)], told[1:], "what comes again behind the first")
        resumed.close()
        server.stop()
        server.start()
        late = Events(server, last=start)
        equal(late.next()["event"], "reset", "what a reader is told who missed a deletion before the restart")
        late.close()


@case("Fifty live readers that go away without a word leave the server well")
def _(world):
    held = [Events(world.server) for _ in range(50)]
    for each in held:
        each.connection.sock.shutdown(socket.SHUT_RDWR)
        each.close()
    trace = agent_run(world.server, word())
    equal(world.server.outline(trace)["spanCount"], 2, "span count")


@case("Tags and metadata can be patched and survive a re-sent export")
def _(world):
    token = word()
    request, trace = one_span(
        name=token, attributes={"tag.tags": ["old"], "metadata": '{"a": 1, "b": 2}', "openinference.span.kind": "AGENT"}
    )
    sent(world.server, request)
    told = world.server.ask("POST", f"/traces/{trace}/tags", {"add": ["new", "good"], "remove": ["old"]})
    equal(told["tags"], ["good", "new"], "tags in the answer")
    told = world.server.ask("PATCH", f"/traces/{trace}", {"metadata": {"b": None, "c": [3]}})
    equal(told["metadata"], {"a": 1, "c": [3]}, "metadata in the answer")
    sent(world.server, request)
    row = world.server.outline(trace)
    equal((row["tags"], row["metadata"]), (["good", "new"], {"a": 1, "c": [3]}), "tags and metadata")
    equal(ids(world.server.traces(q=f"tag:new name:{token}")), [trace], "found by its new tag")
    equal(ids(world.server.traces(q=f"tag:old name:{token}")), [], "found by its removed tag")
    for body in (b"[1", b"5", b'{"name": "x"}', b'{"metadata": 5}'):
        equal(
            world.server.request("PATCH", f"{API}/traces/{trace}", body, otlp.JSON).status, 400, f"a patch of {body!r}"
        )
    equal(
        world.server.request("PATCH", f"{API}/traces/{'0' * 31}1", b'{"metadata": {}}', otlp.JSON).status,
        404,
        "an unknown trace",
    )


@case("A deleted trace is gone from list, search and transcript, and its messages stay where others use them")
def _(world):
    shared, token, other = word(), word(), word()
    ask = [("user", "Shared " + shared)]
    one, first = one_span(name="chat", attributes=chat([*ask, ("user", token)], "a"))
    two, second = one_span(name="chat", attributes=chat([*ask, ("user", other)], "b"))
    sent(world.server, one)
    sent(world.server, two)
    until(lambda: {h["traceId"] for h in world.server.search(shared)} == {first, second}, "both in search")
    world.server.ask("DELETE", f"/traces/{first}")
    equal(world.server.status("GET", f"/traces/{first}"), 404, "the deleted trace")
    equal(world.server.status("DELETE", f"/traces/{first}"), 404, "deleting it again")
    equal({h["traceId"] for h in world.server.search(shared)}, {second}, "the shared word")
    equal(world.server.search(token), [], "its own word")
    span = world.server.outline(second)["spans"][0]["id"]
    equal(
        [m["content"] for m in world.server.span(second, span)["input"]],
        ["Shared " + shared, other],
        "the other's messages",
    )


@case("Traces are deleted by session, by age or all at once, but never by a request that says nothing")
def _(world):
    with Server(world.scratch("many") / "data") as server:
        made = [agent_run(server, word(), session=f"s{n % 2}", start=BASE + n * SECOND) for n in range(8)]
        equal(server.status("DELETE", "/traces"), 400, "no selection")
        equal(server.status("DELETE", "/traces?session=s0&all=true"), 400, "two selections")
        equal(server.ask("DELETE", "/traces?session=s0"), {"traces": 4, "spans": 8}, "by session")
        equal(server.ask("DELETE", "/traces?before=2026-01-01T00:00:04Z"), {"traces": 2, "spans": 4}, "by age")
        equal(ids(server.traces()), [made[7], made[5]], "what is left")
        equal(server.ask("DELETE", "/traces?all=true"), {"traces": 2, "spans": 4}, "all")
        equal((server.traces(), server.stats()["spans"]), ([], 0), "nothing is left")


@case("Deletion and gc give the space back while the server runs")
def _(world):
    with Server(world.scratch("space") / "data") as server:
        kept = agent_run(server, word(), steps=3)
        before = (server.outline(kept), server.get(f"/traces/{kept}/transcript"))
        large = []
        for _ in range(20):
            request, trace = one_span(attributes=chat([("user", secrets.token_hex(150_000))], "read"))
            sent(server, request)
            large.append(trace)
        full = disk_bytes(server)
        for trace in large:
            server.ask("DELETE", f"/traces/{trace}")
        receipt = server.ask("POST", "/gc")
        true(receipt["contentsFreed"] >= 20 and receipt["bytesFreed"] > 0, f"the receipt {receipt}")
        equal((server.outline(kept), server.get(f"/traces/{kept}/transcript")), before, "the kept trace")
        equal(server.stop(), 0, "exit code")
        left = disk_bytes(server)
        true(left < full * 0.4, f"{full >> 10} KiB before, {left >> 10} KiB after")
        server.start()
        equal(
            (server.outline(kept), server.get(f"/traces/{kept}/transcript")), before, "the kept trace after a restart"
        )


def disk_bytes(server):
    return sum(path.stat().st_size for path in server.data.rglob("*") if path.is_file())


@case("A trace that was deleted may be sent again")
def _(world):
    request, trace = one_span(name="again")
    sent(world.server, request)
    world.server.ask("DELETE", f"/traces/{trace}")
    sent(world.server, request)
    equal(world.server.outline(trace)["spanCount"], 1, "span count")


@case("Everything a span carries can be read back: attributes, bytes, events, links, resource and scope")
def _(world):
    request, trace, linked = ExportTraceServiceRequest(), otlp.trace_id(), otlp.trace_id()
    raw = bytes(range(256))
    span = add_span(
        request,
        trace,
        "all",
        {"text": "t\u0000\u2028é", "bytes": raw, "deep": {"a": [1, {"b": "x"}]}, "empty": "", "none": []},
    )
    target = request.resource_spans[0].scope_spans[0].spans[0]
    event = target.events.add()
    event.name, event.time_unix_nano = "happened", BASE
    otlp.add_attributes(event, {"k": 5})
    link = target.links.add()
    link.trace_id, link.span_id = linked, otlp.span_id()
    sent(world.server, request)
    body = world.server.span(trace.hex(), span.hex())
    equal(
        body["attributes"],
        {
            "text": "t\u0000\u2028é",
            "bytes": base64.b64encode(raw).decode(),
            "deep": {"a": [1, {"b": "x"}]},
            "empty": "",
            "none": [],
        },
        "attributes",
    )
    equal([(e["name"], e["attributes"]) for e in body["events"]], [("happened", {"k": 5})], "events")
    equal([l["traceId"] for l in body["links"]], [linked.hex()], "links")
    equal(body["resource"]["attributes"]["service.name"], "black-box", "resource")
    equal(body["scope"]["name"], "black-box", "scope")


@case("Statistics and the rollup agree with what was sent")
def _(world):
    with Server(world.scratch("stats") / "data") as server:
        for n in range(6):
            agent_run(server, f"r{n}", start=BASE + n * 1800 * SECOND, error="bad" if n == 0 else None)
        stats = server.stats()
        equal((stats["traces"], stats["spans"]), (6, 12), "statistics")
        true(stats["bytesOnDisk"] > 0, "bytes on disk")
        answer = server.get("/rollup", since="2026-01-01T00:00:00Z", until="2026-01-01T03:00:00Z", bucketSeconds=3600)
        filled = [b for b in answer["items"] if b["traces"]]
        equal(
            [(b["startTime"], b["traces"], b["errors"]) for b in filled],
            [
                ("2026-01-01T00:00:00.000000Z", 2, 1),
                ("2026-01-01T01:00:00.000000Z", 2, 0),
                ("2026-01-01T02:00:00.000000Z", 2, 0),
            ],
            "buckets",
        )
        equal(sum(b["modelCalls"] for b in filled), 6, "model calls")


@case("The table of routes names every door once")
def _(world):
    rows = world.server.get("/routes")["items"]
    seen = [(row["method"], row["pattern"]) for row in rows]
    equal(len(seen), len(set(seen)), "routes named twice")
    true(("POST", "/v1/traces") in seen, "the OTLP door")


@case("Everything is there again after a restart")
def _(world):
    with Server(world.scratch("restart") / "data") as server:
        token = word()
        trace = agent_run(server, token, steps=5)
        until(lambda: server.search(token), "the text index")
        before = (
            server.outline(trace),
            server.get(f"/traces/{trace}/transcript"),
            server.traces(),
            server.search(token),
        )
        equal(server.stop(), 0, "exit code after SIGTERM")
        server.start()
        after = (
            server.outline(trace),
            server.get(f"/traces/{trace}/transcript"),
            server.traces(),
            server.search(token),
        )
        equal(after, before, "what is read")
