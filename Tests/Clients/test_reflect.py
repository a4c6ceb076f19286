"""Reflect's own package against the server, unmodified, sync and async; everything is read back by value."""

import asyncio
import json

from reflect_sdk import TraceResult, reflect_trace

from cases import case, equal, true
from reflect_house import MESSAGES, QUICK, TASK, client, memory, raises, raw, refused, show


def same(trace, **expected):
    equal({name: getattr(trace, name) for name in expected}, expected, "the trace")


@case("Reflect: health answers, and a run without a review is completed, pending and reads back by value")
def _(world):
    c = client(world.server)
    equal(c.health()["status"], "ok", "health")
    submission = c.create_trace(
        task=TASK,
        trajectory=MESSAGES,
        retrieved_memory_ids=["mem-abc", "mem-def"],
        model="gpt-5.4-mini",
        metadata={"source": "cli", "n": 1, "deep": {"list": [1, None, "x"]}},
    )
    equal(submission.ingest_status, "completed", "status of the submission")
    trace = c.get_trace(submission.id)
    same(
        trace,
        id=submission.id,
        task=TASK,
        trajectory=MESSAGES,
        final_response="68",
        retrieved_memory_ids=["mem-abc", "mem-def"],
        review_status="pending",
        ingest_status="completed",
        ingest_attempts=0,
        last_ingest_error=None,
        model="gpt-5.4-mini",
        metadata={"source": "cli", "n": 1, "deep": {"list": [1, None, "x"]}},
        created_memory_id=None,
        review=None,
    )
    same(c.get_trace(submission.id.replace("-", "")), id=submission.id)


@case("Reflect: a trajectory may be a list, its JSON text, or any text; a final response that is told wins")
def _(world):
    c = client(world.server)
    calls = [
        MESSAGES[0],
        {
            "role": "assistant",
            "content": None,
            "tool_calls": [{"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}}],
        },
        {"role": "tool", "tool_call_id": "c1", "content": "68"},
    ]
    for trajectory, final, kept, answer in [
        (MESSAGES, "told", MESSAGES, "told"),
        (json.dumps(MESSAGES), None, MESSAGES, "68"),
        ("plain words", None, [{"role": "assistant", "content": "plain words"}], "plain words"),
        (calls, None, calls, None),
        ([], None, [], None),
    ]:
        id = c.create_trace(task=TASK, trajectory=trajectory, final_response=final).id
        same(c.get_trace(id), trajectory=kept, final_response=answer, metadata={}, retrieved_memory_ids=[])


@case("Reflect: lists are newest first and filter by review status")
def _(world):
    c = client(world.server)
    equal(c.list_traces(), [], "nothing yet")
    ids = [c.create_trace(task=f"{TASK} {n}", trajectory=MESSAGES).id for n in range(3)]
    c.review_trace(ids[1], result="success")
    equal([t.id for t in c.list_traces()], ids[::-1], "all")
    equal([t.id for t in c.list_traces(review_status="reviewed")], [ids[1]], "reviewed")
    equal([t.id for t in c.list_traces(review_status="pending")], [ids[2], ids[0]], "pending")
    refused(422, lambda: c.list_traces(review_status="perhaps"))
    page = raw(c, "GET", "/traces?limit=2")
    following = raw(c, "GET", "/traces?" + page.links["next"]["url"].split("?")[1])
    equal([t["id"] for t in page.json() + following.json()], ids[::-1], "page by page")
    true("next" not in following.links, "the last page says so")


@case("Reflect: a review makes a memory, queries give it, and the package puts it into the task")
def _(world):
    c = client(world.server)
    equal(c.query_memories(TASK), [], "nothing to give")
    equal(c.augment_with_memories(TASK).augmented_task, TASK, "the task alone")
    submission = c.create_trace(task=TASK, trajectory=MESSAGES)
    trace = c.review_trace(submission.id, result="failure", feedback_text="Answer with the unit.")
    same(trace, review_status="reviewed", ingest_status="completed", id=submission.id)
    review = trace.review
    equal((review.trace_id, review.result, review.mode), (submission.id, "fail", "deferred"), "the review")
    equal(review.feedback_text, "Answer with the unit.", "what was said")
    found = c.query_memories(TASK, limit=3, lambda_=0.5)
    equal([(m.id, m.task, m.success) for m in found], [(trace.created_memory_id, TASK, False)], "the memory")
    only = found[0]
    true("Answer with the unit." in only.reflection, f"the feedback is in the reflection: {only.reflection!r}")
    true(abs(only.similarity - 1) < 0.02 and only.q_value == 0.5, f"{only.similarity} {only.q_value}")
    true(abs(only.score - (only.similarity + only.q_value) / 2) < 1e-6, f"score {only.score}")
    augmented = c.augment_with_memories(TASK)
    equal([m.id for m in augmented.memories], [only.id], "memories of the augmented task")
    true(f'<memory id="{only.id}" q_value="0.50"' in augmented.augmented_task, "the memory stands in the task")
    full = show(c, only.id)
    equal((full["generator"], full["trace_id"]), ("template", submission.id), "who wrote it, and after which run")


@case("Reflect: similarity decides with lambda 1, value with lambda 0, and the answer says why")
def _(world):
    c = client(world.server)
    near = memory(c, "convert kelvin to celsius")
    far = memory(c, "convert miles into kilometres")
    raw(c, "POST", f"/memories/{far}/reset-q", {"q_value": 0.9})
    question = "convert kelvin to celsius, please"
    equal(c.query_memories(question, lambda_=1.0)[0].id, near, "first by similarity")
    worth = {m.id: m for m in c.query_memories(question, lambda_=0.0)}
    if far in worth:
        equal(list(worth)[0], far, "first by value")
    equal([m.id for m in c.query_memories(question, limit=1, lambda_=1.0)], [near], "as many as asked for")
    answer = raw(c, "POST", "/memory/query", {"task": question, "lambda": 0.5}).json()
    true(all(each["reason"] for each in answer), "each says why it stands there")


@case("Reflect: waiting ends when the run is there, when it is reviewed, or when the time is up")
def _(world):
    c = client(world.server)
    pending = c.create_trace(task=TASK, trajectory=MESSAGES).id
    same(c.wait_for_trace(pending), review_status="pending")
    impatient = {"poll_interval": 0.01, "wait_timeout": 0.1}
    raises(TimeoutError, lambda: c.wait_for_trace(pending, require_reviewed=True, **impatient))
    nowhere = "99999999-1111-4111-8111-111111111111"
    raises(TimeoutError, lambda: c.wait_for_trace(nowhere, **impatient))
    queued = c.create_trace(task=TASK, trajectory=MESSAGES, review_result="pass", feedback_text="good")
    equal(queued.ingest_status, "queued", "status of the submission")
    trace = c.wait_for_trace(queued.id, require_reviewed=True, **QUICK)
    same(trace, review_status="reviewed", ingest_status="completed", ingest_attempts=1, last_ingest_error=None)
    equal((trace.review.result, trace.review.mode, trace.review.feedback_text), ("pass", "inline", "good"), "review")
    true(trace.created_memory_id, "the memory")
    same(c.create_trace_and_wait(task=TASK, trajectory=MESSAGES, **QUICK), review_status="pending")
    both = c.create_trace_and_wait(task=TASK, trajectory=MESSAGES, review_result="failure", **QUICK)
    equal((both.review_status, both.review.result), ("reviewed", "fail"), "create and wait")


@case("Reflect: the context manager gives memories, tells the run with their ids, and reviews it")
def _(world):
    c = client(world.server)
    known = memory(c)
    with c.trace(TASK, blocking=True) as ctx:
        equal(ctx.memory_ids, [known], "what it was given")
        true(ctx.trace_id is None and known in ctx.augmented_task, "before the end")
        ctx.set_output(
            trajectory=MESSAGES, final_response="68", result="pass", model="m", metadata={"k": "v"}, feedback_text="ok"
        )
    trace = c.get_trace(ctx.trace_id)
    same(trace, retrieved_memory_ids=[known], review_status="reviewed", model="m", metadata={"k": "v"}, task=TASK)
    equal(show(c, known)["q_value"], 0.65, "the memory moved")
    with c.trace(TASK) as silent:
        pass
    equal(silent.trace_id, None, "without an output nothing is told")
    before = len(c.list_traces())

    def fails(told):
        with c.trace(TASK) as failing:
            fails.ctx = failing
            if told:
                failing.set_output(trajectory=MESSAGES, result="pass")
            raise ValueError("boom")

    raises(ValueError, lambda: fails(False))
    equal(len(c.list_traces()), before, "an exception before any output tells nothing")
    raises(ValueError, lambda: fails(True))
    trace = c.wait_for_trace(fails.ctx.trace_id, require_reviewed=True, **QUICK)
    equal((trace.review.result, trace.review.feedback_text), ("fail", "boom"), "an exception after it is a failure")


@case("Reflect: the decorator tells full results and plain answers, of functions and of coroutines")
def _(world):
    c = client(world.server)

    @reflect_trace(c, task=lambda question: "about " + question, blocking=True)
    def full(ctx, question):
        return TraceResult(output="68", trajectory=MESSAGES, result="pass", model="m")

    @reflect_trace(c)
    def plain(ctx, question):
        return "the answer"

    @reflect_trace(c, inject_context=False)
    async def later(question):
        return "later"

    @reflect_trace(c)
    def nothing(ctx, question):
        return 5

    equal(full("units"), "68", "what the caller gets")
    equal((plain("what is 20C in F"), asyncio.run(later("and then")), nothing("x")), ("the answer", "later", 5), "others")
    first, second, third = c.list_traces()
    same(first, task="and then", trajectory=[{"role": "assistant", "content": "later"}], final_response="later")
    same(second, task="what is 20C in F", final_response="the answer", review_status="pending")
    same(third, task="about units", trajectory=MESSAGES, final_response="68", review_status="reviewed", model="m")


@case("Reflect: every asynchronous method does what its twin does")
def _(world):
    c = client(world.server)

    async def run():
        equal(await c.query_memories_async(TASK), [], "nothing to give")
        trace = await c.create_trace_and_wait_async(task=TASK, trajectory=MESSAGES, review_result="pass", **QUICK)
        found = await c.query_memories_async(TASK, limit=1, lambda_=1.0)
        equal([m.id for m in found], [trace.created_memory_id], "the memory")
        augmented = await c.augment_with_memories_async(TASK)
        equal([m.id for m in augmented.memories], [trace.created_memory_id], "in the task")
        submission = await c.create_trace_async(task=TASK, trajectory="68")
        same(await c.get_trace_async(submission.id), review_status="pending", final_response="68")
        same(await c.wait_for_trace_async(submission.id), id=submission.id)
        equal(await c.get_skill_async(), None, "no skill yet")
        async with c.trace_async(TASK, blocking=True) as ctx:
            ctx.set_output(trajectory=MESSAGES, result="fail")
        return trace.created_memory_id, await c.get_trace_async(ctx.trace_id)

    known, trace = asyncio.run(run())
    same(trace, review_status="reviewed", retrieved_memory_ids=[known])
    equal(show(c, known)["q_value"], 0.35, "the memory moved")


@case("Reflect: a guide is made of five reviewed runs, and renewed when they say something else")
def _(world):
    c = client(world.server)
    for number in range(4):
        memory(c, f"{TASK} number {number}")
    equal(c.get_skill(), None, "after four")
    memory(c, "bake bread in Trondheim", result="fail", feedback_text="Too much salt.")
    skill = c.get_skill()
    true(skill.startswith("---") and "Too much salt." in skill, f"Markdown with what was learned: {skill[:200]!r}")
    first = raw(c, "GET", "/skill").json()
    equal((first["content"], first["version"]), (skill, 1), "as it is served")
    memory(c, "fold a paper crane", result="fail", feedback_text="Wrong paper.")
    renewed = raw(c, "GET", "/skill").json()
    equal(renewed["version"], 2, "the next version")
    true("Wrong paper." in renewed["content"], "it knows the new lesson")
