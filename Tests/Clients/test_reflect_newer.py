"""Requests of reflect-sdk 0.3.5, whose dependency was never published, sent as they were captured from it."""

from cases import case, equal, true
from reflect_house import MESSAGES, QUICK, TASK, client, close, memory, raw, show, told, value


def query(c, **more):
    return told(c, "POST", "/memory/query", {"task": TASK, "limit": 10, "lambda": 0.5, "mmr_lambda": 0.7, **more})


def create(c, **more):
    body = {"task": TASK, "trajectory": MESSAGES, "retrieved_memory_ids": [], "model": None, "metadata": {}, **more}
    return told(c, "POST", "/traces", body)


@case("Reflect 0.3.5: queries carry a weight of variety, a threshold and a metadata filter")
def _(world):
    c = client(world.server)
    near = memory(c, metadata={"action": "convert", "unit": "C"})
    twin = memory(c, metadata={"action": "other"})
    far = memory(c, "bake a loaf of rye bread", metadata={"action": "convert"})
    ids = lambda **more: [each["id"] for each in query(c, **more)]  # noqa: E731
    equal(set(ids(similarity_threshold=-1)) - {far}, {near, twin}, "all that are alike")
    equal(ids(similarity_threshold=0.9, metadata_filter={"action": "convert"}), [near], "alike, and of one action")
    equal(ids(metadata_filter={"action": "convert", "unit": "F"}), [], "of no run")
    true(far not in ids(similarity_threshold=0.5), "what is not alike stays out")
    equal(len(ids(mmr_lambda=1.0, similarity_threshold=0.9)), 2, "without variety")
    members = query(c)[0]
    for name in ("summary", "key_mistake", "correct_action", "guidance", "reflection", "task", "id"):
        true(isinstance(members[name], str), f"{name} is a text")
    true(all(isinstance(members[name], list) for name in ("applicable_tools", "tools_used")), "lists")


@case("Reflect 0.3.5: a review carries its own step, and a run its reference context")
def _(world):
    c = client(world.server)
    known = memory(c)
    created = create(c, retrieved_memory_ids=[known], reference_context="policy v1")
    equal(created["ingest_status"], "completed", "without a review")
    trace = told(c, "POST", f"/traces/{created['trace_id']}/review", {"result": "pass", "feedback_text": "n", "alpha": 0.1})
    equal((trace["reference_context"], trace["review"]["alpha"]), ("policy v1", 0.1), "told with the run")
    close(value(c, known), 0.55, "a step of 0.1")
    review = {"result": "fail", "feedback_text": "wrong unit", "alpha": 1.0}
    created = create(c, retrieved_memory_ids=[known], review=review)
    equal(created["ingest_status"], "queued", "with a review")
    c.wait_for_trace(created["trace_id"], require_reviewed=True, **QUICK)
    close(value(c, known), 0.0, "a step of 1")


@case("Reflect 0.3.5: an authored reflection is kept word for word, and is a memory at once")
def _(world):
    c = client(world.server)
    known = memory(c)
    reflection = {
        "summary": "s",
        "guidance": "g",
        "key_mistake": "m",
        "correct_action": "a",
        "applicable_tools": ["bash"],
    }
    review = {"result": "fail", "reflection": reflection}
    created = create(c, trajectory=[], retrieved_memory_ids=[known], review=review)
    equal(created["ingest_status"], "completed", "at once")
    trace = c.get_trace(created["trace_id"])
    equal((trace.review_status, trace.trajectory, trace.final_response), ("reviewed", [], None), "the run")
    made = show(c, trace.created_memory_id)
    equal({name: made[name] for name in reflection}, reflection, "the reflection")
    equal((made["generator"], made["success"], made["q_value"]), ("author", False, 0.5), "whose, and of what")
    true(all(part in made["reflection"] for part in ("s", "g", "m", "a", "bash")), "as one text")
    close(value(c, known), 0.35, "it counts as an outcome")
    true(made["id"] in [each["id"] for each in query(c)], "given at once")


@case("Reflect 0.3.5: runs and projects are deleted by name")
def _(world):
    c = client(world.server)
    known = memory(c)
    ids = [create(c)["trace_id"] for _ in range(3)]
    unknown = "99999999-1111-4111-8111-111111111111"
    answer = told(c, "POST", "/traces/delete", {"trace_ids": [*ids[:2], unknown, "nope"]})
    equal(answer, {"deleted": 2, "trace_ids": ids[:2]}, "those that were there")
    equal([t.id for t in c.list_traces(review_status="pending")], ids[2:], "what is left")
    equal(told(c, "DELETE", ""), {"project_id": c.project_id, "deleted": True}, "the project")
    equal(raw(c, "DELETE", "").status_code, 404, "a second time")
    equal((c.list_traces(), c.query_memories(TASK)), ([], []), "named again it is empty")
    equal(raw(c, "GET", f"/memories/{known}").status_code, 404, "its memories are gone")
