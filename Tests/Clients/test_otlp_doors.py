"""Every OTLP door: gRPC and HTTP, protobuf and JSON, plain and compressed, traces, logs and metrics, with and without TLS."""

import json
import resource
import secrets
import subprocess
import time
from concurrent import futures

import grpc
import zstandard
from google.rpc import error_details_pb2, status_pb2
from opentelemetry._logs import SeverityNumber
from opentelemetry.exporter.otlp.proto.grpc._log_exporter import OTLPLogExporter as GRPCLogs
from opentelemetry.exporter.otlp.proto.grpc.metric_exporter import OTLPMetricExporter as GRPCMetrics
from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter as GRPCSpans
from opentelemetry.exporter.otlp.proto.http import Compression
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter as HTTPLogs
from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter as HTTPMetrics
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter as HTTPSpans
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import SimpleLogRecordProcessor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor, SpanExportResult
from opentelemetry.trace import SpanContext, TraceFlags

import otlp
from cases import Skipped, case, equal, one_of, true, until
from otlp import JSON, add_span, chat, check_run, grpc_export, one_span, post, record_run, sent, word
from exporters import HEARD, Checked
from server import Server, is_free

LIMIT = 64 << 20


def through(world, exporter):
    token, checked = word(), Checked(exporter)
    trace = record_run(checked, token)
    equal(checked.results, [SpanExportResult.SUCCESS] * 3, "what the exporter heard")
    check_run(world.server, trace, token)


@case("The gRPC exporter delivers a run")
def _(world):
    through(world, GRPCSpans(endpoint=world.server.grpc, insecure=True))


@case("The gRPC exporter delivers a run with gzip")
def _(world):
    through(world, GRPCSpans(endpoint=world.server.grpc, insecure=True, compression=grpc.Compression.Gzip))


@case("The gRPC exporter delivers a run with deflate")
def _(world):
    through(world, GRPCSpans(endpoint=world.server.grpc, insecure=True, compression=grpc.Compression.Deflate))


@case("The HTTP exporter delivers a run")
def _(world):
    through(world, HTTPSpans(endpoint=world.server.url + "/v1/traces"))


@case("The HTTP exporter delivers a run with gzip")
def _(world):
    through(world, HTTPSpans(endpoint=world.server.url + "/v1/traces", compression=Compression.Gzip))


@case("The HTTP exporter delivers a run with deflate")
def _(world):
    through(world, HTTPSpans(endpoint=world.server.url + "/v1/traces", compression=Compression.Deflate))


def json_request(trace, span, token):
    return {
        "resourceSpans": [
            {
                "resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "by-hand"}}]},
                "scopeSpans": [
                    {
                        "scope": {"name": "by.hand"},
                        "spans": [
                            {
                                "traceId": trace,
                                "spanId": span,
                                "name": "hand " + token,
                                "kind": 1,
                                "startTimeUnixNano": "1767225600000000000",
                                "endTimeUnixNano": "1767225601500000000",
                                "attributes": [
                                    {"key": "text", "value": {"stringValue": "é " + token}},
                                    {"key": "count", "value": {"intValue": "9007199254740993"}},
                                    {"key": "plain", "value": {"intValue": 7}},
                                    {"key": "ratio", "value": {"doubleValue": 0.5}},
                                    {"key": "yes", "value": {"boolValue": True}},
                                    {"key": "raw", "value": {"bytesValue": "AAEC"}},
                                    {
                                        "key": "list",
                                        "value": {"arrayValue": {"values": [{"stringValue": "a"}, {"intValue": "2"}]}},
                                    },
                                    {
                                        "key": "map",
                                        "value": {
                                            "kvlistValue": {"values": [{"key": "k", "value": {"stringValue": "v"}}]}
                                        },
                                    },
                                ],
                                "status": {"code": "STATUS_CODE_ERROR", "message": "broken"},
                                "unknownField": {"deep": [1, 2, 3]},
                            }
                        ],
                    }
                ],
            }
        ]
    }


@case("OTLP/JSON written by hand keeps every kind of value")
def _(world):
    trace, span, token = secrets.token_hex(16), secrets.token_hex(8), word()
    reply = world.server.request("POST", "/v1/traces", json.dumps(json_request(trace, span, token)), JSON)
    equal(reply.status, 200, f"status ({reply!r})")
    true(reply.headers["content-type"].startswith("application/json"), "a JSON request is answered in JSON")
    body = world.server.span(trace, span)
    attributes = body["attributes"]
    equal(body["name"], "hand " + token, "name")
    equal(body["status"], "error", "status")
    equal(attributes["text"], "é " + token, "text")
    equal(int(attributes["count"]), 9007199254740993, "an integer beyond 2^53")
    equal((attributes["plain"], attributes["ratio"], attributes["yes"]), (7, 0.5, True), "scalars")
    equal(attributes["raw"], "AAEC", "bytes as base64")
    equal((attributes["list"], attributes["map"]), (["a", 2], {"k": "v"}), "nested values")
    outline = world.server.outline(trace)
    equal(outline["startTime"], "2026-01-01T00:00:00.000000Z", "start")
    equal(outline["endTime"], "2026-01-01T00:00:01.500000Z", "end")


@case("OTLP/JSON may be compressed with gzip")
def _(world):
    import gzip

    trace, span, token = secrets.token_hex(16), secrets.token_hex(8), word()
    body = gzip.compress(json.dumps(json_request(trace, span, token)).encode())
    reply = world.server.request("POST", "/v1/traces", body, {**JSON, "Content-Encoding": "gzip"})
    equal(reply.status, 200, f"status ({reply!r})")
    equal(world.server.span(trace, span)["name"], "hand " + token, "name")


@case("A body compressed with zstd is taken, with and without its size written in the frame")
def _(world):
    for known in (True, False):
        token = word()
        request, trace = one_span(name=token)
        compressor = zstandard.ZstdCompressor(write_content_size=known)
        reply = post(world.server, compressor.compress(request.SerializeToString()), {"Content-Encoding": "zstd"})
        equal(reply.status, 200, f"status ({reply!r})")
        equal(world.server.outline(trace)["name"], token, "name")


@case("A body compressed with an unknown coding is refused with 415")
def _(world):
    request, trace = one_span()
    reply = post(world.server, request, {"Content-Encoding": "x-unheard-of"})
    one_of(reply.status, {400, 415}, f"status ({reply!r})")
    equal(world.server.status("GET", f"/traces/{trace}"), 404, "the trace")


@case("Spans over HTTP need no Content-Type to be read as protobuf; one of text is refused")
def _(world):
    request, trace = one_span(name="typed")
    reply = world.server.request("POST", "/v1/traces", request.SerializeToString(), {"Content-Type": "text/plain"})
    one_of(reply.status, {200, 415}, f"status ({reply!r})")
    reply = post(world.server, request)
    equal(reply.headers["content-type"].split(";")[0], "application/x-protobuf", "type of the answer")
    equal(world.server.outline(trace)["spanCount"], 1, "span count")


def log_through(world, exporter):
    token = word()
    request, trace = one_span(name="logged " + token, attributes={"gen_ai.operation.name": "chat"})
    span = request.resource_spans[0].scope_spans[0].spans[0].span_id
    sent(world.server, request)
    provider = LoggerProvider()
    provider.add_log_record_processor(SimpleLogRecordProcessor(exporter))
    context = SpanContext(int(trace, 16), int.from_bytes(span, "big"), True, TraceFlags(1))
    from opentelemetry import trace as otel

    provider.get_logger("black-box").emit(
        timestamp=time.time_ns(),
        severity_number=SeverityNumber.INFO,
        event_name="gen_ai.user.message",
        body={"content": "logged " + token},
        attributes={"gen_ai.system": "openai"},
        context=otel.set_span_in_context(otel.NonRecordingSpan(context)),
    )
    provider.shutdown()
    body = until(
        lambda: (b := world.server.span(trace, span.hex())) and b["input"] and b, "the message in the span's input"
    )
    equal([(m["role"], m["content"]) for m in body["input"]], [("user", "logged " + token)], "input")


@case("The gRPC log exporter's records join their span")
def _(world):
    log_through(world, GRPCLogs(endpoint=world.server.grpc, insecure=True))


@case("The HTTP log exporter's records join their span")
def _(world):
    log_through(world, HTTPLogs(endpoint=world.server.url + "/v1/logs", compression=Compression.Gzip))


def chat_events(trace, span, token):
    return otlp.log_request(
        [
            {"trace": trace, "span": span, "event": "gen_ai.system.message", "body": {"content": "Be brief."}},
            {"trace": trace, "span": span, "event": "gen_ai.user.message", "body": {"content": "Say " + token}},
            {
                "trace": trace,
                "span": span,
                "event": "gen_ai.choice",
                "body": {
                    "index": 0,
                    "finish_reason": "stop",
                    "message": {"role": "assistant", "content": "I say " + token},
                },
            },
        ]
    )


def joined(server, trace, span, token):
    body = until(
        lambda: (b := server.span(trace.hex(), span.hex())) and b["input"] and b["output"] and b, "joined messages"
    )
    equal(
        [(m["role"], m["content"]) for m in body["input"]], [("system", "Be brief."), ("user", "Say " + token)], "input"
    )
    equal([(m["role"], m["content"]) for m in body["output"]], [("assistant", "I say " + token)], "output")
    summary = [each for each in server.outline(trace.hex())["spans"] if each["id"] == span.hex()][0]
    equal(summary["newMessages"], 2, "new messages")
    until(lambda: any(hit["traceId"] == trace.hex() for hit in server.search(token)), "the message in search")


BARE_CHAT = {"gen_ai.operation.name": "chat", "gen_ai.system": "openai", "gen_ai.request.model": "gpt-4o-mini"}


@case("Messages in log records join their span when the logs come first")
def _(world):
    trace, span, token = otlp.trace_id(), otlp.span_id(), word()
    equal(post(world.server, chat_events(trace, span, token), path="/v1/logs").status, 200, "status of the logs")
    sent(world.server, one_span(trace, "chat", BARE_CHAT, span=span)[0])
    joined(world.server, trace, span, token)


@case("Messages in log records join their span when the logs come last")
def _(world):
    trace, span, token = otlp.trace_id(), otlp.span_id(), word()
    sent(world.server, one_span(trace, "chat", BARE_CHAT, span=span)[0])
    equal(post(world.server, chat_events(trace, span, token), path="/v1/logs").status, 200, "status of the logs")
    joined(world.server, trace, span, token)


def metrics_through(exporter):
    heard = []
    inner = exporter.export
    exporter.export = lambda *a, **k: heard.append(inner(*a, **k)) or heard[-1]
    reader = PeriodicExportingMetricReader(exporter, export_interval_millis=3_600_000)
    provider = MeterProvider(metric_readers=[reader])
    provider.get_meter("black-box").create_counter("calls").add(3)
    provider.force_flush()
    provider.shutdown()
    true(heard and all(result.name == "SUCCESS" for result in heard), f"what the exporter heard: {heard}")


@case("Metrics are accepted over gRPC, so that one endpoint setting serves all signals")
def _(world):
    metrics_through(GRPCMetrics(endpoint=world.server.grpc, insecure=True))


@case("Metrics are accepted over HTTP")
def _(world):
    metrics_through(HTTPMetrics(endpoint=world.server.url + "/v1/metrics"))


def mixed_request():
    request = ExportTraceServiceRequest()
    good, also, token = otlp.trace_id(), otlp.trace_id(), word()
    add_span(request, good, "good " + token)
    add_span(request, b"\0" * 16, "without a trace")
    add_span(request, also, "also " + token)
    add_span(request, b"short", "with a short trace id")
    return request, good, also, token


@case("A bad span among good ones is reported as partial success over HTTP, and the good ones are kept")
def _(world):
    request, good, also, token = mixed_request()
    reply = post(world.server, request)
    equal(reply.status, 200, f"status ({reply!r})")
    partial = ExportTraceServiceResponse.FromString(reply.body).partial_success
    equal(partial.rejected_spans, 2, "rejected spans")
    true(partial.error_message, "the reply says why")
    equal(world.server.outline(good.hex())["name"], "good " + token, "the first good span")
    equal(world.server.outline(also.hex())["name"], "also " + token, "the second good span")
    reply = world.server.request(
        "POST",
        "/v1/traces",
        json.dumps(
            {"resourceSpans": [{"scopeSpans": [{"spans": [{"traceId": "xyz", "spanId": "nonsense", "name": "bad"}]}]}]}
        ),
        JSON,
    )
    one_of(reply.status, {200, 400}, f"JSON with a bad id ({reply!r})")
    if reply.status == 200:
        equal(int(reply.json["partialSuccess"]["rejectedSpans"]), 1, "rejected spans in JSON")


@case("A bad span among good ones is reported as partial success over gRPC")
def _(world):
    request, good, _, token = mixed_request()
    code, body, _ = grpc_export(world.server.grpc, request)
    equal(code, grpc.StatusCode.OK, "code")
    equal(ExportTraceServiceResponse.FromString(body).partial_success.rejected_spans, 2, "rejected spans")
    equal(world.server.outline(good.hex())["name"], "good " + token, "the good span")


@case("A body over 64 MiB is answered 413 and the same connection goes on")
def _(world):
    connection = world.server.connect(timeout=60)
    connection.request("POST", "/v1/traces", b"\0" * (LIMIT + 1), otlp.PROTOBUF)
    reply = connection.getresponse()
    reply.read()
    equal(reply.status, 413, "status")
    request, trace = one_span(name="after the large one")
    connection.request("POST", "/v1/traces", request.SerializeToString(), otlp.PROTOBUF)
    reply = connection.getresponse()
    reply.read()
    connection.close()
    equal(reply.status, 200, "status of the next request on the connection")
    equal(world.server.outline(trace)["name"], "after the large one", "the next request's trace")


@case("A body over the limit in chunks of unknown total is answered 413")
def _(world):
    connection = world.server.connect(timeout=60)
    try:
        connection.request(
            "POST", "/v1/traces", (b"\0" * (1 << 20) for _ in range(66)), otlp.PROTOBUF, encode_chunked=True
        )
        status = connection.getresponse().status
    except (BrokenPipeError, ConnectionResetError):
        status = 413  # refused so early that the rest could not be sent
    equal(status, 413, "status")
    connection.close()
    equal(world.server.request("GET", "/health").status, 200, "health afterwards")


@case("A gRPC message over 64 MiB is refused as RESOURCE_EXHAUSTED and the server goes on")
def _(world):
    code, why, _ = grpc_export(world.server.grpc, b"\0" * (LIMIT + (1 << 20)), timeout=60)
    equal(code, grpc.StatusCode.RESOURCE_EXHAUSTED, f"code ({why})")
    request, _ = one_span(name="after")
    equal(grpc_export(world.server.grpc, request)[0], grpc.StatusCode.OK, "the next export")


@case("A 20 MiB value survives whole")
def _(world):
    text = ("payload " * 1024 + word()) * 2500
    request, trace = one_span(name="large", attributes={"input.value": text})
    span = request.resource_spans[0].scope_spans[0].spans[0].span_id.hex()
    equal(grpc_export(world.server.grpc, request, timeout=60)[0], grpc.StatusCode.OK, "export over gRPC")
    equal(world.server.span(trace, span)["attributes"]["input.value"], text, "the value")


@case("An export that is sent again changes nothing, in whichever door it comes")
def _(world):
    token = word()
    request = ExportTraceServiceRequest()
    trace = otlp.trace_id()
    root = add_span(request, trace, "run " + token, {"session.id": "s-" + token})
    add_span(request, trace, "chat", chat([("user", "Say " + token)], "Done " + token), parent=root)
    sent(world.server, request)
    first = (world.server.outline(trace.hex()), world.server.get(f"/traces/{trace.hex()}/transcript"))
    before = world.server.stats()
    for _ in range(3):
        sent(world.server, request)
        equal(grpc_export(world.server.grpc, request, compression=grpc.Compression.Gzip)[0], grpc.StatusCode.OK, "gRPC")
    equal(
        (world.server.outline(trace.hex()), world.server.get(f"/traces/{trace.hex()}/transcript")),
        first,
        "what is read",
    )
    after = world.server.stats()
    equal(
        [after[k] for k in ("traces", "spans", "messages")],
        [before[k] for k in ("traces", "spans", "messages")],
        "stats",
    )


@case("A span id that comes again with other content, and then as at first, blocks nothing")
def _(world):
    with Server(world.scratch("rewritten") / "data") as server:
        trace, span, first, other = otlp.trace_id(), otlp.span_id(), word(), word()
        for text in (first, other, first, other, first):
            request, _ = one_span(trace, "chat", chat([("user", text)], "done"), span=span, start=1767225600_000000000)
            equal(post(server, request).status, 200, f"status of the span with {text}")
        equal(server.stats()["spans"], 1, "spans")
        for text in (first, other):
            request, fresh = one_span(name="chat", attributes=chat([("user", text)], "done"))
            equal(post(server, request).status, 200, "status of another span with the same words")
            equal(server.outline(fresh)["spans"][0]["newMessages"], 1, "new messages of the other span")


@case("Spans of one trace in separate requests, children first, give the same trace")
def _(world):
    token, root, seen = word(), otlp.span_id(), []
    parts = [
        ("run", {"session.id": "s"}, root, b""),
        ("chat", chat([("user", token)], "a " + token), otlp.span_id(), root),
        ("tool", {"gen_ai.operation.name": "execute_tool"}, otlp.span_id(), root),
    ]
    for order in (parts, parts[::-1]):
        other = otlp.trace_id()
        for name, attributes, span, parent in order:
            sent(
                world.server, one_span(other, name, attributes, span=span, parent=parent, start=1767225600_000000000)[0]
            )
        outline = world.server.outline(other.hex())
        outline.pop("id")
        outline.pop("sequence", None)
        outline["spans"].sort(key=lambda s: s["id"])
        seen.append(outline)
    equal(seen[1], seen[0], "the outline in the other order")
    equal(seen[0]["spanCount"], 3, "span count")
    equal(seen[0]["name"], "run", "name")


@case("Eight exporters at once lose nothing")
def _(world):
    tokens = [word() for _ in range(8)]

    def work(token):
        provider = TracerProvider()
        provider.add_span_processor(SimpleSpanProcessor(GRPCSpans(endpoint=world.server.grpc, insecure=True)))
        tracer, ids = provider.get_tracer("many"), []
        for n in range(25):
            with tracer.start_as_current_span(f"{token} {n}") as span:
                ids.append(format(span.get_span_context().trace_id, "032x"))
        provider.shutdown()
        return ids

    with futures.ThreadPoolExecutor(8) as pool:
        for token, ids in zip(tokens, pool.map(work, tokens)):
            for n, trace in enumerate(ids):
                outline = world.server.outline(trace)
                equal((outline["name"], outline["spanCount"]), (f"{token} {n}", 1), "a trace of one exporter")


def certificate(folder):
    cert, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=localhost",
            "-addext",
            "subjectAltName=DNS:localhost,IP:127.0.0.1",
            "-keyout",
            str(key),
            "-out",
            str(cert),
        ],
        check=True,
        capture_output=True,
    )
    return cert, key


@case("TLS with a self-signed certificate serves the HTTP and the gRPC exporter")
def _(world):
    folder = world.scratch("tls")
    cert, key = certificate(folder)
    with Server(folder / "data", tls=(cert, key)) as server:
        token = word()
        trace = record_run(HTTPSpans(endpoint=server.url + "/v1/traces", certificate_file=str(cert)), token)
        check_run(server, trace, token)
        token = word()
        credentials = grpc.ssl_channel_credentials(cert.read_bytes())
        trace = record_run(GRPCSpans(endpoint=server.grpc, insecure=False, credentials=credentials), token)
        check_run(server, trace, token)
        code, _, _ = grpc_export(server.grpc, one_span()[0], timeout=5)
        one_of(code, {grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED}, "gRPC without TLS")


@case("The ports that other products' clients know are open when they are free")
def _(world):
    http_ports, grpc_ports = [4318, 5667, 8283], [8001, 8443]
    busy = [port for port in http_ports + grpc_ports if not is_free(port)]
    with Server(world.scratch("aliases") / "data", aliases="on") as server:
        until(lambda: not any(is_free(port) for port in http_ports + grpc_ports), "all alias ports in use")
        for port in http_ports:
            if port not in busy:
                request, trace = one_span(name=f"by {port}")
                equal(post(server, request, port=port).status, 200, f"export to {port}")
                equal(server.outline(trace)["name"], f"by {port}", f"the trace sent to {port}")
        for port in grpc_ports:
            if port not in busy:
                request, trace = one_span(name=f"by {port}")
                equal(grpc_export(f"127.0.0.1:{port}", request)[0], grpc.StatusCode.OK, f"export to {port}")
                equal(server.outline(trace)["name"], f"by {port}", f"the trace sent to {port}")
        with Server(world.scratch("aliases") / "data", aliases="on") as second:
            equal(second.request("GET", "/health").status, 200, "a second server, whose alias ports are all busy")
            until(lambda: "4318" in second.log_text(), "it says which alias is busy")
    if busy:
        raise Skipped(f"busy here: {busy}; the others are open")


@case("A refusal that may pass carries RetryInfo, and the real exporter's retries deliver once it has passed")
def _(world):
    if not hasattr(resource, "prlimit"):
        raise Skipped("no way to limit another process's files")
    with Server(world.scratch("busy") / "data") as server:
        sent(server, one_span()[0])
        largest = max(path.stat().st_size for path in server.data.rglob("*") if path.is_file())
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (largest, resource.RLIM_INFINITY))
        large = secrets.token_hex(512 << 10)
        code, call = grpc.StatusCode.OK, None
        for _ in range(200):
            code, why, call = grpc_export(server.grpc, one_span(attributes={"input.value": large + word()})[0])
            if code != grpc.StatusCode.OK:
                break
            large = secrets.token_hex(512 << 10)
        equal(code, grpc.StatusCode.RESOURCE_EXHAUSTED, f"code when nothing more can be written ({why})")
        blob = dict(call.trailing_metadata()).get("grpc-status-details-bin")
        true(blob, "the refusal has details")
        info = error_details_pb2.RetryInfo()
        true(
            any(each.Unpack(info) for each in status_pb2.Status.FromString(blob).details), "RetryInfo among the details"
        )
        delay = info.retry_delay.ToTimedelta().total_seconds()
        true(delay > 0, "a delay")
        own = error_details_pb2.RetryInfo.FromString(
            dict(call.trailing_metadata()).get("google.rpc.retryinfo-bin", b"")
        )
        equal(
            own.retry_delay,
            info.retry_delay,
            "the delay once more in google.rpc.retryinfo-bin, where the Python exporter looks",
        )
        token = word()
        HEARD.lines.clear()
        with futures.ThreadPoolExecutor(1) as pool:
            run = pool.submit(record_run, GRPCSpans(endpoint=server.grpc, insecure=True, timeout=60), token)
            # Room again as soon as the exporter, too, was refused.
            until(
                lambda: run.done() or "RESOURCE_EXHAUSTED" in HEARD.text(), "the exporter's own refusal", seconds=20
            )
            resource.prlimit(
                server.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            )
            trace = run.result(60)
        true(
            f"retrying in {delay:.2f}s" in HEARD.text(),
            f"the exporter waits as long as it was told: {HEARD.text()[:200]}",
        )
        check_run(server, trace, token)
