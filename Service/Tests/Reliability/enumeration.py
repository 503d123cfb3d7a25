# SPDX-License-Identifier: Apache-2.0
"""Whether the time of an answer tells who has an account: 1,000 tries over HTTP."""

import random
import time

import client

TRIES = 1_000
# So many standard errors: by chance, one run in 15,000 is beyond.
ERRORS = 4.0


def advantage(known, unknown):
    """How often a try at a known name takes longer than one at an unknown name, from
    0 to 1 (Mann and Whitney's U), and its standard error if nothing differs."""
    ranks = sorted([(t, 0) for t in unknown] + [(t, 1) for t in known])
    total = sum(place for place, (_, one) in enumerate(ranks, 1) if one)
    n, m = len(known), len(unknown)
    share = (total - n * (n + 1) / 2) / (n * m)
    return share, ((n + m + 1) / (12 * n * m)) ** 0.5


def tells(known, unknown):
    share, error = advantage(known, unknown)
    return abs(share - 0.5) > ERRORS * error


def smallest_found(times):
    """The smallest difference in ms that half as many tries would tell of: one half
    of the times of unknown names is delayed by it."""
    for tenths in range(1, 1_000):
        if tells([t + tenths / 1e4 for t in times[::2]], times[1::2]):
            return tenths / 10
    return None


def measure(services, path, fields):
    link = client.Connection(services.ports[0])
    names = [(p["name"], True) for p in services.of("plain")]
    names += [(f"nobody-{n}", False) for n in range(len(names))]
    times = {True: [], False: []}
    # The first of each name make its row.
    order = names + random.choices(names, k=TRIES)
    for place, (name, is_known) in enumerate(order):
        browser = client.Browser()
        begun = time.perf_counter()
        link.post(path, browser, {"name": name, **fields})
        if place >= len(names):
            times[is_known].append(time.perf_counter() - begun)
    link.close()
    return times[True], times[False]


def check(services):
    """Faults, and figures in words."""
    faults, words = [], []
    for path, fields in (("/sign-in", {"password": "wrong"}), ("/forgotten", {})):
        known, unknown = measure(services, path, fields)
        share, error = advantage(known, unknown)
        if tells(known, unknown):
            faults.append(f"{path}: its time tells who has an account")
        words.append(f"{path} {share:.3f} ± {error:.3f}, would find"
                     f" {smallest_found(unknown)} ms")
    return faults, f"{TRIES} tries each, " + "; ".join(words)
