# SPDX-License-Identifier: Apache-2.0
"""The service in its demo mode, for a test."""

import socket
import subprocess


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Demo:
    """The service, as a person tries it out."""

    def __init__(self, program):
        port = free_port()
        self.origin = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [program, "--demo", "--port", str(port)],
            stdout=subprocess.PIPE, text=True)
        for line in self.process.stdout:
            if "Ctrl-C" in line:
                return
        raise SystemExit("the service does not start")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        assert self.process.wait(30) == 0, "no graceful end"
