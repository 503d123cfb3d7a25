# SPDX-License-Identifier: Apache-2.0
"""What a release is made of: read from the program, its build and its commit."""
import dataclasses
import functools
import hashlib
import json
import os
import platform
import re
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SUMMARY = "Conformance kit for one-time passwords (HOTP, TOTP), in any language"
DESCRIPTION = """otpkit puts test vectors to an implementation of HOTP (RFC 4226) or TOTP
(RFC 6238) in any language, names the clause that a failure breaks, and says
what the likely mistake is. It also prints and verifies codes, and reads and
builds otpauth:// URIs."""
DEBIAN_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}


def said(*command):
    """What a command prints, without the line end."""
    return subprocess.run(command, cwd=TOP, check=True, capture_output=True,
                          text=True).stdout.strip()


def text(path):
    with open(os.path.join(TOP, path), encoding="utf-8") as file:
        return file.read()


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


@dataclasses.dataclass(frozen=True)
class Facts:
    """One build of the program."""

    program: str

    @functools.cached_property
    def version(self):
        """The program's own word; Sources/otpkit/OTPKit.swift has it."""
        return said(self.program, "--version").removeprefix("otpkit ")

    @functools.cached_property
    def commit(self):
        return said("git", "rev-parse", "HEAD")

    @functools.cached_property
    def is_modified(self):
        """Whether the program may differ from its commit."""
        return bool(said("git", "status", "--porcelain"))

    @functools.cached_property
    def epoch(self):
        """The time of the commit, in Unix seconds: all files carry it."""
        given = os.environ.get("SOURCE_DATE_EPOCH")
        return int(given or said("git", "show", "-s", "--format=%ct", "HEAD"))

    @property
    def machine(self):
        return platform.machine()

    @property
    def debian_architecture(self):
        return DEBIAN_ARCHITECTURES[self.machine]

    @functools.cached_property
    def glibc(self):
        """The oldest glibc that has every symbol of the program, as (2, 34)."""
        listing = said("readelf", "--version-info", "--wide", self.program)
        versions = re.findall(r"Name: GLIBC_(\d+)\.(\d+)", listing)
        return max((int(major), int(minor)) for major, minor in versions)

    @functools.cached_property
    def libraries(self):
        """The shared libraries that the program needs."""
        listing = said("readelf", "--dynamic", "--wide", self.program)
        return re.findall(r"\(NEEDED\).*\[(.*)\]", listing)

    @functools.cached_property
    def openssl(self):
        """The version of the libcrypto inside, which Scripts/release linked."""
        return said("pkg-config", "--modversion", "libcrypto")

    @functools.cached_property
    def swift(self):
        return re.search(r"Swift version (\S+)", said("swift", "--version")).group(1)

    @functools.cached_property
    def pins(self):
        """The Swift packages inside, as SwiftPM resolved them.

        Fails where their versions are not those of Packaging/pins.json.
        """
        resolved = json.loads(text("Package.resolved"))["pins"]
        found = {pin["identity"]: pin["state"]["version"] for pin in resolved}
        wanted = json.loads(text("Packaging/pins.json"))
        if found != wanted:
            sys.exit(f"release: the packages inside are {found}, "
                     f"and Packaging/pins.json says {wanted}")
        return resolved

    @functools.cached_property
    def vectors(self):
        return json.loads(text("vectors/manifest.json"))["suiteVersion"]

    @property
    def name(self):
        return f"otpkit-{self.version}"
