"""What no client should send: each is answered in the 4xx range or dropped, memory stays bounded, the server goes on."""

import concurrent.futures
import gzip
import io
import random
import secrets
import socket
import time
import zlib

import grpc
import otlp
import zstandard
from cases import case, equal, one_of, true
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from otlp import JSON, add_span, chat, grpc_export, one_span, post, sent
from server import API

REFUSED = {400, 401, 403, 404, 405, 408, 411, 413, 414, 415, 422, 431, 501, 505}
MEMORY_BYTES = 400 << 20
SEED = 20260101


def alive(server, before=None):
    """The server still takes and answers, its memory is bounded, and nothing of what was refused is stored."""
    true(server.is_alive(), f"the server ended: {server.log_text()[-300:]}")
    if before is not None:
        equal(server.stats()["spans"], before, "stored spans")
    request, trace = one_span(name="still here")
    sent(server, request)
    equal(server.outline(trace)["name"], "still here", "a good trace afterwards")
    true(server.memory_bytes() < MEMORY_BYTES, f"memory is {server.memory_bytes() >> 20} MiB")


def raw(server, data, *, seconds=3, stop_at=None, port=None):
    """Sends bytes as they are and answers what comes back until the end, the time limit or `stop_at`."""
    got = b""
    with socket.create_connection(("127.0.0.1", port or server.http_port), timeout=seconds) as connection:
        try:
            connection.sendall(data)
            while stop_at is None or stop_at not in got:
                piece = connection.recv(65536)
                if not piece:
                    break
                got += piece
        except (TimeoutError, ConnectionError):
            pass
    return got


def statuses(answer):
    return [int(line.split()[1]) for line in answer.split(b"\r\n") if line.startswith(b"HTTP/1.")]


@case("A protobuf body cut at any place is refused or taken whole, never half stored")
def _(world):
    request, _ = one_span(attributes=chat([("user", "cut")], "done"))
    body, before = request.SerializeToString(), world.server.stats()["spans"]
    for length in sorted(random.Random(SEED).sample(range(1, len(body)), 60)):
        reply = post(world.server, body[:length])
        # A cut between two fields leaves a shorter but valid message without spans.
        one_of(reply.status, {200, 400}, f"cut at {length}")
    alive(world.server, before)


@case("Random bytes and flipped bits are refused or read, without a crash, over HTTP and gRPC")
def _(world):
    rng = random.Random(SEED)
    good = one_span(attributes=chat([("user", "flip")], "done"))[0].SerializeToString()
    for n in range(150):
        body = bytearray(good)
        for _ in range(rng.randint(1, 8)):
            body[rng.randrange(len(body))] ^= 1 << rng.randrange(8)
        one_of(post(world.server, bytes(body)).status, {200, 400}, f"flipped bits, round {n}")
    for n in range(50):
        noise = rng.randbytes(rng.randint(1, 5000))
        one_of(post(world.server, noise).status, {200, 400}, f"noise, round {n}")
    code, _, _ = grpc_export(world.server.grpc, b"\xff" * 100)
    one_of(code, {grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.INTERNAL}, "noise over gRPC")
    alive(world.server)


@case("A wrong Content-Encoding, a cut gzip stream and trailing rubbish are refused")
def _(world):
    body = one_span()[0].SerializeToString()
    before = world.server.stats()["spans"]
    for coding, data in (
        ("gzip", body),
        ("gzip", gzip.compress(body)[:-9]),
        ("gzip", gzip.compress(body)[:20]),
        ("zstd", body),
        ("zstd", zstandard.compress(body)[:-3]),
        ("deflate", b"\x00\x01\x02" + body),
    ):
        equal(post(world.server, data, {"Content-Encoding": coding}).status, 400, f"{coding} of {len(data)} bytes")
    alive(world.server, before)


def bomb(size):
    """Zeroes, compressed a thousandfold, made in pieces."""
    out, squeezer, block = io.BytesIO(), zlib.compressobj(9, zlib.DEFLATED, 31), b"\0" * (1 << 20)
    for _ in range(size >> 20):
        out.write(squeezer.compress(block))
    return out.getvalue() + squeezer.flush()


@case("A gzip bomb of 1 GiB and a zstd bomb are answered 413 within bounded memory")
def _(world):
    before = world.server.stats()["spans"]
    data = bomb(1 << 30)
    for _ in range(4):
        one_of(post(world.server, data, {"Content-Encoding": "gzip"}).status, {400, 413}, "gzip")
    squeezer = zstandard.ZstdCompressor(level=1)
    for known in (True, False):
        writer = squeezer.compressobj(size=1 << 30) if known else squeezer.compressobj()
        data = b"".join(writer.compress(b"\0" * (1 << 20)) for _ in range(1 << 10)) + writer.flush()
        one_of(post(world.server, data, {"Content-Encoding": "zstd"}).status, {400, 413}, f"zstd, size known: {known}")
    alive(world.server, before)
    code, why, _ = grpc_export(world.server.grpc, b"\0" * (256 << 20), compression=grpc.Compression.Gzip, timeout=90)
    one_of(
        code,
        {grpc.StatusCode.RESOURCE_EXHAUSTED, grpc.StatusCode.INTERNAL, grpc.StatusCode.UNAVAILABLE},
        f"gRPC ({why})",
    )
    alive(world.server, before + 1)


@case("Garbage, cut and over-deep JSON is refused")
def _(world):
    before = world.server.stats()["spans"]
    bodies = [
        b"{",
        b"[]",
        b"nonsense",
        b'{"resourceSpans": 5}',
        b'{"resourceSpans": [{"scopeSpans": {}}]}',
        b"\xff\xfe\x00",
        b"[" * 1_000_000,
        b'{"a":' * 100_000,
        b'{"resourceSpans":[' + b"[" * 50_000,
        b'"\\ud800"',
        b'{"resourceSpans": [}',
    ]
    for body in bodies:
        reply = world.server.request("POST", "/v1/traces", body, JSON)
        equal(reply.status, 400, f"JSON that begins {body[:24]!r}")
    alive(world.server, before)


@case("Attributes nested deeper than anyone needs are refused or cut, not followed into a crash")
def _(world):
    depth, value = 20_000, b"\x0a\x01x"
    for _ in range(depth):
        # AnyValue { array_value { values { ... } } }, innermost first.
        value = b"\x0a" + varint(len(value)) + value
        value = b"\x2a" + varint(len(value)) + value
    attribute = b"\x0a\x01k\x12" + varint(len(value)) + value
    span = (
        b"\x0a\x10"
        + secrets.token_bytes(16)
        + b"\x12\x08"
        + secrets.token_bytes(8)
        + b"\x4a"
        + varint(len(attribute))
        + attribute
    )
    scope = b"\x12" + varint(len(span)) + span
    group = b"\x12" + varint(len(scope)) + scope
    body = b"\x0a" + varint(len(group)) + group
    one_of(post(world.server, body).status, {200, 400}, "deep protobuf")
    deep = '{"type":"text","content":' + "[" * 50_000 + "]" * 50_000 + "}"
    request, trace = one_span(
        attributes={"gen_ai.operation.name": "chat", "gen_ai.input.messages": deep, "input.value": "[" * 100_000}
    )
    sent(world.server, request)
    span = world.server.outline(trace)["spans"][0]["id"]
    equal(
        world.server.span(trace, span)["attributes"]["gen_ai.input.messages"], deep, "the attribute is kept as it came"
    )
    alive(world.server)


def varint(number):
    out = b""
    while number > 127:
        out, number = out + bytes([number & 127 | 128]), number >> 7
    return out + bytes([number])


@case("Broken JSON in a message attribute never drops the span")
def _(world):
    for text in (
        '[{"role":"user","parts":[{"type":"te',
        "[1, 2, 3]",
        '{"role": 5}',
        "plain",
        "[[[[]]]]",
        '[{"role":"user","parts":"x"}]',
    ):
        request, trace = one_span(attributes={"gen_ai.operation.name": "chat", "gen_ai.input.messages": text})
        sent(world.server, request)
        span = world.server.outline(trace)["spans"][0]
        equal(world.server.span(trace, span["id"])["attributes"]["gen_ai.input.messages"], text, "the attribute")
        equal(span["kind"], "llm", "kind")


@case("Odd times, ids, names and counts are stored or refused, and the list still works")
def _(world):
    top = (1 << 64) - 1
    for start, end in ((0, 0), (top, 0), (top, top), (5, 1), (1 << 63, 1 << 63)):
        request, trace = one_span(name="t" * 100_000 + "\u0000\u202e")
        span = request.resource_spans[0].scope_spans[0].spans[0]
        span.start_time_unix_nano, span.end_time_unix_nano = start, end
        reply = post(world.server, request)
        one_of(reply.status, {200, 400}, f"times {start}, {end}")
        one_of(world.server.status("GET", f"/traces/{trace}"), {200, 404}, "the trace")
    for usage in (-5, top >> 1, 1 << 62):
        request, trace = one_span(attributes=chat([("user", "x")], "y", usage=(usage, usage)))
        one_of(post(world.server, request).status, {200, 400}, f"usage {usage}")
        one_of(world.server.status("GET", f"/traces/{trace}"), {200, 404}, "the trace")
    request, trace = one_span()
    span = request.resource_spans[0].scope_spans[0].spans[0]
    span.parent_span_id = span.span_id  # its own parent
    sent(world.server, request)
    equal(len(world.server.outline(trace)["spans"]), 1, "a span that is its own parent")
    loop, one, two = otlp.trace_id(), otlp.span_id(), otlp.span_id()
    request = ExportTraceServiceRequest()
    add_span(request, loop, "a", chat([("user", "x")], "y"), span=one, parent=two)
    add_span(request, loop, "b", chat([("user", "x")], "y"), span=two, parent=one)
    sent(world.server, request)
    equal(world.server.outline(loop.hex())["spanCount"], 2, "two spans that are each other's parent")
    equal(world.server.status("GET", f"/traces/{loop.hex()}/transcript"), 200, "their transcript")
    equal(world.server.status("GET", "/traces?limit=500"), 200, "the list")
    world.server.all_traces()
    alive(world.server)


@case("Query values out of range are refused or bounded")
def _(world):
    for path in (
        "/traces?limit=-1",
        "/traces?limit=99999999999999999999",
        "/traces?limit=abc",
        "/traces?cursor=%00%ff",
        "/search?q=",
        "/search?q=" + "a+" * 2000,
        "/search?q=%22",
        "/search?q=*",
        "/search?q=a*b*c%22%22",
        "/rollup?bucketSeconds=0",
        "/rollup?bucketSeconds=-1",
        "/rollup?since=1900-01-01T00:00:00Z&until=2100-01-01T00:00:00Z&bucketSeconds=1",
        "/traces?q=" + "(" * 5000,
        "/traces/" + "f" * 32 + "?offset=-1&limit=x",
        "/live?trace=zz",
    ):
        status = (
            world.server.request("GET", API + path, timeout=10).status
            if not path.startswith("/live")
            else statuses(
                raw(world.server, f"GET {API}{path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode(), stop_at=b"\r\n\r\n")
            )[0]
        )
        one_of(status, {200, *REFUSED}, f"GET {path[:60]}")
    alive(world.server)


HEAD = b"POST /v1/traces HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-protobuf\r\n"
HIDDEN = b"GET /api/hindcast/v1/stats HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Hidden: 1\r\n\r\n"


@case("Requests that could hide a second one behind a proxy are refused, and the hidden one is never answered")
def _(world):
    chunk = b"0\r\n\r\n"
    tricks = {
        "both lengths": HEAD
        + b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n" % len(chunk + HIDDEN)
        + chunk
        + HIDDEN,
        "two content lengths": HEAD + b"Content-Length: 0\r\nContent-Length: %d\r\n\r\n" % len(HIDDEN) + HIDDEN,
        "a list of lengths": HEAD + b"Content-Length: 0, %d\r\n\r\n" % len(HIDDEN) + HIDDEN,
        "a signed length": HEAD + b"Content-Length: +%d\r\n\r\n" % len(HIDDEN) + HIDDEN,
        "a negative length": HEAD + b"Content-Length: -1\r\n\r\n" + HIDDEN,
        "a huge length": HEAD + b"Content-Length: 99999999999999999999999\r\n\r\n" + HIDDEN,
        "a hexadecimal length": HEAD + b"Content-Length: 0x10\r\n\r\n" + HIDDEN,
        "an unknown transfer coding": HEAD + b"Transfer-Encoding: xchunked\r\n\r\n" + chunk + HIDDEN,
        "a space before the colon": HEAD + b"Content-Length : %d\r\n\r\n" % len(HIDDEN) + HIDDEN,
        "a bad chunk size": HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n" + HIDDEN,
        "a folded header": HEAD + b"X-A: b\r\n Content-Length: 5\r\nContent-Length: %d\r\n\r\n" % len(HIDDEN) + HIDDEN,
    }
    for name, data in tricks.items():
        got = statuses(raw(world.server, data, seconds=2))
        # One refusal, or two of the same; the hidden request alone could be answered 200.
        for status in got:
            one_of(status, REFUSED, name)
    alive(world.server)


@case("Broken request lines and headers without end are refused, and so is a target with a NUL in it")
def _(world):
    lines = [
        b"\r\n\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00" + b"\0" * 100,
        b"G" * 100_000,
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 1_000_000,
        b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 100_000 + b"\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET /api/hindcast/v1/../../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ]
    for line in lines:
        answer = raw(world.server, line, seconds=2, stop_at=b"\r\n\r\n")
        true(b"root:" not in answer, "a file of the machine")
        for status in statuses(answer):
            true(status not in (200, 500), f"status {status} for {line[:40]!r}")
    cut = raw(world.server, b"GET /health\0/../secret HTTP/1.1\r\nHost: localhost\r\n\r\n", seconds=2, stop_at=b"}}")
    equal(statuses(cut), [400], f"a target with a NUL in it ({cut[:100]!r})")
    raw(world.server, b"\0" * 1000, seconds=2, port=world.server.grpc_port)
    raw(world.server, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\xff" * 1000, seconds=2, port=world.server.grpc_port)
    alive(world.server)


@case("Two hundred connections that drip one byte at a time keep nobody else out")
def _(world):
    before, held = world.server.stats()["spans"], []
    for n in range(200):
        connection = socket.create_connection(("127.0.0.1", world.server.http_port), timeout=3)
        connection.sendall(HEAD + b"Content-Length: 1000000\r\n\r\n" if n % 2 else HEAD[: 20 + n % 30])
        held.append(connection)
    began = time.monotonic()
    for round_ in range(5):
        for connection in held:
            try:
                connection.send(b"a")
            except OSError:
                pass  # dropped, which is an answer
        request, _ = one_span()
        sent(world.server, request)
    true(time.monotonic() - began < 30, "others are served meanwhile")
    for connection in held:
        connection.close()
    alive(world.server, before + 5)


@case("A client that leaves in the middle of its body leaves nothing behind")
def _(world):
    before = world.server.stats()["spans"]
    body = one_span()[0].SerializeToString()
    for _ in range(50):
        with socket.create_connection(("127.0.0.1", world.server.http_port), timeout=3) as connection:
            connection.sendall(HEAD + b"Content-Length: %d\r\n\r\n" % len(body) + body[:-1])
    alive(world.server, before)


@case("Ten senders of the largest allowed body at once keep memory bounded and lose nothing")
def _(world):
    bodies = [one_span(attributes={"input.value": secrets.token_hex(12 << 20)}) for _ in range(10)]
    with concurrent.futures.ThreadPoolExecutor(10) as pool:
        replies = list(pool.map(lambda each: post(world.server, each[0]).status, bodies))
    for (_, trace), status in zip(bodies, replies):
        one_of(status, {200, 429, 503}, "status")
        equal(world.server.status("GET", f"/traces/{trace}"), 200 if status == 200 else 404, "the trace")
    true(world.server.is_alive(), "the server ended")
    true(world.server.memory_bytes() < 1 << 30, f"memory is {world.server.memory_bytes() >> 20} MiB")
