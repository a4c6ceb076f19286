"""Loads the areas, starts what they share, runs the cases."""

import argparse
import importlib
import os
import pathlib
import sys

import cases
from world import World

HERE = pathlib.Path(__file__).parent


def main():
    names = sorted(path.stem for path in HERE.glob("test_*.py"))
    parser = argparse.ArgumentParser(prog="Tests/Clients/run")
    parser.add_argument("--area", action="append", default=[], choices=[n.removeprefix("test_") for n in names])
    parser.add_argument("--only", default="", help="cases whose caption contains this text")
    parser.add_argument("--list", action="store_true", help="print the captions and stop")
    parser.add_argument("--verbose", action="store_true", help="print where a failed case failed")
    options = parser.parse_args()
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        os.environ.pop(name, None)  # they would overrule the certificate that a case gives to an exporter
    for name in names:
        importlib.import_module(name)
    if options.list:
        for area, caption, _ in cases.CASES:
            print(f"{area.removeprefix('test_')}: {caption}")
        return 0
    with World() as world:
        return cases.run(world, options.area, options.only, options.verbose)


if __name__ == "__main__":
    sys.exit(main())
