# This source file is part of the otpkit open source project.
# Copyright (c) 2026 the otpkit authors
# SPDX-License-Identifier: Apache-2.0
"""Gives `otpkit diagnose` codes of generators that differ from the server in
one thing or in two: how many of the causes it names, and how long it takes.

Usage: diagnosis.py OTPKIT [CASES [SEED]]

Fails if it names fewer than 95 %, or a wrong cause for one.
"""

import base64
import json
import random
import resource
import subprocess
import sys
import time

from cross_check import python_code

KINDS = ["clock", "hash", "digits", "period", "form", "look-alike"]
LOOK_ALIKES = dict(zip("OQIL2Z5S6GUV", "QOLIZ2S5G6VU"))
# Base32's letters alone: there, these forms give the same bytes.
CHARACTERS = {"ascii", "ascii-without-separators", "ascii-upper-case"}


def mismatch(rng):
    """The server's text of a secret, and what the generator makes of it."""
    key = rng.randbytes(rng.choice([16, 20, 20, 32]))
    case = {"text": base64.b32encode(key).decode().rstrip("="), "key": key,
            "algorithm": "SHA1", "digits": 6, "period": 30, "ahead": 0,
            "form": "base32", "misread": False, "kinds": []}
    while not case["kinds"] or {"form", "look-alike"} <= set(case["kinds"]):
        case["kinds"] = rng.sample(KINDS, rng.randint(1, 2))
    for kind in case["kinds"]:
        change(case, kind, rng)
    return case


def change(case, kind, rng):
    if kind == "clock":
        case["ahead"] = rng.choice([-1, 1]) * rng.randint(60, 604_800)
    elif kind == "hash":
        case["algorithm"] = rng.choice(["SHA256", "SHA512"])
    elif kind == "digits":
        case["digits"] = rng.randint(7, 9)
    elif kind == "period":
        case["period"] = rng.choice([*range(15, 30), *range(31, 121)])
    elif kind == "form":
        read_otherwise(case, rng)
    else:
        misread(case, rng)


def read_otherwise(case, rng):
    """The generator reads the text in another form than base32."""
    form = rng.choice(["ascii", "ascii-lower-case", "hexadecimal", "base64"])
    if form == "hexadecimal":
        # A text that could be both.
        case["text"] = "".join(rng.choices("ABCDEF234567", k=32))
    text = case["text"]
    if form == "base64":
        whole = base64.b64decode(text + "A" * (-len(text) % 4))
        case["key"] = whole[:len(text) * 6 // 8]
    elif form == "hexadecimal":
        case["key"] = bytes.fromhex(text)
    else:
        case["key"] = (text.lower() if "lower" in form else text).encode()
    case["form"] = form


def misread(case, rng):
    """One character of the text is taken for one that looks like it."""
    text = case["text"]
    places = [at for at, letter in enumerate(text) if letter in LOOK_ALIKES]
    if not places:
        return
    at = rng.choice(places)
    other = text[:at] + LOOK_ALIKES[text[at]] + text[at + 1:]
    key = base64.b32decode(other + "=" * (-len(other) % 8))
    # The last bits of a text belong to no byte.
    case["misread"], case["key"] = key != case["key"], key


def diagnosis(otpkit, case, start):
    """What is said about two codes in a row, and the milliseconds it took, the
    median of three times: by the clock, and of the processor, which other
    programs delay less."""
    codes = []
    for tried in (start, start + case["period"]):
        step = (tried + case["ahead"]) // case["period"]
        codes.append(f"{python_code({**case, 'counter': step})}@{tried}")
    times = []
    for _ in range(3):
        begin, before = time.perf_counter(), processor_seconds()
        run = subprocess.run([otpkit, "diagnose", "--json", *codes],
                             input=case["text"], capture_output=True, text=True)
        times.append((time.perf_counter() - begin, processor_seconds() - before))
        if run.returncode not in (0, 1):
            sys.exit(f"exit code {run.returncode}: {run.stderr}")
    return json.loads(run.stdout), [1000 * sorted(column)[1]
                                    for column in zip(*times)]


def processor_seconds():
    """What all programs took that have been run and have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def is_named(case, found):
    """Whether an explanation is what was done."""
    forms = CHARACTERS if case["form"] in CHARACTERS else {case["form"]}
    return (found["form"] in forms
            and ("lookAlikes" in found) == case["misread"]
            and found["algorithm"] == case["algorithm"]
            and found["digits"] == case["digits"]
            and found.get("period") == case["period"]
            and abs(found["clockAhead"] - case["ahead"]) <= 2 * case["period"])


def figures(times):
    times = sorted(times)
    return (f"median {times[len(times) // 2]:.0f} ms, 95 % within "
            f"{times[len(times) * 95 // 100]:.0f} ms, longest {times[-1]:.0f} "
            f"ms, {sum(each > 100 for each in times)} over 100 ms")


def main(otpkit, count=500, seed=13):
    rng = random.Random(seed)
    named, wrong, times = 0, [], []
    for _ in range(count):
        case = mismatch(rng)
        start = 1_700_000_000 + rng.randint(0, 1_000_000)
        said, took = diagnosis(otpkit, case, start)
        times.append(took)
        if said["verdict"] != "explained":
            continue
        if is_named(case, said["explanations"][0]):
            named += 1
        else:
            wrong.append(f"wrong: {', '.join(case['kinds'])}, not "
                         + " ".join(said["explanations"][0]["differences"]))
    print(*wrong, sep="\n", end="\n" if wrong else "")
    print(f"seed {seed}: {count} mismatches, {named} named, {len(wrong)} wrong")
    for name, column in zip(["by the clock", "of the processor"], zip(*times)):
        print(f"{name}: {figures(column)}")
    return 1 if wrong or named < 0.95 * count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *map(int, sys.argv[2:])))
