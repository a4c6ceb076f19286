"""Datasets through Invariant's own package: metadata, lists, search, files in and out; everything is read back by value."""

import json

from invariant_sdk.types.exceptions import InvariantNotFoundError

from cases import case, equal, true
from invariant_house import API, MESSAGES, PNG, client, get, lines, name, notes, parsed, raw, refuses, send, upload


BAD_FILES = [
    ([{"metadata": {}}, {"metadata": {}}], "The metadata row can appear at most once in the file."),
    ([[MESSAGES[0]], {"metadata": {}}], "The metadata row must be the first row in the file."),
    ([[MESSAGES[0]], {"messages": [MESSAGES[0]]}], "The file cannot contain both raw event lists and annotated event lists."),
    ([{"messages": [], "index": 1}, {"messages": [], "index": 1}], "Duplicate index found: 1 in the file."),
    ([{"messages": [], "index": "1"}], "Invalid index found: 1 in the file. Index must be an integer."),
    ([{"messages": [], "index": 1}, {"messages": []}], "The 'index' key is inconsistently present - found in some events but missing in others."),
]


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
    made = send(c, "POST", f"/dataset/{found['id']}/policy", {"name": "p", "policy": "raise 1", "enabled": None, "action": None})
    policy = made["extra_metadata"]["policies"][0]
    equal((policy["name"], policy["content"], policy["enabled"], policy["action"]), ("p", "raise 1", True, "log"), "policy")
    send(c, "PUT", f"/dataset/{found['id']}/policy/{policy['id']}", {"enabled": False, "name": "q"})
    kept = get(c, f"/dataset/byuser/default/{dataset}/policy")["policies"]
    equal([(p["id"], p["name"], p["enabled"], p["content"]) for p in kept], [(policy["id"], "q", False, "raise 1")], "changed")
    true("policies" not in get(c, f"/dataset/byid/{found['id']}")["extra_metadata"], "a dataset is shown without policies")
    true("policies" not in c.get_dataset_metadata(dataset), "metadata are shown without policies")
    send(c, "DELETE", f"/dataset/{found['id']}/policy/{policy['id']}")
    equal(get(c, f"/dataset/byuser/default/{dataset}/policy"), {"policies": []}, "deleted")


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
