# SPDX-License-Identifier: Apache-2.0
"""A browser without pages: cookies and forms alone."""

import http.client
import re
import time
import urllib.parse

FORM = "application/x-www-form-urlencoded"


class Client:
    """Keeps the cookies that it is given."""

    def __init__(self, origin):
        self.place = urllib.parse.urlsplit(origin).netloc
        self.cookies = {}

    def ask(self, method, path, fields=None, headers=None, body=None):
        link = http.client.HTTPConnection(self.place, timeout=30)
        headers = dict(headers or {})
        if self.cookies:
            headers["Cookie"] = "; ".join(
                f"{name}={value}" for name, value in self.cookies.items())
        if fields is not None:
            body = urllib.parse.urlencode(fields)
        if body is not None:
            headers.setdefault("Content-Type", FORM)
        link.request(method, path, body, headers)
        answer = link.getresponse()
        text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, value = line.split(";")[0].split("=", 1)
            self.cookies[name] = value
            assert "HttpOnly" in line and "Path=/" in line, line
            assert "SameSite=Lax" in line and "Domain" not in line, line
        link.close()
        return answer, text

    def token(self, path="/sign-in"):
        return re.search(
            r'name="form" value="([0-9a-f]{64})"', self.ask("GET", path)[1]
        ).group(1)

    def sign_in(self, name, password):
        return self.ask("POST", "/sign-in", {
            "form": self.token(), "name": name, "password": password})


def first_password(client, mail):
    for _ in range(40):
        _, text = client.ask("GET", "/outbox")
        found = re.search(mail + r"</h2>[^§]*?is (\S+) –", text)
        if found:
            return found.group(1)
        time.sleep(0.25)
    raise AssertionError("no first password")
