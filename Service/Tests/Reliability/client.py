# SPDX-License-Identifier: Apache-2.0
"""A browser without pages, for many requests: it makes the forms' tokens itself,
by the key of the forms."""

import base64
import hashlib
import hmac
import secrets
import socket
import struct
import time
import urllib.parse

FORM_KEY = bytes(range(32))
UNKNOWN = ConnectionError, TimeoutError, OSError, ValueError


def keys():
    """The text of the file of keys that the tests run with."""
    return f"k1 {'5a' * 32}\nform {FORM_KEY.hex()}\n"


def code(secret, seconds=0):
    """An app's code (RFC 6238)."""
    counter = int(time.time() + seconds) // 30
    digest = hmac.new(
        bytes.fromhex(secret), struct.pack(">Q", counter), hashlib.sha1).digest()
    place = digest[-1] & 15
    number = struct.unpack(">I", digest[place:place + 4])[0] & 0x7FFFFFFF
    return f"{number % 10 ** 6:06d}"


class Connection:
    """A connection that is kept, and opened again after an error."""

    def __init__(self, port, timeout=30):
        self.port, self.timeout, self.link = port, timeout, None

    def close(self):
        if self.link:
            self.link.close()
        self.link = None

    def send(self, head, body=b""):
        """Status, headers and body; raises one of UNKNOWN."""
        try:
            if not self.link:
                self.link = socket.create_connection(
                    ("127.0.0.1", self.port), self.timeout)
                self.link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.link.sendall(head + body)
            return self._answer()
        except UNKNOWN:
            self.close()
            raise

    def _answer(self):
        data = b""
        while b"\r\n\r\n" not in data:
            part = self.link.recv(65_536)
            if not part:
                raise ConnectionError("cut")
            data += part
        head, _, body = data.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        headers = [line.split(": ", 1) for line in lines[1:]]
        sizes = [int(v) for n, v in headers if n.lower() == "content-length"]
        while len(body) < (sizes[0] if sizes else 0):
            part = self.link.recv(65_536)
            if not part:
                raise ConnectionError("cut")
            body += part
        return int(lines[0].split()[1]), headers, body

    def get(self, path, cookies=""):
        return self.send(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookies}\r\n\r\n".encode())

    def post(self, path, browser, fields, cookies=None):
        cookies = browser.cookies if cookies is None else cookies
        body = urllib.parse.urlencode({"form": browser.token, **fields}).encode()
        return self.send(
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookies}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n".encode(), body)


class Browser:
    """Cookies of one browser; many connections may use them at once."""

    def __init__(self):
        self.name, self.session = secrets.token_hex(32), ""

    @property
    def cookies(self):
        session = f"; __Host-session={self.session}" if self.session else ""
        return f"__Host-browser={self.name}{session}"

    @property
    def token(self):
        text = f"{self.name}|{self.session}".encode()
        return hmac.new(FORM_KEY, text, hashlib.sha256).hexdigest()

    def take(self, headers):
        """Keeps the session that an answer begins."""
        for name, value in headers:
            if name.lower() == "set-cookie" and "__Host-session=" in value:
                self.session = value.split("=", 1)[1].split(";")[0]


def location(headers):
    return next((v for n, v in headers if n.lower() == "location"), "")


def sign_in(connection, person, password=None):
    """A browser after the first step, or `None` if it was refused.

    Raises one of UNKNOWN for an answer that says nothing.
    """
    browser = Browser()
    status, headers, _ = connection.post("/sign-in", browser, {
        "name": person["name"], "password": password or person["password"]})
    if status >= 500:
        raise ConnectionError(status)
    browser.take(headers)
    return browser if status == 303 else None


def use(connection, browser, kind, text):
    """Submits a code for the second step."""
    kind = {"app": "totp", "message": "sms", "backup": "backup"}[kind]
    try:
        status, headers, _ = connection.post(
            "/second-step", browser, {"with": kind, "code": text})
    except UNKNOWN:
        return "unknown"
    if status == 303 and location(headers).startswith("/settings"):
        return "accepted"
    return "unknown" if status >= 500 else "refused"


def use_reset(connection, account, token):
    """Confirms a reset."""
    try:
        status, _, _ = connection.post(
            "/reset", Browser(), {"account": account, "token": token})
    except UNKNOWN:
        return "unknown"
    return "accepted" if status == 200 else \
        "unknown" if status >= 500 else "refused"


def ask_reset(connection, name):
    try:
        status, _, _ = connection.post("/forgotten", Browser(), {"name": name})
    except UNKNOWN:
        return "unknown"
    return "accepted" if status == 200 else "unknown"


def change_password(connection, browser, old, new):
    try:
        status, headers, _ = connection.post(
            "/password", browser, {"current": old, "new": new, "again": new})
    except UNKNOWN:
        return "unknown"
    if status == 303 and "done=password" in location(headers):
        browser.take(headers)
        return "accepted"
    return "unknown" if status >= 500 else "refused"
