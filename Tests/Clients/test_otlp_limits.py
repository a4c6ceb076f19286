"""What is too large, what is just not too large, and what may pass later."""

import resource
import secrets
from concurrent import futures

import grpc
from google.rpc import error_details_pb2, status_pb2
from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter as GRPCSpans

from cases import Skipped, case, equal, true, until
from exporters import HEARD
from otlp import PROTOBUF, check_run, grpc_export, one_span, record_run, sent, word
from server import Server

LIMIT = 64 << 20


@case("A body over 64 MiB is answered 413 and the same connection goes on")
def _(world):
    connection = world.server.connect(timeout=60)
    connection.request("POST", "/v1/traces", b"\0" * (LIMIT + 1), PROTOBUF)
    reply = connection.getresponse()
    reply.read()
    equal(reply.status, 413, "status")
    request, trace = one_span(name="after the large one")
    connection.request("POST", "/v1/traces", request.SerializeToString(), PROTOBUF)
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
            "POST", "/v1/traces", (b"\0" * (1 << 20) for _ in range(66)), PROTOBUF, encode_chunked=True
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
