"""Who may come in: keys and their scopes, projects that do not see each other, and pages of other sites."""

import json

import grpc
from google.rpc import status_pb2
from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter as GRPCSpans
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter as HTTPSpans
from opentelemetry.sdk.trace.export import SpanExportResult

import otlp
from cases import case, equal, one_of, true, until
from exporters import HEARD, Checked
from otlp import check_run, grpc_export, one_span, post, record_run, word
from server import API, Server, command, free_ports

SCOPES = ("ingest", "read", "write", "admin")


class Guarded:
    """A server in keys mode with one key of every scope for project `alpha`, and an admin key of `beta`."""

    def __init__(self, world, *arguments):
        self.data = world.scratch("guarded") / "data"
        self.keys = {scope: self.make("alpha", scope) for scope in SCOPES}
        self.other = self.make("beta", "admin")
        self.server = Server(self.data, auth="keys", arguments=arguments)

    def make(self, project, scope):
        done = command("key", "create", "--data", self.data, "--project", project, "--scope", scope)
        equal(done.returncode, 0, f"hindcast key create ({done.stderr})")
        key = done.stdout.strip()
        equal(len(key.split()), 1, "key create prints just the key")
        return key

    def __enter__(self):
        self.server.__enter__()
        return self

    def __exit__(self, *error):
        self.server.__exit__(*error)


@case("In keys mode a wrong key and none are UNAUTHENTICATED over gRPC and 401 over HTTP, and nothing is stored")
def _(world):
    with Guarded(world) as guarded:
        server = guarded.server
        request, trace = one_span()
        for key in ("hk_" + "A" * 40, "nonsense", None):
            metadata = (("authorization", f"Bearer {key}"),) if key else ()
            code, why, _ = grpc_export(server.grpc, request, metadata=metadata)
            equal(code, grpc.StatusCode.UNAUTHENTICATED, f"gRPC with {key} ({why})")
            reply = post(server, request, key=key)
            equal(reply.status, 401, f"HTTP with {key}")
            true("www-authenticate" in reply.headers, "the reply names how to come in")
            equal(reply.headers["content-type"], "application/x-protobuf", f"the encoding of the refusal with {key}")
            equal(status_pb2.Status.FromString(reply.body).code, 16, f"google.rpc.Status over HTTP with {key}")
            equal(server.status("GET", "/traces", key=key), 401, f"reading with {key}")
        equal(server.status("GET", f"/traces/{trace}", key=guarded.keys["read"]), 404, "the trace")
        equal(server.request("GET", "/health").status, 200, "health needs no key")


@case("The real HTTP exporter drops what its key may not send, at once, and logs the status")
def _(world):
    with Guarded(world) as guarded:
        for key, status in (("hk_" + "A" * 40, 401), (guarded.keys["read"], 403)):
            HEARD.lines.clear()
            exporter = HTTPSpans(endpoint=guarded.server.url + "/v1/traces", headers={"X-API-Key": key})
            checked = Checked(exporter)
            record_run(checked, word())
            equal(checked.results, [SpanExportResult.FAILURE] * 3, f"what the exporter made of {status}")
            true(f"code: {status}" in HEARD.text(), f"its log: {HEARD.text()[:400]}")


@case("A refusal comes in the encoding of the export: JSON for JSON")
def _(world):
    with Guarded(world) as guarded:
        reply = post(guarded.server, b"{}", otlp.JSON)
        equal((reply.status, reply.headers["content-type"]), (401, "application/json"), "the refusal")
        equal(reply.json["code"], 16, "the code of google.rpc.Status")
        true("hindcast key create" in reply.json["message"], f"what to do: {reply.json}")


@case("The real exporters deliver with a key, in either header")
def _(world):
    with Guarded(world) as guarded:
        server, key = guarded.server, guarded.keys["ingest"]
        server.key = guarded.keys["read"]
        for exporter in (
            GRPCSpans(endpoint=server.grpc, insecure=True, headers={"authorization": f"Bearer {key}"}),
            GRPCSpans(endpoint=server.grpc, insecure=True, headers={"x-api-key": key}),
            HTTPSpans(endpoint=server.url + "/v1/traces", headers={"Authorization": f"Bearer {key}"}),
            HTTPSpans(endpoint=server.url + "/v1/traces", headers={"X-API-Key": key}),
        ):
            token = word()
            check_run(server, record_run(exporter, token), token)


@case("A key with a wrong scope is refused: ingest cannot read, read cannot send, write cannot administer")
def _(world):
    with Guarded(world) as guarded:
        server, keys = guarded.server, guarded.keys
        request, trace = one_span()
        equal(post(server, request, key=keys["ingest"]).status, 200, "sending with ingest")
        one_of(server.status("GET", f"/traces/{trace}", key=keys["ingest"]), {403, 404}, "reading with ingest")
        one_of(server.status("GET", "/traces", key=keys["ingest"]), {403, 404}, "listing with ingest")
        one_of(post(server, one_span()[0], key=keys["read"]).status, {403}, "sending with read")
        code, _, _ = grpc_export(server.grpc, one_span()[0], metadata=(("authorization", "Bearer " + keys["read"]),))
        equal(code, grpc.StatusCode.PERMISSION_DENIED, "sending with read over gRPC")
        one_of(server.status("DELETE", f"/traces/{trace}", key=keys["read"]), {403, 404}, "deleting with read")
        equal(server.status("GET", f"/traces/{trace}", key=keys["read"]), 200, "reading with read")
        equal(server.status("GET", f"/traces/{trace}", key=keys["write"]), 200, "reading with write")


@case("Projects do not see each other: a foreign trace is 404, search and list are empty")
def _(world):
    with Guarded(world) as guarded:
        server, token = guarded.server, word()
        request, trace = one_span(name="secret " + token)
        equal(post(server, request, key=guarded.keys["ingest"]).status, 200, "sending")
        until(lambda: server.ask("GET", f"/search?q={token}", key=guarded.keys["read"])["items"], "own search")
        equal(server.status("GET", f"/traces/{trace}", key=guarded.other), 404, "the foreign trace")
        equal(server.status("DELETE", f"/traces/{trace}", key=guarded.other), 404, "deleting the foreign trace")
        equal(server.ask("GET", f"/search?q={token}", key=guarded.other)["items"], [], "foreign search")
        equal(server.ask("GET", "/traces", key=guarded.other)["items"], [], "foreign list")
        equal(server.ask("GET", "/stats", key=guarded.other)["traces"], 0, "foreign statistics")
        same, _ = one_span(bytes.fromhex(trace), name="other " + token)
        equal(post(server, same, key=guarded.other).status, 200, "the same trace id in another project")
        equal(
            server.ask("GET", f"/traces/{trace}", key=guarded.keys["read"])["spanCount"],
            1,
            "spans of the first project's trace",
        )


@case("A revoked key stops working while the server runs")
def _(world):
    with Guarded(world) as guarded:
        server, key = guarded.server, guarded.keys["ingest"]
        equal(post(server, one_span()[0], key=key).status, 200, "before")
        listed = command("key", "list", "--data", guarded.data, "--json")
        equal(listed.returncode, 0, f"key list beside a running server ({listed.stderr})")
        rows = json.loads(listed.stdout)["items"]
        row = [each for each in rows if each["scope"] == "ingest" and key.startswith(each["hint"])]
        equal(len(row), 1, "the key in the list, by its hint")
        true(key not in listed.stdout, "the list does not show the key")
        done = command("key", "revoke", "--data", guarded.data, row[0]["number"])
        equal(done.returncode, 0, f"key revoke ({done.stderr})")
        until(lambda: post(server, one_span()[0], key=key).status == 401, "refused after the revocation")


@case("In open mode a foreign Host or Origin is refused, so that no web page can read or write here")
def _(world):
    server = world.server
    for host in ("evil.example", "evil.example:8000", "localhost.evil.example", "10.0.0.1"):
        equal(server.status("GET", "/traces", headers={"Host": host}), 403, f"Host {host}")
        equal(post(server, one_span()[0], {"Host": host}).status, 403, f"sending under Host {host}")
    for host in ("localhost", f"127.0.0.1:{server.http_port}", "[::1]:8000"):
        equal(server.status("GET", "/traces", headers={"Host": host}), 200, f"Host {host}")
    for origin in ("https://evil.example", "null", "http://localhost.evil.example"):
        equal(server.status("GET", "/traces", headers={"Origin": origin}), 403, f"Origin {origin}")
        reply = post(server, one_span()[0], {"Origin": origin})
        equal(reply.status, 403, f"sending from Origin {origin}")
        true("access-control-allow-origin" not in reply.headers, "no leave for the page to read")
    own = f"127.0.0.1:{server.http_port}"
    equal(
        server.status("GET", "/traces", headers={"Host": own, "Origin": f"http://{own}"}), 200, "the server's own pages"
    )


@case("A host that others can reach needs keys mode, or the server does not start")
def _(world):
    http_port, grpc_port = free_ports(2)
    done = command(
        "serve",
        "--data",
        world.scratch("public") / "data",
        "--host",
        "0.0.0.0",
        "--http-port",
        http_port,
        "--grpc-port",
        grpc_port,
        "--aliases",
        "off",
        timeout=20,
    )
    equal(done.returncode, 2, f"exit code ({done.stderr})")
    true("--auth keys" in done.stderr, f"it says what to do: {done.stderr!r}")


@case("Guessing keys is slowed down, and does not keep a good key out for long")
def _(world):
    with Guarded(world) as guarded:
        server = guarded.server
        connection, seen = server.connect(), set()
        for n in range(400):
            connection.request("GET", API + "/stats", headers={"Authorization": f"Bearer hk_{n:040d}"})
            reply = connection.getresponse()
            reply.read()
            seen.add(reply.status)
            if reply.status == 429:
                break
        connection.close()
        true(seen <= {401, 429}, f"statuses {seen}")
        until(lambda: server.status("GET", "/stats", key=guarded.keys["read"]) == 200, "the good key")


@case(
    "A key that floods is answered 429 with Retry-After and RetryInfo, another key is not, and the flooder goes on later"
)
def _(world):
    with Guarded(world, "--rate-limit", "5") as guarded:
        server, key = guarded.server, guarded.keys["ingest"]
        connection, reply = server.connect(), None
        for _ in range(2000):
            connection.request("POST", "/v1/traces", b"", {**otlp.PROTOBUF, "Authorization": f"Bearer {key}"})
            reply = connection.getresponse()
            reply.read()
            if reply.status != 200:
                break
        connection.close()
        equal(reply.status, 429, "status over HTTP")
        true(int(reply.getheader("Retry-After")) >= 1, "Retry-After")
        bearer = (("authorization", f"Bearer {key}"),)
        for _ in range(200):
            code, _, call = grpc_export(server.grpc, one_span()[0], metadata=bearer)
            if code != grpc.StatusCode.OK:
                break
        equal(code, grpc.StatusCode.RESOURCE_EXHAUSTED, "code over gRPC")
        true("grpc-status-details-bin" in dict(call.trailing_metadata()), "RetryInfo")
        equal(post(server, one_span()[0], key=guarded.keys["write"]).status, 200, "another key")
        until(lambda: post(server, one_span()[0], key=key).status == 200, "taken again")
