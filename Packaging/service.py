# SPDX-License-Identifier: Apache-2.0
"""Makes the Debian package of the sign-in service from a built program.

usage: service.py PROGRAM FOLDER
"""
import functools
import os
import re
import subprocess
import sys
import tempfile

import archives
import debian
import manual
from facts import TOP, Facts, text

SUMMARY = "Sign-in service with a second factor, on SQLite or PostgreSQL"
DESCRIPTION = """otpkit-service signs people in: a password, and a code of an authenticator
app, of a text message or from a list of backup codes. It has pages for a lost
device, a forgotten password, settings and administration."""
STATUSES = (("0", "Done; a service was asked to end."), ("1", "It failed."),
            ("64", "The command line is wrong."))


class ServiceFacts(Facts):
    @functools.cached_property
    def version(self):
        found = re.search(r'version = "(.*)"', text("Sources/otpkit/OTPKit.swift"))
        return found.group(1)


def main(program, folder):
    facts = ServiceFacts(os.path.abspath(program))
    unit = text("Service/otpkit-service.service").replace("/usr/local/bin", "/usr/bin")
    page = manual.page(facts, SUMMARY, STATUSES)
    package = debian.Package(
        "otpkit-service", "net", dependencies(program), "postgresql",
        SUMMARY[0].lower() + SUMMARY[1:], DESCRIPTION)
    os.makedirs(folder, exist_ok=True)
    path = debian.build(package, facts, {
        "bin/otpkit-service": archives.read(program),
        "lib/systemd/system/otpkit-service.service": unit.encode(),
        "share/man/man1/otpkit-service.1.gz": archives.gzipped(page.encode()),
    }, folder)
    print(f"service: {path}\n  needs {package.depends}")


def dependencies(program):
    """The packages of the libraries, with the versions that have their symbols."""
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(f"{folder}/debian")
        archives.write(f"{folder}/debian/control",
                       b"Source: otpkit\n\nPackage: otpkit-service\n"
                       b"Architecture: any\n")
        said = subprocess.run(
            ["dpkg-shlibdeps", "-O", os.path.abspath(program)], cwd=folder,
            check=True, capture_output=True, text=True).stdout
    return said.strip().removeprefix("shlibs:Depends=")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: service.py PROGRAM FOLDER")
    main(*sys.argv[1:])
