# SPDX-License-Identifier: Apache-2.0
"""Makes a root directory that holds what a Debian package depends on, as this machine
has it installed, and nothing else.

usage: debian_root.py FOLDER PACKAGE.deb
"""
import glob
import os
import re
import shutil
import subprocess
import sys

# Never among what a program needs to run.
LEFT_OUT = re.compile(r"/usr/share/(doc|man|locale|info|lintian|bug)/")
INFO = "/var/lib/dpkg/info"
FORBIDDEN = re.compile(r"swift", re.IGNORECASE)


def main(root, package):
    for folder in ("proc", "dev", "etc", "tmp", "run", "usr/bin",
                   INFO[1:], "var/lib/dpkg/updates"):
        os.makedirs(os.path.join(root, folder))
    # As on Debian: what is in /bin, /lib and so on is under /usr.
    for name in ("bin", "sbin", "lib", "lib64"):
        os.makedirs(f"{root}/usr/{name}", exist_ok=True)
        os.symlink(f"usr/{name}", f"{root}/{name}")
    needed = closure(field(package, "Depends"))
    for name in needed:
        for path in listed(name):
            add(root, path)
        for path in glob.glob(f"{INFO}/{name}.list") \
                + glob.glob(f"{INFO}/{name}:*.list"):
            shutil.copy2(path, root + path)
    write_status(root, needed)
    found = [name for _, _, names in os.walk(root) for name in names
             if FORBIDDEN.search(name)]
    if found:
        return f"debian_root: {found[0]} is not to be there"
    print(f"{len(needed)} packages")
    return None


def field(package, name):
    return said("dpkg-deb", "-f", package, name)


def said(*words):
    return subprocess.run(words, check=True, capture_output=True,
                          text=True).stdout.strip()


def closure(depends):
    """The names of the installed packages that meet a field, with theirs."""
    names, wanted = {}, alternatives(depends)
    while wanted:
        name = chosen(wanted.pop())
        if name not in names:
            names[name] = None
            for kind in ("Depends", "Pre-Depends"):
                wanted += alternatives(query(name, kind))
    return list(names)


def alternatives(text):
    """What a field asks for: of each list of alternatives one."""
    return [[re.sub(r"[\s(:].*", "", one.strip()) for one in each.split("|")]
            for each in text.split(",") if each.strip()]


def chosen(names):
    """The installed one, or what is installed and provides it."""
    for name in names:
        if query(name, "db:Status-Status") == "installed":
            return name
    for line in said("dpkg-query", "-W", "-f=${Package}|${Provides}\n").split("\n"):
        package, _, provided = line.partition("|")
        if {name for one in alternatives(provided) for name in one} & set(names):
            return package
    raise SystemExit(f"debian_root: none of {' and '.join(names)} is installed")


def query(name, kind):
    done = subprocess.run(["dpkg-query", "-W", f"-f=${{{kind}}}\n", name],
                          capture_output=True, text=True)
    return done.stdout.split("\n")[0]


def listed(name):
    return [path for path in said("dpkg", "-L", name).split("\n")
            if path.startswith("/") and not LEFT_OUT.match(path)]


def add(root, path):
    """A file or a link at its place."""
    target = root + os.path.realpath(os.path.dirname(path)) \
        + "/" + os.path.basename(path)
    if os.path.isdir(path) and not os.path.islink(path) \
            or os.path.lexists(target) or not os.path.lexists(path):
        return
    os.makedirs(os.path.dirname(target), exist_ok=True)
    shutil.copy2(path, target, follow_symlinks=False)


def write_status(root, names):
    with open("/var/lib/dpkg/status", encoding="utf-8") as file:
        entries = file.read().split("\n\n")
    with open(f"{root}/var/lib/dpkg/status", "w", encoding="utf-8") as file:
        for entry in entries:
            if entry.split("\n")[0].removeprefix("Package: ") in names:
                file.write(re.sub(r"\nConffiles:(\n .*)+", "", entry) + "\n\n")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) if len(sys.argv) == 3 else
             "usage: debian_root.py FOLDER PACKAGE.deb")
