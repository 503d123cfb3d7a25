# SPDX-License-Identifier: Apache-2.0
"""Walks through the JSON API as programs do, each answer held against the
document; then looks for every secret in the service's log and database.

usage: walk.py PROGRAM
"""

import pathlib
import sys
import tempfile
import time
import unicodedata

import requests
import schemathesis

TESTS = pathlib.Path(__file__).parent.parent
sys.path += [str(TESTS / "Pages"), str(TESTS / "OIDC")]
from authenticator import code  # noqa: E402
from client import Client, arrive, letter  # noqa: E402
from demo import Demo  # noqa: E402
from people import SETTINGS, Someone  # noqa: E402
from provider import Provider  # noqa: E402

PASSWORD = "seven grey herons at dusk"
OTHER = "nine slow barges upstream"


def describes_the_routes(new):
    """Each operation is there, and nothing answers beside them."""
    client = new()
    document = client.ask("GET", "/openapi.json")
    methods = {"get", "post", "put", "patch", "delete", "head", "options"}
    for path, operations in document["paths"].items():
        place = client.origin + "/v1" + path.replace("{kind}", "totp")
        for method in methods:
            answer = requests.request(method, place, timeout=30)
            there = answer.status_code != 405
            if not there:
                allowed = answer.headers["Allow"].lower().split(", ")
                assert set(allowed) == set(operations), (path, allowed)
            assert there == (method in operations), (method, path)
    for path in ("", "/", "/nowhere", "/sign-in/", "/people/a/b", "/%ff"):
        answer = requests.get(f"{client.origin}/v1{path}", timeout=30)
        assert answer.status_code == 404, path
        assert answer.headers["Content-Type"] == "application/problem+json"


def signs_in(new):
    client = new()
    arrive(client, "alice", PASSWORD)
    assert client.ask("GET", "/status")["isOn"] is False
    app = client.ask("POST", "/factors/app", {})
    client.refused("POST", "/factors/confirm", {"code": "000000"}, 403,
                   "refused")
    time.sleep(2)
    answer = client.ask(
        "POST", "/factors/confirm", {"code": code(app["secret"])})
    assert answer["state"] == "save-backup-codes"
    client.ask("POST", "/backup-codes/saved", {}, 204)
    assert client.ask("GET", "/status")["backupCodesLeft"] == 10
    [one] = client.ask("GET", "/status")["apps"]
    app_path, template = f"/factors/apps/{one['id']}", "/factors/apps/{app}"
    client.ask("PUT", app_path, {"name": "my phone"}, 204, template=template)
    assert client.ask("GET", "/status")["apps"][0]["name"] == "my phone"
    # A token that somebody else finds removes nothing, and brings no other way
    # in.
    number, mail = {"number": "0412345678"}, {"mail": "other@example.org"}
    for method, path, named, body in (
            ("DELETE", app_path, template, {}),
            ("DELETE", "/factors/totp", "/factors/{kind}", {}),
            ("POST", "/factors/app", None, {}),
            ("POST", "/factors/app", None, {"othersStay": True}),
            ("POST", "/factors/messages", None, number),
            ("POST", "/phone", None, number), ("POST", "/mail", None, mail),
            ("POST", "/backup-codes", None, {}), ("DELETE", "/phone", None, {})):
        for password in ({"password": OTHER}, {}):
            client.refused(method, path, {**body, **password}, 403, "refused",
                           template=named)
            time.sleep(2)
            # Right again, so that the wait does not grow.
            client.ask("POST", "/factors/app", {"password": PASSWORD})
    client.ask("POST", "/factors/app",
               {"othersStay": True, "password": PASSWORD})
    client.refused("DELETE", app_path + "0", {"password": PASSWORD}, 409,
                   "not-enrolled", template=template)
    kinds = {event["kind"] for event in client.ask("GET", "/history")["events"]}
    assert {"passwordChanged", "factorAdded"} <= kinds, kinds
    client.ask("DELETE", "/session", status=204)
    client.refused("GET", "/session", None, 401, "not-authorized")
    takes_codes_once(new, answer["backupCodes"])
    return app["secret"], answer["backupCodes"]


def takes_codes_once(new, codes):
    """A code is taken once; sent again under its key it is answered again."""
    client = new()
    assert client.sign_in("alice", PASSWORD)["state"] == "second-step"
    client.refused("GET", "/status", None, 403, "second-step-needed")
    body = {"factor": "backup", "code": codes[0]}
    first = client.ask("POST", "/sign-in/verify", body, key="once")
    assert first["state"] == "signed-in"
    again = client.ask("POST", "/sign-in/verify", body, key="once")
    assert again == first
    client.refused("POST", "/sign-in/verify", dict(body, code=codes[1]), 422,
                   "idempotency-key-reused", key="once")
    # Its challenge is over: not even a code that is still good gets through.
    client.refused("POST", "/sign-in/verify", dict(body, code=codes[1]), 403,
                   "refused")
    other = new()
    other.sign_in("alice", PASSWORD)
    other.refused("POST", "/sign-in/verify", body, 403, "refused")
    time.sleep(2)
    body["code"] = codes[1]
    other.token = other.ask("POST", "/sign-in/verify", body)["token"]
    assert other.ask("GET", "/session")["account"] == "alice"


def signs_out_of_devices(new, backup):
    """A device is asked again once it has signed out, however it did."""
    for number, way in enumerate(("body", "cookie")):
        client = new()
        client.sign_in("alice", PASSWORD)
        body = {"factor": "backup", "code": backup[number], "remember": True}
        answer = client.ask("POST", "/sign-in/verify", body)
        device = {"device": answer["device"]}
        again = new().ask("POST", "/sign-in", {
            "name": "alice", "password": PASSWORD, **device})
        assert again["state"] == "signed-in", again
        client.token = answer["token"]
        if way == "body":
            client.ask("DELETE", "/session", device, 204)
        else:
            cookies = {"demo-session": client.token,
                       "demo-device": answer["device"]}
            gone = requests.delete(
                client.origin + "/v1/session", cookies=cookies, timeout=30)
            assert gone.status_code == 204, gone.text
        later = new().ask("POST", "/sign-in", {
            "name": "alice", "password": PASSWORD, **device})
        assert later["state"] == "second-step", way


def takes_each_form_of_a_text(admin, new):
    """Keyboards give one text in several forms; it is one name, one password."""
    name, password = "zoë", "für jeden see im märz 12 boote"
    apart, wide = (unicodedata.normalize("NFD", name),
                   unicodedata.normalize("NFD", password).replace("12", "１２"))
    assert (apart, wide) != (name, password)
    admin.ask("POST", "/people", {"account": apart, "mail": "zoe@example.org"},
              204)
    client = new()
    first = letter(client.origin, "zoe@example.org",
                   r"temporary password at \S+ is (\S+) ")
    client.sign_in(apart, first)
    assert client.ask("GET", "/session")["account"] == name
    client.ask("POST", "/password", {"current": first, "new": wide}, 204)
    assert new().sign_in(name, password)["state"] == "signed-in"
    assert new().sign_in(apart, wide)["state"] == "signed-in"
    # The scheme's name has no case, either.
    answer = requests.get(client.origin + "/v1/session", headers={
        "Authorization": "bearer " + client.token}, timeout=30)
    assert answer.status_code == 200, answer.text
    admin.ask("POST", "/people/zo%C3%AB/actions",
              {"action": "deactivate", "reason": "over"}, 204,
              template="/people/{account}/actions")


def keeps_nothing_for_strangers(new):
    """A key without a session has no effect: each request is a new one."""
    first, second = ({"name": "nobody", "password": word} for word in "ab")
    for body in (first, second):
        new().refused("POST", "/sign-in", body, 403, "refused", key="any")


def sessions_end_with_their_epoch(new):
    """A change of the password ends every other session."""
    one, two = new(), new()
    arrive(one, "admin", PASSWORD)
    two.sign_in("admin", PASSWORD)
    one.ask("GET", "/people")
    two.ask("POST", "/password", {"current": PASSWORD, "new": OTHER}, 204)
    two.ask("GET", "/people")
    one.refused("GET", "/people", None, 401, "not-authorized")
    return two


def administers(admin, new):
    body = {"account": "bob", "mail": "bob@example.org"}
    admin.ask("POST", "/people", body, 204, key="bob")
    admin.ask("POST", "/people", body, 204, key="bob")
    admin.refused("POST", "/people", body, 409, "already-exists")
    found = admin.ask("GET", "/people")["people"]
    assert [one["account"] for one in found] == ["admin", "alice", "bob"]
    path, template = "/people/bob", "/people/{account}"
    assert admin.ask("GET", path, template=template)["isActive"]
    bob = new()
    arrive(bob, "bob", PASSWORD)
    bob.refused("GET", "/people", None, 403, "administrators-only")
    act = {"action": "deactivate", "reason": "left"}
    admin.ask("POST", path + "/actions", act, 204,
              template=template + "/actions")
    bob.refused("GET", "/status", None, 401, "not-authorized")
    assert not admin.ask("GET", path, template=template)["isActive"]
    admin.ask("PUT", "/policy", {"isRequired": True, "graceDays": 7}, 204)
    assert admin.ask("GET", "/policy")["graceDays"] == 7
    admin.ask("PUT", "/policy", {"isRequired": False, "graceDays": 0}, 204)
    reasons = [event.get("reason")
               for event in admin.ask("GET", "/audit")["events"]]
    assert "left" in reasons


def invites(admin, new):
    """Who was added and has no password of their own; nobody else."""
    path, template = "/invitations/", "/invitations/{account}"
    for name in ("eve", "gus"):
        admin.ask("POST", "/people",
                  {"account": name, "mail": f"{name}@example.org"}, 204)
    found = admin.ask("GET", "/invitations")["invitations"]
    assert [one["account"] for one in found] == ["eve", "gus"], found
    assert found[0]["mail"] == "eve@example.org"
    assert found[0]["createdAt"] < found[0]["expiresAt"]
    more = f"?after=eve&end={found[0]['expiresAt']}"
    rest = admin.ask("GET", "/invitations" + more, template="/invitations")
    assert [one["account"] for one in rest["invitations"]] == ["gus"], rest
    for half in ("?after=eve", "?end=2026-01-01T00:00:00Z",
                 "?after=eve&end=soon"):
        admin.refused("GET", "/invitations" + half, None, 400,
                      "malformed-request",
                      template="/invitations")
    admin.refused("POST", path + "eve", {}, 429, "too-many-messages",
                  template=template)
    admin.ask("DELETE", path + "gus", status=204, template=template)
    assert not admin.ask("GET", "/people/gus",
                         template="/people/{account}")["isActive"]
    # It acts on who is invited alone.
    for name, status, problem in (("gus", 409, "nothing-pending"),
                                  ("alice", 409, "nothing-pending"),
                                  ("nobody", 404, "not-found")):
        admin.refused("POST", path + name, {}, status, problem,
                      template=template)
        admin.refused("DELETE", path + name, None, status, problem,
                      template=template)
    assert admin.ask("GET", "/people/alice",
                     template="/people/{account}")["isActive"]
    found = admin.ask("GET", "/invitations")["invitations"]
    assert [one["account"] for one in found] == ["eve"], found
    client = new()
    client.sign_in("alice", PASSWORD)
    client.refused("GET", "/invitations", None, 403, "second-step-needed")


def unlinks_identities(new, provider):
    """A person links on the pages; a program sees it, and ends it."""
    eve = Someone(new().origin).arrive("eve")
    client = new()
    client.sign_in("eve", PASSWORD)
    client.refused("GET", "/invitations", None, 403, "administrators-only")
    assert client.ask("GET", "/identities") == {"identities": []}
    answer, _ = eve.link(provider, "eve-there")
    assert answer.headers["Location"] == SETTINGS + "?done=linked"
    identity = {"issuer": provider.issuer, "subject": "eve-there"}
    assert client.ask("GET", "/identities") == {
        "identities": [{**identity, "provider": provider.name}]}
    other = dict(identity, subject="ann-there")
    again = {"password": PASSWORD}
    client.refused(
        "DELETE", "/identities", {**other, **again}, 409, "not-enrolled")
    for wrong in ({}, {"password": "not the password"}):
        client.refused(
            "DELETE", "/identities", {**identity, **wrong}, 403, "refused")
    time.sleep(2)  # The wait after a wrong one.
    client.ask("DELETE", "/identities", {**identity, **again}, 204)
    assert client.ask("GET", "/identities") == {"identities": []}
    answer, text = Someone(new().origin).sign_in_at(provider, "eve-there")
    assert answer.status == 403 and "linked to no account here" in text


def resets_passwords(new):
    client = new()
    client.ask("POST", "/password-resets", {"name": "nobody at all"}, 204)
    client.ask("POST", "/password-resets", {"name": "alice@example.org"}, 204)
    token = letter(client.origin, "alice@example.org",
                   r"reset\?token=([A-Za-z0-9_-]+)")
    requests.get(f"{client.origin}/reset?token={token}", timeout=30)
    body = {"name": "alice", "token": token}
    client.ask("POST", "/password-resets/confirm", body, 204)
    client.refused("POST", "/password-resets/confirm", body, 403, "refused")
    first = letter(client.origin, "alice@example.org",
                   r"temporary password at \S+ is (\S+) ")
    assert client.sign_in("alice", first)["state"] == "second-step"


def says_where_it_came_from(admin, new):
    """The audit has the address of what strangers can do, too."""
    admin.ask("POST", "/people",
              {"account": "dora", "mail": "dora@example.org"}, 204)
    client = new()
    arrive(client, "dora", PASSWORD)
    app = client.ask("POST", "/factors/app", {})
    client.ask("POST", "/factors/confirm", {"code": code(app["secret"])})
    client.ask("POST", "/backup-codes/saved", {}, 204)
    client = new()
    assert client.sign_in("dora", PASSWORD)["state"] == "second-step"
    client.ask("POST", "/sign-in/recovery", {"lastFour": "0000"}, 204)
    client.refused("POST", "/sign-in/recovery/verify", {"code": "123456"}, 403,
                   "refused")
    events = admin.ask("GET", "/audit")["events"]
    for kind, count in (("recoveryRejected", 2), ("codeSent", 1),
                        ("resetConfirmed", 1), ("resetRejected", 1)):
        found = [event for event in events if event["kind"] == kind]
        assert len(found) == count, (kind, found)
        assert all(event.get("address") == "127.0.0.1" for event in found), found


def forged_pages_get_nothing(new):
    """A session in a cookie works for its own origin alone."""
    client = new()
    token = client.sign_in("admin", OTHER)["token"]
    cookie = {"Cookie": f"demo-session={token}"}
    place = client.origin + "/v1/session"
    assert requests.get(place, headers=cookie, timeout=30).status_code == 200
    forged = dict(cookie, **{"Sec-Fetch-Site": "cross-site"})
    answer = requests.delete(place, headers=forged, timeout=30)
    assert answer.json()["code"] == "foreign-origin", answer.text
    answer = requests.post(
        client.origin + "/v1/session/step-up", data="{}", headers=dict(
            cookie, **{"Content-Type": "text/plain"}), timeout=30)
    assert answer.status_code == 415, answer.text
    assert requests.delete(
        place, headers=cookie, timeout=30).status_code == 204


def keeps_secrets(log, database):
    """No secret of this walk is in the log or readable in the database."""
    Client.secrets.update({PASSWORD, OTHER})
    assert len(Client.secrets) > 20, len(Client.secrets)
    text = log.read_text()
    assert "/v1/sign-in" in text, "the log has no requests"
    kept = b"".join(part.read_bytes() for part in database)
    assert b"alice" in kept
    for secret in Client.secrets:
        if len(secret) < 6:
            continue
        assert secret not in text, f"the log has {secret}"
        assert secret.encode() not in kept, f"the database has {secret}"


def main():
    provider = Provider()
    with tempfile.TemporaryDirectory() as folder, Demo(
            sys.argv[1], "--oidc-provider", provider.file(folder)) as demo:
        schema = schemathesis.openapi.from_url(
            demo.origin + "/v1/openapi.json")

        def new():
            return Client(schema, demo.origin)

        describes_the_routes(new)
        _, backup = signs_in(new)
        signs_out_of_devices(new, backup[2:])
        keeps_nothing_for_strangers(new)
        admin = sessions_end_with_their_epoch(new)
        administers(admin, new)
        invites(admin, new)
        unlinks_identities(new, provider)
        resets_passwords(new)
        takes_each_form_of_a_text(admin, new)
        says_where_it_came_from(admin, new)
        forged_pages_get_nothing(new)
        keeps_secrets(demo.log, demo.database())
    print(f"the API, and {len(Client.secrets)} secrets in no log")


main()
