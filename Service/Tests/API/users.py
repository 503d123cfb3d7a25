# SPDX-License-Identifier: Apache-2.0
"""`otpkit-service user`: people by the command line, and their mail by the
service.

usage: users.py PROGRAM
"""

import contextlib
import json
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request

sys.path.append(str(pathlib.Path(__file__).parent.parent / "Pages"))
from demo import free_port  # noqa: E402

PROGRAM = sys.argv[1]
NAMES = {"account", "isActive", "factors", "devices", "providers", "createdAt",
         "mail", "invitedUntil"}


class People:
    """A folder with keys and a database."""

    def __init__(self, folder):
        self.place = ["--keys", f"{folder}/keys",
                      "--database", f"{folder}/db.sqlite"]
        subprocess.run([PROGRAM, "keys", f"{folder}/keys"], check=True)
        # A mistyped place is not taken for a database without people.
        database = pathlib.Path(folder, "db.sqlite")
        for words in (["list"], ["add", "bea", "b@example.org"]):
            said = self.user(*words, status=64)
            assert "there is no database" in said, said
            assert not database.exists(), words
        database.touch()
        junk = pathlib.Path(folder, "junk")
        junk.write_bytes(b"not a database" * 100)
        done = subprocess.run(
            [PROGRAM, "sweep", "--database", str(junk)], capture_output=True,
            text=True, timeout=60, check=False)
        assert done.returncode == 1, done
        assert "the file is no SQLite database" in done.stderr, done.stderr

    def user(self, *words, status=0):
        done = subprocess.run(
            [PROGRAM, "user", *words, *self.place], capture_output=True,
            text=True, timeout=60, env={}, check=False)
        assert done.returncode == status, (words, done.returncode, done.stderr)
        return done.stdout if status == 0 else done.stderr

    def listed(self, *words):
        return [one["account"] for one in
                json.loads(self.user("list", "--json", *words))]


def adds_and_looks_up(people):
    assert people.listed() == []
    for name in ("bea", "abe", "ünal"):
        people.user("add", name, f"{name[0]}@example.org" if name == "bea"
                    else "someone@example.org")
    assert people.listed() == ["abe", "bea", "ünal"]
    assert people.listed("--search", "SOMEONE@") == ["abe", "ünal"]
    assert people.listed("--invited") == ["abe", "bea", "ünal"]
    lines = people.user("list").splitlines()
    assert lines[1] == "bea\tb@example.org\tinvited\t-", lines
    found = json.loads(people.user("show", "bea", "--json"))
    assert found.keys() == NAMES, found.keys() ^ NAMES
    assert found["isActive"] and found["factors"] == []
    text = people.user("show", "bea")
    assert "mail: b@example.org\n" in text and "account: bea\n" in text


def refuses_what_is_wrong(people):
    for words in (["add", "bea", "b@example.org"], ["add", "cal", "no mail"],
                  ["add", "", "c@example.org"], ["invite", "bea"]):
        assert people.user(*words, status=1), words
    for words in (["show", "nobody"], ["reset", "nobody"],
                  ["deactivate", "nobody"], ["invite", ""]):
        said = people.user(*words, status=64)
        assert "no account of this name" in said, said
    assert people.listed() == ["abe", "bea", "ünal"], "half an account"


def acts_on_accounts(people):
    people.user("deactivate", "bea", "--reason", "has left")
    assert not json.loads(people.user("show", "bea", "--json"))["isActive"]
    assert "bea\tb@example.org\tdeactivated\t-" in people.user("list")
    assert people.listed("--invited") == ["abe", "ünal"]
    people.user("reactivate", "bea")
    people.user("reset", "bea", "--reason", "lost everything")
    people.user("end-sessions", "bea", "--reason", "laptop stolen")
    assert json.loads(people.user("show", "bea", "--json"))["isActive"]


def records_who_and_why(folder):
    """The audit has each act, what it was called for, and that it was here."""
    with contextlib.closing(sqlite3.connect(f"{folder}/db.sqlite")) as database:
        bodies = database.execute("SELECT body FROM events")
        events = [json.loads(body) for body, in bodies]
    acts = {(event["kind"], event["reason"]) for event in events
            if event.get("actor") == "otpkit-service user"}
    assert acts == {("accountDeactivated", "has left"),
                    ("accountReactivated", "command line"),
                    ("administratorReset", "lost everything"),
                    ("sessionsEnded", "laptop stolen"),
                    ("roleGranted", "deputy"),
                    ("roleRevoked", "command line")}, acts


def makes_administrators(people):
    assert people.listed("--administrators") == []
    people.user("promote", "bea", "--reason", "deputy")
    assert people.listed("--administrators") == ["bea"]
    people.user("demote", "bea")
    assert people.listed("--administrators") == []
    said = people.user("demote", "bea", status=64)
    assert "this person is no administrator" in said, said
    assert "no account" in people.user("promote", "nobody", status=64)


def keeps_the_audit_as_long_as_asked(people, folder):
    """Events of yesterday stay; those of forty days ago go, if it is said."""
    def sweep(*words, status=0):
        done = subprocess.run(
            [PROGRAM, "sweep", *words, "--database", f"{folder}/db.sqlite"],
            capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == status, done.stderr
        return done.stdout

    def count():
        with contextlib.closing(
                sqlite3.connect(f"{folder}/db.sqlite")) as database:
            return database.execute("SELECT count(*) FROM events").fetchone()[0]

    before = count()
    day = 86_400
    with contextlib.closing(sqlite3.connect(f"{folder}/db.sqlite")) as database:
        for age in (1, 40, 41):
            second = (int(time.time()) - age * day) ^ 1 << 63
            database.execute(
                "INSERT INTO events VALUES (?, 'bea', 'signedIn', '{}')",
                (second.to_bytes(8, "big") + bytes([age]),))
        database.commit()
    sweep()
    assert count() == before + 3, "dropped without being asked"
    assert sweep("--keep-audit", "39") == "2 rows dropped\n"
    assert count() == before + 1
    assert sweep("--keep-audit", "0", status=64) == ""
    # The events of the test are no events: nothing could read them.
    with contextlib.closing(sqlite3.connect(f"{folder}/db.sqlite")) as database:
        database.execute("DELETE FROM events WHERE body = '{}'")
        database.commit()


def the_service_sends_the_mail(people, folder):
    """What the commands left in the database goes out, once each."""
    sender = pathlib.Path(folder, "sender")
    sender.write_text(f"#!/bin/sh\ncat >> \"{folder}/to $2\"\n"
                      f"echo \"$1 $2\" >> {folder}/sent\n")
    sender.chmod(0o700)
    sent = pathlib.Path(folder, "sent")
    assert not sent.exists()
    port = free_port()
    with subprocess.Popen(
            [PROGRAM, *people.place, "--origin", "https://id.example.org",
             "--region", "AU", "--sender", str(sender), "--port", str(port)],
            stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(120):
                lines = sent.read_text().splitlines() if sent.exists() else []
                if len(lines) >= 4:
                    break
                time.sleep(0.5)
            roles_change_open_sessions(
                people, port, pathlib.Path(folder, "to b@example.org"))
        finally:
            process.terminate()
            assert process.wait(30) == 0
    # A first password for each, and a notice of the reset.
    assert sorted(lines) == ["mail b@example.org"] * 2 \
        + ["mail someone@example.org"] * 2, lines


def roles_change_open_sessions(people, port, mail):
    """Who is made an administrator is one at once, and so is who is not any
    more."""
    def ask(path, body=None, token=None):
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}/v1{path}",
            body and json.dumps(body).encode(),
            {"Content-Type": "application/json"}
            | ({"Authorization": f"Bearer {token}"} if token else {}))
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)
    password = re.search(r"temporary password at .* is (\S+)",
                         mail.read_text()).group(1)
    token = ask("/sign-in", {"name": "bea", "password": password})["token"]

    def role():
        return ask("/session", token=token)["isAdministrator"]
    assert role() is False
    people.user("promote", "bea")
    assert role() is True
    people.user("demote", "bea")
    assert role() is False


def main():
    with tempfile.TemporaryDirectory() as folder:
        people = People(folder)
        adds_and_looks_up(people)
        refuses_what_is_wrong(people)
        acts_on_accounts(people)
        makes_administrators(people)
        records_who_and_why(folder)
        keeps_the_audit_as_long_as_asked(people, folder)
        the_service_sends_the_mail(people, folder)
    print("people added, looked up and changed by commands")


main()
