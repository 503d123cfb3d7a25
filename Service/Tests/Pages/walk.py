# SPDX-License-Identifier: Apache-2.0
"""Walks the rows in Chromium, at two widths.

usage: walk.py PROGRAM [--shots FOLDER]
"""

import pathlib
import sys
import tempfile
import urllib.request

from demo import Demo
from person import WIDTHS, Person, browser
from rows import Walk

# What a person cannot do on the pages.
MISSING = {"S19"}
# The pages whose pictures docs/service has.
PICTURES = {"sign-in", "second-step", "app", "settings", "backup-codes",
            "people"}


def check_headers(origin):
    with urllib.request.urlopen(origin + "/sign-in") as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, policy
        assert "script-src" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "<script" not in answer.read().decode()


def walk(program, width, shots):
    print(width, flush=True)

    def show(person, name):
        root = person.driver.find_element("tag name", "html")
        inner = root.get_property("scrollWidth")
        assert inner <= WIDTHS[width][0], f"{name} is {inner} pixels wide"
        assert not person.driver.find_elements("tag name", "script")
        if shots and name in PICTURES:
            person.driver.save_screenshot(
                str(pathlib.Path(shots) / f"{name}-{width}.png"))

    with Demo(program) as demo:
        check_headers(demo.origin)
        drivers = [browser(width) for _ in range(2)]
        try:
            people = [Person(driver, demo.origin) for driver in drivers]
            return set(Walk(*people, show).all())
        except BaseException:
            for place, driver in enumerate(drivers):
                driver.save_screenshot(
                    f"{tempfile.gettempdir()}/walk-failed-{place}.png")
            raise
        finally:
            for driver in drivers:
                driver.quit()


def main():
    program = sys.argv[1]
    shots = sys.argv[3] if sys.argv[2:3] == ["--shots"] else None
    expected = {f"S{row}" for row in range(1, 26)} - MISSING
    for width in WIDTHS:
        done = walk(program, width, shots)
        assert done == expected, sorted(expected ^ done)
    print(f"{len(expected)} of 25 rows, at two widths")


main()
