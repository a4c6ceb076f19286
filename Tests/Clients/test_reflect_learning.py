"""Outcomes move memories: by which numbers, once, whoever tells the run, and however many tell at once."""

import concurrent.futures

import invariant_house
from cases import case, equal, true, until
from otlp import chat, one_span, post
from reflect_house import MESSAGES, QUICK, TASK, client, close, history, memory, outcome, raw, refused, show, told, value


@case("Reflect: outcomes move a memory by the rule of the contract, reviewed later or with the run")
def _(world):
    for result, expected in (("pass", [0.65, 0.755, 0.8285]), ("fail", [0.35, 0.245, 0.1715])):
        for inline in (False, True):
            c = client(world.server)
            known = memory(c)
            close(value(c, known), 0.5, "a new memory")
            for number, wanted in enumerate(expected):
                if inline:
                    c.create_trace_and_wait(
                        task=TASK, trajectory=MESSAGES, retrieved_memory_ids=[known], review_result=result, **QUICK
                    )
                else:
                    outcome(c, [known], result)
                close(value(c, known), wanted, f"{result} {number + 1}, {'inline' if inline else 'deferred'}")


@case("Reflect: the history tells each change with run, reward, step and both values")
def _(world):
    c = client(world.server)
    known = memory(c)
    first, second = outcome(c, [known], "pass"), outcome(c, [known, known], "fail")
    entries = history(c, known)
    equal([e["cause"] for e in entries], ["set", "review", "review"], "causes")
    equal([e["trace_id"] for e in entries], [None, first.id, second.id], "runs")
    equal([e["reward"] for e in entries], [None, 1, 0], "rewards")
    equal([e["alpha"] for e in entries], [None, 0.3, 0.3], "steps")
    equal([round(e["q_after"], 9) for e in entries], [0.5, 0.65, 0.455], "values")
    equal([e["q_before"] for e in entries[1:]], [e["q_after"] for e in entries[:-1]], "each begins where one ended")
    true(all(e["time"] and not e["undone"] for e in entries), "times")
    equal(told(c, "GET", f"/memories/{known}/history?after={entries[0]['id']}"), entries[1:], "from one on")


@case("Reflect: a second review with the same result changes nothing, with another one it is a conflict")
def _(world):
    c = client(world.server)
    known = memory(c)
    trace = outcome(c, [known], "pass")
    equal(c.review_trace(trace.id, result="success", feedback_text="again"), trace, "the same once more")
    detail = refused(409, lambda: c.review_trace(trace.id, result="fail"))
    true(detail, "it says why")
    inline = c.create_trace_and_wait(
        task=TASK, trajectory=MESSAGES, retrieved_memory_ids=[known], review_result="pass", **QUICK
    )
    refused(409, lambda: c.review_trace(inline.id, result="fail"))
    equal(c.review_trace(inline.id, result="pass"), inline, "the same after one that came with the run")
    close(value(c, known), 0.755, "two runs, two moves")


@case("Reflect: memories that are unknown, deleted or another project's move nothing and are named in warnings")
def _(world):
    c, other = client(world.server), client(world.server)
    known, foreign, gone = memory(c), memory(other), memory(c)
    told(c, "DELETE", f"/memories/{gone}")
    named = ["mem-abc", foreign, gone, known]
    trace = outcome(c, named, "pass")
    equal((trace.review_status, trace.retrieved_memory_ids), ("reviewed", named), "the run")
    close(value(c, known), 0.65, "the known one")
    close(value(other, foreign), 0.5, "the foreign one")
    warnings = " ".join(told(c, "GET", f"/traces/{trace.id}")["warnings"])
    true(all(id in warnings for id in named[:3]) and known not in warnings, f"warnings: {warnings!r}")


@case("Reflect: fifty reviews at once of the same memory equal their sequential fold")
def _(world):
    c = client(world.server)
    known = memory(c)
    ids = [
        c.create_trace(task=f"{TASK} {n}", trajectory=MESSAGES, retrieved_memory_ids=[known]).id for n in range(50)
    ]
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        verdicts = {id: "fail" if number % 3 else "pass" for number, id in enumerate(ids)}
        jobs = [pool.submit(c.review_trace, id, result=verdicts[id]) for id in ids + ids[:10]]  # ten of them twice
        equal({job.result().review_status for job in jobs}, {"reviewed"}, "answers")
    entries = history(c, known)
    equal(sorted(e["trace_id"] for e in entries[1:]), sorted(ids), "one entry for each run")
    q = 0.5
    for entry in entries[1:]:
        q += 0.3 * (entry["reward"] - q)
        close(entry["q_after"], q, "each entry goes on from the one before")
    close(value(c, known), q, "the value")


@case("Reflect: a run that came over OTLP is reviewed by its id, and credits the memories that it names")
def _(world):
    c = client(world.server, "default")
    known = memory(c, "weather in Oslo")
    attributes = chat([("user", "Weather in Oslo tomorrow?")], "Mild.", **{"hindcast.memory.ids": [known]})
    request, trace = one_span(name="chat", attributes=attributes)
    equal(post(world.server, request).status, 200, "sending")
    run = c.get_trace(trace)
    equal((run.task, run.retrieved_memory_ids), ("Weather in Oslo tomorrow?", [known]), "as it is derived")
    equal((run.review_status, run.final_response), ("pending", "Mild."), "not reviewed yet")
    true(len(run.trajectory) == 2 and run.trajectory[0]["role"] == "user", f"messages: {run.trajectory}")
    reviewed = c.review_trace(run.id, result="pass")
    equal((reviewed.id, reviewed.review_status), (run.id, "reviewed"), "reviewed")
    close(value(c, known), 0.65, "the memory moved")
    made = show(c, reviewed.created_memory_id)
    equal((made["task"], made["trace_id"]), ("Weather in Oslo tomorrow?", run.id), "the memory it made")
    true(run.id in [t.id for t in c.list_traces(review_status="reviewed")], "it is listed now")


@case("Reflect: memories named in a run's metadata, as text or list, are credited too")
def _(world):
    c = client(world.server, "default")
    first, second = memory(c, "tie a bowline"), memory(c, "splice a rope")
    invariant = invariant_house.client(world.server)
    for metadata in ({"retrieved_memory_ids": [first, second]}, {"hindcast.memory.ids": f"{first}, {second}"}):
        pushed = invariant.create_request_and_push_trace(messages=[invariant_house.MESSAGES], metadata=[metadata])
        run = c.get_trace(pushed.id[0])
        equal((run.task, run.retrieved_memory_ids), ("one", [first, second]), "as it is derived")
        reviewed = c.review_trace(run.id, result="pass", feedback_text="well tied")
        true(reviewed.created_memory_id, "it made a memory")
    for known in (first, second):
        close(value(c, known), 0.755, "moved by both runs")


@case("Reflect: a run told here is shown and searched by the house's own doors, and deleted by them")
def _(world):
    c = client(world.server, "default")
    word = "quokka" + client(world.server).project_id[2:]
    submission = c.create_trace(task=f"find the {word}", trajectory=[{"role": "user", "content": f"Where is {word}?"}])
    hexadecimal = submission.id.replace("-", "")
    hits = until(lambda: world.server.search(word), "the search finds it")
    equal({hit["traceId"] for hit in hits}, {hexadecimal}, "found")
    equal(world.server.outline(hexadecimal)["id"], hexadecimal, "shown")
    equal(world.server.status("DELETE", f"/traces/{hexadecimal}"), 200, "deleted")
    refused(404, lambda: c.get_trace(submission.id))
    true(submission.id not in [t.id for t in c.list_traces()], "not listed any more")
    refused(404, lambda: c.review_trace(submission.id, result="pass"))


@case("Reflect: a memory outlives its run; deleted, it is given to nobody")
def _(world):
    c = client(world.server)
    known = memory(c)
    run = show(c, known)["trace_id"]
    equal(told(c, "POST", "/traces/delete", {"trace_ids": [run]}), {"deleted": 1, "trace_ids": [run]}, "deletion")
    equal([m.id for m in c.query_memories(TASK)], [known], "still given")
    equal(raw(c, "DELETE", f"/memories/{known}").json(), {"id": known, "deleted": True}, "deleted")
    equal(c.query_memories(TASK), [], "given no more")
    equal(raw(c, "GET", f"/memories/{known}").status_code, 404, "gone")
