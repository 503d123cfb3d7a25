#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the proofs of this folder and prints a line for each.

Usage: prove.py ESBMC [PATTERN]

A function `prove_...` must hold for every input, a function `refute_...` must
fail: it states something wrong. The line "// Options: ..." of a file goes to
ESBMC: the solver, and how often a loop may run, which is checked. A file
`enumerate_....c` is compiled and run, and must fail when REFUTE is defined.
Exits with 1 if a result is not the expected one.
"""
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
KERNELS = HERE.parent.parent / "Sources" / "COTPKernels"
FOLDERS = sorted({file.parent for file in KERNELS.rglob("*.h")})
INCLUDES = [word for folder in FOLDERS for word in ("-I", str(folder))]
COMPILER = os.environ.get("CC", "clang")
SECONDS = 170


def proofs():
    """Of each proof its name, and the function that checks it."""
    for file in sorted(HERE.glob("*.c")):
        if file.name.startswith("enumerate_"):
            for prefix in ("prove", "refute"):
                yield f"{prefix}_by_{file.stem}", enumerated, file
            continue
        # Macros make some of the functions: the preprocessor writes them out.
        text = subprocess.run(
            [COMPILER, "-E", "-P", "-w", *INCLUDES, file], check=True,
            capture_output=True, text=True).stdout
        for name in re.findall(r"\bvoid ((?:prove|refute)_\w+)\(void\)", text):
            yield name, checked, file


def checked(name, file):
    """The result of ESBMC for one function."""
    options = re.search("// Options: (.*)", file.read_text()).group(1).split()
    run = subprocess.run(
        [sys.argv[1], file, "--function", name, "--64", "--result-only",
         "--memlimit", "4g", *options, *INCLUDES],
        capture_output=True, text=True, timeout=SECONDS)
    output = run.stdout + run.stderr
    if "VERIFICATION SUCCESSFUL" in output:
        return "proved"
    # A loop that runs more often than the options say is no refutation.
    if re.search(r"FAILED .*unwinding assertion", output):
        return "unbounded"
    return "refuted" if "VERIFICATION FAILED" in output else "error"


def enumerated(name, file):
    """The result of a program that goes through all inputs."""
    wrong = ["-DREFUTE"] if name.startswith("refute") else []
    with tempfile.TemporaryDirectory() as folder:
        program = pathlib.Path(folder) / "program"
        subprocess.run(
            [COMPILER, "-O3", "-w", *wrong, *INCLUDES, file, "-o", program],
            check=True)
        run = subprocess.run([program], capture_output=True, timeout=SECONDS)
    return {0: "proved", 1: "refuted"}.get(run.returncode, "error")


def check(proof):
    """Prints the result of a proof; whether it is the expected one."""
    name, method, file = proof
    start = time.monotonic()
    try:
        result = method(name, file)
    except subprocess.TimeoutExpired:
        result = "no result"
    except subprocess.CalledProcessError:
        result = "error"
    expected = "proved" if name.startswith("prove") else "refuted"
    mark = " " if result == expected else "!"
    seconds = time.monotonic() - start
    print(f"{mark} {name:40} {result:9} {seconds:5.1f} s", flush=True)
    return result == expected


def main():
    pattern = sys.argv[2] if len(sys.argv) > 2 else ""
    chosen = [proof for proof in proofs() if re.search(pattern, proof[0])]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(check, chosen))
    wrong = results.count(False)
    print(f"proofs: {len(results)} checked, {wrong} not as expected")
    sys.exit(wrong > 0 or not results)


main()
