"""What this machine gives: hashing and compressing the same bytes, and appending with fsync. Figures of the server
are read as multiples of these, since machines differ and are shared."""

import hashlib
import os
import statistics
import time

import zstandard


def hash_and_compress(units, seconds=2.0):
    """CPU milliseconds per span for SHA-256 and zstd level 3 of the load's own request bodies."""
    compressor = zstandard.ZstdCompressor(level=3)
    bodies = [body for unit in units for body in unit]
    spans, began, cpu = 0, time.perf_counter(), time.process_time()
    while time.perf_counter() - began < seconds:
        for body in bodies:
            data = bytes(body.buf)
            hashlib.sha256(data).digest()
            compressor.compress(data)
            spans += len(body.spans)
    return (time.process_time() - cpu) * 1e3 / spans


def fsync_loop(folder, seconds=2.0, size=4096):
    """(appends of 4 KB with fsync per second, median milliseconds of one)."""
    block, took = os.urandom(size), []
    path = os.path.join(folder, "fsync-loop")
    with open(path, "ab", buffering=0) as file:
        began = time.perf_counter()
        while time.perf_counter() - began < seconds:
            once = time.perf_counter()
            file.write(block)
            os.fsync(file.fileno())
            took.append(time.perf_counter() - once)
    os.remove(path)
    return len(took) / sum(took), statistics.median(took) * 1e3
