# SPDX-License-Identifier: Apache-2.0
"""A person with a browser and an account at a provider, without pages."""

import html
import itertools
import re
import time
import urllib.parse

from authenticator import code
from forms import Client, first_password

PASSWORD = "seven grey herons at dusk"
SETTINGS = "/settings"
UNTRUSTED = "cannot be trusted"


class Someone(Client):
    """Signs in by name or at a provider, from an address of their own: the
    service believes what a proxy says of it, if it is told to."""

    numbers = itertools.count()

    def __init__(self, origin, address=None):
        super().__init__(origin)
        number = next(Someone.numbers)
        self.address = address or f"10.1.{number // 256}.{number % 256}"

    def ask(self, method, path, fields=None, headers=None, body=None):
        headers = {"X-Forwarded-For": self.address, **(headers or {})}
        return super().ask(method, path, fields, headers, body)

    def arrive(self, name):
        """The first sign-in, and a password of one's own."""
        first = first_password(self, f"{name}@example.org")
        self.sign_in(name, first)
        self.ask("POST", "/password", {
            "current": first, "new": PASSWORD, "again": PASSWORD,
            "form": self.token("/password")})
        return self

    def wait(self):
        """Until the service answers."""
        for _ in range(200):
            try:
                return self.ask("GET", "/ready")
            except ConnectionError:
                time.sleep(0.1)
        raise AssertionError("the service does not start")

    def begin(self, provider, way="/sign-in/with", page="/sign-in", **fields):
        """Begins to sign in or to link: where the service leads to."""
        answer, text = self.ask("POST", way, {
            "form": self.token(page), "provider": provider.name.lower(), **fields})
        found = re.search(r'http-equiv="refresh" content="0; url=(.*?)"', text)
        return html.unescape(found.group(1)) if found else (answer, text)

    def back(self, provider, address, person):
        """Signs in there: where the provider leads to."""
        assert address.startswith(provider.issuer + "/authorize?"), address
        query = urllib.parse.urlsplit(address).query
        fields = dict(urllib.parse.parse_qsl(query, strict_parsing=True))
        place = urllib.parse.urlsplit(provider.answer(person, fields))
        return f"{place.path}?{place.query}"

    def sign_in_at(self, provider, person):
        return self.ask("GET", self.back(
            provider, self.begin(provider), person))

    def begin_link(self, provider, password=PASSWORD):
        return self.begin(
            provider, "/settings/identities", SETTINGS, password=password)

    def link(self, provider, person):
        way = self.begin_link(provider)
        return self.ask("GET", self.back(provider, way, person))

    def set_up_app(self):
        """Turns on an app; the answer is its secret."""
        form = {"form": self.token(SETTINGS)}
        text = self.ask("POST", "/settings/app", form)[1]
        secret = re.search(r'class="secret">([^<]+)', text).group(1)
        secret = secret.replace(" ", "")
        self.ask("POST", "/settings/app/code", {**form, "code": code(secret)})
        answer, _ = self.ask("POST", "/settings/backup-codes/saved", form)
        assert answer.headers["Location"] == "/settings?done=app"
        return secret

    def sign_out(self):
        assert self.ask("POST", "/sign-out", {
            "form": self.token(SETTINGS)})[0].status == 200
