# SPDX-License-Identifier: Apache-2.0
"""Mail by SMTP and text messages by a gateway, against stand-ins.

usage: delivery.py PROGRAM
"""

import email
import email.header
import email.policy
import json
import re
import sys
import tempfile
import time
import urllib.parse

from authorities import the_systems_authorities_are_replaced
from sending import ISSUER, LOGIN, TOKEN, Service, World, wait
from servers import Gateway, MailServer

PASSWORD = "seven grey herons at dusk"
NUMBER = "+61412345678"
SECRETS = {LOGIN, TOKEN, PASSWORD, NUMBER, "412345678", "@example.org"}


def read(mail):
    """A mail's parts, as a mail program sees them."""
    data = mail["data"]
    assert data.isascii() and max(map(len, data.split(b"\r\n"))) <= 76, data
    return email.message_from_bytes(data, policy=email.policy.default)


def text_of(mail):
    return read(mail).get_content().replace("\r\n", "\n")


def password(mail):
    found = re.search(r" is (\S+) – ", text_of(mail))
    SECRETS.add(found.group(1))
    return found.group(1)


def a_mail_arrives(world):
    server = MailServer()
    world.admin("ada", server.url)
    [mail] = server.mails
    assert mail["from"].startswith("MAIL FROM:<no-reply@id.example.org>"), mail
    [to] = mail["to"]
    assert to.startswith("RCPT TO:<ada@example.org>"), to
    assert mail["login"] == ["", "mailer", LOGIN], mail["login"]
    parts = read(mail)
    [sender] = parts["From"].addresses
    # The newer parser leaves a space between two encoded words of a name.
    old = email.message_from_bytes(mail["data"])["From"]
    name = str(email.header.make_header(email.header.decode_header(old)))
    assert name == f"{ISSUER} <no-reply@id.example.org>", name
    assert sender.addr_spec == "no-reply@id.example.org", sender
    assert parts["To"] == "ada@example.org", parts["To"]
    assert parts["Subject"] == f"Your account at {ISSUER}", parts["Subject"]
    assert abs(parts["Date"].datetime.timestamp() - time.time()) < 60
    assert re.fullmatch(r"<[0-9a-f]{32}@id\.example\.org>",
                        parts["Message-ID"]), parts["Message-ID"]
    assert parts["Auto-Submitted"] == "auto-generated"
    for name, values in parts.items():
        assert len(parts.get_all(name)) == 1, (name, values)
    text = text_of(mail)
    assert f"temporary password at {ISSUER} is " in text, text
    assert "\n\nhttps://id.example.org/sign-in" in text, text
    return password(mail)


def a_silent_server_is_given_up(world):
    server = MailServer("silent")
    seconds, said = world.admin("bob", server.url)
    assert 5 < seconds < 10 and server.said == ["connected"], seconds
    assert '"Timeout' in said or "Timeout" in said, said
    server = MailServer("refusing")
    _, said = world.admin("cleo", server.url)
    assert "550" in said and not server.mails, said
    # Taken is taken, even by a server that does not say goodbye.
    server = MailServer("deaf")
    seconds, said = world.admin("dan", server.url)
    assert len(server.mails) == 1 and seconds < 10, (seconds, server.said)
    assert "not sent" not in said, said
    password(server.mails[0])


def nothing_is_smuggled(world):
    server = MailServer()
    evil = "eve@example.org\r\nRCPT TO:<mallory@example.org>"
    for mail in (evil, evil.replace("\r", ""), evil.replace("\n", "")):
        world.admin("eve", server.url, mail=mail, status=1)
        world.admin("eve", server.url, sender=mail, status=64)
    for issuer in ("x\r\nBcc: m@example.org", "x\nBcc: m@example.org", "x\ry"):
        world.admin("eve", server.url, issuer=issuer, status=64)
    # The account layer lets this address pass.
    _, said = world.admin("eve", server.url, mail="eve>@example.org")
    assert "malformed" in said, said
    for url in ("http://127.0.0.1", "smtp://user:word@127.0.0.1", "smtp://"):
        world.admin("eve", url, status=64)
    world.private("login", f"mailer\n{LOGIN}\n", 0o644)
    _, said = world.admin("eve", server.url, status=64)
    assert "chmod" in said, said
    world.private("login", f"mailer\n{LOGIN}\n")
    assert not server.said, server.said


def tls_is_needed(world):
    trust = ("--delivery-authorities", world.pem)
    for mode, host in (("tls", "127.0.0.1"), ("starttls", "127.0.0.2")):
        server = MailServer(mode, world.pem, host)
        _, said = world.admin(f"fay-{mode}", server.url)
        assert "certificate" in said and not server.mails, said
        world.admin(f"gus-{mode}", server.url, *trust)
        [mail] = server.mails
        assert mail["secure"] and mail["login"][2] == LOGIN, mail
        password(mail)
    # 127.0.0.2 stands for another machine.
    server = MailServer(host="127.0.0.2")
    _, said = world.admin("hal", server.url, *trust)
    assert "not sent" in said and not server.mails, said
    words = {line.split(" ")[0] for line in server.said}
    assert not words & {"AUTH", "MAIL"}, server.said


def gateway_options_are_checked(world):
    server = MailServer()
    for options in (
            ["http://gateway.example.org/"], ["https://a:b@example.org/"],
            ["https://{to}.example.org/"], ["https://example.org@{to}/"],
            ["https://example.org", "--sms-json", '{"to": {to}, "a": {text}}'],
            ["https://example.org", "--sms-json", '{"to": "{to}"}'],
            ["https://example.org", "--sms-json", "{}", "--sms-form", "a"]):
        world.admin("ida", server.url, "--sms-gateway", *options, status=64)
    for line in ("Authorization", "A b: c", "X: a\x00b", "Content-Length: 1"):
        world.private("wrong", line)
        world.admin(
            "ida", server.url, "--sms-gateway", "https://example.org",
            "--sms-headers", f"{world.folder}/wrong", status=64)
    assert not server.said, server.said


def messages_come_later_and_once(world, first):
    server, gateway = MailServer(), Gateway(500, 302, 200)
    with Service(
            world, server.url, "--sms-gateway", gateway.url + "/send?a={to}",
            "--sms-json", '{"to": ["{to}"], "text": "<{text}>", "no": "{no}"}',
            "--sms-headers", f"{world.folder}/headers") as service:
        service.ask("/sign-in", {"name": "ada", "password": first})
        service.ask("/password", {"current": first, "new": PASSWORD})
        service.ask("/factors/messages", {"number": NUMBER})
        later = {f"{name}@example.org" for name in
                 ("bob", "cleo", "fay-tls", "fay-starttls", "hal")}
        wait(lambda: later <= {read(mail)["To"] for mail in server.mails}, 60,
             "the mail that failed")
        wait(lambda: len(gateway.requests) >= 2, 60, "the second try")
        time.sleep(15)
        once = [read(mail)["Message-ID"] for mail in server.mails]
        assert len(once) == len(set(once)), once
        to = [read(mail)["To"] for mail in server.mails]
        assert not {"dan@example.org", "eve>@example.org"} & set(to), to
        for mail in server.mails:
            if read(mail)["To"] in later:
                password(mail)
        # A text that begins with a dot.
        notices = [text_of(mail) for mail in server.mails
                   if read(mail)["To"] == "ada@example.org"]
        assert any(text.startswith(ISSUER + ":") for text in notices), notices
    checks_requests(gateway)


def checks_requests(gateway):
    keys = {headers["Idempotency-Key"] for _, headers, _ in gateway.requests}
    assert len(keys) == 1, keys
    for path, headers, body in gateway.requests:
        assert path == "/send?a=" + urllib.parse.quote(NUMBER), path
        assert headers["Authorization"] == f"Bearer {TOKEN}"
        assert headers["Content-Type"] == "application/json"
        body = json.loads(body)
        assert body["to"] == [NUMBER] and body["no"] == "{no}", body
        found = re.match(r"<(\d+) is your code .*>$", body["text"], re.DOTALL)
        assert ISSUER in body["text"], body
        SECRETS.add(found.group(1))


def others_are_served_meanwhile(world):
    """With a mail server and a gateway that hang; and a form's body."""
    server, gateway = MailServer("silent"), Gateway(None)
    with Service(
            world, server.url, "--sms-gateway", gateway.url, "--sms-form",
            "To={to}&Body={text}&id={id}") as service:
        service.ask("/sign-in", {"name": "ada", "password": PASSWORD})
        start = time.monotonic()
        service.ask("/factors/messages", {"number": NUMBER})
        wait(lambda: gateway.requests, 10, "the gateway's request")
        names = ("bob", "cleo", "dan", "fay-tls", "fay-starttls", "hal")
        for name in names:
            service.ask("/password-resets", {"name": name})
        wait(lambda: len(server.said) >= len(names), 3, "all transfers")
        for _ in range(5):
            assert service.is_up()
        service.ask("/sign-in", {"name": "ada", "password": PASSWORD})
        assert time.monotonic() - start < 6, "the service waits"
        wait(lambda: "Timeout" in service.path.read_text(), 15, "the end")
    _, headers, body = gateway.requests[0]
    body = urllib.parse.parse_qs(body, strict_parsing=True)
    assert body["To"] == [NUMBER] and ISSUER in body["Body"][0], body
    assert body["id"] == [headers["Idempotency-Key"]], body
    SECRETS.add(re.match(r"(\d+) is", body["Body"][0]).group(1))


def main():
    with tempfile.TemporaryDirectory() as folder:
        world = World(sys.argv[1], folder)
        first = a_mail_arrives(world)
        a_silent_server_is_given_up(world)
        tls_is_needed(world)
        the_systems_authorities_are_replaced(world)
        messages_come_later_and_once(world, first)
        others_are_served_meanwhile(world)
        log = "".join(world.log)
        assert log.count("a message was not sent") >= 8, log
        found = [secret for secret in SECRETS if secret in log]
        assert not found, f"in the log: {found}"
        nothing_is_smuggled(world)
        gateway_options_are_checked(world)
    print("mail and text messages delivered")


main()
