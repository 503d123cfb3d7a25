# SPDX-License-Identifier: Apache-2.0
"""Stand-ins for a mail server and for a gateway of text messages."""

import base64
import http.server
import socket
import ssl
import subprocess
import threading


def certificate(folder, name="mail"):
    """A certificate for loopback that nobody trusts; a file with its key."""
    path = f"{folder}/certificate.pem"
    names = "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:127.0.0.2"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days",
         "2", "-subj", f"/CN={name}", "-addext", names, "-keyout", path + ".key",
         "-out", path], check=True, capture_output=True)
    return path


class MailServer:
    """Speaks SMTP; `mode` is plain, silent, deaf (no answer to QUIT),
    refusing, starttls or tls."""

    def __init__(self, mode="plain", pem=None, host="127.0.0.1"):
        self.mode, self.mails, self.said = mode, [], []
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if pem:
            self.context.load_cert_chain(pem, pem + ".key")
        self.socket = socket.create_server((host, 0))
        self.port = self.socket.getsockname()[1]
        scheme = "smtps" if mode == "tls" else "smtp"
        self.url = f"{scheme}://{host}:{self.port}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            connection, _ = self.socket.accept()
            threading.Thread(
                target=self.guard, args=(connection,), daemon=True).start()

    def guard(self, connection):
        try:
            self.serve(connection)
        except (OSError, ssl.SSLError):
            pass  # The client went away.
        finally:
            connection.close()

    def serve(self, connection):
        self.said.append("connected")
        secure = self.mode == "tls"
        if secure:
            connection = self.context.wrap_socket(connection, server_side=True)
        file = connection.makefile("rwb")
        if self.mode == "silent":
            file.read()
            return
        mail = {}
        answer(file, "220 mail ready")
        while line := file.readline().decode():
            line = line.removesuffix("\r\n")
            self.said.append(line)
            word = line.split(" ")[0].upper()
            if word == "EHLO":
                offers = ["mail", "8BITMIME", "AUTH PLAIN", "SMTPUTF8"]
                if self.mode == "starttls" and not secure:
                    offers.append("STARTTLS")
                for offer in offers[:-1]:
                    answer(file, f"250-{offer}")
                answer(file, f"250 {offers[-1]}")
            elif word == "STARTTLS":
                answer(file, "220 go on")
                connection = self.context.wrap_socket(
                    connection, server_side=True)
                file, secure = connection.makefile("rwb"), True
            elif word == "AUTH":
                text = line.split(" ")[2:] or [self.more(file)]
                mail["login"] = base64.b64decode(text[0]).decode().split("\0")
                answer(file, "235 welcome")
            elif word == "MAIL":
                mail["from"] = line
                answer(file, "250 well")
            elif word == "RCPT":
                mail.setdefault("to", []).append(line)
                refused = self.mode == "refusing"
                answer(file, "550 nobody here" if refused else "250 well")
            elif word == "DATA":
                answer(file, "354 go on")
                self.mails.append({**mail, "secure": secure, **data(file)})
                answer(file, "250 taken")
            elif word == "QUIT":
                if self.mode == "deaf":
                    file.read()
                answer(file, "221 bye")
                return
            else:
                answer(file, "502 what?")

    @staticmethod
    def more(file):
        answer(file, "334 ")
        return file.readline().decode().strip()


def answer(file, line):
    file.write(line.encode() + b"\r\n")
    file.flush()


def data(file):
    """A mail as it comes, its dots taken out again (RFC 5321 4.5.2)."""
    lines = []
    while (line := file.readline()) != b".\r\n":
        assert line.endswith(b"\r\n"), line
        lines.append(line.removeprefix(b"."))
    return {"data": b"".join(lines)}


class Gateway:
    """Answers with the statuses in turn, the last one for ever; `None` is no
    answer at all."""

    def __init__(self, *statuses):
        self.statuses, self.requests = list(statuses), []
        gateway = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                size = int(self.headers["Content-Length"])
                gateway.requests.append(
                    (self.path, self.headers, self.rfile.read(size).decode()))
                status = gateway.statuses[0]
                if len(gateway.statuses) > 1:
                    gateway.statuses.pop(0)
                if status is None:
                    self.rfile.read()
                    return
                self.send_response(status)
                self.send_header("Location", "/elsewhere")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
