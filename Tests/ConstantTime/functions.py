#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares the public functions with the list of what their time tells.

functions.py FOLDER: where `swift build` put the modules and TaintCheck. The
format of the list is written at the top of functions.txt.
"""

import fnmatch
import json
import pathlib
import platform
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
MODULES = ["OTPCore", "OCRA", "BackupCodes", "TwoFactor"]
KINDS = {
    "swift.func", "swift.func.op", "swift.init", "swift.method",
    "swift.property", "swift.subscript", "swift.type.method",
    "swift.type.property", "swift.type.subscript",
}
CLAIMS = {"holds", "does not hold", "no secret"}


def functions(module, folder):
    """The public functions of a module, by its symbol graph."""
    maps = [folder / "COTPKernels.build/module.modulemap",
            HERE / "../../Sources/CLibcrypto/module.modulemap"]
    with tempfile.TemporaryDirectory() as graphs:
        subprocess.run(
            ["swift-symbolgraph-extract", "-module-name", module,
             "-I", folder / "Modules", "-minimum-access-level", "public",
             "-target", f"{platform.machine()}-unknown-linux-gnu",
             "-output-dir", graphs]
            + [word for path in maps
               for word in ["-Xcc", f"-fmodule-map-file={path}"]],
            check=True)
        found = set()
        for path in pathlib.Path(graphs).glob(f"{module}*.json"):
            for symbol in json.loads(path.read_text())["symbols"]:
                isOurs = "::SYNTHESIZED" not in symbol["identifier"]["precise"]
                if isOurs and symbol["kind"]["identifier"] in KINDS:
                    found.add(".".join(symbol["pathComponents"]))
    return found


def claims():
    """The lines of the list: module, name, claim, and what comes after it."""
    module = None
    for line in (HERE / "functions.txt").read_text().splitlines():
        if line.startswith("["):
            module = line.strip("[]")
        elif line and not line.startswith("#"):
            name, claim, *rest = [part.strip() for part in line.split(" | ")]
            yield module, name, claim, "".join(rest)


def best(name, lines):
    """The line that counts for a function; None if there is none."""
    fitting = [line for line in lines
               if fnmatch.fnmatchcase(name, line[1].replace("[", "[[]"))]
    return max(fitting, default=None,
               key=lambda line: ("*" not in line[1], len(line[1])))


def faults(folder):
    lines = list(claims())
    subjects = subprocess.run(
        [folder / "TaintCheck", "--list"], check=True, capture_output=True,
        text=True).stdout.splitlines()
    used = set()
    count = dict.fromkeys(CLAIMS, 0)
    for module in MODULES:
        own = [line for line in lines if line[0] in (module, "all modules")]
        for name in sorted(functions(module, folder)):
            line = best(name, own)
            used.add(line)
            if line is None:
                yield f"{module} {name}: on no line"
            elif line[2] in CLAIMS:
                count[line[2]] += 1
    for line in lines:
        module, name, claim, rest = line
        if claim not in CLAIMS:
            yield f"{module} {name}: {claim!r} is no claim"
        if line not in used:
            yield f"{module} {name}: no function has this name"
        if claim == "does not hold" and not rest:
            yield f"{module} {name}: why not?"
        if claim == "holds" and not any(rest in one for one in subjects):
            yield f"{module} {name}: no subject is called {rest!r}"
    total = sum(count.values())
    print(f"functions: {total}, of which {count['holds']} meet a secret and "
          f"hold, {count['does not hold']} do not")


found = list(faults(pathlib.Path(sys.argv[1])))
for fault in found:
    print("FAIL ", fault)
sys.exit(1 if found else 0)
