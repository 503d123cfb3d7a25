# SPDX-License-Identifier: Apache-2.0
"""Rotates the keys: a new one on top, reseal, the old one gone.

usage: rotation.py PROGRAM
"""

import pathlib
import secrets
import sqlite3
import subprocess
import sys
import tempfile

PROGRAM = sys.argv[1]
SERVE = ("serve", "--origin", "https://id.example.org", "--region", "AU",
         "--sender", "/bin/true")


def run(folder, *words, keys=None, status=0):
    """Runs a command; without `keys` they come from the file."""
    place = ["--database", f"{folder}/db.sqlite"]
    place += [] if keys else ["--keys", f"{folder}/keys"]
    answer = subprocess.run(
        [PROGRAM, *words, *place], capture_output=True, text=True, timeout=60,
        env={"OTPKIT_KEYS": keys} if keys else {}, check=False)
    assert (answer.returncode == 0) == (status == 0), answer.stderr
    return answer.stdout + answer.stderr


def form(keys):
    """The key of the forms."""
    return "".join(
        line for line in keys.splitlines(True) if line.startswith("form"))


def backup(folder):
    """What the manual says: one command, while the service runs."""
    with sqlite3.connect(f"{folder}/db.sqlite") as source:
        with sqlite3.connect(f"{folder}/backup.sqlite") as target:
            source.backup(target)
    pathlib.Path(f"{folder}/backup.sqlite").rename(f"{folder}/db.sqlite")
    for part in ("wal", "shm"):
        pathlib.Path(f"{folder}/db.sqlite-{part}").unlink(missing_ok=True)


def main():
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "keys"
        subprocess.run([PROGRAM, "keys", str(file)], check=True)
        # A sender that ends without reading its input ends nothing else.
        run(folder, "admin", "ada", "ada@example.org", "--sender", "/bin/true",
            "--origin", "https://id.example.org")
        for part in pathlib.Path(folder).glob("db.sqlite*"):
            assert part.stat().st_mode & 0o077 == 0, f"others may read {part}"
        old = file.read_text()
        new = f"k2 {secrets.token_hex(32)}\n"
        for wrong, word in ((f"k1 {secrets.token_hex(32)}\n", "not the one"),
                            (new, "lacks the key 'k1'"),
                            (old.replace("k1 ", "k3 "), "lacks the key 'k1'")):
            file.write_text(wrong + form(old))
            for words in (("user", "list"), ("reseal",), SERVE):
                said = run(folder, *words, status=1)
                assert word in said, (words, said)
                assert not any(part in said for part in wrong.split()[1::2])
        file.write_text(new + old)
        assert "1 accounts" in run(folder, "reseal")
        file.write_text(new + form(old))
        backup(folder)
        assert "1 accounts" in run(folder, "reseal"), "the old key is needed"
        assert "1 accounts" in run(folder, "reseal", keys=file.read_text())
        said = run(folder, "reseal", keys=old, status=1)
        assert not any(word in said for word in old.split()[1::2]), said
        # A rule that cannot be read is not taken for none.
        with sqlite3.connect(f"{folder}/db.sqlite") as database:
            database.execute(
                "INSERT INTO records VALUES ('settings', ?, ?, NULL)",
                (b"secondFactor", b"{}"))
        said = run(folder, *SERVE, "--port", "0", status=1)
        assert "malformed" in said, said
        file.chmod(0o644)
        assert "chmod" in run(folder, "reseal", status=1)
    print("keys rotated")


main()
