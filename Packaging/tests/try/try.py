# SPDX-License-Identifier: Apache-2.0
"""Runs inside the root directory of Scripts/try-release: each artefact as its
user would. Ends with an error at the first thing that is not as it should be.
"""
import glob
import os
import shutil
import subprocess
import sys
import tarfile

PACKAGES = "/packages"
PYTHON = "/venv/bin/python"
ADAPTER = [PYTHON, "-m", "otpkit.adapters", "pyotp"]
TEST_FILE = "def test_own():\n    pass\n"
# A failure that is none any more.
OLD_BASELINE = """{"format": 1, "knownFailures": [{
  "id": "totp.rfc6238.sha1.t59", "reason": "x", "observed": "error"}]}"""


def run(*command, status=0, says=""):
    print("$", *command, flush=True)
    result = subprocess.run(command, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, text=True)
    lines = result.stdout.splitlines()
    print("\n".join(lines[-3:]), flush=True)
    if result.returncode != status or says not in result.stdout:
        sys.exit(f"try: exit code {result.returncode}, expected {status} and {says!r}"
                 f"\n{result.stdout[-3000:]}")
    return result.stdout


def one(pattern):
    [path] = glob.glob(f"{PACKAGES}/{pattern}")
    return path


def check(program):
    """A program, wherever it comes from."""
    run(program, "conform", says=" passed, 0 failed, 0 skipped")
    run(program, "conform", "--", program, "adapter", says=" 0 failed")
    run(program, "uri", "build", "--account", "a", "--qr", status=2,
        says="libqrencode is not installed")


def debian_package():
    check("/usr/bin/otpkit")
    for name in ("man/man1/otpkit.1.gz", "bash-completion/completions/otpkit",
                 "zsh/vendor-completions/_otpkit", "doc/otpkit/copyright",
                 "fish/vendor_completions.d/otpkit.fish"):
        if os.path.getsize(f"/usr/share/{name}") < 500:
            sys.exit(f"try: {name} is empty")


def tarball():
    with tarfile.open(one("*.tar.gz")) as archive:
        archive.extractall("/opt/otpkit")
    [program] = glob.glob("/opt/otpkit/*/bin/otpkit")
    check(program)


def wheel():
    run("python3", "-m", "venv", "/venv")
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "-q",
           "--no-index", "--find-links", PACKAGES]
    wheel = one("otpkit-*.whl")
    # A machine with an older C library hears so from pip.
    run(*pip, "--no-deps", "--only-binary", ":all:", "--target", "/old",
        "--platform", "manylinux_2_17_x86_64", wheel, status=1,
        says="is not a supported wheel on this platform")
    run(*pip, wheel, "pyotp", "pytest")
    check("/venv/bin/otpkit")
    run(PYTHON, "-m", "otpkit", "--version", says="otpkit ")
    run("/venv/bin/otpkit", "conform", "doctor", "--", *ADAPTER, says="ok")
    verdict = run("/venv/bin/otpkit", "conform", "--", *ADAPTER, status=1,
                  says=" 3 failed, ").splitlines()[-1]
    with open("/try/first-run.md", encoding="utf-8") as file:
        if verdict not in file.read():
            sys.exit(f"try: docs/first-run.md does not say {verdict!r}")


def plugin():
    os.makedirs("/tests")
    with open("/tests/test_own.py", "w") as file:
        file.write(TEST_FILE)
    with open("/tests/old.json", "w") as file:
        file.write(OLD_BASELINE)
    pytest = [PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider", "/tests"]
    run(*pytest, says="1 passed")
    command = ["--otpkit-command", " ".join(ADAPTER)]
    run(*pytest, *command, status=1, says="3 failed, ")
    run(*pytest, *command, "--otpkit-options", "--suite base32", "-k", "not otpkit",
        says="1 passed")
    # A run fails its tests even where each case that was asked passes.
    for options, says in (
            ("--suite totp --require base32", "required profile not fulfilled: base32"),
            ("--suite base32", "exit code 5"),
            ("--suite totp --known-failures /tests/old.json", "known failures pass now")):
        run(*pytest, *command, "--otpkit-options", options, status=1, says=says)
    known = "--known-failures /tests/known.json"
    run("/venv/bin/otpkit", "conform", *known.split(), "--update-baseline", "--",
        *ADAPTER, says=" 0 failed, ")
    run(*pytest, *command, "--otpkit-options", known, says="3 xfailed")
    run(*pytest, "--otpkit-command", "/no/such/adapter", status=4,
        says="--otpkit-command: otpkit: ")


def main():
    if any(shutil.which(name) for name in ("swift", "openssl")):
        sys.exit("try: Swift or OpenSSL is here")
    debian_package()
    tarball()
    wheel()
    plugin()
    print("try: tarball, wheel, plugin and Debian package work")


if __name__ == "__main__":
    main()
