# SPDX-License-Identifier: Apache-2.0
"""Makes a root directory that holds the C library with the libgcc that it loads,
Python without OpenSSL, and nothing else: what a machine without Swift has at least.

usage: root.py FOLDER
"""
import glob
import os
import re
import shutil
import subprocess
import sys
import sysconfig

# Of Python's library, what pip and the adapters do not call.
LEFT_OUT = shutil.ignore_patterns(
    "site-packages", "dist-packages", "test", "tests", "idlelib", "tkinter",
    "config-*", "__pycache__", "_ssl.*", "_hashlib.*", "*.a")
FORBIDDEN = re.compile(r"swift|libcrypto|libssl", re.IGNORECASE)


def main(root):
    for folder in ("proc", "dev", "tmp", "usr/bin", "var/lib/dpkg/info",
                   "var/lib/dpkg/updates"):
        os.makedirs(os.path.join(root, folder))
    for path in ("/bin/sh", "/usr/bin/env"):
        add(root, path)
    # The C library loads it by itself when a thread ends.
    add(root, os.path.join(os.path.dirname(c_library()), "libgcc_s.so.1"))
    add_python(root)
    add_package_status(root)
    found = [path for path in everything(root) if FORBIDDEN.search(path)]
    return f"root: {found[0]} is not to be there" if found else None


def linked(path):
    """The libraries that a program is linked to."""
    listing = subprocess.run(["ldd", path], capture_output=True, text=True).stdout
    return re.findall(r"(/\S+) \(0x", listing)


def c_library():
    return next(path for path in linked("/bin/sh") if "/libc.so" in path)


def add(root, path):
    """A file at its place, and the libraries that it is linked to."""
    for each in (path, *linked(path)):
        target = root + each
        os.makedirs(os.path.dirname(target), exist_ok=True)
        if not os.path.exists(target):
            shutil.copy2(os.path.realpath(each), target)


def add_python(root):
    executable = os.path.realpath(sys._base_executable)
    add(root, executable)
    library = sysconfig.get_path("stdlib")
    shutil.copytree(library, root + library, ignore=LEFT_OUT)
    for module in glob.glob(f"{root}{library}/lib-dynload/*.so"):
        add_libraries(root, library, module)
    # Debian keeps the wheels that a new environment starts with elsewhere.
    if os.path.isdir("/usr/share/python-wheels"):
        shutil.copytree("/usr/share/python-wheels", f"{root}/usr/share/python-wheels")
    os.symlink(executable, f"{root}/usr/bin/python3")


def add_libraries(root, library, module):
    original = os.path.join(library, "lib-dynload", os.path.basename(module))
    if os.path.exists(original):
        add(root, original)


def add_package_status(root):
    """What dpkg knows to be installed: the C library and libgcc, as here."""
    with open("/var/lib/dpkg/status", encoding="utf-8") as file:
        entries = file.read().split("\n\n")
    with open(f"{root}/var/lib/dpkg/status", "w", encoding="utf-8") as file:
        for entry in entries:
            if entry.startswith(("Package: libc6\n", "Package: libgcc-s1\n")):
                file.write("\n".join(filter(is_kept, entry.split("\n"))) + "\n\n")


def is_kept(line):
    """Whether a line of an entry is of use without the packages around it."""
    return not line.startswith(("Depends:", "Recommends:", "Conffiles:", " /etc"))


def everything(root):
    for folder, _, names in os.walk(root):
        yield from (os.path.join(folder, name)[len(root):] for name in names)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]) if len(sys.argv) == 2 else "usage: root.py FOLDER")
