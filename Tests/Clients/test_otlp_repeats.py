"""The same spans again, in another order, and from many exporters at once."""

from concurrent import futures

import grpc
from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter as GRPCSpans
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor

import otlp
from cases import case, equal
from otlp import add_span, chat, grpc_export, one_span, post, sent, word
from server import Server


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
