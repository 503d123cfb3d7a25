# SPDX-License-Identifier: Apache-2.0
"""The Debian package, built with dpkg-deb."""
import dataclasses
import email.utils
import os
import subprocess
import tempfile

import archives
from facts import DESCRIPTION, SUMMARY, TOP

# The variables are those of Debian's own tools.
MAINTAINER = "{} <{}>".format(os.environ.get("DEBFULLNAME", "The otpkit authors"),
                              os.environ.get("DEBEMAIL", "otpkit@localhost"))


@dataclasses.dataclass(frozen=True)
class Package:
    name: str
    section: str
    depends: str
    suggests: str
    summary: str
    description: str


def write(facts, shared, folder):
    """`shared` are the files of every system package, by their path in /usr."""
    major, minor = facts.glibc
    package = Package(
        "otpkit", "devel", f"libc6 (>= {major}.{minor}), libgcc-s1", "libqrencode4",
        SUMMARY[0].lower() + SUMMARY[1:], DESCRIPTION)
    return build(package, facts, shared, folder)


def build(package, facts, files, folder):
    """`files` are by their path in /usr; the documents of a package join them."""
    name = package.name
    path = os.path.join(
        folder, f"{name}_{facts.version}_{facts.debian_architecture}.deb")
    documents = {
        f"share/doc/{name}/copyright": archives.read(f"{TOP}/Packaging/NOTICE"),
        f"share/doc/{name}/changelog.gz": archives.gzipped(changelog(name, facts)),
    }
    with tempfile.TemporaryDirectory() as tree:
        for name, content in {**files, **documents}.items():
            put(os.path.join(tree, "usr", name), content)
        put(os.path.join(tree, "DEBIAN/control"), control(package, facts, tree))
        put(os.path.join(tree, "DEBIAN/md5sums"), checksums(tree))
        os.chmod(tree, 0o755)
        subprocess.run(
            ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", tree, path + ".part"],
            check=True, stdout=subprocess.DEVNULL,
            env={**os.environ, "SOURCE_DATE_EPOCH": str(facts.epoch)})
    os.replace(path + ".part", path)
    return path


def put(path, content):
    os.makedirs(os.path.dirname(path), mode=0o755, exist_ok=True)
    with open(path, "wb") as file:
        file.write(content)
    os.chmod(path, 0o755 if "/bin/" in path else 0o644)


def installed(tree):
    top = os.path.join(tree, "usr")
    return sorted(os.path.join(folder, name)
                  for folder, _, names in os.walk(top) for name in names)


def control(package, facts, tree):
    kibibytes = sum(os.path.getsize(path) // 1024 + 1 for path in installed(tree))
    long = "".join(f" {line}\n" for line in package.description.splitlines())
    return f"""Package: {package.name}
Version: {facts.version}
Architecture: {facts.debian_architecture}
Maintainer: {MAINTAINER}
Installed-Size: {kibibytes}
Depends: {package.depends}
Suggests: {package.suggests}
Section: {package.section}
Priority: optional
Description: {package.summary}
{long}""".encode()


def checksums(tree):
    listing = subprocess.run(
        ["md5sum", *(os.path.relpath(path, tree) for path in installed(tree))],
        cwd=tree, check=True, capture_output=True)
    return listing.stdout


def changelog(name, facts):
    date = email.utils.formatdate(facts.epoch)
    return f"""{name} ({facts.version}) stable; urgency=medium

  * What changed is in CHANGELOG.md of the project.

 -- {MAINTAINER}  {date}
""".encode()
