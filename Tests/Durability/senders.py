"""Threads that send pre-encoded requests and write down what was acknowledged."""

import copy
import http.client
import pathlib
import random
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Benchmarks"))
import otlpgen  # noqa: E402

BASE_NANOSECONDS = 1_767_225_600_000_000_000


class Delivery:
    """One request: its bytes, its traces with their span counts, and whether the server said it has them."""

    __slots__ = ("body", "counts", "status")

    def __init__(self, body, counts):
        self.body, self.counts, self.status = body, counts, None

    @property
    def is_acknowledged(self):
        return self.status == 200


class Pools:
    """The pre-encoded request bodies. Patching changes a body in place, so that each thread has pools of its own."""

    def __init__(self, seed, profiles=("small", "medium")):
        self.units = [unit for profile in profiles for unit in otlpgen.build_pool(profile, "openinference", seed)[:6]]

    def copy(self):
        """The same bodies for another thread."""
        return copy.deepcopy(self)

    def deliveries(self, rng):
        """Endless deliveries with fresh ids; a unit's requests come in order and share its traces."""
        while True:
            unit = rng.choice(self.units)
            ids = {key: rng.randbytes(16) for key in range(8)}
            session, now = rng.getrandbits(50), BASE_NANOSECONDS + rng.getrandbits(40)
            for template in unit:
                counts = {}
                for key, _, _ in template.spans:
                    trace = ids[key].hex()
                    counts[trace] = counts.get(trace, 0) + 1
                yield Delivery(bytes(otlpgen.patch(template, ids, now, session)), counts)


def send(port, delivery, timeout=30):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("POST", "/v1/traces", delivery.body, {"Content-Type": "application/x-protobuf"})
        reply = connection.getresponse()
        reply.read()
        delivery.status = reply.status
        return reply
    finally:
        connection.close()


class Sender(threading.Thread):
    """Sends until told to stop or until the server is gone. Everything it tried is in `log`."""

    def __init__(self, port, pools, seed, first_acknowledged):
        super().__init__(daemon=True)
        self.port, self.pools, self.rng = port, pools, random.Random(seed)
        self.first_acknowledged, self.stopping, self.log = first_acknowledged, threading.Event(), []

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        for delivery in self.pools.deliveries(self.rng):
            if self.stopping.is_set():
                break
            self.log.append(delivery)
            try:
                connection.request("POST", "/v1/traces", delivery.body, {"Content-Type": "application/x-protobuf"})
                reply = connection.getresponse()
                reply.read()
            except (OSError, http.client.HTTPException):
                break
            delivery.status = reply.status
            if reply.status == 200:
                self.first_acknowledged.set()
            elif reply.status != 503:
                break
        connection.close()


class Load:
    """Several senders against one server."""

    def __init__(self, pools, seed):
        self.pools, self.seed, self.rounds = pools, seed, 0

    def start(self, port):
        self.rounds += 1
        first = threading.Event()
        senders = [Sender(port, pools, f"{self.seed}/{self.rounds}/{n}", first) for n, pools in enumerate(self.pools)]
        for sender in senders:
            sender.start()
        if not first.wait(30):
            raise AssertionError("nothing was acknowledged within 30 s")
        return senders

    @staticmethod
    def finish(senders):
        for sender in senders:
            sender.stopping.set()
        for sender in senders:
            sender.join(60)
            if sender.is_alive():
                raise AssertionError("a sender did not end")
        return [delivery for sender in senders for delivery in sender.log]


class Ledger:
    """What must be in the store: per trace, the spans of all acknowledged requests."""

    def __init__(self):
        self.expected, self.spans = {}, 0

    def add(self, delivery):
        for trace, count in delivery.counts.items():
            self.expected[trace] = self.expected.get(trace, 0) + count
            self.spans += count
