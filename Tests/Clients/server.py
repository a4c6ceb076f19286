"""Starts and stops the server under test, finds free ports, and speaks its native API."""

import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("HINDCAST_BINARY", str(ROOT / ".build/release/hindcast"))
API = "/api/hindcast/v1"
START_SECONDS = 20
STOP_SECONDS = 20


def free_ports(count):
    """Ports that nobody listens on now. Held all at once, so that they differ."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            return True
        except OSError:
            return False


def command(*arguments, timeout=60, env=None, input=None):
    """Runs the binary; answers a completed process with text output."""
    return subprocess.run(
        [BINARY, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=timeout,
        input=input,
        env={**os.environ, "NO_COLOR": "1", **(env or {})},
    )


class Answer:
    """A reply of the server."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"{self.status} {self.body[:200]!r}"


class Server:
    """One `hindcast serve`. A context manager: entering starts it, leaving ends it by its own process id."""

    def __init__(self, data, *, auth=None, aliases="off", tls=None, key=None, arguments=(), env=None, prefix=()):
        self.data = pathlib.Path(data)
        self.auth, self.aliases, self.tls, self.key = auth, aliases, tls, key
        self.arguments, self.env, self.prefix = list(arguments), env or {}, list(prefix)
        self.process = None
        self.http_port = self.grpc_port = None
        self.ready_seconds = None
        self.log_path = pathlib.Path(tempfile.mkdtemp(prefix="hindcast-log-")) / "server.log"

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *error):
        self.stop()
        shutil.rmtree(self.log_path.parent, ignore_errors=True)

    def command_line(self):
        line = [
            *self.prefix,
            BINARY,
            "serve",
            "--data",
            str(self.data),
            "--http-port",
            str(self.http_port),
            "--grpc-port",
            str(self.grpc_port),
            "--aliases",
            self.aliases,
        ]
        if self.auth:
            line += ["--auth", self.auth]
        if self.tls:
            line += ["--tls-cert", str(self.tls[0]), "--tls-key", str(self.tls[1])]
        return line + self.arguments

    def start(self):
        """Starts on free ports, or on those of the last start, and waits for /health."""
        if self.http_port is None:
            self.http_port, self.grpc_port = free_ports(2)
        began = time.monotonic()
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                self.command_line(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, "NO_COLOR": "1", **self.env},
            )
        while True:
            if self.process.poll() is not None:
                raise AssertionError(f"the server ended with {self.process.returncode}: {self.log_text()[-500:]}")
            try:
                if self.request("GET", "/health", timeout=2).status == 200:
                    self.ready_seconds = time.monotonic() - began
                    return
            except (OSError, http.client.HTTPException):
                pass
            if time.monotonic() - began > START_SECONDS:
                self.kill()
                raise AssertionError(f"not ready within {START_SECONDS} s: {self.log_text()[-500:]}")
            time.sleep(0.005)

    def log_text(self):
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    def is_alive(self):
        return self.process is not None and self.process.poll() is None

    def stop(self):
        """Asks it to end and answers the exit code; ends it by force when it does not listen."""
        if self.process is None:
            return None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()
                raise AssertionError(f"the server did not end within {STOP_SECONDS} s of SIGTERM")
        return self.process.returncode

    def kill(self):
        """kill -9, and waits until the process is gone."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def memory_bytes(self):
        """Resident memory from /proc."""
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
        raise AssertionError("no VmRSS")

    # Addresses

    @property
    def scheme(self):
        return "https" if self.tls else "http"

    @property
    def url(self):
        return f"{self.scheme}://127.0.0.1:{self.http_port}"

    @property
    def grpc(self):
        return f"127.0.0.1:{self.grpc_port}"

    def connect(self, timeout=30, port=None):
        port = port or self.http_port
        if self.tls:
            context = ssl.create_default_context(cafile=str(self.tls[0]))
            return http.client.HTTPSConnection("127.0.0.1", port, timeout=timeout, context=context)
        return http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)

    # Native API

    def request(self, method, path, body=None, headers=None, key=None, timeout=30, port=None):
        connection = self.connect(timeout, port)
        try:
            every = dict(headers or {})
            key = key if key is not None else self.key
            if key:
                every.setdefault("Authorization", f"Bearer {key}")
            connection.request(method, path, body=body, headers=every)
            reply = connection.getresponse()
            return Answer(reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read())
        finally:
            connection.close()

    def ask(self, method, path, value=None, key=None):
        """A native route with a JSON body; answers the parsed JSON (None when empty) and insists on success."""
        body = None if value is None else json.dumps(value)
        reply = self.request(method, API + path, body, {"Content-Type": "application/json"} if body else None, key)
        if not 200 <= reply.status < 300:
            raise AssertionError(f"{method} {path}: {reply!r}")
        return reply.json if reply.body else None

    def get(self, path, key=None, **query):
        given = {name: value for name, value in query.items() if value is not None}
        return self.ask("GET", path + ("?" + urllib.parse.urlencode(given) if given else ""), key=key)

    def status(self, method, path, key=None, headers=None):
        return self.request(method, API + path, key=key, headers=headers).status

    def traces(self, q=None, **more):
        return self.get("/traces", q=q, **more)["items"]

    def all_traces(self, limit=500):
        """Every trace, by paging."""
        found, cursor = [], None
        while True:
            page = self.get("/traces", limit=limit, cursor=cursor)
            found += page["items"]
            cursor = page.get("next")
            if not cursor:
                return found

    def outline(self, trace):
        return self.get(f"/traces/{trace}")

    def span(self, trace, span):
        return self.get(f"/traces/{trace}/spans/{span}")

    def search(self, words, **more):
        return self.get("/search", q=words, **more)["items"]

    def stats(self):
        return self.get("/stats")
