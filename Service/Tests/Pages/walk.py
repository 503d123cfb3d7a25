# SPDX-License-Identifier: Apache-2.0
"""Walks the rows in Chromium, at two widths at once.

usage: walk.py PROGRAM [--shots FOLDER]
"""

import concurrent.futures
import pathlib
import sys
import tempfile
import urllib.request

sys.path.append(str(pathlib.Path(__file__).parent.parent / "OIDC"))
import accessibility  # noqa: E402
import log  # noqa: E402
from demo import Demo  # noqa: E402
from person import WIDTHS, Person, browser  # noqa: E402
from provider import Provider  # noqa: E402
from rows import Walk  # noqa: E402

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
    def show(person, name):
        root = person.driver.find_element("tag name", "html")
        inner = root.get_property("scrollWidth")
        assert inner <= WIDTHS[width][0], f"{name} is {inner} pixels wide"
        assert not person.driver.find_elements("tag name", "script")
        person.note_secrets()
        accessibility.check(person.driver, name)
        if shots and name in PICTURES:
            person.driver.save_screenshot(
                str(pathlib.Path(shots) / f"{name}-{width}.png"))

    # One provider is trusted for several factors, the other is not.
    providers = [Provider("Example"), Provider("Partner")]
    with tempfile.TemporaryDirectory() as folder, Demo(
            program, "--oidc-provider",
            providers[0].file(folder, trusted_methods="mfa"),
            "--oidc-provider", providers[1].file(folder)) as demo:
        check_headers(demo.origin)
        drivers = [browser(width) for _ in range(2)]
        try:
            accessibility.check_control(drivers[0], demo.origin + "/sign-in")
            people = [Person(driver, demo.origin) for driver in drivers]
            rows = set(Walk(*people, show, providers, width).all())
            log.check(demo.log.read_text().splitlines(),
                      people[0].secrets | people[1].secrets)
            return rows
        except BaseException:
            for place, driver in enumerate(drivers):
                driver.save_screenshot(
                    f"{tempfile.gettempdir()}/walk-failed-{width}-{place}.png")
            raise
        finally:
            for driver in drivers:
                driver.quit()


def main():
    program = sys.argv[1]
    shots = sys.argv[3] if sys.argv[2:3] == ["--shots"] else None
    expected = {f"S{row}" for row in range(1, 26)}
    # A walk waits most of the time, for a second message or a wait to end.
    with concurrent.futures.ThreadPoolExecutor() as pool:
        walks = [pool.submit(walk, program, width, shots) for width in WIDTHS]
        for done in [each.result() for each in walks]:
            assert done == expected, sorted(expected ^ done)
    print("25 of 25 rows, at two widths")


main()
