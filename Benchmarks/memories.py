"""Figures of the learning loop: asking a large store of memories, and reviews that arrive with their runs."""

import datetime
import http.client
import json
import statistics
import threading
import time
import uuid

import otlpgen

API = "/api/hindcast/v1"
QUERIES, REVIEWS, SENDERS, IMPORT_LINES = 60, 4_000, 16, 5_000


def task(text):
    """A dozen words, as people give tasks."""
    return text.prose(80)


def line(text, number):
    time_made = (datetime.datetime(2026, 1, 1) + datetime.timedelta(seconds=number)).isoformat() + ".000000Z"
    return {
        "id": str(uuid.UUID(int=text.r.getrandbits(128), version=4)),
        "task": task(text),
        "lesson": {"reflection": text.prose(160), "summary": "", "keyMistake": "", "correctAction": "", "guidance": "",
                   "applicableTools": [], "generator": "author"},
        "q": round(text.r.random(), 3),
        "verdict": text.r.choice(["pass", "fail"]),
        "created": time_made,
    }  # fmt: skip


def connect(instance):
    return http.client.HTTPConnection("127.0.0.1", instance.http_port, timeout=300)


def ask(connection, method, path, body=None):
    connection.request(method, path, body, {"Content-Type": "application/json"})
    reply = connection.getresponse()
    answer = reply.read()
    if reply.status >= 300:
        raise SystemExit(f"{method} {path}: {reply.status} {answer[:300]!r}")
    return json.loads(answer)


def fill(connection, text, wanted):
    for first in range(0, wanted, IMPORT_LINES):
        lines = "\n".join(json.dumps(line(text, number)) for number in range(first, min(first + IMPORT_LINES, wanted)))
        ask(connection, "POST", f"{API}/memories/import", lines.encode())


def measure_queries(table, instance, options):
    """The median and the processor time of asking among many memories, and what asking adds to the server's memory."""
    connection, text = connect(instance), otlpgen.Text(otlpgen.SEED)
    began = time.perf_counter()
    fill(connection, text, options.memories)
    note = f"{options.memories / (time.perf_counter() - began):,.0f} memories/s imported"
    # Vectors are made anew in the background after so many new texts; figures count when that has ended.
    settle(instance, connection, text)
    before = instance.memory_bytes()
    took, cpu = [], instance.cpu_seconds()
    for _ in range(QUERIES):
        body = json.dumps({"task": task(text), "limit": 10, "lambda": 0.5}).encode()
        began = time.perf_counter()
        found = ask(connection, "POST", "/v1/projects/default/memory/query", body)
        took.append((time.perf_counter() - began) * 1e3)
        assert found, "a query that finds nothing measures nothing"
    cost = (instance.cpu_seconds() - cpu) * 1e3 / QUERIES
    table.add(f"memory query, {options.memories:,} memories, p50 ms", statistics.median(took), 2, note)
    table.add(f"memory query, {options.memories:,} memories, CPU ms", cost, 2)
    grown = (instance.memory_bytes() - before) / 1e6
    table.add("memory query, growth over all queries, MB", grown, 1, f"{instance.memory_bytes() / 1e6:,.0f} MB in all")


def settle(instance, connection, text):
    """Waits until the server is idle between two looks, a query having asked for everything it needs."""
    ask(connection, "POST", "/v1/projects/default/memory/query", json.dumps({"task": task(text)}).encode())
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        cpu = instance.cpu_seconds()
        time.sleep(1)
        if instance.cpu_seconds() - cpu < 0.05:
            return
    raise SystemExit("the vectors were never ready")


def measure_reviews(table, instance):
    """Runs with their reviews from a few senders, until every one has made its memory."""
    text, bodies = otlpgen.Text(otlpgen.SEED + 1), []
    for number in range(REVIEWS):
        given = task(text)
        messages = [{"role": "user", "content": given}, {"role": "assistant", "content": text.prose(120)}]
        review = {"result": "pass" if number % 3 else "fail"}
        bodies.append(json.dumps({"task": given, "trajectory": messages, "review": review}).encode())

    def send(part):
        connection = connect(instance)
        for body in part:
            ask(connection, "POST", "/v1/projects/reviews/traces", body)

    ask(connect(instance), "POST", "/v1/projects/reviews/memory/query", json.dumps({"task": "warm"}).encode())
    threads = [threading.Thread(target=send, args=(bodies[each::SENDERS],)) for each in range(SENDERS)]
    began, cpu = time.perf_counter(), instance.cpu_seconds()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sent, connection = time.perf_counter() - began, connect(instance)
    while pending := ask(connection, "GET", "/v1/projects/reviews/traces?review_status=pending&limit=1"):
        if pending[0]["ingest_status"] == "failed" or time.perf_counter() - began > 300:
            raise SystemExit(f"a review was not processed: {pending[0]}")
        time.sleep(0.02)
    took = time.perf_counter() - began
    cost = (instance.cpu_seconds() - cpu) * 1e3 / REVIEWS
    note = f"{REVIEWS:,} runs from {SENDERS} senders, taken in {sent:.1f} s, learned in {took:.1f} s"
    table.add("inline reviews processed per second", REVIEWS / took, 0, note)
    table.add("CPU ms per run with an inline review", cost, 3)
