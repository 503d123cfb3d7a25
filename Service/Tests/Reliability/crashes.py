# SPDX-License-Identifier: Apache-2.0
"""People who go on signing in, changing passwords and asking for mails while
something breaks."""

import random
import threading
import time

import checker
import client
import machines


class Load:
    """What people do, in threads of their own, until it is stopped."""

    def __init__(self, services, history):
        self.services, self.history = services, history
        self.stopped = threading.Event()
        self.used, self.passwords = [], {}
        self.threads = []

    def start(self):
        backups, plain = self.services.of("backup"), self.services.of("plain")
        third = len(plain) // 3
        parts = [(self._codes, backups[n::3]) for n in range(3)]
        parts += [(self._changes, plain[:third][n::3]) for n in range(3)]
        parts += [(self._requests, plain[third:])]
        for work, people in parts:
            thread = threading.Thread(target=self._run, args=(work, people))
            thread.start()
            self.threads.append(thread)
        return self

    def stop(self):
        self.stopped.set()
        for thread in self.threads:
            thread.join()

    def _run(self, work, people):
        links = [client.Connection(port, timeout=15)
                 for port in self.services.ports]
        work(people, links)
        for link in links:
            link.close()

    def _sign_in(self, links, person, password=None):
        """A browser; tries every process until one answers."""
        for _ in range(400):
            try:
                return client.sign_in(random.choice(links), person, password)
            except client.UNKNOWN:
                if self.stopped.wait(0.1):
                    break
        return None

    def _codes(self, people, links):
        """Each code is submitted three times at once, to different processes."""
        for text_place in range(10):
            for person in people:
                if self.stopped.is_set():
                    return
                browser = self._sign_in(links, person)
                if browser is None:
                    continue
                text = person["codes"][text_place]
                name = f"backup code {text} of {person['name']}"
                self.used.append((name, person, text))
                threads = [threading.Thread(target=self.history.ask, args=(
                    "use", name, lambda link=link: client.use(
                        link, browser, "backup", text))) for link in links]
                for thread in threads:
                    thread.start()
                for thread in threads:
                    thread.join()

    def _changes(self, people, links):
        """Changes passwords one after another, over and over."""
        number = 0
        candidates = {p["name"]: [p["password"]] for p in people}
        self.passwords.update((p["name"], (p, candidates[p["name"]]))
                              for p in people)
        while not self.stopped.is_set():
            for person in people:
                known, number = candidates[person["name"]], number + 1
                browser = None
                for old in reversed(known):
                    browser = self._sign_in(links, person, old)
                    if browser or self.stopped.is_set():
                        break
                if browser is None:
                    continue
                new = f"a long password, number {number:06}"
                answer = self.history.ask(
                    "change", person["name"], lambda: client.change_password(
                        random.choice(links), browser, old, new),
                    old=old, new=new)
                if answer == "accepted":
                    known[:] = [new]
                elif answer == "unknown":
                    known.append(new)

    def _requests(self, people, links):
        for person in people:
            if self.stopped.wait(0.02):
                return
            self.history.ask("ask", person["name"], lambda: client.ask_reset(
                random.choice(links), person["name"]))

    def settle(self):
        """Asks what is true now: no code works again, which passwords do."""
        links = [client.Connection(port) for port in self.services.ports]
        for name, person, text in self.used:
            browser = client.sign_in(random.choice(links), person)
            self.history.ask("use", name, lambda: client.use(
                random.choice(links), browser, "backup", text))
        for name, (person, candidates) in self.passwords.items():
            works = [one for one in dict.fromkeys(
                [person["password"], *self._ever(name)])
                if client.sign_in(links[0], person, one)]
            self.history.ask("found", name, lambda: "accepted",
                             works=works[0] if works else None)
        asked = len(self.history.of("ask"))
        return f"{len(self.used)} codes, {asked} mails, " \
            f"{len(self.history.of('change'))} changes of password"

    def _ever(self, name):
        """The last passwords that this person tried to have."""
        tried = [e for e in self.history.of("change") if e["what"] == name]
        return [e["new"] for e in tried[-12:]] + [e["old"] for e in tried[-12:]]


def broken(services, disturb, before=3.0, after=3.0, patience=75,
           must_notice=True):
    """Runs the load, breaks something in its middle, and checks.

    Returns the faults, and what was done in words.
    """
    history = checker.History(services.folder + "/history")
    load = Load(services, history).start()
    try:
        time.sleep(before)
        disturb()
        time.sleep(after)
    finally:
        load.stop()
    words = load.settle()
    end = time.monotonic() + patience
    # What was left behind is sent once its lease of 30 seconds is over.
    while (missing := checker.messages(history, services.sent())) \
            and time.monotonic() < end:
        time.sleep(1)
    unknown = sum(e["answer"] == "unknown" for e in history.entries)
    extra = checker.extra(services.sent())
    faults = checker.codes(history, False) + checker.passwords(history) + missing
    if not unknown and must_notice:
        faults.append("nobody noticed that anything broke")
    return faults, f"{words}; {unknown} answers unknown, {extra} messages twice"


# MARK: What breaks

def kill_one(services):
    def disturb():
        services.kill(0)
        time.sleep(1)
        services.start(0)
    return disturb


def kill_all(services):
    def disturb():
        for place in range(len(services.running)):
            services.kill(place)
        time.sleep(0.5)
        for place in range(len(services.running)):
            services.start(place)
    return disturb


def kill_database(server):
    def disturb():
        server.kill()
        time.sleep(0.5)
        server.start()
    return disturb


def promote(server, standby, proxy):
    def disturb():
        server.kill()
        standby.promote()
        proxy.target = standby.port
        proxy.cut_all()
    return disturb


def full_disk(services):
    def disturb():
        services.fill_disk(True)
        time.sleep(2)
        services.fill_disk(False)
    return disturb


def full_disk_of_database(services, server):
    """Every service says 503 while there is no room, and goes on once there
    is; an operator starts the server again if it has ended."""
    def disturb():
        server.disk.fill()
        for port in services.ports:
            machines.wait_until(
                lambda: asked_status(port) == 503, 20, "status 503")
            server.disk.fill()
        time.sleep(2)
        server.disk.clear()
        if not server.is_running():
            server.start()
        for port in services.ports:
            machines.wait_until(
                lambda: asked_status(port) == 200, 20, "answer with room")
    return disturb


def asked_status(port):
    """The status of a request that writes, by somebody without an account."""
    link = client.Connection(port)
    try:
        status, _, _ = link.post("/forgotten", client.Browser(), {
            "name": f"nobody {random.random()}"})
    finally:
        link.close()
    assert status in (200, 503), status
    return status


def cut_commits(proxy):
    def disturb():
        proxy.cut_each = 20
        time.sleep(4)
        proxy.cut_each = 0
    return disturb


def jump_clock(services):
    """The clock of one process jumps ahead and back, by a little and by far: it
    ends and begins again with each."""
    def disturb():
        for jump in (20, -20, 75, -75, 3_700, -3_700, 0):
            services.restart(0, jump)
            time.sleep(1.5)
    return disturb
