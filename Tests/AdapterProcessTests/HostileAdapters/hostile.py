#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Adapters that misbehave, each in its own way: python3 hostile.py WAY.

Each shakes hands and answers calls rightly, except at its own point: the
call for counter "13" (BAD), or where the way itself says otherwise.
"""
import json
import os
import signal
import subprocess
import sys
import time

WAY = sys.argv[1]
BAD = "13"
HELLO = {
    "type": "hello", "protocol": 1,
    "implementation": {"name": WAY, "version": time.strftime("%z")},
    "capabilities": ["hotp.generate", "sha1", "verifier.open",
                     "verifier.check"],
}


def write(text):
    held.append(text)
    if WAY != "buffered":
        flush()


held = []


def flush():
    sys.stdout.write("".join(held))
    sys.stdout.flush()
    held.clear()


def requests():
    """The lines of the input; answers go out when there is no more of it."""
    rest = b""
    while chunk := os.read(0, 1 << 20):
        *lines, rest = (rest + chunk).split(b"\n")
        yield from lines
        flush()


def send(**answer):
    write(json.dumps(answer) + "\n")


def child():
    """A child of the same group that holds on to all three streams."""
    process = subprocess.Popen(["sleep", "300"])
    with open(sys.argv[2], "w") as file:
        file.write(str(process.pid))


def misbehave(id):
    if WAY == "garbage":
        write("DEBUG: about to answer\n")
    elif WAY == "half-line":
        write('{"id":"')
        sys.exit(0)
    elif WAY == "long-line":
        write("x" * 10_000_000 + "\n")
    elif WAY == "no-line-end":
        write("x" * 10_000)
        time.sleep(300)
    elif WAY == "nothing":
        return
    elif WAY == "wrong-id":
        send(id="no-" + id, value=BAD)
    elif WAY == "null-id":
        send(id=None, fault={"message": "what?"})
    elif WAY == "two-kinds":
        send(id=id, value=BAD, fault={"message": "both"})
    elif WAY == "sleep":
        time.sleep(300)
    elif WAY == "exit":
        print("Traceback: it hurts", file=sys.stderr)
        sys.exit(7)
    elif WAY == "buffered":         # with answers that nobody has seen
        os._exit(7)
    elif WAY == "exit-zero":
        sys.exit(0)
    elif WAY == "segfault":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif WAY == "close-output":
        os.close(1)
        time.sleep(300)
    elif WAY == "ignore-term" or WAY == "children":
        time.sleep(300)
    elif WAY == "flood":
        while True:
            write('{"id":"x","value":"y"}\n' * 1000)
    else:
        send(id=id, value=BAD)


def main():
    if WAY == "ignore-term":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if WAY in ("children", "children-at-exit"):
        child()
    if WAY == "deaf":               # never reads, so the pipe fills up
        send(**HELLO)
        time.sleep(300)
    last = None
    for line in requests():
        request = json.loads(line)
        if request["type"] == "bye":
            break
        if request["type"] == "hello":
            if WAY == "silent-hello":
                time.sleep(300)
            if WAY == "banner":
                write("my-otp 1.0 ready\n")
            if WAY == "changing-hello":
                HELLO["implementation"]["version"] = str(os.getpid())
            send(**HELLO)
            continue
        id, fields = request["id"], request["in"]
        if WAY == "stderr-flood":
            sys.stderr.write("noise " * 10_000 + "\n")
        if fields.get("counter") == BAD:
            misbehave(id)
            continue
        if WAY == "mixed":          # answers of calls that come together
            if id in ("6", "7", "8"):
                fields["counter"] = str(9 - int(fields["counter"]))
        if WAY == "swap":           # answers come in pairs, the wrong way
            if last is None:
                last = (id, fields["counter"])
                continue
            send(id=id, value=fields["counter"])
            send(id=last[0], value=last[1])
            last = None
            continue
        if WAY == "twice":
            send(id=id, value=fields.get("counter"))
        if WAY == "one-shot":       # answers one call and leaves
            send(id=id, value=fields.get("counter"))
            sys.exit(0)
        send(id=id, value=fields.get("counter"))


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError:
        os._exit(1)
