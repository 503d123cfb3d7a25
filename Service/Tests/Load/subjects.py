# SPDX-License-Identifier: Apache-2.0
"""What is measured: the service, and the Django site, each with its requests."""

import contextlib
import hashlib
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "Reliability"))

import client  # noqa: E402
import machines  # noqa: E402

PASSWORD = "a password for load tests"


def post(path, cookies, fields):
    body = urllib.parse.urlencode(fields).encode()
    return (f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookies}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n").encode() + body


def cookie(answer, name):
    mark = f"set-cookie: {name}=".encode()
    place = answer.lower().find(mark.lower())
    return answer[place + len(mark):].split(b";", 1)[0].decode()


class Database(contextlib.ExitStack):
    """A place for accounts: `sqlite` or `postgresql`."""

    def __init__(self, kind):
        super().__init__()
        self.kind = kind
        if kind == "sqlite":
            folder = tempfile.TemporaryDirectory(prefix="otpkit-bench-")
            self.file = self.enter_context(folder) + "/accounts.sqlite"
        else:
            self.server = self.enter_context(
                contextlib.closing(machines.PostgreSQL()))
            self.server.ask("CREATE DATABASE django")


class Ours:
    name = "otpkit-service"

    def __init__(self, database, program, people, processes=1, full_cost=False):
        place = database.file if database.kind == "sqlite" \
            else database.server.place
        self.services = machines.Services(
            program, place, processes, full_cost, apps=people)
        self.ports, self.people = self.services.ports, self.services.of("app")
        self.processes = [process.pid for process in self.services.running]
        self.browsers = {}

    def first_step(self, person):
        browser = self.browsers[person["name"]] = client.Browser()
        return post("/sign-in", browser.cookies, {
            "form": browser.token, "name": person["name"], "password": PASSWORD})

    def second_step(self, person, answer):
        browser = self.browsers[person["name"]]
        browser.session = cookie(answer, "__Host-session")
        return post("/second-step", browser.cookies, {
            "form": browser.token, "with": "totp",
            "code": client.code(person["secret"])})

    def page(self):
        return b"GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"

    def close(self):
        self.services.close()


class Django:
    name = "django-allauth, gunicorn"
    processes = ()  # Those that work are gunicorn's children.

    def __init__(self, database, people, workers=2):
        place = database.file + "-django" if database.kind == "sqlite" \
            else str(database.server.port)
        environment = {**os.environ, "SITE_DB": place}
        made = subprocess.run(
            [sys.executable, HERE / "site_of_django.py", str(people)],
            env=environment, stdout=subprocess.PIPE, text=True, check=True)
        self.people = [dict(zip(("name", "secret"), line.split()))
                       for line in made.stdout.splitlines()]
        self.ports = [machines.free_port()]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-b", f"127.0.0.1:{self.ports[0]}",
             "--workers", str(workers), "--threads", "4", "--keep-alive", "75",
             "--log-level", "error", "--chdir", str(HERE),
             "site_of_django:application"],
            env=environment)
        link = client.Connection(self.ports[0])

        def answers():
            try:
                return link.get("/accounts/login/")[0] == 200
            except client.UNKNOWN:
                return False
        try:
            machines.wait_until(answers, 60, "gunicorn")
        except BaseException:
            self.close()
            raise
        time.sleep(1)

    def csrf(self, person):
        return hashlib.sha256(person["name"].encode()).hexdigest()[:32]

    def first_step(self, person):
        token = self.csrf(person)
        return post("/accounts/login/", f"csrftoken={token}", {
            "csrfmiddlewaretoken": token, "login": person["name"],
            "password": PASSWORD})

    def second_step(self, person, answer):
        # The first step renews the token of forms.
        token = cookie(answer, "csrftoken") if b"csrftoken=" in answer \
            else self.csrf(person)
        session = cookie(answer, "sessionid")
        return post("/accounts/2fa/authenticate/",
                    f"csrftoken={token}; sessionid={session}", {
                        "csrfmiddlewaretoken": token,
                        "code": client.code(person["secret"])})

    def close(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
