# SPDX-License-Identifier: Apache-2.0
"""Services, PostgreSQL servers and what is between them, each to be ended."""

import glob
import json
import os
import pathlib
import pwd
import re
import resource
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time

import client
from disk import Disk


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def wait_until(true, seconds, what):
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise SystemExit(f"no {what} within {seconds} s")
        time.sleep(0.1)


class PostgreSQL:
    """A server of the test's own. initdb refuses the superuser: then it runs as
    `postgres`. With `megabytes` it has a disk of that size to itself."""

    BIN = (sorted(glob.glob("/usr/lib/postgresql/*/bin")) or [""])[-1]

    def __init__(self, *settings, copy_of=None, megabytes=None):
        self.port = free_port()
        self.folder = tempfile.mkdtemp(prefix="otpkit-pg-")
        self.disk = Disk(self.folder, megabytes) if megabytes else None
        self.data = self.folder + "/data"
        self.owner = pwd.getpwnam("postgres") if os.getuid() == 0 else None
        if self.owner:
            os.chown(self.folder, self.owner.pw_uid, self.owner.pw_gid)
        self.settings = [f"-c {one}" for one in settings]
        if copy_of:
            self.run("pg_basebackup", "-R", "-D", self.data, "-d", copy_of.place)
        else:
            self.run("initdb", "-D", self.data, "-A", "trust", "-U", "otpkit",
                     "--no-sync", "--encoding=UTF8", "--locale=C")
        self.start()

    @property
    def place(self):
        return self.at(self.port)

    @staticmethod
    def at(port):
        return f"postgresql://otpkit@127.0.0.1:{port}/postgres"

    def run(self, program, *words):
        before = ["runuser", "-u", "postgres", "--"] if self.owner else []
        with open(self.folder + "-words", "a") as words_file:
            done = subprocess.run(
                [*before, f"{self.BIN}/{program}", *words], cwd="/",
                stdout=words_file, stderr=words_file)
        if done.returncode != 0:
            text = "".join(
                pathlib.Path(one).read_text()[-1500:]
                for one in (self.folder + "-words", self.folder + "/log")
                if pathlib.Path(one).exists())
            raise SystemExit(f"{program} failed:\n{text}")

    def start(self):
        options = " ".join([
            f"-p {self.port} -h 127.0.0.1 -k {self.folder}",
            "-c max_connections=200", *self.settings])
        self.run("pg_ctl", "-D", self.data, "-w", "-o", options,
                 "-l", self.folder + "/log", "start")

    def is_running(self):
        """Whether it is there; one that finds no room to recover ends."""
        file = pathlib.Path(self.data, "postmaster.pid")
        return file.exists() and pathlib.Path(
            "/proc", file.read_text().split()[0], "exe").is_symlink()

    def ask(self, statement):
        self.run("psql", "-qXd", self.place, "-c", statement)

    def stopped_processes(self):
        """Every process; the first is stopped, so that no other begins."""
        first = pathlib.Path(self.data, "postmaster.pid").read_text().split()[0]
        os.kill(int(first), signal.SIGSTOP)
        found = subprocess.run(["pgrep", "-P", first], capture_output=True,
                               text=True).stdout.split()
        return [int(first), *map(int, found)]

    def hold(self, name):
        """Stops the process of the server that has this name."""
        first = pathlib.Path(self.data, "postmaster.pid").read_text().split()[0]
        found = subprocess.run(["pgrep", "-P", first, "-f", name], text=True,
                               capture_output=True, check=True).stdout.split()
        os.kill(int(found[0]), signal.SIGSTOP)

    def kill(self):
        """kill -9 of every process of the server."""
        found = self.stopped_processes()
        for number in found:
            try:
                os.kill(number, signal.SIGKILL)
            except ProcessLookupError:
                pass
        wait_until(lambda: not any(
            pathlib.Path(f"/proc/{n}/stat").exists()
            and " Z " not in pathlib.Path(f"/proc/{n}/stat").read_text()
            for n in found), 20, "end of PostgreSQL")
        # Where nobody reaps the dead, PostgreSQL takes their locks for held.
        for lock in [pathlib.Path(self.data, "postmaster.pid"),
                     *pathlib.Path(self.folder).glob(".s.PGSQL*")]:
            lock.unlink(missing_ok=True)

    def promote(self):
        self.run("pg_ctl", "-D", self.data, "-w", "promote")

    def close(self):
        if pathlib.Path(self.data, "postmaster.pid").exists():
            try:
                self.run("pg_ctl", "-D", self.data, "-m", "immediate", "stop")
            except SystemExit:
                pass
        if self.disk:
            self.disk.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        pathlib.Path(self.folder + "-words").unlink(missing_ok=True)


class Commits:
    """Finds what commits among the messages of one connection: COMMIT, and
    outside a transaction each prepared statement that changes something
    (PostgreSQL 15 manual, 55.7: Parse, Bind)."""

    CHANGE = re.compile(rb"P.{4}(\w+)\0\s*(?:WITH|INSERT|UPDATE|DELETE)", re.S)
    BIND = re.compile(rb"B.{4}\0(\w+)\0", re.S)

    def __init__(self):
        self.changes, self.is_inside = set(), False

    def has_one(self, data):
        self.changes.update(self.CHANGE.findall(data))
        if b"BEGIN\0" in data:
            self.is_inside = True
        if b"COMMIT\0" in data or b"ROLLBACK\0" in data:
            self.is_inside = False
            return b"COMMIT\0" in data
        names = self.BIND.findall(data)
        return not self.is_inside and any(n in self.changes for n in names)


class Proxy:
    """What is between services and PostgreSQL.

    It can lead elsewhere (`target`), rewrite what passes (texts of the same
    length), and cut each so many-th connection in the middle of a commit: when the
    server has it, and before its answer is passed on.
    """

    def __init__(self, target, rewrite=(), cut_each=0):
        self.target, self.rewrite, self.cut_each = target, rewrite, cut_each
        self.commits = self.cuts = 0
        self.rewritten = 0
        self.links = set()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self.target), 5)
                far.settimeout(None)
            except OSError:
                near.close()
                continue
            for one in (near, far):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self.links.add(one)
            for pump in (self._up, self._down):
                threading.Thread(target=pump, args=(near, far), daemon=True).start()

    def _up(self, near, far):
        commits = Commits()
        try:
            while data := near.recv(65_536):
                for old, new in self.rewrite:
                    if old in data:
                        data = data.replace(old, new)
                        self.rewritten += 1
                far.sendall(data)
                if commits.has_one(data):
                    self.commits += 1
                    if self.cut_each and self.commits % self.cut_each == 0:
                        self.cuts += 1
                        break
        except OSError:
            pass
        self._end(near, far)

    def _down(self, near, far):
        try:
            while data := far.recv(65_536):
                near.sendall(data)
        except OSError:
            pass
        self._end(near, far)

    def _end(self, *links):
        for one in links:
            self.links.discard(one)
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            one.close()

    def cut_all(self):
        self._end(*list(self.links))

    def close(self):
        self.listener.close()
        self.cut_all()


class Services:
    """Processes of the service over one database, and their people."""

    def __init__(self, program, database, count, full_cost=False, **people):
        self.program, self.database = program, database
        self.folder = tempfile.mkdtemp(prefix="otpkit-load-")
        self.messages = self.folder + "/messages"
        pathlib.Path(self.messages).touch()
        self.keys = self.folder + "/keys"
        with open(os.open(self.keys, os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
            file.write(client.keys())
        self.cost = ["--full-cost"] if full_cost else []
        made = subprocess.run(
            [program, "load-test", "prepare", *self.where(), *self.cost,
             *[word for kind, number in people.items()
               for word in (f"--{kind}", str(number))]],
            stdout=subprocess.PIPE, text=True)
        if made.returncode != 0:
            shutil.rmtree(self.folder)
            raise SystemExit("nobody could be prepared")
        self.people = [json.loads(line) for line in made.stdout.splitlines()]
        self.ports = [free_port() for _ in range(count)]
        self.running = [None] * count
        for place in range(count):
            self.start(place)

    def where(self):
        return ["--database", self.database, "--keys", self.keys]

    def of(self, kind):
        return [person for person in self.people if person["kind"] == kind]

    def start(self, place, ahead=0):
        # SIGXFSZ stays ignored, so that a full disk is an error of write(2).
        self.running[place] = subprocess.Popen(
            [self.program, "load-test", "serve", f"--ahead={ahead}", *self.where(), *self.cost,
             "--port", str(self.ports[place]), "--messages", self.messages],
            stdout=subprocess.PIPE, text=True, restore_signals=False)
        if "ready" not in self.running[place].stdout.readline():
            raise SystemExit("a service does not start")

    def kill(self, place):
        self.running[place].kill()
        self.running[place].wait(20)

    def restart(self, place, ahead=0):
        self.running[place].terminate()
        self.running[place].wait(30)
        self.start(place, ahead)

    def fill_disk(self, is_full):
        """Lets the services write beyond the first KiB of no file, or again."""
        size = 1_024 if is_full else -1
        for process in self.running:
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (size, -1))

    def sent(self):
        lines = pathlib.Path(self.messages).read_text().splitlines()
        return [json.loads(line) for line in lines]

    def close(self):
        for process in self.running:
            if process and process.poll() is None:
                process.kill()
                process.wait(20)
        shutil.rmtree(self.folder, ignore_errors=True)
