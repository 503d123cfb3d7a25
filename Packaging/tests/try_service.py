# SPDX-License-Identifier: Apache-2.0
"""Runs the sign-in service that is installed in a root directory.

usage: try_service.py ROOT
"""
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

CHROOT = shutil.which("chroot", path="/usr/sbin:/usr/bin:/sbin:/bin")
PROGRAM = "/usr/bin/otpkit-service"


def main(root):
    assert not pathlib.Path(root, "usr/bin/swift").exists()
    unit = pathlib.Path(root, "usr/lib/systemd/system/otpkit-service.service")
    if not unit.exists():
        unit = pathlib.Path(root, "lib/systemd/system/otpkit-service.service")
    assert f"ExecStart={PROGRAM} " in unit.read_text(), "no unit of this program"
    for folder in ("etc/otpkit", "var/lib/otpkit"):
        os.makedirs(f"{root}/{folder}")
    keys = ["--keys", "/etc/otpkit/keys",
            "--database", "/var/lib/otpkit/accounts.sqlite"]
    assert "sign-in service" in run(root, "--help")
    run(root, "keys", "/etc/otpkit/keys")
    run(root, "user", "add", "ada", "ada@example.org", *keys)
    assert "ada@example.org" in run(root, "user", "list", *keys)
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    process = subprocess.Popen(
        inside(root, *keys, "--port", str(port), "--region", "AU",
               "--origin", "https://id.example.org", "--sender", PROGRAM), env={})
    try:
        health = answer(port, "/health", process)
        ready = answer(port, "/ready", process)
        page = answer(port, "/sign-in", process)
    finally:
        process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0, "no graceful end"
    assert b'name="password"' in page, page
    print(f"otpkit-service answers: /health {health!r}, /ready {ready!r},"
          f" /sign-in {len(page)} bytes; ends with 0")


def inside(root, *words):
    # Swift reads a program's arguments in /proc.
    return ["unshare", "--map-root-user", "--mount", "/bin/sh", "-c",
            'mount --rbind /proc "$0/proc" && mount --rbind /dev "$0/dev" &&'
            f' exec {CHROOT} "$0" {PROGRAM} "$@"', root, *words]


def run(root, *words):
    return subprocess.run(
        inside(root, *words), check=True, stdout=subprocess.PIPE, text=True,
        timeout=60, env={}).stdout


def answer(port, path, process):
    for _ in range(100):
        assert process.poll() is None, f"it ended with {process.returncode}"
        try:
            with urllib.request.urlopen(
                    f"http://127.0.0.1:{port}{path}", timeout=10) as found:
                return found.read()
        except urllib.error.URLError:
            time.sleep(0.2)
    raise AssertionError(f"{path} does not answer within 20 seconds")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
