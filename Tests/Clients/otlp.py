"""OTLP payloads made by hand, for what the exporters do not send; and one small run recorded through an exporter."""

import gzip
import itertools
import json
import secrets
import time

import grpc
from opentelemetry import trace as otel
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.trace import Status, StatusCode

from cases import equal, true, until

PROTOBUF = {"Content-Type": "application/x-protobuf"}
JSON = {"Content-Type": "application/json"}
_words = itertools.count()


def word():
    """A word that occurs nowhere else, for searching."""
    return f"zephyr{next(_words)}{secrets.token_hex(4)}"


def trace_id():
    return secrets.token_bytes(16)


def span_id():
    return secrets.token_bytes(8)


def set_value(target, value):
    if isinstance(value, bool):
        target.bool_value = value
    elif isinstance(value, int):
        target.int_value = value
    elif isinstance(value, float):
        target.double_value = value
    elif isinstance(value, bytes):
        target.bytes_value = value
    elif isinstance(value, (list, tuple)):
        target.array_value.SetInParent()
        for each in value:
            set_value(target.array_value.values.add(), each)
    elif isinstance(value, dict):
        target.kvlist_value.SetInParent()
        for name, each in value.items():
            entry = target.kvlist_value.values.add()
            entry.key = name
            set_value(entry.value, each)
    elif value is not None:
        target.string_value = value


def add_attributes(target, attributes):
    for name, value in attributes.items():
        entry = target.attributes.add()
        entry.key = name
        set_value(entry.value, value)


def add_span(
    request, trace, name="work", attributes=None, *, span=None, parent=b"", start=None, seconds=1.0, error=None
):
    """Adds a span to the request's only scope; answers the span's id."""
    if not request.resource_spans:
        group = request.resource_spans.add()
        add_attributes(group.resource, {"service.name": "black-box"})
        group.scope_spans.add().scope.name = "black-box"
    target = request.resource_spans[0].scope_spans[0].spans.add()
    start = time.time_ns() if start is None else start
    target.trace_id, target.span_id, target.parent_span_id = trace, span or span_id(), parent
    target.name, target.kind = name, 1
    target.start_time_unix_nano, target.end_time_unix_nano = start, start + int(seconds * 1e9)
    add_attributes(target, attributes or {})
    if error is not None:
        target.status.code, target.status.message = 2, error
    return target.span_id


def one_span(trace=None, name="work", attributes=None, **more):
    """A request with one span, and its trace id in hex."""
    trace = trace or trace_id()
    request = ExportTraceServiceRequest()
    add_span(request, trace, name, attributes, **more)
    return request, trace.hex()


def chat(messages, answer, *, model="gpt-4o-mini", usage=(60, 17), **more):
    """Attributes of a model call in the current GenAI convention. Messages are (role, text) pairs."""

    def wire(role, text):
        return {"role": role, "parts": [{"type": "text", "content": text}]}

    return {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": model,
        "gen_ai.usage.input_tokens": usage[0],
        "gen_ai.usage.output_tokens": usage[1],
        "gen_ai.input.messages": json.dumps([wire(*each) for each in messages]),
        "gen_ai.output.messages": json.dumps([{**wire("assistant", answer), "finish_reason": "stop"}]),
        **more,
    }


def post(server, request, headers=None, path="/v1/traces", key=None, port=None):
    body = request if isinstance(request, bytes) else request.SerializeToString()
    return server.request("POST", path, body, {**PROTOBUF, **(headers or {})}, key, port=port)


def sent(server, request, **more):
    """Posts and insists that it was taken whole."""
    reply = post(server, request, **more)
    equal(reply.status, 200, f"status of the export ({reply.body[:200]!r})")
    answer = ExportTraceServiceResponse.FromString(reply.body)
    equal(answer.partial_success.rejected_spans, 0, "rejected spans")
    return reply


def log_request(records):
    """Records are dicts: trace, span, event, body, attributes."""
    request = ExportLogsServiceRequest()
    scope = request.resource_logs.add().scope_logs.add()
    scope.scope.name = "black-box"
    for offset, record in enumerate(records):
        target = scope.log_records.add()
        target.time_unix_nano = target.observed_time_unix_nano = time.time_ns() + offset
        target.trace_id, target.span_id = record.get("trace", b""), record.get("span", b"")
        target.event_name = record.get("event", "")
        if "body" in record:
            set_value(target.body, record["body"])
        add_attributes(target, record.get("attributes", {}))
    return request


def grpc_export(address, request, *, metadata=(), compression=None, credentials=None, service="trace", timeout=20):
    """One gRPC Export; answers (code, call). The code is OK, or that of the error."""
    name = f"opentelemetry.proto.collector.{service}.v1.{service.capitalize()}" + (
        "sService" if service in ("log", "metric") else "Service"
    )
    name = name.replace(".log.", ".logs.").replace(".metric.", ".metrics.")
    options = [("grpc.max_send_message_length", -1), ("grpc.max_receive_message_length", -1)]
    if credentials:
        channel = grpc.secure_channel(address, credentials, options=options)
    else:
        channel = grpc.insecure_channel(address, options=options)
    with channel:
        method = channel.unary_unary(
            f"/{name}/Export",
            request_serializer=lambda m: m if isinstance(m, bytes) else m.SerializeToString(),
            response_deserializer=lambda b: b,
        )
        try:
            body, call = method.with_call(request, metadata=metadata, compression=compression, timeout=timeout)
            return grpc.StatusCode.OK, body, call
        except grpc.RpcError as error:
            return error.code(), error.details(), error


def zipped(request):
    return gzip.compress(request.SerializeToString())


# One run through a real exporter


def record_run(exporter, token):
    """An agent span over a model call and a failing tool, through the real SDK. Answers the trace id in hex."""
    provider = TracerProvider(resource=Resource.create({"service.name": "exporter-run"}))
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    tracer = provider.get_tracer("exporter.run", "1.2.3")
    with tracer.start_as_current_span("run " + token) as root:
        root.set_attribute("gen_ai.operation.name", "invoke_agent")
        root.set_attribute("session.id", "session-" + token)
        with tracer.start_as_current_span("chat gpt-4o-mini", kind=otel.SpanKind.CLIENT) as call:
            for name, value in chat([("system", "Be brief."), ("user", "Say " + token)], "I say " + token).items():
                call.set_attribute(name, value)
        with tracer.start_as_current_span("execute_tool ls") as tool:
            tool.set_attribute("gen_ai.operation.name", "execute_tool")
            tool.set_attribute("gen_ai.tool.name", "ls")
            tool.set_attribute("gen_ai.tool.call.id", "call_1")
            tool.set_attribute("bench.flags", [True, False])
            tool.set_attribute("bench.ratio", 0.25)
            tool.add_event("looked", {"path": "/tmp"})
            tool.set_status(Status(StatusCode.ERROR, "no such folder"))
    provider.shutdown()
    return format(root.get_span_context().trace_id, "032x")


def check_run(server, trace, token):
    """What `record_run` recorded, by value."""
    outline = until(lambda: server.status("GET", f"/traces/{trace}") == 200 and server.outline(trace), "the trace")
    equal(outline["id"], trace, "trace id")
    equal(outline["name"], "run " + token, "trace name")
    equal(outline["sessionId"], "session-" + token, "session")
    equal(outline["status"], "error", "trace status")
    equal(outline["spanCount"], 3, "span count")
    spans = {span["name"]: span for span in outline["spans"]}
    equal(sorted(spans), sorted(["run " + token, "chat gpt-4o-mini", "execute_tool ls"]), "span names")
    root, call, tool = spans["run " + token], spans["chat gpt-4o-mini"], spans["execute_tool ls"]
    equal((root["kind"], call["kind"], tool["kind"]), ("agent", "llm", "tool"), "kinds")
    equal((call["parentId"], tool["parentId"]), (root["id"], root["id"]), "parents")
    true(not root.get("parentId"), "the root has no parent")
    equal((call["model"], call["provider"]), ("gpt-4o-mini", "openai"), "model and provider")
    equal((call["inputTokens"], call["outputTokens"]), (60, 17), "tokens of the call")
    equal(call["newMessages"], 2, "new messages of the call")
    equal(tool["status"], "error", "tool status")
    body = server.span(trace, call["id"])
    equal(
        [(m["role"], m["content"]) for m in body["input"]], [("system", "Be brief."), ("user", "Say " + token)], "input"
    )
    equal([(m["role"], m["content"]) for m in body["output"]], [("assistant", "I say " + token)], "output")
    body = server.span(trace, tool["id"])
    equal(body["attributes"]["bench.flags"], [True, False], "an array attribute")
    equal(body["attributes"]["bench.ratio"], 0.25, "a number attribute")
    equal([event["name"] for event in body["events"]], ["looked"], "events")
    return outline
