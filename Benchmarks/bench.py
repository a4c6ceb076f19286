"""Measures the server under the load of otlpgen.py and prints one table beside the bars."""

import argparse
import datetime
import os
import pathlib
import platform
import subprocess
import tempfile

import bandit
import doors
import memories
import otlpgen
import yardsticks
from instance import BINARY, Instance, Peak, ROOT

MEGABYTE = 1e6
# Row -> (bar as text, whether a value reaches it).
BARS = {
    "durable spans/s, medium": ("≥ 25,000", lambda v: v >= 25_000),
    "CPU ms per span, medium": ("≤ 0.05", lambda v: v <= 0.05),
    "durable MB/s, large": ("≥ 250", lambda v: v >= 250),
    "disk per payload byte, medium": ("≤ 0.06", lambda v: v <= 0.06),
    "disk per payload byte, large": ("≤ 0.03", lambda v: v <= 0.03),
    "memory idle, MB (PSS)": ("≤ 50", lambda v: v <= 50),
    "memory under load, MB (PSS)": ("≤ 300", lambda v: v <= 300),
    "start to ready, ms": ("≤ 100", lambda v: v <= 100),
    "newest 50 traces, ms": ("≤ 2", lambda v: v <= 2),
    "outline of 201 spans, ms": ("≤ 5", lambda v: v <= 5),
    "word search, ms": ("≤ 20", lambda v: v <= 20),
    "memory query, 100,000 memories, p50 ms": ("≤ 15", lambda v: v <= 15),
    "inline reviews processed per second": ("≥ 1,000", lambda v: v >= 1000),
    "bandit, gain by value": (f"≥ {bandit.MARGIN:.2f}", lambda v: v >= bandit.MARGIN),
    "CPU ms per push of 2,000 messages, chat": ("≤ 20", lambda v: v <= 20),
    "CPU ms per push of 2,000 messages, tools": ("≤ 20", lambda v: v <= 20),
}


class Table:
    def __init__(self):
        self.rows = []

    def add(self, name, value, digits=0, note=""):
        bar, reached = BARS.get(name, ("", None))
        verdict = "" if reached is None else ("yes" if reached(value) else "no")
        self.rows.append((name, f"{value:,.{digits}f}", bar, verdict, note))
        print(f"  {name}: {value:,.{digits}f} {note}", flush=True)

    def markdown(self):
        head = [("what", "measured", "bar", "reached", "note"), ("---", "---:", "---:", "---", "---")]
        widths = [max(len(row[i]) for row in head + self.rows) for i in range(5)]
        lines = []
        for row in head + self.rows:
            right = {1, 2}
            cells = [row[i].rjust(widths[i]) if i in right else row[i].ljust(widths[i]) for i in range(5)]
            if row is head[1]:
                cells = ["-" * (widths[i] - 1) + (":" if i in right else "-") for i in range(5)]
            lines.append("| " + " | ".join(cells) + " |")
        return "\n".join(lines)


def generator(instance, profile, dialect, options, *, run_id, duration=None, max_spans=0, workers=None):
    given = otlpgen.parser().parse_args(
        [
            "--url",
            instance.url,
            "--profile",
            profile,
            "--dialect",
            dialect,
            "--workers",
            str(workers or options.workers),
            "--duration",
            str(duration or 0),
            "--max-spans",
            str(max_spans),
            "--run-id",
            str(run_id),
        ]
    )
    return given


def load(profile, dialect, options, scratch):
    """A closed-loop load on an empty store; the figures of that load."""
    units = otlpgen.build_pool(profile, dialect)
    with Instance(scratch) as instance:
        warm = generator(instance, "small", dialect, options, run_id=99, duration=5, max_spans=1000)
        otlpgen.run(warm, otlpgen.build_pool("small", dialect))
        instance.settle()
        spans, cpu, disk = instance.spans(), instance.cpu_seconds(), instance.disk_bytes()
        peak = Peak(instance.process.pid)
        peak.start()
        told = otlpgen.run(generator(instance, profile, dialect, options, run_id=1, duration=options.seconds), units)
        at_end = instance.spans() - spans
        if at_end != told["spans_acked"]:
            raise SystemExit(f"acknowledged {told['spans_acked']} spans, stored {at_end}")
        instance.settle()
        figures = {
            "spans_per_second": told["spans_per_s"],
            "megabytes_per_second": told["mb_per_s"],
            "bytes_per_span": told["bytes_per_span"],
            "p50": told["lat_p50_ms"],
            "p99": told["lat_p99_ms"],
            "cpu": (instance.cpu_seconds() - cpu) * 1e3 / at_end,
            "peak": peak.finish() / MEGABYTE,
            "disk": (instance.disk_bytes() - disk) / told["payload_bytes"],
            "rejected": told["rejected"],
            "errors": told["errors"],
        }
        instance.stop()
        figures["disk_at_rest"] = (instance.disk_bytes() - disk) / told["payload_bytes"]
        return figures, units


def measure_load(table, options, scratch):
    runs = [
        ("small", "openinference"),
        ("medium", "openinference"),
        ("medium", "genai"),
        ("medium", "openinference-full"),
        ("large", "openinference"),
    ]
    peaks = []
    for profile, dialect in runs:
        label = profile if dialect == "openinference" else f"{profile} {dialect}"
        print(f"load: {label}", flush=True)
        figures, units = load(profile, dialect, options, scratch)
        peaks.append(figures["peak"])
        note = f"{figures['bytes_per_span']:,} B per span; reply p50 {figures['p50']} ms, p99 {figures['p99']} ms"
        if figures["rejected"] or figures["errors"]:
            note += f"; {figures['rejected']} refused, {figures['errors']} errors"
        table.add(f"durable spans/s, {label}", figures["spans_per_second"], 0, note)
        table.add(f"durable MB/s, {label}", figures["megabytes_per_second"], 1)
        table.add(f"CPU ms per span, {label}", figures["cpu"], 4, "with text indexing")
        yardstick = yardsticks.hash_and_compress(units)
        table.add(
            f"yardstick: SHA-256 + zstd-3, CPU ms per span, {label}",
            yardstick,
            4,
            f"server = {figures['cpu'] / yardstick:.2f} of it",
        )
        at_rest = f"{figures['disk_at_rest']:.4f} after a clean stop"
        table.add(f"disk per payload byte, {label}", figures["disk"], 4, at_rest)
    table.add("memory under load, MB (PSS)", max(peaks), 0, "highest of the loads")


def measure_idle(table, scratch):
    print("start and idle", flush=True)
    with Instance(scratch) as instance:
        table.add("memory idle, MB (PSS)", instance.memory_bytes() / MEGABYTE, 1)
        instance.stop()
        starts = []
        for _ in range(5):
            starts.append(instance.start() * 1e3)
            instance.stop()
        table.add("start to ready, ms", sorted(starts)[2], 0, "median of 5")


def measure_reads(table, options, scratch):
    print(f"reads with {options.fill_spans:,} spans", flush=True)
    with Instance(scratch) as instance:
        units = otlpgen.build_pool("medium", "openinference")
        filled = otlpgen.run(
            generator(instance, "medium", "openinference", options, run_id=2, max_spans=options.fill_spans), units
        )
        big = otlpgen.run(
            generator(instance, "trace200", "openinference", options, run_id=3, max_spans=1, workers=1),
            otlpgen.build_pool("trace200", "openinference"),
        )
        instance.settle()
        note = f"{instance.spans():,} spans stored"
        milliseconds, page = instance.timed("/traces", limit=50)
        assert len(page["items"]) == 50, "fifty traces"
        table.add("newest 50 traces, ms", milliseconds, 2, note)
        trace = big["last_traces"][0]
        milliseconds, outline = instance.timed(f"/traces/{trace}")
        table.add("outline of 201 spans, ms", milliseconds, 2, f"{len(outline['spans'])} spans answered")
        rare = filled["last_traces"][0][:16]
        milliseconds, found = instance.timed("/search", q=rare, limit=50)
        assert found["items"], "the rare word is found"
        table.add("word search, ms", milliseconds, 2, f"a rare word, {len(found['items'])} hits")
        common = next(word for word in otlpgen.Text(otlpgen.SEED).vocab if len(word) >= 5)
        milliseconds, found = instance.timed("/search", q=common, limit=50, rounds=5)
        assert found["items"], "the common word is found"
        table.add("word search, a common word, ms", milliseconds, 2, f"{len(found['items'])} hits of a page of 50")
        milliseconds, found = instance.timed("/search", q="zzqqxxnothing", limit=50)
        assert not found["items"], "nothing is found"
        table.add("word search, no hit, ms", milliseconds, 2)
        instance.stop()
        table.add("start to ready on the filled store, ms", instance.start() * 1e3, 0)


def measure_doors(table, options, scratch):
    print("other products' doors", flush=True)
    with Instance(scratch) as instance:
        doors.measure_push(table, instance)
    with Instance(scratch) as instance:
        doors.measure_steps(
            table,
            instance,
            options,
            lambda instance, **given: generator(instance, "small", "openinference", options, **given),
        )


def measure_learning(table, options, scratch):
    print("the learning loop", flush=True)
    with Instance(scratch) as instance:
        memories.measure_reviews(table, instance)
    with Instance(scratch) as instance:
        memories.measure_queries(table, instance, options)
    with Instance(scratch) as instance:
        bandit.measure(table, instance, ROOT / "Benchmarks" / "bandit.svg" if options.out else None)


def machine():
    model = (
        next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "")
        if os.path.exists("/proc/cpuinfo")
        else platform.processor()
    )
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True
    ).stdout.strip()
    load_now = os.getloadavg()[0]
    return (
        f"{datetime.date.today().isoformat()}, {platform.system()} {platform.release()} {platform.machine()}, {model}, "
        f"{os.cpu_count()} cores, load before {load_now:.1f}, commit {commit}"
    )


def main():
    parser = argparse.ArgumentParser(prog="Benchmarks/run")
    parser.add_argument("--quick", action="store_true", help="3 s per load and 10,000 spans to read from")
    parser.add_argument("--seconds", type=float, default=15, help="of each load")
    parser.add_argument("--fill-spans", type=int, default=100_000, help="stored before reading")
    parser.add_argument("--fill-steps", type=int, default=1_000_000, help="model calls stored before paging through them")
    parser.add_argument("--memories", type=int, default=100_000, help="stored before asking for some")
    parser.add_argument("--workers", type=int, default=4, help="sending processes")
    parser.add_argument("--only", choices=["idle", "load", "reads", "doors", "learning"], help="one part")
    parser.add_argument("--out", help="write a dated copy of the table here")
    options = parser.parse_args()
    if options.quick:
        options.seconds, options.fill_spans = min(options.seconds, 3), min(options.fill_spans, 10_000)
        options.fill_steps = min(options.fill_steps, 100_000)
    print(f"{BINARY}\n{machine()}", flush=True)
    head, table = machine(), Table()
    place = ROOT / "Benchmarks" / ".work"
    place.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place) as scratch:
        rate, once = yardsticks.fsync_loop(scratch)
        table.add("yardstick: 4 KB append + fsync, per second", rate, 0, f"median {once:.2f} ms")
        if options.only in (None, "idle"):
            measure_idle(table, scratch)
        if options.only in (None, "load"):
            measure_load(table, options, scratch)
        if options.only in (None, "reads"):
            measure_reads(table, options, scratch)
        if options.only in (None, "doors"):
            measure_doors(table, options, scratch)
        if options.only in (None, "learning"):
            measure_learning(table, options, scratch)
    text = table.markdown()
    print("\n" + head + "\n\n" + text)
    if options.out:
        how = f"{options.workers} sending processes, {options.seconds:g} s per load, {options.fill_spans:,} spans to read from"
        pathlib.Path(options.out).write_text(
            f"# Benchmark results\n\n{head}.\n{how}. Made by `Benchmarks/run`; what the rows mean is in README.md.\n\n{text}\n"
        )


if __name__ == "__main__":
    main()
