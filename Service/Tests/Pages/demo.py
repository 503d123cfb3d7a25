# SPDX-License-Identifier: Apache-2.0
"""The service in its demo mode, for a test."""

import os
import pathlib
import socket
import subprocess
import tempfile


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Demo:
    """The service, as a person tries it out."""

    def __init__(self, program, *options):
        port = free_port()
        self.origin = f"http://127.0.0.1:{port}"
        self.folder = tempfile.TemporaryDirectory()
        self.log = pathlib.Path(self.folder.name) / "log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [program, "--demo", "--port", str(port), *options],
                stdout=subprocess.PIPE, stderr=log, text=True,
                env={**os.environ, "TMPDIR": self.folder.name})
        for line in self.process.stdout:
            if "Ctrl-C" in line:
                return
        raise SystemExit("the service does not start")

    def database(self):
        """The files of the accounts."""
        return list(pathlib.Path(self.folder.name).glob("*.sqlite*"))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        assert self.process.wait(30) == 0, "no graceful end"
        assert not self.database(), "the demo left its accounts"
