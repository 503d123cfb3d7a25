# SPDX-License-Identifier: Apache-2.0
"""The naive variants, each of which the checker has to find.

The shipped program has no switch for them: `naive.py` is a service of its own, and
the others come about on the way to PostgreSQL, where a proxy rewrites what the
service says.
"""

import contextlib
import json
import pathlib
import secrets
import subprocess
import sys
import tempfile

import checker
import crashes
import machines
import races

NO_VERSION = (b"AND version = $10", b"AND $10 > -999999")
NO_WAIT = (b"SET synchronous_commit = on", b"SET synchronous_commit=off ")


class Naive:
    """Three processes of a naive service over one SQLite file."""

    def __init__(self, mode, people):
        self.folder = tempfile.TemporaryDirectory(prefix="otpkit-naive-")
        file = pathlib.Path(self.folder.name, "used")
        self.people = [
            {"name": f"app-{n}", "kind": "app", "password": "x",
             "secret": secrets.token_hex(20)} for n in range(people)]
        pathlib.Path(f"{file}.people").write_text(
            "\n".join(map(json.dumps, self.people)))
        self.ports = [machines.free_port() for _ in range(3)]
        self.running = []
        script = pathlib.Path(__file__).with_name("naive.py")
        for port in self.ports:
            process = subprocess.Popen(
                [sys.executable, script, mode, str(port), file],
                stdout=subprocess.PIPE, text=True)
            self.running.append(process)
            assert "ready" in process.stdout.readline()

    def of(self, kind):
        return [person for person in self.people if person["kind"] == kind]

    def sent(self):
        return []

    def close(self):
        for process in self.running:
            process.kill()
            process.wait(20)
        self.folder.cleanup()


def naive(mode, late):
    with contextlib.closing(Naive(mode, races.BATCH)) as services:
        history = checker.History()
        races.run(services, races.BATCH, history, late)
        return races.check(history)


@contextlib.contextmanager
def rewritten(program, change, *settings, **people):
    """Services whose words to PostgreSQL are changed on their way."""
    with contextlib.ExitStack() as ends:
        server = ends.enter_context(
            contextlib.closing(machines.PostgreSQL(*settings)))
        proxy = ends.enter_context(
            contextlib.closing(machines.Proxy(server.port, [change])))
        yield server, ends.enter_context(contextlib.closing(machines.Services(
            program, server.at(proxy.port), 3, **people)))
        assert proxy.rewritten, "nothing was rewritten"


def no_version(program):
    with rewritten(program, NO_VERSION, "fsync=off",
                   apps=races.BATCH) as (_, services):
        history = checker.History()
        races.run(services, races.BATCH, history)
        return races.check(history)


def no_wait(program):
    with rewritten(program, NO_WAIT, "wal_buffers=64MB",
                   backups=30, plain=450) as (server, services):
        # As behind a slow disk: what nobody waits for stays in memory.
        server.hold("walwriter")
        faults, _ = crashes.broken(
            services, crashes.kill_database(server), patience=5)
        return faults
