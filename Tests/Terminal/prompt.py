# SPDX-License-Identifier: Apache-2.0
"""Runs a program on a terminal of its own and answers its prompt.

usage: prompt.py ANSWER|SIGNAL PROGRAM ARGUMENT…

An answer is typed; SIGINT, SIGTERM, SIGHUP and SIGQUIT are sent in its place.
Prints as JSON what the terminal showed, whether it echoed before, during and
after the prompt, and how the program ended.
"""
import json
import os
import pty
import select
import signal
import sys
import termios
import time

SIGNALS = {name: getattr(signal, name)
           for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")}


def echoes(terminal):
    return bool(termios.tcgetattr(terminal)[3] & termios.ECHO)


def wait(condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            sys.exit("prompt.py: nothing happened")
        time.sleep(0.01)


def ended(child):
    """The status of a child, which is killed where it does not end."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return status
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def shown(controller, seconds):
    """What the terminal shows from now on, until it is quiet."""
    text = b""
    while select.select([controller], [], [], seconds)[0]:
        try:
            part = os.read(controller, 4096)
        except OSError:
            break
        if not part:
            break
        text += part
    return text


def main(answer, command):
    controller, terminal = pty.openpty()
    result = {"before": echoes(terminal)}
    child = os.fork()
    if child == 0:
        os.setsid()
        for descriptor in (0, 1, 2):
            os.dup2(terminal, descriptor)
        os.execvp(command[0], command)
    wait(lambda: not echoes(terminal))
    text = shown(controller, 0.3)
    result["during"] = echoes(terminal)
    if answer in SIGNALS:
        os.kill(child, SIGNALS[answer])
    else:
        os.write(controller, answer.encode() + b"\n")
    status = ended(child)
    result["after"] = echoes(terminal)
    result["shown"] = (text + shown(controller, 0.1)).decode()
    result["status"] = os.waitstatus_to_exitcode(status)
    print(json.dumps(result))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
