"""The ports that are open, with and without TLS."""

import subprocess

import grpc
from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter as GRPCSpans
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter as HTTPSpans

from cases import Skipped, case, equal, one_of, until
from otlp import check_run, grpc_export, one_span, post, record_run, word
from server import Server, is_free


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
