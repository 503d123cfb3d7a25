# SPDX-License-Identifier: Apache-2.0
"""otpkit-service, the service of this repository, with its default rules.

Passwords and backup codes have cheap hashes (`otpkit-service load-test`), as each
case sets up people of its own; OTPKIT_HASHES=full takes those of the service.
OTPKIT_SERVICE names the program; OTPKIT_CLOCK=real leaves its clock alone.
People of a new case have new names: nothing of the last case is about them.
"""
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import zlib

from kit import Browser, Service, serve

PROGRAM = os.environ.get("OTPKIT_SERVICE") or str(
    pathlib.Path(__file__).resolve().parents[2]
    / "Service/.build/debug/otpkit-service")
STANDS = os.environ.get("OTPKIT_CLOCK") != "real"
LOAD_TEST = ["--limits"] + (
    ["--full-cost"] if os.environ.get("OTPKIT_HASHES") == "full" else [])
PEOPLE = 400
# A sign-in ends after so many wrong codes; its page looks the same then.
TRIES = 5


class Loopback(Browser):
    """A browser at an address of its own, of 127.0.0.0/8."""

    source = "127.0.0.1"

    def connect(self):
        connection = super().connect()
        connection.source_address = (self.source, 0)
        return connection


class OTPKitService(Service):
    name, version = "otpkit-service", "1.0.0"
    # A window of one step, which late codes move by four at most.
    declared = {"past": 1, "future": 1, "drift": 4, "remember": 30 * 86_400}
    abilities = ("instances", "addresses", "second")

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="service-")
        self.servers, self.people = {}, []
        self.options = ["--database", self.folder + "/accounts", "--keys",
                        self.folder + "/keys", *LOAD_TEST]
        self.run_program("keys", self.folder + "/keys")
        self.set_clock(int(time.time()))

    # The life of the program.

    def run_program(self, *arguments):
        return subprocess.run([PROGRAM, *arguments], check=True,
                              stdout=subprocess.PIPE).stdout.decode()

    def run_server(self, number):
        port = self.servers[number][1] if number in self.servers else free_port()
        with open(self.folder + "/server.log", "a") as log:
            process = subprocess.Popen(
                [PROGRAM, "load-test", "serve", "--port", str(port), "--messages",
                 self.folder + "/messages", *self.options,
                 *(["--clock", self.folder + "/clock"] if STANDS else [])],
                stdout=log, stderr=log)
        self.servers[number] = (process, port)
        for _ in range(600):
            with socket.socket() as probe:
                # Bound: a socket may otherwise meet itself on a free port.
                probe.bind(("127.0.0.1", 0))
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            if process.poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError("the program does not listen")

    def restart(self):
        for number in list(self.servers):
            self.end_server(number)
            self.run_server(number)
        return {"restarted": True}

    def end_server(self, number):
        process = self.servers[number][0]
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def stop(self):
        return {"stopped": True}

    def close(self):
        for number in self.servers:
            self.end_server(number)
        shutil.rmtree(self.folder, ignore_errors=True)

    def set_clock(self, now):
        """The clock stands still: a wait is not over before the kit says so."""
        self.now = now
        with open(self.folder + "/clock.new", "w") as file:
            file.write(str(now))
        os.replace(self.folder + "/clock.new", self.folder + "/clock")

    def clock(self, now=None):
        if now is not None:
            self.set_clock(int(now))
        return {"now": str(self.now)}

    if not STANDS:
        clock = None

    # People.

    def start(self, people, instances=1):
        self.browsers, self.pages, self.names, self.owners = {}, {}, {}, {}
        self.tries, self.typed = {}, {}
        # What the service knows as the password that the kit calls so.
        self.passwords = {}
        if not self.servers:
            made = self.run_program(
                "load-test", "prepare", "--plain", str(PEOPLE), *self.options)
            self.people = [json.loads(line) for line in made.splitlines()]
        for number in range(1, instances + 1):
            if number not in self.servers:
                self.run_server(number)
        for name, password in people.items():
            person = self.people.pop()
            self.names[name] = person["name"]
            self.passwords[name, password] = person["password"]
        return {"started": True}

    def own(self, name):
        return self.names.get(name, name)

    def message(self, name, kind, seconds=30):
        """The newest message of this kind; a process sends it beside its answer."""
        for _ in range(seconds * 20):
            if os.path.exists(self.folder + "/messages"):
                with open(self.folder + "/messages") as file:
                    sent = [json.loads(line) for line in file]
                found = [one["text"] for one in sent if one["kind"] == kind
                         and one["account"] == self.own(name)]
                if found:
                    return found[-1]
            time.sleep(0.05)
        raise RuntimeError("no message came")

    # Pages.

    def browser(self, client, instance=None, address=None):
        browser = self.browsers.get(client)
        if browser is None:
            port = self.servers[instance or 1][1]
            browser = self.browsers[client] = Loopback("127.0.0.1", port)
        if instance:
            browser.port = self.servers[instance][1]
        number = zlib.crc32((address or client + self.own("anna")).encode())
        browser.source = "127.%d.%d.%d" % (
            number >> 16 & 127 | 128, number >> 8 & 255, number % 254 + 1)
        return browser

    def send(self, client, path, action, **fields):
        """Fills in the form of a page; the page that comes next."""
        browser = self.browser(client)
        page = browser.get(path)
        forms = [form for form in page.forms
                 if form["action"] == action and "form" in form["fields"]
                 # Not the form that adds an app beside the first.
                 and "others" not in form["fields"]]
        if forms:
            page = browser.post(action, {**forms[0]["fields"], **fields})
        self.pages[client] = page
        return page

    def says(self, client):
        return {"text": said(self.pages[client])}

    def show(self, client):
        browser = self.browser(client)
        return {"text": "".join(browser.get(path).text for path in (
            "/settings", "/settings/backup-codes", "/settings/history"))}

    # Signing in.

    def password(self, client, person, password, address=None, instance=None):
        browser = self.browser(client, instance, address)
        browser.cookies = {name: value for name, value in browser.cookies.items()
                           if name == "__Host-device"}
        self.owners[client], self.tries[client] = person, 0
        password = self.typed[client] = self.known(client, password)
        page = self.send(client, "/sign-in", "/sign-in", name=self.own(person),
                         password=password)
        if page.url == "/second-step":
            return {"next": "code"}
        return {"next": "none" if self.signed_in(client)["in"] else "password"}

    def second_step(self, client, kind, code, address, instance, **more):
        self.browser(client, instance, address)
        page = self.send(client, "/second-step?with=" + kind, "/second-step",
                         code=code, **more)
        if page.url.startswith("/settings"):
            return {"accepted": True}
        self.tries[client] = self.tries.get(client, 0) + 1
        asks = (page.url == "/second-step" and page.status == 403
                and self.tries[client] < TRIES)
        return {"accepted": False, "next": "code" if asks else "password",
                "wait": waiting(page)}

    def code(self, client, code, person=None, address=None, instance=None):
        return self.second_step(client, "totp", code, address, instance)

    def recovery(self, client, code, person=None, address=None, instance=None):
        return self.second_step(client, "backup", code, address, instance)

    def remember(self, client, code):
        return self.second_step(client, "totp", code, None, None, remember="yes")

    def signed_in(self, client):
        page = self.browser(client).request("GET", "/settings/history", hops=0)
        return {"in": page.status == 200}

    def sign_out(self, client):
        browser = self.browser(client)
        forms = [form["fields"] for form in browser.get("/settings").forms
                 if form["action"] == "/sign-out"]
        self.pages[client] = browser.post("/sign-out", forms[0])
        return {"done": True}

    # Settings. They want a sign-in of the last ten minutes, and some the password.

    def known(self, client, password):
        """What the service knows as the password that the kit calls so; that of the
        last sign-in if the kit calls none."""
        if password is None:
            return self.typed[client]
        return self.passwords.get((self.owners[client], password), password)

    def enrol(self, client, password=None, code=None):
        page = self.send(client, "/settings", "/settings/app",
                         password=self.known(client, password))
        secret = page.find(r'class="secret">([A-Z2-7 ]+)<')
        return {"secret": secret.replace(" ", "")} if secret else {"accepted": False}

    def confirm(self, client, code):
        forms = [form for form in self.pages[client].forms
                 if form["action"] == "/settings/app/code"]
        if not forms:
            return {"accepted": False}
        browser = self.browser(client)
        shown = self.pages[client]
        page = browser.post("/settings/app/code", {**forms[0]["fields"], "code": code})
        codes = re.findall(r"<code>([^<]+)</code>", page.text)
        if codes:
            saved = "/settings/backup-codes/saved"
            form = [form for form in page.forms if form["action"] == saved][0]
            page = browser.post(saved, form["fields"])
        accepted = page.url.startswith("/settings?done")
        self.pages[client] = page if accepted else (
            page if 'action="/settings/app/code"' in page.text else shown)
        return {"accepted": accepted, **({"codes": codes} if codes else {})}

    def disable(self, client, password=None, code=None):
        page = self.send(client, "/settings/remove?factor=totp", "/settings/remove",
                         password=self.known(client, password))
        return {"accepted": page.url == "/settings?done=removed"}

    def regenerate(self, client, password=None, code=None):
        page = self.send(client, "/settings/backup-codes", "/settings/backup-codes",
                         password=self.known(client, password))
        codes = re.findall(r"<code>([^<]+)</code>", page.text)
        return {"codes": codes} if codes else {"accepted": False}

    def new_password(self, client, password, new, code=None):
        page = self.send(client, "/password", "/password", new=new, again=new,
                         current=self.known(client, password))
        return {"accepted": page.url.startswith("/settings")}

    def new_mail(self, client, password, mail, code=None):
        """By the interface for programs: the pages have no form for it."""
        begun = self.call(client, "/v1/mail", mail=mail,
                          password=self.known(client, password))
        if begun.status != 204:
            return {"accepted": False}
        done = self.call(client, "/v1/mail/confirm",
                         code=self.message(self.owners[client], "code"))
        return {"accepted": done.status == 204}

    def call(self, client, path, **members):
        browser = self.browser(client)
        session = browser.cookies.get("__Host-session", "")
        return browser.request("POST", path, json.dumps(members), {
            "Content-Type": "application/json",
            "Authorization": "Bearer " + session})

    def reset(self, client, person, new, mail=None):
        """A reset ends in a temporary password; the kit calls it by its own name."""
        self.send(client, "/forgotten", "/forgotten", name=self.own(person))
        self.send(client, "/reset?token=%s&account=%s" % (
            self.message(person, "reset"), self.own(person)), "/reset")
        self.passwords[person, new] = self.message(person, "password")
        self.password(client, person, new)
        return {"in": self.signed_in(client)["in"]}


def said(page):
    """The words of a page, without how long to wait."""
    text = re.sub(r"<(script|style|head).*?</\1>|<[^>]*>", " ", page.text, flags=re.S)
    return " ".join(re.sub(r"\d+", "N", text).split())


def waiting(page):
    """For how many seconds the next code is not looked at, as the page says."""
    found = re.search(r"Try again in (\w+) (second|minute)", page.text)
    if not found:
        return 0
    number = 1 if found[1] == "one" else int(found[1])
    return number * (60 if found[2] == "minute" else 1)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    service = OTPKitService()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        serve(service)
    finally:
        service.close()
