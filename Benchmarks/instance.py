"""One server with an empty folder, and what its process and its folder cost."""

import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import statistics
import subprocess
import tempfile
import threading
import time
import urllib.parse

import psutil

ROOT = pathlib.Path(__file__).resolve().parents[1]
BINARY = os.environ.get("HINDCAST_BINARY", str(ROOT / ".build/release/hindcast"))
API = "/api/hindcast/v1"


def free_ports(count):
    held = [socket.socket() for _ in range(count)]
    try:
        for each in held:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in held]
    finally:
        for each in held:
            each.close()


class Peak(threading.Thread):
    """Samples the proportional set size of a process (shared pages counted by their share) until told to stop."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.process, self.peak_bytes, self._done = psutil.Process(pid), 0, threading.Event()

    def run(self):
        while not self._done.wait(0.25):
            try:
                self.peak_bytes = max(self.peak_bytes, self.process.memory_full_info().pss)
            except psutil.Error:
                return

    def finish(self):
        self._done.set()
        self.join()
        return self.peak_bytes


class Instance:
    def __init__(self, scratch):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="bench-", dir=scratch))
        self.data = self.folder / "data"
        self.http_port, self.grpc_port = free_ports(2)
        self.process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *error):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.http_port}"

    def start(self):
        """Answers the seconds until /health said 200."""
        log = open(self.folder / "server.log", "ab")
        began = time.perf_counter()
        self.process = subprocess.Popen(
            [
                BINARY,
                "serve",
                "--data",
                str(self.data),
                "--http-port",
                str(self.http_port),
                "--grpc-port",
                str(self.grpc_port),
                "--aliases",
                "off",
            ],
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
        )
        log.close()
        while time.perf_counter() - began < 60:
            if self.process.poll() is not None:
                raise SystemExit("the server ended: " + (self.folder / "server.log").read_text()[-500:])
            try:
                if self.get_raw("/health")[0] == 200:
                    return time.perf_counter() - began
            except OSError:
                time.sleep(0.001)
        raise SystemExit("the server was never ready")

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def get_raw(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.http_port, timeout=60)
        try:
            connection.request("GET", path)
            reply = connection.getresponse()
            return reply.status, reply.read()
        finally:
            connection.close()

    def get(self, path, **query):
        status, body = self.get_raw(API + path + ("?" + urllib.parse.urlencode(query) if query else ""))
        if status != 200:
            raise SystemExit(f"GET {path}: {status} {body[:200]!r}")
        return json.loads(body)

    def spans(self):
        return int(self.get("/stats")["spans"])

    def cpu_seconds(self):
        times = psutil.Process(self.process.pid).cpu_times()
        return times.user + times.system

    def memory_bytes(self):
        return psutil.Process(self.process.pid).memory_full_info().pss

    def disk_bytes(self):
        return sum(path.stat().st_size for path in self.data.rglob("*") if path.is_file())

    def settle(self, seconds=60):
        """Waits until the text index has caught up, so that its cost is counted."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not int(self.get("/stats").get("unindexedContents", 0)):
                return
            time.sleep(0.02)

    def timed(self, path, rounds=21, base=API, **query):
        """Median milliseconds of a request on a kept connection, after one that warms, and the parsed last answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.http_port, timeout=60)
        connection.connect()
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        target = base + path + ("?" + urllib.parse.urlencode(query) if query else "")
        took, body = [], b""
        for _ in range(rounds + 1):
            began = time.perf_counter()
            connection.request("GET", target)
            reply = connection.getresponse()
            body = reply.read()
            took.append((time.perf_counter() - began) * 1e3)
            if reply.status != 200:
                raise SystemExit(f"GET {path}: {reply.status} {body[:200]!r}")
        connection.close()
        return statistics.median(took[1:]), json.loads(body)
