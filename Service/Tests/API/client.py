# SPDX-License-Identifier: Apache-2.0
"""A program that uses the JSON API, and checks each answer's form."""

import json
import re
import time
import urllib.request

import requests


class Client:
    """Calls operations; what it showed or was shown is in `secrets`."""

    secrets = set()

    def __init__(self, schema, origin, token=None):
        self.schema, self.origin, self.token = schema, origin, token

    def call(self, method, path, body=None, key=None, template=None,
             forwarded=None):
        headers = {"X-Forwarded-For": forwarded} if forwarded else {}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if key:
            headers["Idempotency-Key"] = key
        answer = requests.request(
            method, f"{self.origin}/v1{path}", headers=headers, json=body,
            timeout=60)
        self.schema[template or path][method].validate_response(answer)
        Client.secrets.update(secrets(body), secrets(read(answer)))
        return answer

    def ask(self, method, path, body=None, status=200, **others):
        answer = self.call(method, path, body, **others)
        assert answer.status_code == status, (path, answer.text)
        return read(answer)

    def refused(self, method, path, body, status, problem, **others):
        answer = self.ask(method, path, body, status, **others)
        assert answer["code"] == problem, answer

    def sign_in(self, name, password, **others):
        answer = self.ask(
            "POST", "/sign-in", {"name": name, "password": password}, **others)
        self.token = answer["token"]
        return answer


def read(answer):
    return json.loads(answer.text) if answer.text else None


SECRET = {"password", "current", "new", "code", "codes", "token", "secret",
          "uri", "backupCodes", "device", "lastFour"}


def secrets(value, name=""):
    """The secrets in a body, by the names of its members."""
    if isinstance(value, dict):
        return {text for member, part in value.items()
                for text in secrets(part, member)}
    if isinstance(value, list):
        return {text for part in value for text in secrets(part, name)}
    return {value} if name in SECRET and isinstance(value, str) else set()


def letter(origin, to, pattern):
    """A part of the newest letter to somebody; waits for it to come."""
    for _ in range(40):
        with urllib.request.urlopen(f"{origin}/outbox") as answer:
            text = answer.read().decode()
        cards = re.findall(r'<section class="card letter">.*?</section>',
                           text, re.DOTALL)
        for card in cards:
            found = re.search(pattern, card)
            if to in card and found:
                Client.secrets.add(found.group(1))
                return found.group(1)
        time.sleep(0.25)
    raise AssertionError(f"no letter to {to}")


def arrive(client, name, password):
    """A new person's first sign-in, and a password of their own."""
    first = letter(client.origin, f"{name}@example.org",
                   r"temporary password at \S+ is (\S+) ")
    answer = client.sign_in(name, first)
    assert answer["limits"] == ["mustChangePassword"], answer
    client.refused("GET", "/status", None, 403, "password-change-needed")
    client.ask("POST", "/password", {"current": first, "new": password}, 204)
