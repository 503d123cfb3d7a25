# SPDX-License-Identifier: Apache-2.0
"""Services as they should not be, for the checker to find out.

usage: naive.py MODE PORT FILE

`local-lock` guards codes by a lock of its own process; `step-end` remembers a code
until its step is over, although the window takes it for one more.
"""

import contextlib
import http.server
import json
import pathlib
import sqlite3
import sys
import threading
import time
import urllib.parse

import client

MODE, PORT, FILE = sys.argv[1:]
PEOPLE = {person["name"]: person for person in
          map(json.loads, pathlib.Path(FILE + ".people").read_text().splitlines())}
LOCK = threading.Lock()


def accept(name, code):
    secret = PEOPLE[name]["secret"]
    if code not in (client.code(secret, by) for by in (-30, 0, 30)):
        return False
    with contextlib.closing(sqlite3.connect(FILE, timeout=30)) as database:
        if MODE == "local-lock":
            return accept_under_lock(database, name, code)
        with database:
            database.execute("DELETE FROM used WHERE until <= ?", (time.time(),))
            until = (int(time.time()) // 30 + 1) * 30
            return database.execute(
                "INSERT OR IGNORE INTO used VALUES (?, ?, ?)",
                (name, code, until)).rowcount == 1


def accept_under_lock(database, name, code):
    with LOCK, database:
        if database.execute("SELECT 1 FROM used WHERE name = ? AND code = ?",
                            (name, code)).fetchone():
            return False
        time.sleep(0.005)
        database.execute("INSERT OR IGNORE INTO used VALUES (?, ?, ?)",
                         (name, code, time.time() + 1e6))
        return True


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        size = int(self.headers["Content-Length"])
        fields = dict(urllib.parse.parse_qsl(self.rfile.read(size).decode()))
        if self.path == "/sign-in":
            return self.reply(303, "/second-step", fields["name"])
        name = self.headers["Cookie"].split("__Host-session=")[1].split(";")[0]
        if accept(name, fields["code"]):
            return self.reply(303, "/settings")
        return self.reply(403)

    def reply(self, status, place=None, session=None):
        self.send_response(status)
        self.send_header("Content-Length", "0")
        if place:
            self.send_header("Location", place)
        if session:
            self.send_header("Set-Cookie", f"__Host-session={session}; Path=/")
        self.end_headers()

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads, request_queue_size = True, 128


with contextlib.closing(sqlite3.connect(FILE, timeout=30)) as database:
    database.execute("CREATE TABLE IF NOT EXISTS used"
                     " (name, code, until, PRIMARY KEY (name, code))")
server = Server(("127.0.0.1", int(PORT)), Handler)
print("ready", flush=True)
server.serve_forever()
