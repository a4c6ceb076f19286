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
from invariant_house import API, MESSAGES, PNG, client, get, name, notes, parsed, raw, refuses, send
from server import API as NATIVE
from server import Server, command


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
