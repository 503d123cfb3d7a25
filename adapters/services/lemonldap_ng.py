# SPDX-License-Identifier: Apache-2.0
"""LemonLDAP::NG's portal, of liblemonldap-ng-portal-perl (Debian): its shipped
configuration, with people in SQLite, and with apps that they register themselves.

One portal is a starman of eight processes, as many as its FastCGI server has.
"""
import contextlib
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess

import django_kit

SHIPPED = "/var/lib/lemonldap-ng/conf/lmConf-1.json"
# The portal answers under its own name alone.
HOST = {"Host": "auth.example.com", "Origin": "http://auth.example.com",
        "Referer": "http://auth.example.com/"}
# The portal, with a clock that is ahead by what the file says.
PORTAL = r"""
use strict;
BEGIN {
  my $now = sub {
    open my $file, '<', "$ENV{SITE}/ahead" or die $!;
    return CORE::time() + <$file>;
  };
  *CORE::GLOBAL::time = sub () { $now->() };
  *CORE::GLOBAL::localtime = sub (;$) { CORE::localtime(@_ ? $_[0] : $now->()) };
}
use Lemonldap::NG::Portal::Main;
Lemonldap::NG::Portal::Main->run({
  configStorage => { type => 'File', dirName => "$ENV{SITE}/conf" },
  logLevel => 'error',
});
"""


def package_version():
    shown = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Version}", "liblemonldap-ng-portal-perl"],
        check=True, stdout=subprocess.PIPE)
    return shown.stdout.decode()


class LemonLDAP(django_kit.DjangoService):
    name, version = "LemonLDAP::NG", package_version()
    # totp2fRange is 1.
    declared = {"past": 1, "future": 1}

    def start(self, people, instances=1):
        if not self.servers:
            self.write_site()
        for folder in ("sessions", "psessions", "cache", "notifications"):
            shutil.rmtree(self.folder + "/" + folder, ignore_errors=True)
            os.makedirs(self.folder + "/" + folder + "/lock")
        with sqlite3.connect(self.folder + "/people.db", timeout=60) as database:
            database.execute("DELETE FROM people")
            database.executemany(
                "INSERT INTO people VALUES (?, ?, ?)",
                [(name, password, name + "@example.org")
                 for name, password in people.items()])
        database.close()
        self.people, self.browsers, self.pages, self.owners = people, {}, {}, {}
        self.keep_running(instances)
        return {"started": True}

    def write_site(self):
        with open(SHIPPED) as file:
            text = file.read().replace("/var/lib/lemonldap-ng", self.folder)
        os.makedirs(self.folder + "/conf")
        with open(self.folder + "/conf/lmConf-1.json", "w") as file:
            json.dump({
                **json.loads(text), "authentication": "DBI", "userDB": "DBI",
                "passwordDB": "DBI", "dbiAuthTable": "people",
                "dbiAuthChain": "dbi:SQLite:dbname=%s/people.db" % self.folder,
                "dbiUserTable": "people", "dbiAuthLoginCol": "name",
                "dbiAuthPasswordCol": "password", "dbiPasswordMailCol": "mail",
                "totp2fActivation": 1, "totp2fSelfRegistration": 1}, file)
        with open(self.folder + "/portal.psgi", "w") as file:
            file.write(PORTAL)
        with sqlite3.connect(self.folder + "/people.db") as database:
            database.execute("CREATE TABLE people (name, password, mail)")
        database.close()

    def run_server(self, number):
        """The socket is opened here: no request is refused while it starts."""
        listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        port = listener.getsockname()[1]
        with open(self.folder + "/server.log", "a") as log:
            process = subprocess.Popen(
                ["timeout", str(django_kit.LONGEST_RUN), "starman", "--workers", "8",
                 "--preload-app", "--listen", "127.0.0.1:%d" % port,
                 self.folder + "/portal.psgi"],
                env={**os.environ, "SITE": self.folder, "SERVER_STARTER_PORT":
                     "127.0.0.1:%d=%d" % (port, listener.fileno())},
                pass_fds=[listener.fileno()], stdin=subprocess.DEVNULL,
                stdout=log, stderr=log)
        self.servers[number] = (process.pid, port)
        listener.close()

    def end_server(self, number):
        """`timeout` leads a group of processes; one that has just begun may outlive
        it."""
        group, _ = self.servers[number]
        super().end_server(number)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)

    # People.

    def password(self, client, person, password, instance=None):
        browser = self.new_session(client, instance)
        self.owners[client] = person
        page = self.heard(client, browser.submit(
            browser.get("/"), user=person, password=password))
        if asks_for_code(page):
            return {"next": "code"}
        return {"next": "none" if self.signed_in(client)["in"] else "password"}

    def code(self, client, code, person=None, instance=None):
        browser, page = self.browser(client, instance), self.pages.get(client)
        if page is None or not asks_for_code(page):
            return {"accepted": False, "next": "password"}
        page = browser.submit(page, code=code)
        self.heard(client, page)
        return {"accepted": self.signed_in(client)["in"],
                "next": "code" if asks_for_code(page) else "password"}

    def signed_in(self, client):
        page = self.ask(client, "GET", "/")
        return {"in": '"result":1' in page.text}

    def sign_out(self, client):
        begun = client in self.pages and asks_for_code(self.pages[client])
        self.browser(client).get(
            "/?cancel=1" if begun and not self.signed_in(client)["in"]
            else "/?logout=1")
        return {"done": True}

    def browser(self, client, instance=None):
        browser = super().browser(client, instance)
        browser.headers = HOST
        return browser

    def ask(self, client, method, path, **fields):
        """As the scripts of its pages ask."""
        browser = self.browser(client)
        browser.headers = {**HOST, "Accept": "application/json", "X-CSRF-Check": "1"}
        if method == "GET":
            return browser.get(path)
        return browser.post(path, fields)

    def enrol(self, client, password=None, code=None):
        page = self.ask(client, "POST", "/2fregisters/totp/getkey")
        answer = json.loads(page.text)
        if not answer.get("secret"):
            return {"accepted": False}
        self.pages[client] = page
        # As portal/htdocs/static/common/js/totpregistration.js makes it.
        return {"uri": "otpauth://totp/%s:%s?secret=%s&issuer=%s&digits=%s&period=%s"
                % (answer["portal"], answer["user"], answer["secret"].upper(),
                   answer["portal"], answer["digits"], answer["interval"])}

    def confirm(self, client, code):
        begun = json.loads(self.pages[client].text)
        page = self.ask(client, "POST", "/2fregisters/totp/verify", code=code,
                        token=begun["token"], TOTPName="app")
        return {"accepted": json.loads(page.text).get("result") == 1}

    def disable(self, client, password=None, code=None):
        page = self.browser(client).get("/2fregisters")
        epoch = page.find(r"epoch='(\d+)'")
        if epoch is None:
            return {"accepted": False}
        page = self.ask(client, "POST", "/2fregisters/totp/delete", epoch=epoch)
        return {"accepted": json.loads(page.text).get("result") == 1}

    def new_password(self, client, password, new, code=None):
        browser = self.browser(client)
        page = browser.get("/")
        if 'name="newpassword"' not in page.text:
            return {"accepted": False}
        page = browser.submit(page, newpassword=new, oldpassword=password,
                              confirmpassword=new)
        return {"accepted": 'trmsg="35"' in page.text}

    def says(self, client):
        """The number of the message: its words are filled in by a script."""
        found = re.findall(r'trmsg="(\d+)"', self.pages[client].text)
        return {"text": " ".join(found)}


def asks_for_code(page):
    return 'action="/totp2fcheck"' in page.text


if __name__ == "__main__":
    django_kit.run(LemonLDAP)
