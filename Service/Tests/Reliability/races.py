# SPDX-License-Identifier: Apache-2.0
"""Many submits of each code at once, to several processes."""

import queue
import random
import threading
import time

import checker
import client

BATCH = 40
SUBMITS = 50  # of each code
TOGETHER = 5  # codes at once: about ten submits of each are on their way
CONNECTIONS = 16  # to each process
SESSIONS = 5  # of one account at once; it keeps eight sign-ins that wait


class Crowd:
    """Connections to every process, each with a thread of its own."""

    def __init__(self, ports):
        self.jobs = queue.SimpleQueue()
        self.links = [client.Connection(port) for port in ports
                      for _ in range(CONNECTIONS)]
        for link in self.links:
            threading.Thread(target=self._work, args=(link,), daemon=True).start()

    def _work(self, link):
        while job := self.jobs.get():
            call, done = job
            try:
                call(link)
            finally:
                done.release()

    def all(self, calls):
        """Runs every call on a connection, in a random order."""
        calls, done = list(calls), threading.Semaphore(0)
        random.shuffle(calls)
        for call in calls:
            self.jobs.put((call, done))
        for _ in calls:
            done.acquire()

    def close(self):
        for _ in self.links:
            self.jobs.put(None)
        for link in self.links:
            link.close()


class Code:
    """A code, and the browsers that it is typed into."""

    def __init__(self, kind, person, text=None):
        self.kind, self.person, self.text = kind, person, text
        self.name = " ".join(filter(None, (kind, "code", text, "of", person["name"])))
        self.browsers = []

    def prepare(self, link):
        """Opens one more sign-in that waits for a code."""
        if self.kind == "reset":
            client.ask_reset(link, self.person["name"])
            return
        browser = client.sign_in(link, self.person)
        if browser is None:
            raise SystemExit(f"{self.person['name']} cannot sign in")
        if self.kind == "message":
            link.post("/second-step/send", browser, {})
        self.browsers.append(browser)

    def submit(self, link):
        if self.kind == "reset":
            return client.use_reset(link, self.person["name"], self.text)
        return client.use(link, random.choice(self.browsers), self.kind, self.text)


def codes_of(services, count):
    """So many codes, of every kind that there are people for."""
    wanted = []
    for kind in ("app", "message", "backup"):
        for person in services.of(kind):
            text = person["codes"][0] if kind == "backup" else None
            wanted.append(Code(kind, person, text))
    wanted += [Code("reset", person) for person in services.of("plain")]
    random.Random(1).shuffle(wanted)
    return wanted[:count]


def fill_in(batch, services):
    """The texts of codes that the service has sent, or that an app shows."""
    for code in batch:
        if code.kind == "app":
            code.text = client.code(code.person["secret"])
    waiting = {code.person["name"]: code for code in batch
               if code.kind in ("message", "reset")}
    end = time.monotonic() + 60
    while any(code.text is None for code in waiting.values()):
        for line in services.sent():
            if line["account"] in waiting and line["kind"] in ("code", "reset"):
                waiting[line["account"]].text = line["text"]
        if time.monotonic() > end:
            raise SystemExit("codes are missing")
        time.sleep(0.05)


def run(services, count, history, late=False):
    """Submits each of `count` codes `SUBMITS` times.

    With `late`, the codes of apps of the last batch are submitted again when
    their step of 30 seconds is over, while they still are in the window.
    """
    crowd = Crowd(services.ports)
    codes, took = codes_of(services, count), 0.0
    for start in range(0, len(codes), BATCH):
        batch = codes[start:start + BATCH]
        if late:
            while time.time() % 30 > 22:
                time.sleep(0.5)
        crowd.all(
            code.prepare for code in batch
            for _ in range(SESSIONS if code.kind in ("app", "backup") else 1))
        fill_in(batch, services)
        begun = time.monotonic()
        for place in range(0, len(batch), TOGETHER):
            crowd.all(submission(history, code)
                      for code in batch[place:place + TOGETHER]
                      for _ in range(SUBMITS))
        took += time.monotonic() - begun
    if late:
        apps = [code for code in batch if code.kind == "app"]
        time.sleep(30.5 - time.time() % 30)
        for code in apps:
            code.browsers = []
        crowd.all(code.prepare for code in apps)
        crowd.all(submission(history, code) for code in apps)
    crowd.close()
    return took


def submission(history, code):
    return lambda link: history.ask("use", code.name, lambda: code.submit(link))


def check(history):
    return checker.codes(history, must_work=True)
