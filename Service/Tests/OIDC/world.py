# SPDX-License-Identifier: Apache-2.0
"""A service in its demo mode with many providers, right and faulty ones."""

from demo import Demo
from people import Someone
from provider import BASIC, POST, SECRET, Provider
from servers import certificate

FAULTS = ["silent", "redirect", "huge", "another", "plain", "failing"]


class World:
    """Providers, and the service that knows them."""

    def __init__(self, program, folder):
        # One that is trusted for several factors, and one that is not.
        self.strong = Provider("Strong", amr=["pwd", "mfa"])
        self.weak = Provider("Weak", amr=["pwd", "mfa"])
        # Two with a certificate of their own, and two that say how they want
        # to be shown the secret.
        pem = certificate(folder)
        self.private = Provider("Private", pem=pem)
        self.unknown = Provider("Unknown", pem=pem)
        self.posted = Provider("Posted", methods=[POST, "private_key_jwt"])
        self.either = Provider("Either", methods=[BASIC, POST])
        self.faulty = [Provider(fault.title(), fault) for fault in FAULTS]
        self.secrets = {SECRET}
        files = [self.strong.file(folder, trusted_methods="mfa",
                                  trusted_contexts="urn:two")]
        files.append(self.private.file(folder, authorities=pem))
        files += [one.file(folder) for one in (
            self.weak, self.unknown, self.posted, self.either, *self.faulty)]
        options = [word for file in files
                   for word in ("--oidc-provider", file)]
        self.demo = Demo(program, "--trusted-proxy", "127.0.0.1", *options)
        self.origin = self.demo.origin
        self.alice = Someone(self.origin).arrive("alice")
        self.admin = Someone(self.origin).arrive("admin")

    def stranger(self, address=None):
        return Someone(self.origin, address)


def place(answer):
    return answer.headers["Location"]
