# SPDX-License-Identifier: Apache-2.0
"""What a provider's file says and a service's keys make: each check starts
the service by itself."""

import hashlib
import hmac
import pathlib
import subprocess
import time
import urllib.parse

from demo import free_port
from people import UNTRUSTED, Someone
from provider import SECRET, Provider


def half_configured_is_refused(program, folder):
    provider = Provider()
    good = pathlib.Path(provider.file(folder)).read_text()
    cases = {
        "issuer is missing": good.replace("issuer", "# issuer"),
        "client-id is missing": good.replace("client-id", "# "),
        "client-secret is missing": good.replace("client-secret", "# "),
        "https:// address": good.replace(
            provider.issuer, "http://idp.example.org"),
        "without ? and #": good.replace(
            provider.issuer, "https://idp.example.org/?a"),
        "id is up to 32": good.replace("id = example", "id = Ex/ample"),
        "is there twice": good + "client-id = other\n",
        "NAME = VALUE": good + "trusted-methods\n",
        "line 6: there is no such setting": good + "trusted = mfa\n",
        "maximum-age goes with": good + "maximum-age = 60\n",
        "maximum-age is a number":
            good + "maximum-age = -1\ntrusted-methods = mfa\n",
        "algorithms are some of": good + "algorithms = RS256 none\n",
        "algorithms are some": good + "algorithms = HS256\n",
        "authorities cannot be read": good + "authorities = /nowhere\n",
        "others may read": good, "the same id or issuer": good}
    for words, text in cases.items():
        path = pathlib.Path(folder, "half")
        path.write_text(text)
        path.chmod(0o644 if words == "others may read" else 0o600)
        twice = [str(path)] * (2 if words == "the same id or issuer" else 1)
        done = subprocess.run(
            [program, "--demo", *(word for one in twice for word in
                                  ("--oidc-provider", one))],
            capture_output=True, text=True, timeout=20, check=False)
        assert done.returncode == 64, (words, done.returncode)
        said = " ".join(done.stderr.split())
        assert words in said and SECRET not in said, (words, done.stderr)


def states_end_after_ten_minutes(program, folder):
    """Before that the code is shown to the provider, after it is not."""
    subprocess.run([program, "keys", f"{folder}/keys"], check=True)
    keys = pathlib.Path(folder, "keys").read_text()
    key = bytes.fromhex(keys.split("form ")[1].split()[0])
    provider, port = Provider("Late"), free_port()
    with subprocess.Popen(
            [program, "--keys", f"{folder}/keys", "--database",
             f"{folder}/db.sqlite", "--origin", "https://id.example.org",
             "--sender", "/bin/true", "--region", "AU", "--port", str(port),
             "--oidc-provider", provider.file(folder)],
            stderr=subprocess.DEVNULL) as process:
        try:
            show_states(Someone(f"http://127.0.0.1:{port}"), key, provider)
        finally:
            process.terminate()
            assert process.wait(30) == 0


def show_states(client, key, provider):
    client.wait()
    client.token()
    browser = client.cookies["__Host-browser"]
    for age, words in ((590, UNTRUSTED), (601, "another browser"),
                       (-60, "another browser")):
        state = made_up_state(key, browser, int(time.time()) - age)
        answer, text = client.ask(
            "GET", "/sign-in/with/late?" + urllib.parse.urlencode({
                "state": state, "code": "a", "iss": provider.issuer}))
        assert answer.status == 403 and words in text, (age, text)
    assert provider.asked.count("/token") == 1


def made_up_state(key, browser, begun):
    """A state of somebody who has the service's keys."""
    def seal(text, key):
        return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()

    start = f"s.{begun}.{'0' * 64}"
    own = seal("sign-on", key).encode()
    return start + "." + seal(f"state|{start}|late|{browser}", own)
