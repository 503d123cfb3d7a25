# SPDX-License-Identifier: Apache-2.0
"""PAM stacks of Debian, through pamtester: libpam-google-authenticator or
libpam-oath, each with the options of its own documentation.

python3 pam.py google-authenticator|oath, as root: PAM reads its services from
/etc/pam.d, where the adapter puts one file of its own and takes it away again.
"""
import base64
import glob
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time

from kit import Service, serve

FAKETIME = (glob.glob("/usr/lib/*/faketime/libfaketime.so.1") or [None])[0]


class Stack(Service):
    """A stack with the one module alone: the password is another module's."""

    declared = {}
    options = ""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="service-")
        self.service = "otpkit-" + os.path.basename(self.folder)
        with open("/etc/pam.d/" + self.service, "w") as file:
            file.write("auth required %s %s\naccount required pam_permit.so\n" % (
                self.module, self.options % {"folder": self.folder}))
        self.ahead = 0

    def close(self):
        os.remove("/etc/pam.d/" + self.service)
        shutil.rmtree(self.folder)

    def start(self, people, instances=1):
        self.people, self.owners, self.inside, self.told = people, {}, set(), {}
        self.pending = {}
        self.forget()
        return {"started": True}

    def restart(self):
        """Every check is a process of its own: there is nothing to restart."""
        return {"restarted": True}

    def stop(self):
        return {"stopped": True}

    def clock(self, now=None):
        if now is not None:
            self.ahead = int(now) - int(time.time())
        return {"now": str(int(time.time()) + self.ahead)}

    if not FAKETIME:
        clock = None

    def environment(self):
        return {**os.environ, "LD_PRELOAD": FAKETIME or "", "FAKETIME_NO_CACHE": "1",
                "FAKETIME": "%+d" % self.ahead}

    def enter(self, person, code):
        run = subprocess.run(
            ["pamtester", self.service, person, "authenticate"], input=code + "\n",
            capture_output=True, text=True, env=self.environment(), timeout=60)
        self.last = " ".join((run.stdout + run.stderr).split())
        return run.returncode == 0

    def password(self, client, person, password):
        self.inside.discard(client)
        self.owners[client] = person
        if self.people.get(person) != password:
            self.owners.pop(client)
            return {"next": "password"}
        if not self.has_app(person):
            self.inside.add(client)
            return {"next": "none"}
        return {"next": "code"}

    def code(self, client, code, person=None):
        person = self.owners.get(client)
        accepted = bool(person) and "\0" not in code and self.enter(person, code)
        self.told[client] = getattr(self, "last", "")
        if accepted:
            self.inside.add(client)
            self.owners.pop(client)
        return {"accepted": accepted, "next": "code" if person else "password"}

    def signed_in(self, client):
        return {"in": client in self.inside}

    def says(self, client):
        return {"text": self.told.get(client, "")}

    def confirm(self, client, code):
        """The file is the enrolment; a first code shows that the app has it."""
        return {"accepted": self.enter(self.owners[client], code)}


class GoogleAuthenticator(Stack):
    name, version = "libpam-google-authenticator", "20191231-2"
    module = "pam_google_authenticator.so"
    options = "secret=%(folder)s/${USER} user=root no_increment_hotp"
    # The answers that its manual recommends: -d -r 3 -R 30 -w 3.
    declared = {"past": 1, "future": 1, "attempts": 3, "lock": 30}

    def path(self, person):
        return os.path.join(self.folder, person)

    def forget(self):
        for name in os.listdir(self.folder):
            os.remove(self.path(name))

    def has_app(self, person):
        return os.path.exists(self.path(person))

    def enrol(self, client, password=None, code=None):
        person = self.owners[client]
        subprocess.run(
            ["google-authenticator", "-t", "-d", "-f", "-C", "-q", "-r", "3", "-R",
             "30", "-w", "3", "-e", "5", "-s", self.path(person)], check=True,
            env=self.environment(), stdout=subprocess.DEVNULL)
        with open(self.path(person)) as file:
            lines = file.read().split()
        self.backup = [line for line in lines if len(line) == 8 and line.isdigit()]
        return {"secret": lines[0]}

    def confirm(self, client, code):
        return {**super().confirm(client, code), "codes": self.backup}

    def recovery(self, client, code, person=None):
        return self.code(client, code, person)


class OATH(Stack):
    name, version = "libpam-oath", "2.6.7-3.1+deb12u1"
    module = "pam_oath.so"
    options = "usersfile=%(folder)s/users.oath window=1 digits=6"

    def forget(self):
        self.write({})

    def write(self, users):
        self.users = users
        path = self.folder + "/users.oath"
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as f:
            for name, key in users.items():
                f.write("HOTP/T30/6 %s - %s\n" % (name, key.hex()))

    def has_app(self, person):
        return person in self.users

    def enrol(self, client, password=None, code=None):
        key = secrets.token_bytes(20)
        self.write({**self.users, self.owners[client]: key})
        return {"secret": base64.b32encode(key).decode()}


if __name__ == "__main__":
    kinds = {"google-authenticator": GoogleAuthenticator, "oath": OATH}
    service = kinds[sys.argv[1]]()
    try:
        serve(service)
    finally:
        service.close()
