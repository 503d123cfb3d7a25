# SPDX-License-Identifier: Apache-2.0
"""Signs in through FreeRADIUS, whose REST module asks /validate/check: the
configuration of Service/freeradius, radtest and radclient of Debian.

usage: radius.py PROGRAM
"""

import pathlib
import re
import subprocess
import sys
import tempfile
import time

import requests
import schemathesis

HERE = pathlib.Path(__file__).parent
sys.path += [str(HERE.parent / "Pages"), str(HERE.parent / "API")]
from authenticator import code  # noqa: E402
from client import Client, arrive  # noqa: E402
from demo import Demo, free_port  # noqa: E402

PASSWORD = "seven grey herons at dusk"
SECRET = "testing123"
BASE = """
prefix = /usr
libdir = /usr/lib/freeradius
raddbdir = {folder}
certdir = {folder}
run_dir = {folder}
pidfile = {folder}/pid
max_requests = 1024
security {{ allow_core_dumps = no
 reject_delay = 0 }}
client test {{ ipaddr = 127.0.0.1
 secret = testing123 }}
modules {{
 expr {{ }}
 always reject {{ rcode = reject }}
 always handled {{ rcode = handled }}
 $INCLUDE {folder}/mods-otpkit
}}
$INCLUDE {folder}/site-otpkit
"""


class Radius:
    """FreeRADIUS in front of a service, on ports of its own."""

    def __init__(self, origin):
        self.port = free_port()
        self.folder = tempfile.TemporaryDirectory()
        place = pathlib.Path(self.folder.name)
        source = HERE.parent.parent / "freeradius"
        for name, old, new in (
                ("mods-otpkit", "http://127.0.0.1:8080", origin),
                ("site-otpkit", "port = 1812", f"port = {self.port}")):
            text = (source / name).read_text()
            assert old in text, name
            (place / name).write_text(text.replace(old, new))
        (place / "radiusd.conf").write_text(BASE.format(folder=place))
        self.log = (place / "log").open("w")
        self.process = subprocess.Popen(
            ["freeradius", "-X", "-d", str(place), "-n", "radiusd"],
            stdout=self.log, stderr=subprocess.STDOUT)
        for _ in range(100):
            if "Ready to process" in self.text():
                return
            assert self.process.poll() is None, self.text()
            time.sleep(0.1)
        raise AssertionError(self.text())

    def text(self):
        return pathlib.Path(self.log.name).read_text()

    def stop(self):
        self.process.terminate()
        self.process.wait(10)

    def test(self, user, password):
        """What radtest is told."""
        answer = subprocess.run(
            ["radtest", user, password, f"127.0.0.1:{self.port}", "0", SECRET],
            capture_output=True, text=True, timeout=60, check=False)
        return re.search(r"Received (Access-\w+)", answer.stdout).group(1)

    def send(self, user, password, state=None):
        """The kind of answer, and its State."""
        text = f'User-Name = "{user}"\nUser-Password = "{password}"\n'
        if state:
            text += f"State = {state}\n"
        answer = subprocess.run(
            ["radclient", "-x", f"127.0.0.1:{self.port}", "auth", SECRET],
            input=text, capture_output=True, text=True, timeout=60,
            check=False)
        kind = re.search(r"Received (Access-\w+)", answer.stdout).group(1)
        found = re.findall(r"State = (0x[0-9a-f]+)", answer.stdout)
        return kind, found[-1] if found else None


def enrol(origin):
    schema = schemathesis.openapi.from_url(origin + "/v1/openapi.json")
    client = Client(schema, origin)
    arrive(client, "alice", PASSWORD)
    secret = client.ask("POST", "/factors/app", {})["secret"]
    # An earlier step's code: this step's and the next are for the tests.
    answer = client.ask(
        "POST", "/factors/confirm", {"code": code(secret, -1)})
    client.ask("POST", "/backup-codes/saved", {}, 204)
    return secret, answer["backupCodes"]


def takes_each_code_once(radius, secret):
    now = code(secret)
    assert radius.test("alice", PASSWORD + now) == "Access-Accept"
    assert radius.test("alice", PASSWORD + now) == "Access-Reject"
    time.sleep(2)
    assert radius.test("alice", "wrong" + code(secret, 1)) == "Access-Reject"
    assert radius.test("nobody", PASSWORD + "000000") == "Access-Reject"


def challenges(radius, secret, backup):
    time.sleep(4)
    kind, state = radius.send("alice", PASSWORD)
    assert kind == "Access-Challenge" and state, kind
    assert radius.send("alice", "000000", state)[0] == "Access-Reject"
    time.sleep(4)
    answer = radius.send("alice", code(secret, 1), state)[0]
    assert answer == "Access-Accept", answer
    assert radius.send("alice", code(secret, 1), state)[0] == "Access-Reject"
    kind, state = radius.send("alice", PASSWORD)
    assert kind == "Access-Challenge", kind
    assert radius.send("alice", backup, state)[0] == "Access-Accept"


def speaks_privacyidea(origin):
    place = origin + "/validate/check"
    fields = {"user": "alice", "pass": PASSWORD}
    for form in ({"data": fields}, {"json": fields}):
        answer = requests.post(place, timeout=30, **form).json()
        assert answer["result"] == {
            "status": True, "value": False, "authentication": "CHALLENGE"}
        [one] = answer["detail"]["multi_challenge"]
        assert one["transaction_id"] == answer["detail"]["transaction_id"]
    answer = requests.post(place, data={"user": "alice"}, timeout=30)
    assert answer.status_code == 400
    assert answer.json()["result"]["status"] is False


def main():
    program = sys.argv[1]
    with Demo(program, "--check-from", "127.0.0.1") as demo:
        secret, backup = enrol(demo.origin)
        speaks_privacyidea(demo.origin)
        radius = Radius(demo.origin)
        try:
            takes_each_code_once(radius, secret)
            challenges(radius, secret, backup[0])
        except BaseException:
            print(radius.text()[-6_000:])
            raise
        finally:
            radius.stop()
    with Demo(program) as demo:
        answer = requests.post(
            demo.origin + "/validate/check", data={"user": "alice"},
            timeout=30)
        assert answer.status_code == 403, "anybody may ask"
    print("RADIUS: each code once, and by challenge")


main()
