# SPDX-License-Identifier: Apache-2.0
"""The service under load, and a Django site beside it in the same run.

usage: bench.py PROGRAM [--long | --sign-ins COUNT]

With --sign-ins, whole sign-ins of the service alone: the median of COUNT runs.

Client, service and database share the machine: read the ratios.
"""

import contextlib
import os
import pathlib
import resource
import socket
import statistics
import sys
import threading
import time

import load
from subjects import Database, Django, Ours, client, post

# The service holds its answers to a rhythm of ten milliseconds, so that fewer
# connections would leave the processors idle.
CONNECTIONS = 64


def spent(process):
    """The processor time that a process has taken, in seconds."""
    fields = pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2]
    user, system = fields.split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def send(requests, subject, rate):
    """The figures of a run, with the processor time of client and subject."""
    begun = time.process_time(), sum(map(spent, subject.processes))
    figures = load.run(requests, subject.ports, CONNECTIONS, rate)
    figures.client = time.process_time() - begun[0]
    figures.subject = sum(map(spent, subject.processes)) - begun[1]
    return figures


def steps(subject, rate=None):
    """Signs everybody in; the figures of the first and of the second step."""
    people = subject.people
    first = send([subject.first_step(p) for p in people], subject, rate)
    # All codes are of one step of 30 seconds, which lasts: Django takes none
    # of the step before.
    left = 30 - time.time() % 30
    if left < 15:
        time.sleep(left)
    requests = [subject.second_step(person, first.answers[place])
                for place, person in enumerate(people)]
    second = send(requests, subject, rate)
    for name, figures in (("first", first), ("second", second)):
        done = figures.statuses.get(303, 0) + figures.statuses.get(302, 0)
        assert done == len(people), (subject.name, name, figures.statuses)
    inside = sum(b"ocation: /settings" in answer or b"ocation: /page/" in answer
                 for answer in second.answers.values())
    assert inside == len(people), f"{inside} of {len(people)} are signed in"
    return first, second


def whole(first, second):
    return len(first.times) / (first.seconds + second.seconds)


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def against_django(program):
    print("\n## Against Django, one run, cheap hashes on both sides\n")
    row("database", "what", "second step/s", "p99 ms", "sign-ins/s")
    row(*["---"] * 5)
    rates, costs = {}, []
    for kind in ("sqlite", "postgresql"):
        with Database(kind) as database:
            with contextlib.closing(Django(database, 300)) as django:
                first, second = steps(django)
                theirs = second.rate, whole(first, second)
                row(kind, django.name, f"{second.rate:.0f}",
                    f"{second.at(0.99):.0f}", f"{whole(first, second):.0f}")
            with contextlib.closing(Ours(database, program, 2_000)) as ours:
                first, second = steps(ours)
                rates[kind] = second.rate
                costs.append((kind, first, second))
                row(kind, ours.name, f"{second.rate:.0f}",
                    f"{second.at(0.99):.0f}", f"{whole(first, second):.0f}")
            row(kind, "ratio", f"{second.rate / theirs[0]:.1f}", "",
                f"{whole(first, second) / theirs[1]:.1f}")
    print("\n## Processor time of a sign-in\n")
    row("database", "service ms", "client ms", "all processors ms")
    row(*["---"] * 4)
    for kind, *both in costs:
        count = len(both[0].times)
        row(kind, *(f"{1_000 * time / count:.2f}" for time in (
            sum(step.subject for step in both),
            sum(step.client for step in both),
            os.cpu_count() * sum(step.seconds for step in both))))
    return rates


def repeated(program, count):
    print(f"\n## Sign-ins a second, {count} runs\n")
    row("database", "median", "least", "most")
    row(*["---"] * 4)
    for kind in ("sqlite", "postgresql"):
        rates = []
        for _ in range(count):
            with Database(kind) as database, contextlib.closing(
                    Ours(database, program, 2_000)) as ours:
                rates.append(whole(*steps(ours)))
        row(kind, *(f"{rate:.0f}" for rate in (
            statistics.median(rates), min(rates), max(rates))))


def at_fixed_load(program, rates):
    print("\n## At half of the highest rate\n")
    row("database", "processes", "second step/s", "p50 ms", "p99 ms")
    row(*["---"] * 5)
    for kind, rate in rates.items():
        with Database(kind) as database, contextlib.closing(
                Ours(database, program, 1_000)) as ours:
            _, second = steps(ours, rate / 2)
            row(kind, 1, f"{second.rate:.0f}", f"{second.at(0.5):.1f}",
                f"{second.at(0.99):.1f}")


def two_processes(program):
    print("\n## One process and two, PostgreSQL\n")
    row("processes", "second step/s", "sign-ins/s")
    row("---", "---", "---")
    for count in (1, 2):
        with Database("postgresql") as database, contextlib.closing(
                Ours(database, program, 2_000, processes=count)) as ours:
            first, second = steps(ours)
            row(count, f"{second.rate:.0f}", f"{whole(first, second):.0f}")


def while_hashing(program):
    print("\n## Other requests while passwords are hashed at full cost\n")
    row("sign-ins waiting", "sign-ins/s", "other requests' p50 ms", "p99 ms")
    row("---", "---", "---", "---")
    with Database("sqlite") as database, contextlib.closing(
            Ours(database, program, 4, full_cost=True)) as ours:
        pages = [ours.page()] * 500
        for waiting in (0, 16):
            stopped, count = threading.Event(), [0]

            def sign_in(number):
                link = client.Connection(ours.ports[0], timeout=120)
                while not stopped.is_set():
                    client.sign_in(link, {"name": f"nobody-{number}"}, "x")
                    count[0] += 1
            threads = [threading.Thread(target=sign_in, args=(n,))
                       for n in range(waiting)]
            for thread in threads:
                thread.start()
            time.sleep(2)
            before, begun = count[0], time.monotonic()
            figures = load.run(pages, ours.ports, 8, rate=50)
            rate = (count[0] - before) / (time.monotonic() - begun)
            stopped.set()
            for thread in threads:
                thread.join()
            row(waiting, f"{rate:.1f}", f"{figures.at(0.5):.1f}",
                f"{figures.at(0.99):.1f}")


def memory(process):
    status = pathlib.Path(f"/proc/{process}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1_024


def over_time(program, seconds):
    print(f"\n## Memory at full load for {seconds} s, SQLite\n")
    row("seconds", "MiB", "first steps/s")
    row("---", "---", "---")
    with Database("sqlite") as database, contextlib.closing(
            Ours(database, program, 1_000)) as ours:
        begun, done = time.monotonic(), 0
        for part in range(6):
            start, from_done = time.monotonic(), done
            while time.monotonic() - begun < seconds * part / 5:
                figures = load.run(
                    [ours.first_step(p) for p in ours.people], ours.ports,
                    CONNECTIONS)
                done += figures.statuses.get(303, 0)
            took = time.monotonic() - start
            row(f"{time.monotonic() - begun:.0f}",
                f"{memory(ours.processes[0]):.1f}",
                f"{(done - from_done) / took:.0f}" if done > from_done else "")


def many_connections(program):
    print("\n## 2,000 idle connections, and 200 slow ones\n")
    row("connections", "MiB", "other requests' p99 ms")
    row("---", "---", "---")
    with Database("sqlite") as database, contextlib.closing(
            Ours(database, program, 1)) as ours:
        def figures(words):
            answers = load.run([ours.page()] * 500, ours.ports, 8, rate=100)
            assert answers.statuses == {200: 500}, answers.statuses
            row(words, f"{memory(ours.processes[0]):.1f}",
                f"{answers.at(0.99):.1f}")
        figures("none")
        idle = [socket.create_connection(("127.0.0.1", ours.ports[0]))
                for _ in range(2_000)]
        figures("2,000 idle")
        for link in idle:
            link.close()
        slow = [socket.create_connection(("127.0.0.1", ours.ports[0]))
                for _ in range(200)]
        head = post("/sign-in", "a=b", {"name": "x"})
        stopped = threading.Event()

        def drip():
            for byte in head:
                for link in slow:
                    with contextlib.suppress(OSError):
                        link.send(bytes([byte]))
                if stopped.wait(0.2):
                    return
        thread = threading.Thread(target=drip)
        thread.start()
        figures("200 that send five bytes a second")
        stopped.set()
        thread.join()
        for link in slow:
            link.close()


def main():
    program = sys.argv[1]
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65_536), hard))
    print(f"{os.cpu_count()} processors, load average before:"
          f" {os.getloadavg()[0]:.1f}")
    if "--sign-ins" in sys.argv:
        repeated(program, int(sys.argv[sys.argv.index("--sign-ins") + 1]))
        return
    rates = against_django(program)
    at_fixed_load(program, rates)
    two_processes(program)
    while_hashing(program)
    over_time(program, 600 if "--long" in sys.argv else 60)
    many_connections(program)


if __name__ == "__main__":
    main()
