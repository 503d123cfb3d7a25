# SPDX-License-Identifier: Apache-2.0
"""Makes the artefacts of a release from a built program.

usage: release.py PROGRAM FOLDER
"""
import os
import shutil
import sys

import archives
import completions
import debian
import manual
import reproducible
import statements
import wheel
from facts import TOP, Facts, sha256

# What the program may need from the machine: the C library and its loader.
ALLOWED = ("libc.so.", "libm.so.", "ld-linux")


def main(program, folder):
    reproducible.normalize(program)
    facts = Facts(os.path.abspath(program))
    others = [name for name in facts.libraries if not name.startswith(ALLOWED)]
    if others:
        return f"release: the program needs {', '.join(others)}"
    # The folder is there when it is complete, or not at all.
    part = folder + ".part"
    shutil.rmtree(part, ignore_errors=True)
    os.makedirs(part)
    shared = system_files(facts)
    made = [tarball(facts, shared, part), wheel.write(facts, part),
            debian.write(facts, shared, part)]
    made += describe(facts, made, part)
    shutil.rmtree(folder, ignore_errors=True)
    os.replace(part, folder)
    # glibc loads libgcc_s by itself when a thread ends.
    glibc = ".".join(map(str, facts.glibc))
    print(f"release: otpkit {facts.version}, needs glibc {glibc} with libgcc_s")
    for path in made:
        print(f"  {os.path.join(folder, os.path.basename(path))}")
    return None


def system_files(facts):
    """The program, its manual page and its completions, by path in /usr."""
    return {
        "bin/otpkit": archives.read(facts.program),
        "share/man/man1/otpkit.1.gz": archives.gzipped(manual.page(facts).encode()),
        **completions.files(facts.program),
    }


def tarball(facts, shared, folder):
    files = [(name, content, name.startswith("bin/"))
             for name, content in shared.items()]
    for name in ("LICENSE", "README.md", "CHANGELOG.md", "SECURITY.md"):
        files.append((name, archives.read(f"{TOP}/{name}"), False))
    files.append(("NOTICE", archives.read(f"{TOP}/Packaging/NOTICE"), False))
    name = f"{facts.name}-linux-{facts.machine}"
    path = os.path.join(folder, name + ".tar.gz")
    archives.write_tar(path, name, files, facts.epoch)
    return path


def describe(facts, artefacts, folder):
    """The files beside the artefacts: contents, origin and checksums."""
    bill = os.path.join(folder, f"{facts.name}.cdx.json")
    archives.write(bill, statements.text(statements.bill_of_materials(facts)))
    origin = os.path.join(folder, f"{facts.name}.intoto.json")
    archives.write(origin, statements.text(statements.provenance(facts, artefacts)))
    sums = os.path.join(folder, "SHA256SUMS")
    rows = [f"{sha256(path)}  {os.path.basename(path)}\n"
            for path in (*artefacts, bill, origin)]
    archives.write(sums, "".join(rows).encode())
    return [bill, origin, sums]


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: release.py PROGRAM FOLDER")
    sys.exit(main(*sys.argv[1:]))
