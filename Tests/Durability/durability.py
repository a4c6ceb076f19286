"""Bad days: the process is killed, told to stop, or its disk is full, always under load."""

import argparse
import os
import pathlib
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Clients"))
import grpc  # noqa: E402
import otlp  # noqa: E402
from cases import equal, one_of, true, until  # noqa: E402
from senders import Ledger, Load, Pools, send  # noqa: E402
from server import Server, command  # noqa: E402

RESTART_SECONDS = 1.0
DRAIN_SECONDS = 10.0


class Tally:
    def __init__(self, only):
        self.passed = self.failed = 0
        self.only = only

    def case(self, caption, function, *arguments):
        if self.only and self.only.lower() not in caption.lower():
            return
        try:
            note = function(*arguments)
        except Exception as error:  # the other cases still have something to say
            self.failed += 1
            kind = "" if isinstance(error, AssertionError) else type(error).__name__ + ": "
            print(f"FAILED {caption}: {kind}{' '.join(str(error).split())[:600]}", flush=True)
        else:
            self.passed += 1
            print(f"ok {caption}" + (f": {note}" if note else ""), flush=True)


def compare(server, ledger, attempted=()):
    """Every acknowledged span once; of unacknowledged requests all or nothing of each trace's share, never more."""
    present = {item["id"]: item["spanCount"] for item in server.all_traces()}
    possible = {}
    for delivery in attempted:
        if not delivery.is_acknowledged:
            for trace, count in delivery.counts.items():
                possible[trace] = possible.get(trace, 0) + count
    lost = sum(max(0, count - present.get(trace, 0)) for trace, count in ledger.expected.items())
    equal(lost, 0, f"acknowledged spans lost of {ledger.spans}")
    for trace, count in present.items():
        least = ledger.expected.get(trace, 0)
        allowed = {least, least + possible.get(trace, 0)}
        true(
            count in allowed, f"trace {trace} has {count} spans, {least} acknowledged, {possible.get(trace, 0)} perhaps"
        )


def check_is_clean(data):
    done = command("check", "--data", data, timeout=300)
    equal(done.returncode, 0, f"hindcast check ({(done.stdout + done.stderr)[-300:]})")


class Killing:
    """One data folder, killed again and again; everything acknowledged so far is compared every time."""

    def __init__(self, folder, load, seed):
        self.server = Server(folder / "killed")
        self.load, self.rng, self.ledger = load, random.Random(f"{seed}/kill"), Ledger()
        self.restarts = []

    def cycle(self):
        server = self.server
        server.start()
        senders = self.load.start(server.http_port)
        # The random moment is the matter of this test, not a way of waiting for something.
        time.sleep(self.rng.uniform(0.0, 1.2))
        server.kill()
        tried = self.load.finish(senders)
        for delivery in tried:
            if delivery.is_acknowledged:
                self.ledger.add(delivery)
        server.start()
        self.restarts.append(server.ready_seconds)
        compare(server, self.ledger, tried)
        again = [d for d in tried if not d.is_acknowledged] + self.rng.sample(
            [d for d in tried if d.is_acknowledged], min(5, sum(d.is_acknowledged for d in tried))
        )
        for delivery in again:
            known = delivery.is_acknowledged
            equal(send(server.http_port, delivery).status, 200, "status of a request sent again")
            if not known:
                self.ledger.add(delivery)
        compare(server, self.ledger)
        equal(server.stop(), 0, "exit code after SIGTERM")
        check_is_clean(server.data)
        true(server.ready_seconds < RESTART_SECONDS, f"restart took {server.ready_seconds:.2f} s")
        return (
            f"{sum(d.is_acknowledged for d in tried)} requests, {self.ledger.spans} spans so far, "
            f"ready again in {server.ready_seconds * 1000:.0f} ms"
        )

    def end(self):
        self.server.kill()


def drains(folder, load):
    """SIGTERM under load."""
    server, ledger = Server(folder / "drained"), Ledger()
    try:
        server.start()
        senders = load.start(server.http_port)
        time.sleep(0.5)  # some load; any moment would do
        began = time.monotonic()
        code = server.stop()
        took = time.monotonic() - began
        tried = load.finish(senders)
        equal(code, 0, "exit code")
        true(took < DRAIN_SECONDS, f"draining took {took:.1f} s")
        for delivery in tried:
            if delivery.is_acknowledged:
                ledger.add(delivery)
            one_of(delivery.status, {None, 200, 503}, "status while stopping")
        check_is_clean(server.data)
        server.start()
        compare(server, ledger, tried)
        return f"ended in {took * 1000:.0f} ms, {ledger.spans} spans kept"
    finally:
        server.kill()


def one_at_a_time(folder, load, seed):
    """A reply follows the commit: kill -9 right behind each single acknowledgement."""
    server, ledger = Server(folder / "single"), Ledger()
    deliveries = load.pools[0].deliveries(random.Random(f"{seed}/single"))
    try:
        for _ in range(5):
            server.start()
            delivery = next(deliveries)
            equal(send(server.http_port, delivery).status, 200, "status")
            server.kill()
            ledger.add(delivery)
        server.start()
        compare(server, ledger)
    finally:
        server.kill()


def refused_for_space(server, deliveries, ledger):
    """Sends until the disk is full; answers the refused delivery and the reply."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        delivery = next(deliveries)
        reply = send(server.http_port, delivery)
        if delivery.is_acknowledged:
            ledger.add(delivery)
            continue
        if reply.status == 503:
            continue
        return delivery, reply
    raise AssertionError("nothing was refused within two minutes")


def full_disk(server, deliveries, ledger, give_back):
    refused, reply = refused_for_space(server, deliveries, ledger)
    equal(reply.status, 507, "status when the disk is full")
    true(reply.getheader("Retry-After"), "a hint when to try again")
    code, why, _ = otlp.grpc_export(server.grpc, refused.body)
    equal(code, grpc.StatusCode.RESOURCE_EXHAUSTED, f"gRPC code ({why})")
    true(server.is_alive(), "the server lives")
    equal(server.request("GET", "/health").status, 200, "health")
    compare(server, ledger)
    trace = next(iter(ledger.expected))
    equal(server.outline(trace)["spanCount"], ledger.expected[trace], "reading while the disk is full")
    give_back()
    until(lambda: send(server.http_port, refused).status == 200, "taken again when there is room", seconds=30)
    ledger.add(refused)
    for _ in range(20):
        delivery = next(deliveries)
        equal(send(server.http_port, delivery).status, 200, "status afterwards")
        ledger.add(delivery)
    compare(server, ledger)
    equal(server.stop(), 0, "exit code")
    check_is_clean(server.data)
    server.start()
    compare(server, ledger)


def file_size_limit(folder, load, seed):
    server, ledger = Server(folder / "limited"), Ledger()
    try:
        server.start()
        pid, unlimited = server.process.pid, resource.RLIM_INFINITY
        largest = max(path.stat().st_size for path in server.data.rglob("*") if path.is_file())
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (largest + (8 << 20), unlimited))
        full_disk(
            server,
            load.pools[0].deliveries(random.Random(f"{seed}/limit")),
            ledger,
            lambda: resource.prlimit(pid, resource.RLIMIT_FSIZE, (unlimited, unlimited)),
        )
        return f"{ledger.spans} spans kept"
    finally:
        server.kill()


def full_file_system(folder, load, seed):
    place = folder / "small"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=192m", "tmpfs", str(place)], check=True, capture_output=True)
    server, ledger = Server(place / "data"), Ledger()
    try:
        server.start()
        deliveries = load.pools[0].deliveries(random.Random(f"{seed}/space"))
        for _ in range(20):
            delivery = next(deliveries)
            equal(send(server.http_port, delivery).status, 200, "status while there is room")
            ledger.add(delivery)
        ballast = place / "ballast"
        with open(ballast, "wb") as file:
            try:
                while True:
                    file.write(b"\0" * (1 << 20))
                    file.flush()
            except OSError:
                pass  # full, as intended
        full_disk(server, deliveries, ledger, ballast.unlink)
        return f"{ledger.spans} spans kept"
    finally:
        server.kill()
        subprocess.run(["umount", str(place)], capture_output=True)


def can_mount(folder):
    if os.geteuid() != 0 or sys.platform != "linux":
        return False
    place = folder / "probe"
    place.mkdir()
    mounted = (
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], capture_output=True).returncode
        == 0
    )
    if mounted:
        subprocess.run(["umount", str(place)], capture_output=True)
    return mounted


def main():
    parser = argparse.ArgumentParser(prog="Tests/Durability/run")
    parser.add_argument("--cycles", type=int, default=20, help="kill -9 and restart so many times")
    parser.add_argument("--seed", type=int, default=20260101)
    parser.add_argument("--senders", type=int, default=3)
    parser.add_argument("--only", default="", help="cases whose caption contains this text")
    options = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="hindcast-durability-"))
    tally = Tally(options.only)
    pools = Pools(options.seed)
    load = Load([pools.copy() for _ in range(options.senders)], options.seed)
    killing = Killing(folder, load, options.seed)
    try:
        for cycle in range(1, options.cycles + 1):
            tally.case(
                f"kill -9 under load, cycle {cycle} of {options.cycles}: nothing acknowledged is lost or doubled",
                killing.cycle,
            )
        if killing.restarts:
            print(f"restart to /health: slowest {max(killing.restarts) * 1000:.0f} ms of {len(killing.restarts)}")
        killing.end()
        tally.case(
            "kill -9 right behind one acknowledgement, five times over", one_at_a_time, folder, load, options.seed
        )
        tally.case("SIGTERM under load drains and ends with exit code 0", drains, folder, load)
        tally.case(
            "At a file-size limit: 507 and RESOURCE_EXHAUSTED, reads go on, recovery",
            file_size_limit,
            folder,
            load,
            options.seed,
        )
        if can_mount(folder):
            tally.case(
                "On a full file system: 507 and RESOURCE_EXHAUSTED, reads go on, recovery",
                full_file_system,
                folder,
                load,
                options.seed,
            )
        else:
            print("note: no file system can be mounted here; the file-size limit stands for the full disk")
    finally:
        killing.end()
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{tally.passed} passed, {tally.failed} failed")
    return 0 if tally.failed == 0 and tally.passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
