# SPDX-License-Identifier: Apache-2.0
"""What hostile clients send, and what must come of it.

usage: hostile.py PROGRAM
"""

import http.client
import socket
import sys
import time
import urllib.parse

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


def add_person(origin, name):
    """Adds somebody, once ADMIN is the administrator's password."""
    admin = Client(origin)
    assert admin.sign_in("admin", ADMIN)[0].status == 303
    answer, _ = admin.ask("POST", "/admin/people", {
        "name": name, "mail": f"{name}@example.org",
        "form": admin.token("/admin/people")})
    assert answer.status == 200, answer.status


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
            "number": number, "form": client.token("/settings/phone")})
        assert answer.status == 422 and said in text, (number, text)


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
              sessions_end_with_the_account,
              cookies_of_others_count_for_nothing,
              errors_are_in_both_languages, mails_name_this_service, others_are_served_meanwhile]
    with Demo(sys.argv[1]) as demo:
        for check in checks:
            check(demo.origin)
            print("  " + check.__name__, flush=True)
            assert Client(demo.origin).ask("GET", "/ready")[0].status == 200
    print(f"{len(checks)} kinds of hostile clients")


main()
