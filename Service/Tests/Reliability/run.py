# SPDX-License-Identifier: Apache-2.0
"""Races and crashes, and the naive variants that the checker must find.

usage: run.py PROGRAM [--quick | --only TEXT]

`--only` runs the crashes with this text in their name.
"""

import contextlib
import resource
import sys
import tempfile
import time

import checker
import controls
import crashes
import enumeration
import machines
import races

PEOPLE = {"backups": 30, "plain": 450}


def say(name, faults, words):
    """Prints a line, and says whether there was no fault."""
    print(f"  {name}: {words}" + "".join(f"\n    FAULT {f}" for f in faults[:20]),
          flush=True)
    return not faults


def race(program, count, late):
    """Three processes over one PostgreSQL."""
    quarter = count // 4
    with contextlib.ExitStack() as ends:
        server = ends.enter_context(
            contextlib.closing(machines.PostgreSQL("fsync=off")))
        services = ends.enter_context(contextlib.closing(machines.Services(
            program, server.place, 3, apps=quarter, messages=quarter,
            backups=quarter, plain=quarter)))
        history = checker.History()
        took = races.run(services, count, history, late)
        submits = len(history.of("use"))
        kinds = {entry["what"].split()[0] for entry in history.of("use")}
        assert len(kinds) == 4, kinds
        words = (f"{count} codes of 4 kinds, {submits} submits, 3 processes,"
                 f" {submits / took:.0f}/s")
        return say("races", races.check(history), words)


def crash(name, program, breaks, on="postgresql", proxied=False, standby=False,
          processes=3, megabytes=None):
    """One way to break, on databases of its own."""
    with contextlib.ExitStack() as ends:
        server = copy = proxy = None
        if on == "sqlite":
            folder = ends.enter_context(
                tempfile.TemporaryDirectory(prefix="otpkit-lite-"))
            database = folder + "/accounts.sqlite"
        else:
            server = ends.enter_context(contextlib.closing(
                machines.PostgreSQL(megabytes=megabytes)))
            database = server.place
        if proxied:
            proxy = ends.enter_context(
                contextlib.closing(machines.Proxy(server.port)))
            database = server.at(proxy.port)
        if standby:
            copy = ends.enter_context(
                contextlib.closing(machines.PostgreSQL(copy_of=server)))
            server.ask("ALTER SYSTEM SET synchronous_standby_names = '*'")
            server.ask("SELECT pg_reload_conf()")
        services = ends.enter_context(contextlib.closing(
            machines.Services(program, database, processes, **PEOPLE)))
        faults, words = crashes.broken(
            services, breaks(services, server, copy, proxy))
        if proxy and proxy.cuts:
            words += f", {proxy.cuts} commits cut"
        return say(name, faults, words)


def time_tells_nothing(program):
    with tempfile.TemporaryDirectory(prefix="otpkit-lite-") as folder, \
            contextlib.closing(machines.Services(
                program, folder + "/accounts.sqlite", 1, plain=50)) as services:
        return say("enumeration by time", *enumeration.check(services))


CRASHES = {
    "kill -9 of one service":
        (lambda s, d, c, p: crashes.kill_one(s), {}),
    "kill -9 of all services":
        (lambda s, d, c, p: crashes.kill_all(s), {}),
    "kill -9 of PostgreSQL, and a restart":
        (lambda s, d, c, p: crashes.kill_database(d), {}),
    "kill -9 of PostgreSQL, and a synchronous replica promoted":
        (lambda s, d, c, p: crashes.promote(d, c, p),
         {"proxied": True, "standby": True}),
    "connections cut in the middle of commits":
        (lambda s, d, c, p: crashes.cut_commits(p), {"proxied": True}),
    "the clock of one process jumps":
        (lambda s, d, c, p: crashes.jump_clock(s), {}),
    "kill -9 of the service, SQLite":
        (lambda s, d, c, p: crashes.kill_all(s),
         {"on": "sqlite", "processes": 1}),
    "the disk is full, PostgreSQL":
        (lambda s, d, c, p: crashes.full_disk_of_database(s, d),
         {"megabytes": 128}),
    "the disk is full, SQLite":
        (lambda s, d, c, p: crashes.full_disk(s), {"on": "sqlite"}),
}
QUICK = ["kill -9 of PostgreSQL, and a restart",
         "connections cut in the middle of commits"]


def control(name, find):
    faults = find()
    found = bool(faults)
    print(f"  control, {name}: "
          + (f"found, {len(faults)} faults, such as: {faults[0]}" if found
             else "NOT FOUND"), flush=True)
    return found


def main():
    program, quick = sys.argv[1], "--quick" in sys.argv
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65_536), hard))
    begun, good = time.monotonic(), True
    if "--only" in sys.argv:
        for name, (breaks, how) in CRASHES.items():
            if sys.argv[-1] in name:
                good &= crash(name, program, breaks, **how)
        raise SystemExit(0 if good else "faults")
    good &= race(program, 80 if quick else 2_000, late=not quick)
    good &= time_tells_nothing(program)
    for name, (breaks, how) in CRASHES.items():
        if quick and name not in QUICK:
            continue
        good &= crash(name, program, breaks, **how)
    good &= control("no version in the statement",
                    lambda: controls.no_version(program))
    good &= control("a lock of the process",
                    lambda: controls.naive("local-lock", late=False))
    if not quick:
        good &= control("a record that ends with the step",
                        lambda: controls.naive("step-end", late=True))
        good &= control("synchronous_commit = off",
                        lambda: controls.no_wait(program))
    print(f"{time.monotonic() - begun:.0f} s")
    if not good:
        raise SystemExit("faults")


if __name__ == "__main__":
    main()
