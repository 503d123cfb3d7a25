# SPDX-License-Identifier: Apache-2.0
"""Whose certificates are trusted, where the system trusts one as well."""

import pathlib
import shutil
import subprocess

from servers import MailServer, certificate

SYSTEM = "/etc/ssl/certs"


def the_systems_authorities_are_replaced(world):
    """By the file that is named, whether the system has one in a file of all
    or in its folder (libcurl's CAINFO and CAPATH).

    The program runs where the system's folder is another one, for it alone.
    """
    trusted = certificate(make(world, "trusted"))
    other = certificate(make(world, "other"), "other")
    server = MailServer("tls", trusted)
    for kind in ("file", "folder"):
        system = pathlib.Path(make(world, f"system-{kind}"))
        # libcurl does not go on without the file.
        shutil.copy(trusted if kind == "file" else other,
                    system / "ca-certificates.crt")
        if kind == "folder":
            shutil.copy(trusted, system)
            subprocess.run(["openssl", "rehash", system], check=True)
        before = ["unshare", "--map-root-user", "--mount", "/bin/sh", "-c",
                  f'mount --bind "$0" {SYSTEM} && exec "$@"', str(system)]
        # The control: the system's own are trusted where nothing is named.
        _, said = world.admin(f"kim-{kind}", server.url, before=before)
        assert server.mails and server.mails.pop()["secure"], said
        replaced = ("--delivery-authorities", other)
        refused(world, server, *replaced, before=before)
        # Nor does the environment bring the folder back.
        for place in ({"SSL_CERT_DIR": str(system)},
                      {"SSL_CERT_FILE": trusted}, {"CURL_CA_BUNDLE": trusted}):
            refused(world, server, *replaced, before=before, environment=place)


def refused(world, server, *options, **others):
    refused.count += 1
    _, said = world.admin(
        f"lou-{refused.count}", server.url, *options, **others)
    assert "certificate" in said and not server.mails, said


refused.count = 0


def make(world, name):
    folder = pathlib.Path(world.folder, name)
    folder.mkdir()
    return str(folder)
