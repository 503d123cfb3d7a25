# SPDX-License-Identifier: Apache-2.0
"""Signing in with identity providers, right ones and wrong ones.

usage: single_sign_on.py PROGRAM
"""

import html
import pathlib
import re
import sys
import tempfile
import time
import urllib.parse

TESTS = pathlib.Path(__file__).parent.parent
sys.path += [str(TESTS / "Pages"), str(TESTS / "Delivery")]
from authenticator import code  # noqa: E402
import limits  # noqa: E402
from configured import (  # noqa: E402
    half_configured_is_refused, states_end_after_ten_minutes)
from people import PASSWORD, SETTINGS, UNTRUSTED  # noqa: E402
from provider import CHANGES, SECRET, SIGNATURES, Key  # noqa: E402
from world import FAULTS, World, place  # noqa: E402


def nobody_is_signed_in_before_linking(world):
    client = world.stranger()
    answer, text = client.sign_in_at(world.strong, "ann-there")
    assert answer.status == 403 and "linked to no account here" in text, text
    assert place(client.ask("GET", SETTINGS)[0]) == "/sign-in"


def people_link_and_sign_in(world):
    for provider in (world.strong, world.weak):
        answer, _ = world.alice.link(provider, "ann-there")
        assert place(answer) == "/settings?done=linked", answer.status
        client = world.stranger()
        answer, _ = client.sign_in_at(provider, "ann-there")
        assert place(answer) == SETTINGS, answer.status
        assert "Signed in as alice" in client.ask("GET", SETTINGS)[1]


def secrets_go_where_they_should(world):
    """Into the form for a provider that takes them there alone; and a
    certificate of its own is trusted if the provider's file names it."""
    for provider in (world.private, world.posted, world.either):
        answer, _ = world.admin.link(provider, "root-there")
        assert place(answer) == "/settings?done=linked", provider.name
        answer, _ = world.stranger().sign_in_at(provider, "root-there")
        assert place(answer) == SETTINGS, provider.name
    answer, text = world.stranger().begin(world.unknown)
    assert answer.status == 502 and "cannot sign you in just now" in text
    assert not world.unknown.asked, "asked without its certificate trusted"


def an_identity_has_one_account(world):
    answer, text = world.admin.link(world.strong, "ann-there")
    assert answer.status == 409 and "linked to somebody else" in text
    # A link is for the session that began it, even in the same browser.
    answer, text = world.admin.begin_link(world.strong, password="wrong")
    assert answer.status == 403 and "present password is not right" in text
    time.sleep(1.5)
    way = world.admin.begin_link(world.strong)
    back = world.admin.back(world.strong, way, "eve-there")
    planted = dict(world.admin.cookies)
    world.admin.cookies["demo-session"] = world.alice.cookies["demo-session"]
    assert world.admin.ask("GET", back)[0].status == 403
    world.admin.cookies = planted
    answer, _ = world.stranger().sign_in_at(world.strong, "eve-there")
    assert answer.status == 403, "linked to whom it was not for"


def the_second_step_is_asked_for(world):
    """A provider stands for it if it is trusted and says how and when."""
    world.secret = world.alice.set_up_app()
    strong, now = world.strong, int(time.time())
    cases = [({}, SETTINGS), ({"amr": ["pwd"]}, "/second-step"),
             ({"amr": None}, "/second-step"), ({"amr": 7}, "/second-step"),
             ({"amr": None, "acr": "urn:two"}, SETTINGS),
             ({"amr": None, "acr": "urn:one"}, "/second-step"),
             ({"auth_time": None}, "/second-step"),
             ({"auth_time": now - 500}, SETTINGS),
             ({"auth_time": now - 700}, "/second-step"),
             ({"auth_time": now + 3_600}, "/second-step")]
    usual = dict(strong.claims)
    for claims, expected in cases:
        strong.claims = {**usual, **claims}
        answer, _ = world.stranger().sign_in_at(strong, "ann-there")
        assert place(answer) == expected, (claims, answer.status)
    strong.claims = usual
    client = world.stranger()
    answer, _ = client.sign_in_at(world.weak, "ann-there")
    assert place(answer) == "/second-step", "trusted without being named"
    assert place(client.ask("GET", SETTINGS)[0]) == "/second-step"
    answer, _ = client.ask("POST", "/second-step", {
        "form": client.token("/second-step"), "with": "totp",
        "code": code(world.secret, 1), "remember": "yes"})
    assert place(answer) == SETTINGS, answer.status
    world.remembered = client


def linking_needs_a_fresh_factor(world):
    """A remembered device signs in, and may not give others a way in."""
    client = world.remembered
    client.cookies.pop("demo-session")
    answer, _ = client.sign_in_at(world.weak, "ann-there")
    assert place(answer) == SETTINGS, "asked on a remembered device"
    answer, text = client.begin_link(world.weak)
    assert answer.status == 401 and "Show your second step once" in text


def wrong_tokens_sign_nobody_in(world):
    strong = world.strong
    for wrong in [*CHANGES, *SIGNATURES, "answer of another",
                  "answer of nobody"]:
        strong.wrong = wrong
        client = world.stranger()
        answer, text = client.sign_in_at(strong, "ann-there")
        assert answer.status == 403 and UNTRUSTED in text, (wrong, text)
        assert "demo-session" not in client.cookies, wrong
        assert place(client.ask("GET", SETTINGS)[0]) == "/sign-in", wrong
    strong.wrong = None
    for right in (None, "no name of the key"):
        strong.wrong = right
        answer, _ = world.stranger().sign_in_at(strong, "ann-there")
        assert place(answer) == SETTINGS, right
    strong.wrong = None


def keys_are_changed(world):
    """A new key is fetched once; what nobody knows is not asked for again."""
    strong = world.strong
    before = strong.asked.count("/keys")
    assert before == 1, "the keys are read for every sign-in"
    strong.key = Key("ES256")
    for _ in range(2):
        answer, _ = world.stranger().sign_in_at(strong, "ann-there")
        assert place(answer) == SETTINGS, answer.status
    assert strong.asked.count("/keys") == before + 1
    strong.wrong = "unknown key"
    for _ in range(3):
        answer, text = world.stranger().sign_in_at(strong, "ann-there")
        assert answer.status == 403 and UNTRUSTED in text
    assert strong.asked.count("/keys") == before + 1, "asked without end"
    strong.wrong = None
    # Where tokens do not name their key, another one is found as well.
    weak = world.weak
    weak.wrong, weak.key = "no name of the key", Key()
    answer, _ = world.stranger().sign_in_at(weak, "ann-there")
    assert place(answer) == "/second-step", answer.status
    weak.wrong = None


def a_state_is_good_once_and_for_one_browser(world):
    strong, client = world.strong, world.stranger()
    back = client.back(strong, client.begin(strong), "ann-there")
    assert world.stranger().ask("GET", back)[0].status == 403
    victim = world.stranger()
    victim.token()
    answer, text = victim.ask("GET", back)
    assert answer.status == 403 and "another browser" in text
    asked = strong.asked.count("/token")
    assert place(client.ask("GET", back)[0]) == SETTINGS
    answer, _ = client.ask("GET", back)
    assert answer.status == 403, "a state was taken twice"
    assert strong.asked.count("/token") == asked + 1, "the code went out twice"
    # A code that was used, with a state that was not.
    fresh = client.back(strong, client.begin(strong), "ann-there")
    used = urllib.parse.parse_qs(urllib.parse.urlsplit(back).query)["code"][0]
    new = urllib.parse.parse_qs(urllib.parse.urlsplit(fresh).query)["code"][0]
    answer, _ = world.stranger().ask("GET", fresh.replace(new, used))
    assert answer.status == 403
    answer, text = client.ask("GET", fresh.replace(new, used))
    assert answer.status == 403 and UNTRUSTED in text
    # A state for one provider at the address of another.
    weak = world.weak
    back = client.back(strong, client.begin(strong), "ann-there")
    asked = weak.asked.count("/token")
    assert client.ask("GET", back.replace("/strong?", "/weak?"))[0] \
        .status == 403
    assert weak.asked.count("/token") == asked, "a code went to another"
    for state in ("", "s", "s.1.2.3", "s.0." + "0" * 64 + "." + "0" * 64,
                  "l...", "%F0%9F%98%80"):
        answer, _ = client.ask(
            "GET", f"/sign-in/with/strong?code=a&state={state}")
        assert answer.status == 403, state


def people_may_cancel(world):
    client = world.stranger()
    answer, text = client.sign_in_at(world.strong, "cancel")
    assert answer.status == 200 and "You did not sign in at Strong" in text
    # An account keeps its eight latest sign-ins; the first is gone.
    world.alice.sign_in_at(world.strong, "ann-there")
    way = world.alice.begin_link(world.strong)
    answer, text = world.alice.ask(
        "GET", world.alice.back(world.strong, way, "cancel"))
    assert answer.status == 200 and "You did not sign in at Strong" in text
    assert "<h1>Security</h1>" in text
    back = client.back(world.strong, client.begin(world.strong), "cancel")
    answer, text = client.ask("GET", back.replace(
        "access_denied", "%3Cscript%3Eserver_error"))
    assert answer.status == 403 and "cannot sign you in just now" in text
    assert "<script" not in text


def faulty_providers_harm_nobody_else(world):
    for provider in world.faulty:
        client, start = world.stranger(), time.monotonic()
        if provider.fault == "failing":
            answer, text = client.sign_in_at(provider, "ann-there")
        else:
            answer, text = client.begin(provider)
        assert answer.status == 502, provider.fault
        assert "cannot sign you in just now" in text
        assert time.monotonic() - start < 12, provider.fault
    answer, _ = world.stranger().sign_in_at(world.weak, "ann-there")
    assert place(answer) == "/second-step"


def addresses_lead_nowhere_else(world):
    client = world.stranger()
    back = client.back(world.strong, client.begin(world.strong), "ann-there")
    answer, _ = client.ask(
        "GET", back + "&next=//evil.example&redirect_uri=//evil.example",
        headers={"Host": "evil.example"})
    assert place(answer) == SETTINGS, answer.status
    for name in ("nobody", "strong/", "strong/x", "STRONG", "%2e%2e"):
        assert client.ask("GET", f"/sign-in/with/{name}")[0].status == 404
    fields = {"form": client.token(), "provider": "//evil.example"}
    assert client.ask("POST", "/sign-in/with", fields)[0].status == 404
    answer, _ = client.ask("POST", "/sign-in/with", {"provider": "strong"})
    assert answer.status == 403, "no token was needed"


def what_happened_is_recorded(world):
    _, text = world.admin.ask("GET", "/admin/audit?account=alice")
    for event in ("Provider linked", "Signed in at a provider"):
        assert event in text, event
    _, text = world.admin.ask("GET", "/admin/audit?kind=assertionRejected")
    # The name in the row of a person that has no account.
    assert text.count("word refused</td>") >= 2, text
    log = world.demo.log.read_text()
    for reason in ("nonce", "audience", "expired", "signature", "algorithm",
                   "unknown key", "server_error"):
        known = f'"reason":"{reason}"' in log
        assert known == (reason != "server_error"), reason
    for secret in [SECRET, "code=", "state=", "eyJ", "ann-there",
                   *world.strong.codes, *world.weak.codes]:
        assert secret not in log, secret


def unlinked_people_stay_out(world):
    world.alice.sign_in_at(world.strong, "ann-there")
    _, text = world.alice.ask("GET", SETTINGS)
    page = re.search(r'href="(/settings/identities/remove\?[^"]*)"', text)
    page = html.unescape(page.group(1))
    fields = {"form": world.alice.token(page),
              "issuer": world.strong.issuer, "subject": "ann-there"}
    answer, text = world.alice.ask(
        "POST", "/settings/identities/remove", fields)
    assert answer.status == 403 and 'name="password"' in text
    time.sleep(2)  # The wait after a wrong password.
    fields["password"] = PASSWORD
    answer, _ = world.alice.ask(
        "POST", "/settings/identities/remove", fields)
    assert place(answer) == "/settings?done=unlinked", answer.status
    answer, text = world.stranger().sign_in_at(world.strong, "ann-there")
    assert answer.status == 403 and "linked to no account here" in text
    answer, _ = world.alice.ask(
        "POST", "/settings/identities/remove", fields)
    assert answer.status == 409, answer.status


def main():
    program = sys.argv[1]
    checks = [limits.hold_for_an_address, nobody_is_signed_in_before_linking, people_link_and_sign_in,
              secrets_go_where_they_should,
              an_identity_has_one_account, the_second_step_is_asked_for,
              linking_needs_a_fresh_factor, wrong_tokens_sign_nobody_in,
              keys_are_changed, a_state_is_good_once_and_for_one_browser,
              people_may_cancel, faulty_providers_harm_nobody_else,
              addresses_lead_nowhere_else, what_happened_is_recorded,
              unlinked_people_stay_out, limits.end_after_a_minute]
    with tempfile.TemporaryDirectory() as folder:
        half_configured_is_refused(program, folder)
        states_end_after_ten_minutes(program, folder)
        world = World(program, folder)
        with world.demo:
            for check in checks:
                check(world)
                print("  " + check.__name__, flush=True)
    print(f"{len(CHANGES) + len(SIGNATURES) + 2} wrong answers of providers,"
          f" {len(FAULTS)} faulty providers")


main()
