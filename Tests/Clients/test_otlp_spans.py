"""Spans through both doors: real exporters and hand-made bodies, plain and compressed, good ones among bad ones."""

import gzip
import json
import secrets

import grpc
import zstandard
from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter as GRPCSpans
from opentelemetry.exporter.otlp.proto.http import Compression
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter as HTTPSpans
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.sdk.trace.export import SpanExportResult

import otlp
from cases import case, equal, one_of, true
from exporters import Checked
from otlp import JSON, add_span, check_run, grpc_export, one_span, post, record_run, word


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
