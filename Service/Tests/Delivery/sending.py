# SPDX-License-Identifier: Apache-2.0
"""A service that sends mail and text messages, and its commands."""

import json
import pathlib
import subprocess
import sys
import time
import urllib.request

sys.path.append(str(pathlib.Path(__file__).parent.parent / "Pages"))
from demo import free_port  # noqa: E402
from servers import certificate  # noqa: E402

ISSUER = ".Münze & Söhne, Handel mit Ölgemälden und Büchern"
LOGIN, TOKEN = "9fN7-login-word", "k3Zq-gateway-token"


class World:
    """A folder with keys, credentials and a database; what was logged."""

    def __init__(self, program, folder):
        self.program, self.folder, self.log = program, folder, []
        subprocess.run([program, "keys", f"{folder}/keys"], check=True)
        self.private("login", f"mailer\n{LOGIN}\n")
        self.private("headers", f"Authorization: Bearer {TOKEN}\n")
        self.pem = certificate(folder)

    def private(self, name, text, mode=0o600):
        path = pathlib.Path(self.folder, name)
        path.write_text(text)
        path.chmod(mode)

    def common(self, server, *more, sender="no-reply@id.example.org",
               issuer=ISSUER):
        return ["--keys", f"{self.folder}/keys", "--issuer", issuer,
                "--database", f"{self.folder}/db.sqlite", "--smtp", server,
                "--origin", "https://id.example.org", "--mail-from", sender,
                "--smtp-login", f"{self.folder}/login", *more]

    def admin(self, name, *options, mail=None, status=0, before=(),
              environment=None, **others):
        """Makes somebody, which sends a mail; returns seconds and log.
        `before` is a command that runs the program."""
        start = time.monotonic()
        answer = subprocess.run(
            [*before, self.program, "admin", name, mail or f"{name}@example.org",
             *self.common(*options, **others)],
            capture_output=True, text=True, timeout=60, check=False,
            env=environment or {})
        said = answer.stdout + answer.stderr
        self.log.append(said)
        assert answer.returncode == status, said
        return time.monotonic() - start, said


class Service:
    """The service itself, for the time of a `with`."""

    def __init__(self, world, *options):
        self.world, port = world, free_port()
        self.origin, self.token = f"http://127.0.0.1:{port}", None
        self.path = pathlib.Path(world.folder, "log")
        with self.path.open("wb") as log:
            self.process = subprocess.Popen(
                [world.program, "--port", str(port), "--region", "AU",
                 *world.common(*options)],
                stdout=log, stderr=log, env={})

    def __enter__(self):
        wait(lambda: self.is_up(), 20, "the service")
        return self

    def is_up(self):
        try:
            return urllib.request.urlopen(self.origin + "/ready", timeout=5)
        except OSError:
            return None

    def __exit__(self, *_):
        self.process.terminate()
        self.world.log.append(self.path.read_text())
        assert self.process.wait(40) == 0, "no graceful end"

    def ask(self, path, body):
        headers = {"Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        request = urllib.request.Request(
            f"{self.origin}/v1{path}", json.dumps(body).encode(), headers,
            method="POST")
        with urllib.request.urlopen(request, timeout=60) as answer:
            text = answer.read().decode()
        found = json.loads(text) if text else {}
        self.token = found.get("token", self.token)
        return found


def wait(found, seconds, what):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := found():
            return value
        time.sleep(0.2)
    raise AssertionError(f"{what} did not come in {seconds} s")
