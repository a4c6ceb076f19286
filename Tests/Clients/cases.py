"""Captioned cases, comparisons by value, and the tally. Plain on purpose: a case is a function with a sentence."""

import sys
import time
import traceback

CASES = []


class Skipped(Exception):
    """Raised where this machine cannot show the matter; the sentence says why. Counted apart, never as passed."""


def case(caption):
    """Registers a function as a case. The caption is what a reader of the output sees."""

    def register(function):
        CASES.append((function.__module__, caption, function))
        return function

    return register


def equal(actual, expected, what):
    if actual != expected:
        raise AssertionError(f"{what}: expected {expected!r}, got {actual!r}")


def true(condition, what):
    if not condition:
        raise AssertionError(what)


def one_of(actual, allowed, what):
    if actual not in allowed:
        raise AssertionError(f"{what}: expected one of {sorted(allowed)!r}, got {actual!r}")


def until(probe, what, seconds=15):
    """Polls until the probe answers something true and returns it. An AssertionError of the probe is tried again."""
    deadline = time.monotonic() + seconds
    why = ""
    while True:
        try:
            answer = probe()
            if answer:
                return answer
        except AssertionError as error:
            why = f" ({error})"
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {what}{why}")
        time.sleep(0.02)


def run(world, areas, only, verbose):
    passed = failed = skipped = 0
    for area, caption, function in CASES:
        if areas and area.removeprefix("test_") not in areas:
            continue
        if only and only.lower() not in caption.lower():
            continue
        began = time.monotonic()
        try:
            function(world)
        except Skipped as why:
            skipped += 1
            print(f"note {caption}: {why}", flush=True)
        except Exception as error:  # one case must not end the others, whatever it meets
            failed += 1
            text = " ".join(str(error).split()) or type(error).__name__
            if not isinstance(error, AssertionError):
                text = f"{type(error).__name__}: {text}"
            print(f"FAILED {caption}: {text[:600]}", flush=True)
            if verbose:
                traceback.print_exc(file=sys.stdout)
        else:
            passed += 1
            took = time.monotonic() - began
            print(f"ok {caption}" + (f" ({took:.1f} s)" if took > 3 else ""), flush=True)
    if skipped:
        print(f"{skipped} could not be shown on this machine")
    print(f"{passed} passed, {failed} failed")
    return 0 if failed == 0 and passed > 0 else 1
