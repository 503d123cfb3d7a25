# SPDX-License-Identifier: Apache-2.0
"""What an operator relies on: metrics, and whose address counts.

usage: metrics.py PROGRAM
"""

import collections
import pathlib
import re
import sys

import requests
import schemathesis

sys.path.append(str(pathlib.Path(__file__).parent.parent / "Pages"))
from client import Client, arrive  # noqa: E402
from demo import Demo, free_port  # noqa: E402

PASSWORD = "seven grey herons at dusk"


def start(demo):
    schema = schemathesis.openapi.from_url(demo.origin + "/v1/openapi.json")
    client = Client(schema, demo.origin)
    arrive(client, "alice", PASSWORD)
    return client


def addresses(client):
    """How many sign-ins there were from each address.

    Events of one second are in no order.
    """
    return collections.Counter(
        event["address"] for event in client.ask("GET", "/history")["events"]
        if event["kind"] == "signedIn")


def new_address(client, forwarded):
    """The address that a sign-in with this header is recorded with."""
    before = addresses(client)
    client.token = None
    client.sign_in("alice", PASSWORD, forwarded=forwarded)
    [address] = (addresses(client) - before).elements()
    return address


def only_proxies_are_believed(client):
    for forwarded, expected in [
            ("203.0.113.7", "203.0.113.7"),
            ("198.51.100.1, 203.0.113.7", "203.0.113.7"),
            ("203.0.113.7, 127.0.0.9", "203.0.113.7"),
            ("2001:db8::1", "2001:db8::1"), ("<script>", "127.0.0.1"),
            ("198.51.100.1, nonsense", "127.0.0.1")]:
        assert new_address(client, forwarded) == expected, forwarded


def counts_what_happened(client, port):
    client.refused("GET", "/people", None, 403, "administrators-only")
    text = requests.get(
        f"http://127.0.0.1:{port}/metrics", timeout=30).text
    line = r"[a-z_]+(\{[a-z]+=\"[^\"]*\"(,[a-z]+=\"[^\"]*\")*\})? [-+.e\d]+"
    for row in text.splitlines():
        assert re.fullmatch("# TYPE [a-z_]+ [a-z]+|" + line, row), row
    for row in (
            'otpkit_command_seconds_count{command="signIn",error="none"} 7',
            'otpkit_http_request_seconds_count{route="/v1/people",'
            'method="GET",status="403"} 1',
            'otpkit_message_seconds_count{failed="false"}'):
        assert row in text, f"{row} is not in:\n{text}"
    assert "alice" not in text and "127.0.0.1" not in text
    public = requests.get(f"{client.origin}/metrics", timeout=30)
    assert public.status_code == 404


def main():
    port = free_port()
    with Demo(sys.argv[1], "--trusted-proxy", "127.0.0.0/8",
              "--metrics-port", str(port)) as demo:
        client = start(demo)
        only_proxies_are_believed(client)
        counts_what_happened(client, port)
    with Demo(sys.argv[1]) as demo:
        client = start(demo)
        assert new_address(client, "203.0.113.7") == "127.0.0.1"
    print("metrics, and the addresses that proxies tell")


main()
