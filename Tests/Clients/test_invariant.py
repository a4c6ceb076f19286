"""Invariant's own package against the server, unmodified, sync and async; everything is read back by value."""

import asyncio
import base64
import datetime
import json
import uuid

import otlp
from invariant_sdk.async_client import AsyncClient
from invariant_sdk.types.annotations import AnnotationCreate
from invariant_sdk.types.exceptions import InvariantAuthError, InvariantError, InvariantNotFoundError
from invariant_sdk.types.push_traces import PushTracesRequest

from cases import case, equal, true, until
from invariant_house import API, MESSAGES, PNG, client, get, lines, parsed, raw, send, upload
from server import API as NATIVE
from server import Server, command


def name():
    """A dataset that no other case has."""
    return "set-" + uuid.uuid4().hex[:12]


def refuses(what, error, call):
    try:
        call()
    except error as found:
        equal(type(found), error, what)
    else:
        raise AssertionError(f"{what}: nothing was refused")


def notes(annotations):
    return [(a["address"], a["content"], a["extra_metadata"]) for a in annotations]


@case("push_trace and create_request_and_push_trace store a run that reads back by value")
def _(world):
    c, dataset = client(world.server), name()
    annotations = [
        {"content": "note", "address": "messages.0.content:L0", "extra_metadata": {"source": "me", "n": 1}},
        {"content": "span", "address": "messages[1].content:0-3"},
    ]
    metadata = {"name": "run-a", "hierarchy_path": ["x", "y"], "score": 1.50, "none": None}
    pushed = c.create_request_and_push_trace(
        messages=[MESSAGES], annotations=[annotations], metadata=[metadata], dataset=dataset
    )
    equal((len(pushed.id), pushed.dataset, pushed.username), (1, dataset, "default"), "the answer")
    trace = get(c, f"/trace/{pushed.id[0]}")
    equal(trace["messages"], parsed(), "messages")
    equal(
        (trace["id"], trace["index"], trace["name"], trace["hierarchy_path"], trace["user"]),
        (pushed.id[0], 0, "run-a", ["x", "y"], "default"),
        "what the trace says of itself",
    )
    tools = {"f": {"name": "f", "arguments": ["x"]}}
    equal(trace["extra_metadata"], {**metadata, "tool_calls": tools}, "metadata")
    expected = [
        ("messages[0].content:L0", "note", {"source": "me", "n": 1}),
        ("messages[1].content:0-3", "span", None),
    ]
    equal(notes(trace["annotations"]), expected, "annotations")
    true(all(a["resolved"] for a in trace["annotations"]), "both lead somewhere")
    again = c.push_trace(PushTracesRequest(messages=[MESSAGES, []], dataset=dataset))
    equal([get(c, f"/trace/{id}")["index"] for id in again.id], [1, 2], "indices go on")
    equal([get(c, f"/trace/{id}")["name"] for id in again.id], ["Run 1", "Run 2"], "a number names the others")
    with_objects = PushTracesRequest(
        messages=[MESSAGES], annotations=[[AnnotationCreate(content="a", address="messages[2]")]]
    )
    snippet = c.push_trace(with_objects)
    equal((snippet.dataset, get(c, f"/trace/{snippet.id[0]}")["dataset"]), (None, None), "a snippet has no dataset")
    newest = get(c, "/trace/snippets", limit=1)
    equal([(s["id"], s["messages"]) for s in newest], [(snippet.id[0], parsed())], "snippets, newest first")
    made = send(c, "POST", "/trace/snippets/new", {"content": json.dumps(MESSAGES), "extra_metadata": {"name": "pasted"}})
    pasted = get(c, f"/trace/{made['id']}")
    equal((pasted["name"], pasted["messages"], pasted["dataset"]), ("pasted", parsed(), None), "a pasted snippet")


@case("A pushed run is a trace like any other: list, outline, span, transcript, search")
def _(world):
    c, server = client(world.server), world.server
    word = "w" + uuid.uuid4().hex
    talk = [{"role": "system", "content": "Be short."}, *MESSAGES, {"role": "assistant", "content": f"done {word}"}]
    talk.append({"role": "user", "content": f"thanks {word}x"})
    pushed = c.create_request_and_push_trace(messages=[talk], metadata=[{"model": "demo-large", "mark": word}])
    id = pushed.id[0].replace("-", "")
    listed = server.traces(q=f"meta.mark:{word}")
    equal([(t["id"], t["name"], t["spanCount"]) for t in listed], [(id, "Run 0", 4)], "the list")
    outline = server.outline(id)
    rows = [(s["kind"], s["name"], s["newMessages"]) for s in outline["spans"]]
    equal(
        sorted(rows, key=str),
        sorted([("agent", "Run 0", None), ("llm", "demo-large", 2), ("tool", "f", None), ("llm", "demo-large", 1)], key=str),
        "the outline",
    )
    calls = [s for s in outline["spans"] if s["kind"] == "llm"]
    last = server.span(id, calls[1]["id"])
    said = [(m["role"], m["content"]) for m in last["input"]]
    equal(said, [("system", "Be short."), ("user", "one"), ("assistant", "two \n three"), ("tool", "9")], "its input")
    equal([m["content"] for m in last["output"]], [f"done {word}"], "its output")
    tool = server.span(id, next(s["id"] for s in outline["spans"] if s["kind"] == "tool"))
    equal([m["content"] for m in tool["output"]], ["9"], "the tool's result")
    read = server.get(f"/traces/{id}/transcript")["items"]
    told = [i["content"] for i in read]
    equal(told, ["Be short.", "one", "two \n three", "9", f"done {word}", f"thanks {word}x"], "the transcript")
    for wanted in (word, f"{word}x"):
        hits = until(lambda wanted=wanted: server.search(wanted), f"finding {wanted}")
        equal({hit["traceId"] for hit in hits}, {id}, f"the search for {wanted}")


@case("Appending puts messages in by their times, and remarks follow their messages")
def _(world):
    c = client(world.server)
    note = {"content": "old", "address": "messages[0].content:L0"}
    id = c.create_request_and_push_trace(messages=[MESSAGES], annotations=[[note]], dataset=name()).id[0]
    answer = c.create_request_and_append_messages(
        messages=[
            {"role": "user", "content": "late"},
            {"role": "user", "content": "early", "timestamp": "2001-01-01T00:00:00"},
        ],
        trace_id=id,
        annotations=[{"content": "new", "address": "messages[0]", "extra_metadata": {"k": 1}}],
    )
    equal(answer, {"success": True}, "the answer")
    trace = get(c, f"/trace/{id}")
    said = [m["content"] for m in trace["messages"]]
    equal(said, ["early", "one", "two \n three", "9", "late"], "the order")
    equal(trace["messages"][0]["timestamp"], "2001-01-01T00:00:00+00:00", "times without an offset are in UTC")
    when = datetime.datetime.fromisoformat(trace["messages"][4]["timestamp"])
    true(when.utcoffset() == datetime.timedelta(0), "the package's time is kept, in UTC")
    equal(
        [(a["content"], a["address"], a["resolved"]) for a in trace["annotations"]],
        [("old", "messages[1].content:L0", True), ("new", "messages[0]", True)],
        "remarks",
    )
    middle = {"role": "user", "content": "middle", "timestamp": "2010-05-05T05:05:05.25+02:00"}
    c.create_request_and_append_messages(messages=[middle], trace_id=id)
    trace = get(c, f"/trace/{id}")
    equal(trace["messages"][1]["timestamp"], "2010-05-05T03:05:05.250000+00:00", "an offset is reckoned in")
    equal([a["address"] for a in trace["annotations"]], ["messages[2].content:L0", "messages[0]"], "remarks again")
    native = world.server.get(f"/traces/{id.replace('-', '')}/transcript")["items"]
    told = [i["content"] for i in native]
    equal(told, ["early", "middle", "one", "two \n three", "9", "late"], "the transcript has the same order")


@case("Metadata of a dataset: read, changed in part, replaced; policies are the owner's alone")
def _(world):
    c, dataset = client(world.server), name()
    c.create_request_and_push_trace(messages=[MESSAGES], dataset=dataset)
    tools = {"tool_calls": {"f": {"name": "f", "arguments": ["x"]}}}
    equal(c.get_dataset_metadata(dataset), tools, "at first")
    equal(c.get_dataset_metadata(dataset, owner_username="default"), tools, "by the owner's name")
    set_ = c.create_request_and_update_dataset_metadata
    given = {"benchmark": "b", "accuracy": 0.5, "name": "n"}
    equal(set_(dataset, metadata=given), {**tools, **given}, "set")
    tests = set_(dataset, metadata={"invariant_test_results": {"num_tests": 3, "num_passed": 2}})
    equal(tests["invariant.test_results"], {"num_tests": 3, "num_passed": 2}, "test results")
    tests = set_(dataset, metadata={"invariant_test_results": {"num_tests": 4, "num_passed": 4}})
    equal(tests["invariant.test_results"], {"num_tests": 4, "num_passed": 4}, "test results are replaced whole")
    replaced = set_(dataset, metadata={"benchmark": "c"}, replace_all=True)
    equal(replaced, {**tools, "benchmark": "c"}, "replace all leaves what the system keeps")
    equal(c.get_dataset_metadata(dataset), replaced, "read again")
    refuses("an unknown dataset", InvariantNotFoundError, lambda: c.get_dataset_metadata("none"))
    refuses("an unknown owner", InvariantNotFoundError, lambda: c.get_dataset_metadata(dataset, owner_username="ghost"))
    refuses("unknown, changed", InvariantNotFoundError, lambda: set_("none", metadata={"name": "x"}))
    found = get(c, f"/dataset/byuser/default/{dataset}")
    made = send(c, "POST", f"/dataset/{found['id']}/policy", {"name": "p", "policy": "raise 1"})
    policy = made["extra_metadata"]["policies"][0]
    equal((policy["name"], policy["content"], policy["enabled"], policy["action"]), ("p", "raise 1", True, "log"), "policy")
    send(c, "PUT", f"/dataset/{found['id']}/policy/{policy['id']}", {"enabled": False, "name": "q"})
    kept = get(c, f"/dataset/byuser/default/{dataset}/policy")["policies"]
    equal([(p["id"], p["name"], p["enabled"], p["content"]) for p in kept], [(policy["id"], "q", False, "raise 1")], "changed")
    true("policies" not in get(c, f"/dataset/byid/{found['id']}")["extra_metadata"], "a dataset is shown without policies")
    true("policies" not in c.get_dataset_metadata(dataset), "metadata are shown without policies")
    send(c, "DELETE", f"/dataset/{found['id']}/policy/{policy['id']}")
    equal(get(c, f"/dataset/byuser/default/{dataset}/policy"), {"policies": []}, "deleted")


@case("The async client does all of it too")
def _(world):
    dataset = name()

    async def talk():
        c = AsyncClient(api_url=world.server.url, api_key="any")
        pushed = await c.create_request_and_push_trace(messages=[MESSAGES], dataset=dataset)
        late = [{"role": "user", "content": "late"}]
        appended = await c.create_request_and_append_messages(messages=late, trace_id=pushed.id[0])
        changed = await c.create_request_and_update_dataset_metadata(dataset, metadata={"name": "x"})
        read = await c.get_dataset_metadata(dataset)
        trace = (await c.request("GET", f"{API}/trace/{pushed.id[0]}", {})).json()
        await c.session.aclose()
        return pushed, appended, changed, read, trace

    pushed, appended, changed, read, trace = asyncio.run(talk())
    equal((pushed.dataset, appended, changed == read, read["name"]), (dataset, {"success": True}, True, "x"), "answers")
    equal(trace["messages"][:3], parsed(), "messages")
    equal([m["content"] for m in trace["messages"]][3:], ["late"], "the appended one")


@case("Annotating: add, change, delete, replace by source; what people decided about stays")
def _(world):
    c = client(world.server)
    id = c.create_request_and_push_trace(messages=[MESSAGES]).id[0]
    made = send(c, "POST", f"/trace/{id}/annotate", {"content": "a", "address": "messages.1.content:L1", "extra_metadata": {"k": 1}})
    equal((made["address"], made["content"], made["extra_metadata"], made["trace_id"]), ("messages[1].content:L1", "a", {"k": 1}, id), "made")
    changed = send(c, "PUT", f"/trace/{id}/annotation/{made['id']}", {"content": "b", "extra_metadata": {"s": "x"}})
    equal((changed["content"], changed["extra_metadata"], changed["id"]), ("b", {"k": 1, "s": "x"}, made["id"]), "changed")
    lost = send(c, "POST", f"/trace/{id}/annotate", {"content": "lost", "address": "messages[99].nope:L5"})
    equal((lost["resolved"], lost["address"]), (False, "messages[99].nope:L5"), "an address that leads nowhere is kept")
    odd = send(c, "POST", f"/trace/{id}/annotate", {"content": "odd", "address": "..::"})
    equal((odd["resolved"], odd["address"]), (False, "..::"), "what is no address is kept as it came")
    def replace(*contents):
        many = [{"content": x, "address": "messages[0]", "extra_metadata": {"source": "judge"}} for x in contents]
        return send(c, "POST", f"/trace/{id}/annotations/update", {"source": "judge", "annotations": many})
    equal(replace("j1", "j2"), {"deleted": 0, "inserted": 2}, "first findings")
    first = next(a for a in get(c, f"/trace/{id}/annotations") if a["content"] == "j1")
    send(c, "PUT", f"/trace/{id}/annotation/{first['id']}", {"extra_metadata": {"status": "accepted"}})
    equal(replace("j3"), {"deleted": 1, "inserted": 1}, "new findings")
    equal([a["content"] for a in get(c, f"/trace/{id}/annotations")], ["b", "lost", "odd", "j1", "j3"], "all, in the order made")
    equal(send(c, "DELETE", f"/trace/{id}/annotation/{made['id']}"), {"message": "deleted"}, "deleted")
    refuses("an unknown annotation", InvariantNotFoundError, lambda: send(c, "DELETE", f"/trace/{id}/annotation/{made['id']}"))
    native = world.server.get(f"/traces/{id.replace('-', '')}/annotations")["items"]
    equal([(a["content"], a["isAnchored"]) for a in native], [("lost", False), ("odd", False), ("j1", True), ("j3", True)], "the native list")


@case("A thumb at a model's answer is one feedback, and can be changed and taken back")
def _(world):
    c = client(world.server)
    id = c.create_request_and_push_trace(messages=[MESSAGES]).id[0]
    up = {"content": ":feedback:thumbs-up", "address": "messages[1]", "extra_metadata": {"source": "user"}}
    made = send(c, "POST", f"/trace/{id}/annotate", up)
    down = send(c, "POST", f"/trace/{id}/annotate", {**up, "content": ":feedback:thumbs-down"})
    equal(down["id"], made["id"], "a call has one thumb")
    equal(notes(get(c, f"/trace/{id}/annotations")), [("messages[1]", ":feedback:thumbs-down", {"source": "user"})], "shown once")
    c.create_request_and_append_messages(
        messages=[{"role": "user", "content": "first", "timestamp": "2001-01-01T00:00:00"}], trace_id=id
    )
    equal([a["address"] for a in get(c, f"/trace/{id}/annotations")], ["messages[2]"], "it follows its message")
    send(c, "DELETE", f"/trace/{id}/annotation/{made['id']}")
    equal(get(c, f"/trace/{id}/annotations"), [], "taken back")
    elsewhere = send(c, "POST", f"/trace/{id}/annotate", {**up, "address": "messages[0]"})
    equal(elsewhere["address"], "messages[0]", "a thumb at a person's message is a remark")


@case("Push, annotate, search, download, upload: the second dataset equals the first")
def _(world):
    c, one, two = client(world.server), name(), name()
    image = {"role": "user", "content": [{"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PNG}"}}]}
    talk = [*MESSAGES, image, {"role": "tool", "content": f"local_base64_img: {PNG}"}, {"foo": 1}]
    annotations = [[{"content": "c", "address": "messages[0].content:0-1", "extra_metadata": {"source": "t"}}], []]
    metadata = [{"name": "alpha", "hierarchy_path": ["a"], "deep": {"list": [1, 2.50, None, "ü"]}}, {}]
    pushed = c.create_request_and_push_trace(
        messages=[talk, MESSAGES[:1]], annotations=annotations, metadata=metadata, dataset=one
    )
    send(c, "POST", f"/trace/{pushed.id[1]}/annotate", {"content": "d", "address": "messages[0].content:bbox-0,0,1,1"})
    send(c, "POST", f"/trace/{pushed.id[0]}/annotate", {"content": ":feedback:thumbs-up", "address": "messages[1]"})
    first = get(c, f"/dataset/byuser/default/{one}")
    file = c.request("GET", f"{API}/dataset/byid/{first['id']}/download", {}).content
    true(f"data:image/png;base64,{PNG}".encode() in file, "images are in the file")
    reply = upload(world.server, two, file.decode())
    equal(reply.status, 200, f"the upload ({reply!r})")
    def whole(dataset):
        found = get(c, f"/dataset/byuser/default/{dataset}/full")
        keys = ("index", "name", "hierarchy_path", "extra_metadata")
        told = [({k: t[k] for k in keys}, notes(t["annotations"])) for t in found]
        texts = [json.dumps(t["messages"]).replace(t["id"], "ID") for t in found]
        return told, texts
    equal(whole(two), whole(one), "the uploaded dataset")
    again = c.request("GET", f"{API}/dataset/byuser/default/{two}/download", {}).content
    equal(lines(again)[1:], lines(file)[1:], "the second file")
    for dataset in (one, two):
        found = get(c, f"/dataset/byuser/default/{dataset}/s", query="TWO is:annotated")
        equal(found["result"]["TWO is:annotated"], {"traces": [0], "description": "filtered search result"}, "found")
        equal(found["mappings"], {"0": {"messages.1.content:0-3": {"content": "two", "source": "search"}}}, "places")
    with_ids = lines(c.request("GET", f"{API}/dataset/byid/{first['id']}/download", {"params": {"include_trace_ids": "true"}}).content)
    equal([line["id"] for line in with_ids[1:]], pushed.id, "ids on request")


@case("An image is stored once, served as what it is, and never as a page")
def _(world):
    c, server = client(world.server), world.server
    talk = [
        {"role": "tool", "content": f"base64_img: {PNG}"},
        {"role": "user", "content": [{"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PNG}"}}]},
        {"role": "user", "content": "data:image/svg+xml;base64,PHN2Zy8+"},
    ]
    id = c.create_request_and_push_trace(messages=[talk]).id[0]
    kept = get(c, f"/trace/{id}")["messages"]
    link = kept[0]["content"].removeprefix("local_img_link: ")
    equal(kept[1]["content"][0]["image_url"]["url"], link, "both name one image")
    equal(kept[2], talk[2], "what is no image that may be shown stays a text")
    reply = server.request("GET", link)
    equal((reply.status, reply.body), (200, base64.b64decode(PNG)), "the image")
    equal(reply.headers["content-type"], "image/png", "its type")
    equal(reply.headers["x-content-type-options"], "nosniff", "nosniff")
    true("default-src 'none'" in reply.headers["content-security-policy"], "policy")
    true(reply.headers["content-disposition"].startswith("inline; filename="), "disposition")
    equal(server.request("GET", link[:-4] + "0000").status, 404, "another image")
    c.create_request_and_append_messages(messages=[{"role": "user", "content": "more"}], trace_id=id)
    equal(server.request("GET", link).body, base64.b64decode(PNG), "the image after an append")
    hits = server.search("iVBORw0KGgo*")
    equal(hits, [], "images are not searched as text")


@case("Datasets: lists, indices, paging, saved searches, files, deletion")
def _(world):
    c, dataset = client(world.server), name()
    pushed = c.create_request_and_push_trace(
        messages=[[{"role": "user", "content": f"t{n}"}] for n in range(5)], metadata=[{"n": n} for n in range(5)],
        annotations=[[{"content": "x", "address": "messages[0]", "extra_metadata": {"source": "judge"}}], [], [], [], []],
        dataset=dataset,
    )
    found = get(c, f"/dataset/byuser/default/{dataset}")
    base = f"/dataset/byid/{found['id']}"
    counts = [(q["id"], q["count"], q["query"]) for q in found["queries"]]
    equal(counts, [("all", 5, None), ("annotated", 1, "is:annotated"), ("unannotated", 4, "not:annotated")], "queries")
    equal((found["num_traces"], found["is_public"], found["user"]["username"]), (5, False, "default"), "dataset")
    equal(get(c, base + "/indices"), [0, 1, 2, 3, 4], "indices")
    rows = get(c, base + "/traces", limit=2, offset=1)
    equal([(r["index"], r["messages"], r["extra_metadata"]) for r in rows], [(1, [], {"n": 1}), (2, [], {"n": 2})], "a page")
    rows = get(c, base + "/traces", indices="0,3")
    equal([(r["index"], r["annotations_by_source"]) for r in rows], [(0, {"judge": 1}), (3, {})], "by index")
    true(dataset in [d["name"] for d in get(c, "/dataset/list", kind="private", limit=1000)], "among the private ones")
    equal([d["name"] for d in get(c, "/dataset/list", kind="any", q=dataset[4:10])], [dataset], "by a part of the name")
    send(c, "PUT", base, {"content": True})
    true(dataset in [d["name"] for d in get(c, "/dataset/list", kind="public", limit=1000)], "among the public ones")
    send(c, "PUT", base + "/s", {"name": "mine", "query": "meta:n>3"})
    saved = get(c, base)["queries"][3]
    equal((saved["name"], saved["query"], saved["deletable"]), ("mine", "meta:n>3", True), "a saved search")
    send(c, "DELETE", f"/dataset/query/{saved['id']}")
    equal(len(get(c, base)["queries"]), 3, "forgotten")
    file = lines(c.request("GET", f"{API}{base}/download/annotated", {}).content)
    equal([line.get("index") for line in file], [None, 0], "only the annotated ones")
    line = lines(c.request("GET", f"{API}/trace/{pushed.id[2]}/download", {}).content)
    equal([(x["index"], x["messages"]) for x in line], [(2, [{"role": "user", "content": "t2"}])], "one trace")
    send(c, "DELETE", f"/trace/{pushed.id[1]}")
    equal(get(c, base + "/indices"), [0, 2, 3, 4], "a deleted trace leaves its number")
    c.create_request_and_push_trace(messages=[MESSAGES], dataset=dataset)
    equal(get(c, base + "/indices"), [0, 2, 3, 4, 5], "which is never given again")
    board = get(c, "/benchmark/bench-" + dataset + "/leaderboard")
    equal(board, [], "no benchmark yet")
    c.create_request_and_update_dataset_metadata(dataset, metadata={"benchmark": "bench-" + dataset, "accuracy": 0.75})
    board = get(c, "/benchmark/bench-" + dataset + "/leaderboard")
    equal([(b["dataset"], b["accuracy"]) for b in board], [(f"default/{dataset}", 0.75)], "the leaderboard")
    send(c, "DELETE", base)
    refuses("the deleted dataset", InvariantNotFoundError, lambda: get(c, base))
    refuses("its traces", InvariantNotFoundError, lambda: get(c, f"/trace/{pushed.id[0]}"))


SEARCHES = [
    ("two", [0], "search result"), ("TWO", [0], "search result"), ("two \n three", [0], "search result"),
    ('say "hi"', [1], "search result"), ("is:annotated", [0], "filtered result"),
    ("not:annotated", [1, 2], "filtered result"), ("no:annotated", [1, 2], "filtered result"),
    ("meta:score>3", [1], "filtered result"), ("meta:score>=3", [0, 1], "filtered result"),
    ("meta:score=5", [1], "filtered result"), ("meta:score==5", [1], "filtered result"),
    ("meta:score<5", [0], "filtered result"), ("meta:title%REACT", [0], "filtered result"),
    ("meta:name=alpha", [0], "filtered result"), ("meta:Score=5", [], "filtered result"),
    ("two is:annotated", [0], "filtered search result"), ("zzz", [], "search result"),
    ("weird:thing", [], "search result"), ("content", [], "search result"), ("tool_calls", [], "search result"),
]


@case("Search: words, filters, selections; keys are not searched, and what is not understood is said")
def _(world):
    c, dataset = client(world.server), name()
    talks = [MESSAGES, [{"role": "user", "content": 'say "hi"'}], [{"role": "user", "content": "ünï two-three".replace("two", "tw")}]]
    metadata = [{"name": "alpha", "score": 3, "title": "React app"}, {"score": 5}, {}]
    notes_ = [[{"content": "Leak: a secret", "address": "messages[0]", "extra_metadata": {"source": "analyzer", "severity": 0.5}}], [], []]
    ids = c.create_request_and_push_trace(messages=talks, metadata=metadata, annotations=notes_, dataset=dataset).id
    def search(query):
        return get(c, f"/dataset/byuser/default/{dataset}/s", query=query)
    other = {"traces": [], "description": "Traces without Analyzer results", "severity": 0}
    for query, traces, description in SEARCHES:
        found = search(query)
        equal(found["result"], {"Other Traces": other, query: {"traces": traces, "description": description}}, query)
        equal(sorted(found["mappings"]), [str(t) for t in traces], f"places of {query!r}")
        true("warnings" not in found, f"no warning for {query!r}")
    equal(search("two")["mappings"], {"0": {"messages.1.content:0-3": {"content": "two", "source": "search"}}}, "a place")
    equal(search("ÜNÏ")["mappings"], {"2": {"messages.0.content:0-3": {"content": "ünï", "source": "search"}}}, "any script")
    equal(search("filter:sel:0,1")["result"]["sel"], {"traces": [0, 1], "description": "filtered selection"}, "indices")
    equal(search(f"idfilter:mine:{ids[2]}")["result"]["mine"]["traces"], [2], "ids")
    found = search("is:invariant")["result"]
    equal((found["Other Traces"]["traces"], found["Leak"]["traces"], found["Leak"]["severity"]), ([1, 2], [0], 0.5), "findings")
    found = search("is:strange two")
    equal((found["result"]["is:strange two"]["traces"], len(found["warnings"])), ([0], 1), "an unknown filter is named")


@case("Sharing: a link opens one run to readers without a key, until it is revoked or expires")
def _(world):
    data = world.scratch("invariant") / "data"
    def key(project, *scope):
        done = command("key", "create", "--data", data, "--project", project, "--scope", *scope, "--label", "ci")
        equal(done.returncode, 0, f"key create ({done.stderr})")
        return done.stdout.strip()
    owner, other = key("ada", "write"), key("bob", "write")
    with Server(data, auth="keys") as server:
        c, stranger = client(server, owner), client(server, other)
        dataset = name()
        pushed = c.create_request_and_push_trace(messages=[MESSAGES], dataset=dataset)
        equal(pushed.username, "ada", "a project's name stands for the user's")
        path = f"/trace/{pushed.id[0]}"
        def anonymous(what=path):
            return raw(server, "GET", what, key="")
        equal((anonymous().status, anonymous().json), (401, {"detail": "Unauthorized get"}), "private")
        refuses("another project", InvariantNotFoundError, lambda: get(stranger, path))
        equal(get(c, path + "/shared"), {"shared": False}, "not shared")
        equal(send(c, "PUT", path + "/shared"), {"shared": True}, "shared")
        equal(anonymous().json["messages"], parsed(), "open to all")
        equal(get(stranger, path)["messages"], parsed(), "to other projects too")
        true("uploader" not in anonymous().json["extra_metadata"], "who uploaded it is not for strangers")
        equal(get(c, path)["extra_metadata"]["uploader"], "ci (key 1)", "the owner sees key and label")
        equal(raw(server, "DELETE", path, key="").status, 401, "open to read, not to change")
        equal(raw(server, "DELETE", path, key=other).status, 404, "nor for others")
        equal(send(c, "DELETE", path + "/shared"), {"shared": False}, "revoked")
        equal(anonymous().status, 401, "closed again")
        shared = send(c, "PUT", path + "/shared", {"expires_in": 1})
        true(shared["shared"] and "expires" in shared, "with an end")
        until(lambda: anonymous().status == 401, "the link's end")
        equal(get(c, path + "/shared"), {"shared": False}, "an expired link is none")
        base = f"/dataset/byuser/ada/{dataset}"
        equal(raw(server, "GET", base, key="").status, 401, "a private dataset")
        refuses("for others", InvariantNotFoundError, lambda: get(stranger, base))
        refuses("its metadata", InvariantError, lambda: stranger.get_dataset_metadata(dataset, owner_username="ada"))
        reply = raw(server, "GET", f"/dataset/metadata/{dataset}?owner_username=ada", key=other)
        equal((reply.status, reply.json), (403, {"detail": "Not allowed to view metadata for this dataset"}), "said so")
        send(c, "PUT", base, {"content": True})
        equal(raw(server, "GET", base, key="").json["num_traces"], 1, "a public dataset")
        equal(anonymous().json["messages"], parsed(), "and its traces")
        equal(stranger.get_dataset_metadata(dataset, owner_username="ada"), c.get_dataset_metadata(dataset), "its metadata")
        equal(raw(server, "GET", base + "/policy", key=other).status, 404, "but not its policies")


@case("Keys: told once, listed by their beginning, ended; without one nothing is written")
def _(world):
    data = world.scratch("invariant-keys") / "data"
    done = command("key", "create", "--data", data, "--project", "ada", "--scope", "admin")
    with Server(data, auth="keys") as server:
        c = client(server, done.stdout.strip())
        made = send(c, "POST", "/keys/create", {})
        mine = client(server, made["key"])
        id = mine.create_request_and_push_trace(messages=[MESSAGES]).id[0]
        note = send(c, "POST", f"/trace/{id}/annotate", {"content": "a", "address": ""})
        refuses("another's remark", InvariantAuthError, lambda: send(mine, "PUT", f"/trace/{id}/annotation/{note['id']}", {"content": "b"}))
        refuses("deleting it", InvariantAuthError, lambda: send(mine, "DELETE", f"/trace/{id}/annotation/{note['id']}"))
        listed = get(c, "/keys/list")["keys"]
        equal([(k["id"], k["expired"]) for k in listed], [(made["id"], False), ("1", False)], "listed")
        true(all(made["key"] not in json.dumps(k) for k in listed), "never again in full")
        send(c, "DELETE", f"/keys/{made['id']}")
        refuses("an ended key", InvariantAuthError, lambda: mine.create_request_and_push_trace(messages=[MESSAGES]))
        for key in ("", "nonsense"):
            reply = raw(server, "POST", "/push/trace", {"messages": [MESSAGES]}, key=key)
            equal((reply.status, reply.json), (401, {"detail": "You must provide a valid API key."}), f"with {key!r}")
        equal(get(c, "/user/info")["username"], "ada", "who am I")


BAD_PUSHES = [
    ({}, "messages must be a list of traces"), ({"messages": []}, "messages must not be empty"),
    ({"messages": MESSAGES}, "messages must be a list of traces"), ({"messages": 5}, "messages must be a list of traces"),
    ({"messages": [MESSAGES], "annotations": []}, "annotations must be the same length as messages"),
    ({"messages": [MESSAGES], "annotations": {}}, "annotations must be a list of annotations"),
    ({"messages": [MESSAGES], "metadata": [{}, {}]}, "metadata must be the same length as messages"),
    ({"messages": [MESSAGES], "dataset": 5}, "dataset name must be a string"),
    ({"messages": [MESSAGES], "dataset": ""}, "Dataset name can only contain A-Z, a-z, 0-9, - and _"),
    ({"messages": [MESSAGES], "dataset": "a b"}, "Dataset name can only contain A-Z, a-z, 0-9, - and _"),
    ({"messages": [["x"]]}, None), ({"messages": [MESSAGES], "annotations": [[{"content": "x"}]]}, None),
    ({"messages": [MESSAGES], "annotations": [[{"content": "x", "address": 1}]]}, None),
    ({"messages": [MESSAGES], "metadata": [5]}, None), (b"{oops", None), (b"[]", None),
]


@case("A bad push is a 400 in Invariant's words, and nothing of it is stored")
def _(world):
    server, good = world.server, name()
    before = server.stats()["traces"]
    for body, detail in BAD_PUSHES:
        if isinstance(body, dict) and "dataset" not in body:
            body = {**body, "dataset": good}
        reply = raw(server, "POST", "/push/trace", body)
        equal(reply.status, 400, f"{body!r} ({reply!r})")
        if detail:
            equal(reply.json, {"detail": detail}, repr(body))
        true(isinstance(reply.json["detail"], str), repr(body))
    equal(server.stats()["traces"], before, "traces")
    equal(raw(server, "GET", f"/dataset/byuser/default/{good}").json, {"detail": "Dataset not found"}, "no dataset was made")
    for body in ({"messages": [MESSAGES], "metadata": [None]}, {"messages": [[]]}, {"messages": [[{"foo": 1}]]}):
        equal(raw(server, "POST", "/push/trace", body).status, 200, repr(body))
    equal(server.request("POST", "/" + API + "//push/trace/", json.dumps({"messages": [[]]})).status, 200, "extra slashes")
    odd = raw(server, "POST", "/push/trace", {"messages": [[{"role": "assistant", "tool_calls": [{"function": {"name": "f", "arguments": "{oops"}}]}]]})
    kept = raw(server, "GET", f"/trace/{odd.json['id'][0]}").json["messages"]
    equal(kept[0]["tool_calls"][0]["function"]["arguments"], "{oops", "arguments that are no JSON stay text")


@case("Every other refusal of the contract, in Invariant's words")
def _(world):
    server, c, dataset = world.server, client(world.server), name()
    id = c.create_request_and_push_trace(messages=[MESSAGES], dataset=dataset).id[0]
    ghost = str(uuid.uuid4())
    append = f"/trace/{id}/messages"
    not_list = "Invalid messages format - expected a non-empty list of dictionaries"
    not_notes = "Invalid annotations format - expected a list of dictionaries or an empty list"
    when = "Invalid timestamp format in message: yesterday. Expected format: ISO 8601, e.g., 2025-01-23T10:30:00+00:00"
    keys = "metadata must only contain the keys invariant.test_results, benchmark, name, accuracy, policies, analysis_report"
    meta = f"/dataset/metadata/{dataset}"
    apples = [{"role": "user", "content": "apples"}]
    table = [
        ("POST", append, {"messages": []}, 400, not_list), ("POST", append, {"messages": [{}]}, 400, not_list),
        ("POST", append, {"messages": "x"}, 400, not_list), ("POST", append, {}, 400, not_list),
        ("POST", append, {"messages": [{"timestamp": "yesterday"}]}, 400, when),
        ("POST", append, {"messages": apples, "annotations": "x"}, 400, not_notes),
        ("POST", append, {"messages": apples, "annotations": [1]}, 400, not_notes),
        ("POST", f"/trace/{ghost}/messages", {"messages": apples}, 404, "Trace not found"),
        ("POST", "/trace/nope/messages", {"messages": apples}, 404, "Trace not a valid UUID"),
        ("GET", f"/trace/{ghost}", None, 404, "Trace not found"), ("GET", "/trace/nope", None, 404, "Trace not a valid UUID"),
        ("PUT", meta, {"metadata": []}, 400, "metadata must be a dictionary"), ("PUT", meta, {}, 400, "metadata must be a dictionary"),
        ("PUT", meta, {"metadata": {}, "replace_all": "yes"}, 400, "replace_all must be a boolean"),
        ("PUT", meta, {"metadata": {"zzz": 1}}, 400, keys),
        ("PUT", meta, {"metadata": {"accuracy": -1}}, 400, "accuracy must be a non-negative number"),
        ("PUT", meta, {"metadata": {"name": ""}}, 400, "name must be a non-empty string"),
        ("PUT", meta, {"metadata": {"benchmark": 5}}, 400, "benchmark must be a non-empty string"),
        ("PUT", meta, {"metadata": {"analysis_report": 5}}, 400, "analysis_report must be of type str"),
        ("PUT", meta, {"metadata": {"policies": []}}, 400, "policies cannot be updated via the /metadata API"),
        ("PUT", meta, {"metadata": {"invariant.test_results": {}}}, 400, "invariant.test_results must not be empty if provided"),
        ("GET", "/dataset/byuser/default/none", None, 404, "Dataset not found"),
        ("GET", f"/dataset/byid/{ghost}", None, 404, "Dataset not found"),
        ("GET", "/dataset/byid/nope", None, 404, "Dataset not found"),
        ("POST", "/dataset/create", {"name": dataset}, 400, "Dataset with the same name already exists"),
        ("POST", "/dataset/create", {"name": "x y"}, 400, "Dataset name can only contain A-Z, a-z, 0-9, - and _"),
    ]
    for method, path, body, status, detail in table:
        reply = raw(server, method, path, body)
        equal((reply.status, reply.json), (status, {"detail": detail}), f"{method} {path} {body!r}")
    equal(get(c, f"/trace/{id}")["messages"], parsed(), "nothing was appended")
    equal(raw(server, "GET", "/dataset/list?kind=strange").status, 422, "an unknown kind")
    equal(raw(server, "GET", "/trace/" + id + "?max_length=x").status, 422, "no number")
    for method, path in (
        ("POST", f"/trace/{id}/analysis"), ("POST", f"/dataset/byid/{ghost}/analysis"), ("GET", f"/dataset/byid/{ghost}/jobs"),
        ("POST", f"/dataset/byid/{ghost}/policy-check/stream"), ("POST", "/gateway/x/openai/v1/chat/completions"),
    ):
        reply = raw(server, method, path)
        equal(reply.status, 501, path)
        true("not available" in reply.json["detail"], "the feature is named")
    cut = get(c, f"/trace/{id}", max_length=4, include_annotations="false")
    equal(cut["messages"][1]["content"], "tw<...truncated 7 characters...>ee", "long texts are cut on request")
    true("annotations" not in cut, "annotations can be left out")


BAD_FILES = [
    ([{"metadata": {}}, {"metadata": {}}], "The metadata row can appear at most once in the file."),
    ([[MESSAGES[0]], {"metadata": {}}], "The metadata row must be the first row in the file."),
    ([[MESSAGES[0]], {"messages": [MESSAGES[0]]}], "The file cannot contain both raw event lists and annotated event lists."),
    ([{"messages": [], "index": 1}, {"messages": [], "index": 1}], "Duplicate index found: 1 in the file."),
    ([{"messages": [], "index": "1"}], "Invalid index found: 1 in the file. Index must be an integer."),
    ([{"messages": [], "index": 1}, {"messages": []}], "The 'index' key is inconsistently present - found in some events but missing in others."),
]


@case("Uploading files: raw, annotated, empty; a bad line is named and nothing of the file is stored")
def _(world):
    server, c = world.server, client(world.server)
    raw_file, annotated, empty = name(), name(), name()
    reply = upload(server, raw_file, [{"metadata": {"topic": "x"}}, [{"metadata": {"m": 1}}, *MESSAGES], MESSAGES[:1]], public="true")
    equal((reply.status, reply.json["name"], reply.json["is_public"], reply.json["extra_metadata"]["topic"]), (200, raw_file, True, "x"), "raw")
    found = get(c, f"/dataset/byuser/default/{raw_file}/full")
    tools = {"f": {"name": "f", "arguments": ["x"]}}
    equal([(t["index"], t["messages"], t["extra_metadata"]) for t in found], [(0, parsed(), {"m": 1, "tool_calls": tools}), (1, MESSAGES[:1], {})], "traces")
    note = {"content": "c", "address": "messages.0.content:0-1", "extra_metadata": {"k": 1}}
    line = {"index": 7, "messages": MESSAGES[:1], "annotations": [note], "metadata": {"m": 1}}
    equal(upload(server, annotated, [line]).status, 200, "annotated")
    found = get(c, f"/dataset/byuser/default/{annotated}/full")
    equal([(t["index"], notes(t["annotations"])) for t in found], [(7, [("messages[0].content:0-1", "c", {"k": 1})])], "traces")
    again = upload(server, annotated, [line])
    equal((again.status, again.json["detail"]), (400, "Dataset with the same name already exists with traces, to add new traces use the push API"), "twice")
    equal(upload(server, empty, "").status, 200, "an empty file makes an empty dataset")
    equal(upload(server, empty, [line]).status, 200, "which may be filled")
    for bad, detail in BAD_FILES:
        dataset = name()
        reply = upload(server, dataset, bad)
        equal((reply.status, reply.json), (400, {"detail": detail}), detail)
        equal(raw(server, "GET", f"/dataset/byuser/default/{dataset}").status, 404, "no dataset was made")
    reply = upload(server, name(), json.dumps(line) + "\n{oops\n")
    equal(reply.status, 400, "no JSON")
    true(reply.json["detail"].startswith("Line 2 "), f"the line is named ({reply.json})")
    reply = upload(server, name(), [{"messages": [], "annotations": [{"content": "x"}]}])
    true(reply.status == 400 and reply.json["detail"].startswith("Failed to parse annotation: "), repr(reply))


@case("Runs that came as spans are read, annotated and found by Invariant's client too")
def _(world):
    c, server = client(world.server), world.server
    request, trace = otlp.one_span(attributes=otlp.chat([("system", "Be short."), ("user", "one")], "two"))
    otlp.sent(server, request)
    id = str(uuid.UUID(hex=trace))
    read = get(c, f"/trace/{id}")
    said = [(m["role"], m["content"]) for m in read["messages"]]
    equal(said, [("system", "Be short."), ("user", "one"), ("assistant", "two")], "the messages")
    equal(server.get(f"/traces/{trace}/messages")["messages"], read["messages"], "the native door says the same")
    made = send(c, "POST", f"/trace/{id}/annotate", {"content": "seen", "address": "messages[0].content:0-1"})
    listed = server.get(f"/traces/{trace}/annotations")["items"]
    equal([(a["content"], a["address"], a["isAnchored"]) for a in listed], [("seen", "messages[0].content:0-1", True)], "natively")
    server.ask("PATCH", f"/traces/{trace}/annotations/{made['id']}", {"content": "changed", "extras": {"k": 1}})
    equal(notes(get(c, f"/trace/{id}/annotations")), [("messages[0].content:0-1", "changed", {"k": 1})], "changed natively")
    equal(server.status("DELETE", f"/traces/{trace}/annotations/{made['id']}"), 204, "deleted natively")
    equal(get(c, f"/trace/{id}/annotations"), [], "and gone")


@case("A conversation survives a restart, and deleting its trace natively takes its records too")
def _(world):
    data = world.scratch("invariant-restart") / "data"
    with Server(data) as server:
        c, dataset = client(server), name()
        ids = c.create_request_and_push_trace(messages=[MESSAGES, MESSAGES], dataset=dataset).id
        send(c, "POST", f"/trace/{ids[0]}/annotate", {"content": "n", "address": "messages[1]"})
        before = get(c, f"/trace/{ids[0]}")
        server.kill()
        server.start()
        c = client(server)
        equal(get(c, f"/trace/{ids[0]}"), before, "the trace after kill -9")
        equal(server.request("DELETE", f"{NATIVE}/traces/{ids[0].replace('-', '')}").status, 200, "deleted natively")
        equal(get(c, f"/dataset/byuser/default/{dataset}/indices"), [1], "the dataset")
        server.stop()
        checked = command("check", "--data", data)
        equal(checked.returncode, 0, f"hindcast check ({checked.stdout}{checked.stderr})")
