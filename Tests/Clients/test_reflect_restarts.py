"""Reviews that were acknowledged survive kill -9: each is processed, and counts once."""

import concurrent.futures
import itertools

import httpx

from cases import case, equal, true, until
from reflect_house import MESSAGES, TASK, client, close, history, memory, raw, show, value
from server import Server

CYCLES = 3
SENDERS = 8


def send_until_killed(c, known, numbers):
    """Runs with reviews, one after the other. Answers the ids of those that were acknowledged."""
    acknowledged = {}
    for number in numbers:
        result = "fail" if number % 3 else "pass"
        try:
            submission = c.create_trace(
                task=f"{TASK} {number}", trajectory=MESSAGES, retrieved_memory_ids=[known], review_result=result
            )
        except httpx.TransportError:
            return acknowledged
        acknowledged[submission.id] = result
    raise AssertionError("the server was not killed")


@case("Reflect: every review acknowledged before kill -9 is processed after it, once, and moves its memory once")
def _(world):
    server = Server(world.scratch("killed") / "data")
    with server:
        c = client(server)
        known = memory(c)
        acknowledged, numbers = {}, itertools.count()
        for _ in range(CYCLES):
            with concurrent.futures.ThreadPoolExecutor(SENDERS) as pool:
                jobs = [pool.submit(send_until_killed, c, known, numbers) for _ in range(SENDERS)]
                wanted = len(c.list_traces()) + 40
                until(lambda: len(c.list_traces()) > wanted, "some runs under way", seconds=60)
                until(lambda: c.list_traces(review_status="pending"), "reviews that wait", seconds=60)
                server.kill()
                for job in jobs:
                    acknowledged.update(job.result())
            server.start()
            until(lambda: not c.list_traces(review_status="pending"), "nothing waits any more", seconds=60)
        traces = {trace.id: trace for trace in c.list_traces()}
        equal(set(acknowledged) - set(traces), set(), "acknowledged runs that are lost")
        for id, result in acknowledged.items():
            trace = traces[id]
            equal((trace.review_status, trace.ingest_status), ("reviewed", "completed"), f"run {id}")
            equal((trace.review.result, trace.review.mode), (result, "inline"), f"review of {id}")
        made = [trace.created_memory_id for trace in traces.values()]
        equal(len(set(made)), len(traces), "each run made a memory of its own")
        equal(show(c, made[0])["id"], made[0], "a memory that it made")
        moves = [entry for entry in history(c, known) if entry["cause"] == "review"]
        first = show(c, known)["trace_id"]
        equal(sorted(e["trace_id"] for e in moves), sorted(set(traces) - {first}), "one move for each run")
        q = 0.5
        for entry in moves:
            q += 0.3 * (entry["reward"] - q)
        close(value(c, known), q, "the value is what the moves make")


@case("Reflect: values, histories and queries are the same after a restart")
def _(world):
    server = Server(world.scratch("again") / "data")
    with server:
        c = client(server)
        known = [memory(c, f"{TASK} {number}") for number in range(5)]
        c.review_trace(c.create_trace(task=TASK, trajectory="68", retrieved_memory_ids=known[:2]).id, result="pass")

        def state():
            found = raw(c, "POST", "/memory/query", {"task": TASK, "lambda": 0.5, "limit": 5}).json()
            return found, [history(c, id) for id in known], c.list_traces(), c.get_skill()

        before = state()
        true(len(before[0]) == 5 and before[3], "something to compare")
        equal(server.stop(), 0, "exit code")
        server.start()
        equal(state(), before, "afterwards")
