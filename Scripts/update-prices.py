#!/usr/bin/env python3
"""Writes Sources/C/CPrices/prices.tsv from the price table inside the PyPI package `litellm`.

Usage: pip download litellm --no-deps, then  Scripts/update-prices.py litellm-*.whl

One line per model, sorted by the bytes of its lower-case name: the name, then fields `code=dollars per million tokens`.
Code: i input, o output, r cache read, w cache write, W cache write kept an hour, I audio input, O audio output,
R reasoning output; then @N for prices above N thousand input tokens, then !tier for flex, priority and batches.
"""
import json
import re
import sys
import zipfile
from pathlib import Path

SOURCE = "litellm/model_prices_and_context_window_backup.json"
TARGET = Path(__file__).resolve().parent.parent / "Sources/C/CPrices/prices.tsv"
CODES = {
    "input_cost_per_token": "i",
    "output_cost_per_token": "o",
    "cache_read_input_token_cost": "r",
    "cache_creation_input_token_cost": "w",
    "cache_creation_input_token_cost_above_1hr": "W",
    "input_cost_per_audio_token": "I",
    "output_cost_per_audio_token": "O",
    "output_cost_per_reasoning_token": "R",
}
FIELD = re.compile(
    "^(" + "|".join(sorted(CODES, key=len, reverse=True)) + r")(?:_above_(\d+)k_tokens)?(?:_(flex|priority|batches))?$"
)


def fields(model):
    found = []
    for name, value in model.items():
        match = FIELD.match(name)
        if match and isinstance(value, (int, float)):
            code = CODES[match[1]] + (f"@{match[2]}" if match[2] else "") + (f"!{match[3]}" if match[3] else "")
            found.append(f"{code}={round(value * 1e6, 9):.9f}".rstrip("0").rstrip("."))
    return sorted(found)


def main(wheel):
    with zipfile.ZipFile(wheel) as archive:
        table = json.loads(archive.read(SOURCE))
    lines = {}
    for name, model in table.items():
        if name == "sample_spec" or not ("input_cost_per_token" in model or "output_cost_per_token" in model):
            continue
        key = name.lower()
        if "\t" not in key and "\n" not in key:
            lines.setdefault(key, "\t".join([key, *fields(model)]))
    TARGET.write_text("".join(lines[key] + "\n" for key in sorted(lines, key=str.encode)))
    print(f"{TARGET}: {len(lines)} models")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
