# SPDX-License-Identifier: Apache-2.0
"""What hostile clients send, and what must come of it.

usage: hostile.py PROGRAM
"""

import base64
import http.client
import re
import socket
import sys
import time
import urllib.parse

from authenticator import code
from demo import Demo
from forms import FORM, Client, first_password

ADMIN = "nine brown owls at noon"


def raw(origin, request, seconds=20):
    """What comes back to bytes that no client would send."""
    host, port = urllib.parse.urlsplit(origin).netloc.split(":")
    with socket.create_connection((host, int(port)), timeout=seconds) as link:
        try:
            link.sendall(request)
            return link.recv(65_536)
        except (ConnectionError, TimeoutError):
            return b""


def forms_need_their_token(origin):
    client = Client(origin)
    fields = {"name": "alice", "password": "x"}

    def is_forged(headers=None):
        answer, text = client.ask("POST", "/sign-in", fields, headers)
        # A wrong password is 403, too; the page tells them apart.
        return answer.status == 403 and "This form is out of date" in text

    assert is_forged(), "no token was needed"
    client.token()
    fields["form"] = "0" * 64
    assert is_forged(), "any token was taken"
    fields["form"] = Client(origin).token()
    assert is_forged(), "another browser's token was taken"
    fields["form"] = client.token()
    assert is_forged({"Sec-Fetch-Site": "cross-site"}), "another site's form"
    assert not is_forged()


def bodies_are_bounded(origin):
    client = Client(origin)
    body = "form=" + client.token() + "&name=" + "a" * 40_000
    answer, _ = client.ask("POST", "/sign-in", body=body)
    assert answer.status == 413, answer.status
    head = (b"POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Type: "
            + FORM.encode() + b"\r\nContent-Length: 1000000000\r\n\r\n")
    answer = raw(origin, head + b"a" * 100_000)
    assert b" 413 " in answer or answer == b"", answer[:80]


def headers_are_bounded(origin):
    flood = b"".join(b"X-%d: %s\r\n" % (n, b"a" * 4_000) for n in range(1_000))
    answer = raw(origin, b"GET / HTTP/1.1\r\nHost: a\r\n" + flood + b"\r\n")
    assert b" 200 " not in answer and b" 303 " not in answer, answer[:80]


def malformed_text_is_refused(origin):
    client = Client(origin)
    token = client.token()
    for tail in ("%ff%fe", "%zz", "%", "a&name=b"):
        answer, _ = client.ask(
            "POST", "/sign-in", body=f"form={token}&name={tail}")
        assert answer.status in (400, 403), (tail, answer.status)
    answer, _ = client.ask("GET", "/sign-in?name=%ff")
    assert answer.status == 400, answer.status
    for junk in (b"\x00\x01\x02\r\n\r\n", b"GET  HTTP/9\r\n\r\n",
                 b"GET /\xff\xfe HTTP/1.1\r\nHost: a\r\n\r\n"):
        answer = raw(origin, junk, 5)
        assert b" 200 " not in answer and b" 500 " not in answer, answer


def paths_lead_nowhere(origin):
    client = Client(origin)
    for path in ("/../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/style.css/..",
                 "//evil.example", "/admin", "/settings/..%2fadmin/people"):
        answer, text = client.ask("GET", path)
        assert answer.status in (400, 404), (path, answer.status)
        assert "root:" not in text
    for path in ("/settings", "/admin/people", "/admin/audit", "/password"):
        answer, _ = client.ask("GET", path)
        assert answer.headers["Location"] == "/sign-in", path


def redirects_stay_here(origin):
    client = Client(origin)
    for path in ("/?next=//evil.example", "/language/de?to=//evil.example",
                 "/language/%2f%2fevil.example"):
        answer, _ = client.ask("GET", path, headers={
            "Referer": "https://evil.example/", "Host": "evil.example",
            "X-Forwarded-Host": "evil.example"})
        assert "evil" not in (answer.headers["Location"] or ""), path


def text_is_escaped(origin):
    client = Client(origin)
    _, text = client.ask("GET", "/sign-in?name=%22%3E%3Cscript%3Ealert(1)")
    assert "<script" not in text and "&lt;script" in text
    answer, text = client.sign_in('"><img src=x onerror=1>', "x")
    assert "<img" not in text


def sessions_are_not_fixed(origin):
    """A session that somebody planted is never the one that signs in."""
    client = Client(origin)
    planted = "a" * 64 + ".planted"
    client.cookies["demo-session"] = planted
    password = first_password(client, "alice@example.org")
    answer, _ = client.sign_in("alice", password)
    assert answer.headers["Location"] == "/password", answer.status
    new = client.cookies["demo-session"]
    assert new != planted and not new.startswith("a" * 64)
    changed = {"current": password, "new": "seven grey herons at dusk",
               "again": "seven grey herons at dusk"}
    changed["form"] = client.token("/password")
    answer, _ = client.ask("POST", "/password", changed)
    assert answer.status == 303, answer.status
    assert client.cookies["demo-session"] != new, "the name stayed the same"
    old = Client(origin)
    old.cookies["demo-session"] = new
    answer, _ = old.ask("GET", "/settings")
    assert answer.headers["Location"] == "/sign-in", "the old name lives"
    answer, _ = client.ask("GET", "/admin/people")
    assert answer.status == 404, "a person sees the administrators' pages"


def with_app(origin, name, password):
    """Somebody with an authenticator app; its secret."""
    add_person(origin, name)
    client = Client(origin)
    first = first_password(client, f"{name}@example.org")
    client.sign_in(name, first)
    answer, _ = client.ask("POST", "/password", {
        "current": first, "new": password, "again": password,
        "form": client.token("/password")})
    assert answer.status == 303, answer.status
    _, text = client.ask(
        "POST", "/settings/app", {"form": client.token("/settings")})
    secret = re.search(r'class="secret">([A-Z2-7 ]+)<', text).group(1)
    secret = secret.replace(" ", "")
    form = re.search(r'name="form" value="([0-9a-f]{64})"', text).group(1)
    answer, text = client.ask(
        "POST", "/settings/app/code", {"form": form, "code": code(secret, -1)})
    assert answer.status == 200 and "backup codes" in text, text
    form = re.search(r'name="form" value="([0-9a-f]{64})"', text).group(1)
    answer, _ = client.ask(
        "POST", "/settings/backup-codes/saved", {"form": form})
    assert answer.status == 303, answer.status
    return secret


def forgeries(session, token_of_another):
    """Cookies that are nearly wendy's, of somebody who cannot seal one."""
    name, token = session.split(".")
    body, seal = name.split("~")
    text = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
    forged = []
    for old, new in ((b"wendy", b"admin"), (b" - ", b" admin ")):
        assert old in text, text
        changed = base64.urlsafe_b64encode(text.replace(old, new, 1))
        forged.append(f"{changed.decode().rstrip('=')}~{seal}")
    forged += [f"{body}~{'A' * len(seal)}", f"{body}~", body,
               f"{body}~{seal}~{seal}", f"~{seal}"]
    return [f"{one}.{token}" for one in forged] + [f"{name}.{token_of_another}"]


def sessions_are_sealed(origin):
    """The browser carries the session, and can neither change it, nor use one
    twice that waits for the second step, nor any after signing out."""
    password = "ten small boats at anchor"
    secret = with_app(origin, "wendy", password)

    def waiting():
        client = Client(origin)
        answer, _ = client.sign_in("wendy", password)
        assert answer.headers["Location"] == "/second-step", answer.status
        return client

    def leads_on(session):
        client = Client(origin)
        client.cookies["demo-session"] = session
        answer, _ = client.ask("GET", "/second-step")
        assert answer.status == 200 or \
            answer.headers["Location"] == "/sign-in", answer.status
        return answer.status == 200

    one, other = waiting(), waiting()
    session = one.cookies["demo-session"]
    of_other = other.cookies["demo-session"].split(".")[1]
    assert leads_on(session)
    for forged in forgeries(session, of_other):
        assert not leads_on(forged), forged

    def second_step(client, form, step):
        return client.ask("POST", "/second-step", {
            "form": form, "with": "totp", "code": code(secret, step)})[0]
    late = Client(origin)
    late.cookies = dict(one.cookies)
    form = one.token("/second-step")
    assert second_step(one, form, 0).headers["Location"] == "/settings"
    assert one.cookies["demo-session"] != session
    assert second_step(late, form, 1).status == 403, "used a second time"
    answer, _ = late.ask("GET", "/settings")
    assert answer.headers["Location"] == "/second-step", answer.status
    assert one.ask("GET", "/settings/history")[0].status == 200
    session = one.cookies["demo-session"]

    def where(session):
        client = Client(origin)
        client.cookies["demo-session"] = session
        return client.ask("GET", "/settings")[0].headers["Location"]
    assert where(session) is None
    for forged in forgeries(session, of_other):
        assert where(forged) == "/sign-in", forged
    one.ask("POST", "/sign-out", {"form": one.token("/settings")})
    assert where(session) == "/sign-in", "signed out, and in again"
    kept = Client(origin)
    form, kept.cookies = other.token("/second-step"), dict(other.cookies)
    answer, _ = other.ask("POST", "/sign-out", {"form": form})
    assert answer.status == 200, answer.status
    assert second_step(kept, form, 1).status == 403, "signed out before"


def add_person(origin, name):
    """Adds somebody, once ADMIN is the administrator's password."""
    admin = Client(origin)
    assert admin.sign_in("admin", ADMIN)[0].status == 303
    answer, _ = admin.ask("POST", "/admin/people", {
        "name": name, "mail": f"{name}@example.org",
        "form": admin.token("/admin/people")})
    assert answer.status == 200, answer.status


def names_join_nothing(origin):
    """A name that begins with a mark would join the space before it, and shift
    what stands in front of it."""
    admin = Client(origin)
    admin.sign_in("admin", ADMIN)
    for mark in "\U0001F3FB\uFF9E\u0E33\u0EB3\u0301":
        answer, _ = admin.ask("POST", "/admin/people", {
            "name": f"{mark}x admin", "mail": "x@example.org",
            "form": admin.token("/admin/people")})
        assert answer.status == 409, (mark, answer.status)
    # A form is split where its bytes are, whatever follows them.
    client = Client(origin)
    _, text = client.ask("POST", "/sign-in", {
        "form": client.token("/sign-in"), "name": "\U0001F3FBwendy",
        "password": "x"})
    assert "\U0001F3FBwendy" in text


def cookies_of_others_count_for_nothing(origin):
    """Another host or path of the domain can add a cookie of the same name.

    Browsers send the one with the longer path first, so neither place is safe:
    two of a name are none.
    """
    people = {}
    for name in ("mallory", "victim"):
        people[name] = Client(origin)
        add_person(origin, name)
        password = first_password(people[name], f"{name}@example.org")
        answer, _ = people[name].sign_in(name, password)
        assert answer.headers["Location"] == "/password", answer.status
    cookies = [f"demo-session={person.cookies['demo-session']}"
               for person in people.values()]
    for both in (cookies, cookies[::-1], [cookies[1]] * 2):
        answer, text = Client(origin).ask(
            "GET", "/password", headers={"Cookie": "; ".join(both)})
        assert answer.headers["Location"] == "/sign-in", (both, text[:200])
    answer, _ = Client(origin).ask(
        "GET", "/password", headers={"Cookie": "other=1; " + cookies[1]})
    assert answer.status == 200, "one's own cookie beside others"
    # A form with a browser's cookie that somebody planted beside its own.
    client, planted = Client(origin), Client(origin)
    client.token()
    token = planted.token()
    both = "; ".join(f"demo-browser={who.cookies['demo-browser']}"
                     for who in (planted, client))
    answer, text = Client(origin).ask(
        "POST", "/sign-in", {"form": token, "name": "a", "password": "b"},
        {"Cookie": both})
    assert answer.status == 403 and "out of date" in text, "login by others"


def errors_are_in_both_languages(origin):
    """What the account layer refuses is said in the person's language."""
    client = Client(origin)
    client.cookies["demo-language"] = "de"
    add_person(origin, "carla")
    password = first_password(Client(origin), "carla@example.org")
    client.sign_in("carla", password)
    for new, said in (("kurz", "Nehmen Sie mindestens 15 Zeichen."),
                      (password, "Das ist das jetzige Passwort."),
                      ("carla!", "Nehmen Sie weder Ihren Namen"),
                      ("a" * 20, "Dieses Passwort ist Angreifern bekannt."),
                      ("a" * 1_500, "Nehmen Sie höchstens")):
        change = {"current": password, "new": new, "again": new,
                  "form": client.token("/password")}
        _, text = client.ask("POST", "/password", change)
        assert said in text, (new[:20], text)
    new = "vier graue reiher im nebel"
    change = {"current": password, "new": new, "again": new,
              "form": client.token("/password")}
    assert client.ask("POST", "/password", change)[0].status == 303
    for number, said in (
            ("04123456789", "Eine Mobilnummer hat 10 Ziffern, wie"
             " 0412 345 678 (Australien); diese hat 11."),
            ("+44 20 7946 0018", "(Vereinigtes Königreich)"),
            ("x", "Eine Telefonnummer besteht aus Ziffern"),
            ("", "Geben Sie eine Telefonnummer ein."),
            ("+999 1234567", "Nummern dieses Landes werden nicht")):
        answer, text = client.ask("POST", "/settings/phone", {
            "number": number, "password": new,
            "form": client.token("/settings/phone")})
        assert answer.status == 422 and said in text, (number, text)


def forms_sent_twice_are_no_fault(origin):
    """Whoever presses twice, or goes back, learns that there is nothing to do."""
    add_person(origin, "gil")
    client = Client(origin)
    first = first_password(client, "gil@example.org")
    client.sign_in("gil", first)
    new = "four grey herons in the fog"
    change = {"current": first, "new": new, "again": new,
              "form": client.token("/password")}
    assert client.ask("POST", "/password", change)[0].status == 303
    for path, said in (
            ("/settings/app/code", "There is nothing to confirm any more."),
            ("/settings/messages/code", "There is nothing to confirm any more."),
            ("/settings/phone/code", "There is nothing to confirm any more."),
            ("/settings/backup-codes/saved",
             "There is nothing to confirm any more."),
            ("/settings/devices", "This method is not in use.")):
        answer, text = client.ask("POST", path, {
            "form": client.token("/settings"), "code": "123456", "device": "x"})
        assert answer.status == 409 and said in text, (path, answer.status)
        assert "<h1>Security</h1>" in text, path


def heads_are_answered(origin):
    """What asks for the head alone gets it, without a body (RFC 9110, 9.3.2)."""
    for path in ("/health", "/ready", "/sign-in", "/style.css"):
        head, text = Client(origin).ask("HEAD", path)
        assert head.status == 200 and text == "", (path, head.status)
    assert Client(origin).ask("HEAD", "/settings")[0].status == 303


def nobody_is_not_acted_on(origin):
    """An administrator who acts on nobody is told so, and stays signed in."""
    admin = Client(origin)
    assert admin.sign_in("admin", ADMIN)[0].status == 303
    for name in ("nobody at all", "\t", ""):
        answer, _ = admin.ask("POST", "/admin/person", {
            "account": name, "action": "deactivate",
            "form": admin.token("/admin/policy")})
        assert answer.status == 404, (name, answer.status)
    assert admin.ask("GET", "/admin/people")[0].status == 200


def sessions_end_with_the_account(origin):
    """A new password ends other sessions, on pages of every kind."""
    mine, other = Client(origin), Client(origin)
    password = first_password(mine, "admin@example.org")
    mine.sign_in("admin", password)
    new = ADMIN[:-1]
    change = {"current": password, "new": new, "again": new,
              "form": mine.token("/password")}
    assert mine.ask("POST", "/password", change)[0].status == 303
    assert other.sign_in("admin", new)[0].status == 303
    pages = "/settings/history", "/admin/people", "/admin/audit"
    for path in pages:
        assert other.ask("GET", path)[0].status == 200, path
    change = {"current": new, "new": ADMIN, "again": ADMIN,
              "form": mine.token("/password")}
    assert mine.ask("POST", "/password", change)[0].status == 303
    for path in pages:
        answer, _ = other.ask("GET", path)
        assert answer.headers["Location"] == "/sign-in", path
        assert mine.ask("GET", path)[0].status == 200, path


def step_up_asks_the_password(origin):
    """Where there is no second step, the password makes a sign-in recent
    again; the session before ends."""
    client = Client(origin)
    assert client.sign_in("admin", ADMIN)[0].status == 303
    old = client.cookies["demo-session"]
    form = client.token("/settings")
    answer, text = client.ask("POST", "/again", {"form": form})
    assert answer.status == 401 and 'name="password"' in text, answer.status
    assert "Is it still you?" in text
    answer, text = client.ask(
        "POST", "/again", {"form": form, "password": "wrong"})
    assert answer.status == 403, answer.status
    assert "The present password is not right. Try again in" in text
    time.sleep(1.5)
    answer, _ = client.ask("POST", "/again", {"form": form, "password": ADMIN})
    assert answer.headers["Location"] == "/settings", answer.status
    assert client.cookies["demo-session"] != old
    assert client.ask("GET", "/settings")[0].status == 200
    client.cookies["demo-session"] = old
    answer, _ = client.ask("GET", "/settings")
    assert answer.headers["Location"] == "/sign-in", "the old session goes on"


def temporary_passwords_step_up(origin):
    """Who must choose a password first is asked for the present one, and led on
    to where it is chosen."""
    client = Client(origin)
    add_person(origin, "tess")
    password = first_password(client, "tess@example.org")
    client.sign_in("tess", password)
    old = client.cookies["demo-session"]
    _, text = client.ask("GET", "/password")
    assert 'action="/sign-out"' in text, "no way out"
    form = client.token("/password")
    answer, _ = client.ask(
        "POST", "/again", {"form": form, "password": password})
    assert answer.headers["Location"] == "/password", answer.status
    assert client.cookies["demo-session"] != old, "no new sign-in"
    answer, _ = client.ask("GET", "/settings")
    assert answer.headers["Location"] == "/password", "the limit is gone"


def mails_name_this_service(origin):
    """The Host header of whoever asks is in no mail (host poisoning)."""
    client = Client(origin)
    client.ask("POST", "/forgotten", {
        "form": client.token("/forgotten"), "name": "alice"},
        {"Host": "evil.example", "X-Forwarded-Host": "evil.example"})
    for _ in range(40):
        _, text = client.ask("GET", "/outbox")
        if "/reset?token=" in text:
            break
        time.sleep(0.25)
    assert origin + "/reset?token=" in text
    assert "evil" not in text


def others_are_served_meanwhile(origin):
    """Hashing passwords holds nobody up who does not need it."""
    clients = [Client(origin) for _ in range(6)]
    links = []
    for number, client in enumerate(clients):
        body = urllib.parse.urlencode({
            "form": client.token(), "name": f"nobody{number}", "password": "x"})
        link = http.client.HTTPConnection(client.place, timeout=60)
        cookies = "; ".join(f"{n}={v}" for n, v in client.cookies.items())
        link.request("POST", "/sign-in", body,
                     {"Content-Type": FORM, "Cookie": cookies})
        links.append(link)
    start = time.monotonic()
    Client(origin).ask("GET", "/health")
    took = time.monotonic() - start
    for link in links:
        link.getresponse().read()
    total = time.monotonic() - start
    assert took < total / 2, (took, total)


def main():
    checks = [forms_need_their_token, bodies_are_bounded, headers_are_bounded,
              malformed_text_is_refused, paths_lead_nowhere,
              redirects_stay_here, text_is_escaped, sessions_are_not_fixed,
              sessions_end_with_the_account, step_up_asks_the_password,
              temporary_passwords_step_up,
              cookies_of_others_count_for_nothing, sessions_are_sealed,
              names_join_nothing,
              errors_are_in_both_languages, forms_sent_twice_are_no_fault,
              heads_are_answered, nobody_is_not_acted_on,
              mails_name_this_service, others_are_served_meanwhile]
    with Demo(sys.argv[1]) as demo:
        for check in checks:
            check(demo.origin)
            print("  " + check.__name__, flush=True)
            assert Client(demo.origin).ask("GET", "/ready")[0].status == 200
    print(f"{len(checks)} kinds of hostile clients")


main()
