"""Log records, which join their spans, and metrics, which are taken and dropped."""

import time

from opentelemetry import trace as otel
from opentelemetry._logs import SeverityNumber
from opentelemetry.exporter.otlp.proto.grpc._log_exporter import OTLPLogExporter as GRPCLogs
from opentelemetry.exporter.otlp.proto.grpc.metric_exporter import OTLPMetricExporter as GRPCMetrics
from opentelemetry.exporter.otlp.proto.http import Compression
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter as HTTPLogs
from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter as HTTPMetrics
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import SimpleLogRecordProcessor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.trace import SpanContext, TraceFlags

import otlp
from cases import case, equal, true, until
from otlp import one_span, post, sent, word


def log_through(world, exporter):
    token = word()
    request, trace = one_span(name="logged " + token, attributes={"gen_ai.operation.name": "chat"})
    span = request.resource_spans[0].scope_spans[0].spans[0].span_id
    sent(world.server, request)
    provider = LoggerProvider()
    provider.add_log_record_processor(SimpleLogRecordProcessor(exporter))
    context = SpanContext(int(trace, 16), int.from_bytes(span, "big"), True, TraceFlags(1))
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
