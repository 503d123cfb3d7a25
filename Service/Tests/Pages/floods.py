# SPDX-License-Identifier: Apache-2.0
"""Clients that send too much, too slowly, or from too many connections.

usage: floods.py PROGRAM
"""

import contextlib
import pathlib
import resource
import socket
import sys
import time
import urllib.parse

from demo import Demo
from forms import FORM, Client

POST = (b"POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Type: "
        + FORM.encode() + b"\r\n")
BLOCK = b"a" * 2 ** 20
# Seconds for a request, where it is set.
LIMIT = 3


def connect(demo, seconds=30):
    host, port = urllib.parse.urlsplit(demo.origin).netloc.split(":")
    return socket.create_connection((host, int(port)), timeout=seconds)


def memory(demo):
    """The most memory that the service has taken so far, in MiB."""
    status = pathlib.Path(f"/proc/{demo.process.pid}/status").read_text()
    peak = next(line for line in status.splitlines() if "VmHWM" in line)
    return int(peak.split()[1]) / 1_024


def ask(demo):
    """How long somebody else waits for a page."""
    start = time.monotonic()
    answer, _ = Client(demo.origin).ask("GET", "/sign-in")
    assert answer.status == 200, answer.status
    return time.monotonic() - start


def stream(link, blocks):
    """Sends blocks until all are gone or the service ends the connection.

    The answer is the number that went out.
    """
    for number in range(blocks):
        try:
            link.sendall(BLOCK)
        except OSError:
            return number
    return blocks


def seconds_until_cut(link, part):
    """Sends a part every half second until the connection is over."""
    start = time.monotonic()
    link.settimeout(0.5)
    while time.monotonic() - start < 10 * LIMIT:
        try:
            link.sendall(part)
            if not link.recv(65_536):
                break
        except TimeoutError:
            continue
        except OSError:
            break
    return time.monotonic() - start


def a_gigabyte_is_refused_early(demo):
    before = memory(demo)
    with connect(demo) as link:
        link.sendall(POST + b"Content-Length: 1073741824\r\n\r\n")
        link.sendall(b"a" * 65_536)
        assert b" 413 " in link.recv(65_536), "no early answer"
        start = time.monotonic()
        stream(link, 1_024)
        took = time.monotonic() - start
    assert took < 30, f"the rest was read for {took:.0f} s"
    grown = memory(demo) - before
    assert grown < 64, f"{grown:.0f} MiB for a body of a gigabyte"


def a_body_without_end_is_refused_early(demo):
    before = memory(demo)
    with connect(demo) as link:
        link.sendall(POST + b"Transfer-Encoding: chunked\r\n\r\n")
        link.sendall(b"40000000\r\n" + b"a" * 65_536)
        assert b" 413 " in link.recv(65_536), "no early answer"
        stream(link, 1_024)
    assert memory(demo) - before < 64


def headers_without_end_are_cut(demo):
    before = memory(demo)
    for head in (b"GET / HTTP/1.1\r\nX: ", b"GET /", b"GET / HTTP/1.1\r\n"):
        more = b"X: a\r\n" * 100_000 if head.endswith(b"\n") else BLOCK
        with connect(demo) as link:
            start = time.monotonic()
            link.sendall(head)
            with contextlib.suppress(OSError):
                while time.monotonic() - start < 20:
                    link.sendall(more)
            took = time.monotonic() - start
        assert took < 10, f"{head!r} was read for {took:.0f} s"
    assert memory(demo) - before < 64


def slow_requests_end(demo):
    """However steadily single bytes come: the time is for the whole."""
    with connect(demo) as link:
        link.sendall(POST + b"Content-Length: 1000\r\n\r\n")
        took = seconds_until_cut(link, b"a")
    assert LIMIT - 1 < took < 3 * LIMIT, f"a slow body lived {took:.1f} s"
    with connect(demo) as link:
        request = b"GET /style.css HTTP/1.1\r\nHost: a\r\n\r\n"
        start = time.monotonic()
        link.settimeout(1)
        # Asks and asks, and reads nothing.
        with contextlib.suppress(OSError):
            while time.monotonic() - start < 10 * LIMIT:
                with contextlib.suppress(TimeoutError):
                    link.sendall(request * 1_000)
        took = time.monotonic() - start
    assert took < 5 * LIMIT, f"a client that reads nothing lived {took:.1f} s"


def idle_connections_hold_nobody_up(demo):
    with contextlib.ExitStack() as stack:
        before = memory(demo)
        for _ in range(2_000):
            stack.enter_context(connect(demo))
        assert ask(demo) < 2
        grown = memory(demo) - before
        assert grown < 200, f"{grown:.0f} MiB for 2,000 connections"


def connections_are_bounded(program):
    """One connection more is not served, until another one ends."""
    with Demo(program, "--connections", "20") as demo:
        with contextlib.ExitStack() as stack:
            links = [stack.enter_context(connect(demo)) for _ in range(20)]
            for link in links:
                link.sendall(b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n")
                assert b" 200 " in link.recv(65_536)
            more = stack.enter_context(connect(demo, seconds=2))
            more.sendall(b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n")
            try:
                said = more.recv(65_536)
                raise AssertionError(f"21 of 20 are served: {said[:40]}")
            except TimeoutError:
                links[0].close()
            more.settimeout(10)
            assert b" 200 " in more.recv(65_536)


def main():
    program = sys.argv[1]
    # Both sides hold every connection.
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4_096, most), most))
    checks = [a_gigabyte_is_refused_early, a_body_without_end_is_refused_early,
              headers_without_end_are_cut, slow_requests_end,
              idle_connections_hold_nobody_up]
    with Demo(program, "--request-time", f"{LIMIT}") as demo:
        for check in checks:
            start = time.monotonic()
            check(demo)
            print(f"  {check.__name__} {time.monotonic() - start:.1f} s,"
                  f" {memory(demo):.0f} MiB at most", flush=True)
            ask(demo)
    connections_are_bounded(program)
    print(f"{len(checks) + 1} kinds of floods")


main()
