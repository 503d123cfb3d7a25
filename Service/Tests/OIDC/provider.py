# SPDX-License-Identifier: Apache-2.0
"""A stand-in for an identity provider (OpenID Connect), which can be wrong in
every way that a service must notice."""

import base64
import hashlib
import hmac
import html
import http.server
import json
import pathlib
import secrets
import ssl
import threading
import time
import urllib.parse

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CLIENT, SECRET = "otpkit: test", "k9 %+/&-secret"
BASIC, POST = "client_secret_basic", "client_secret_post"


class Key:
    """A pair of keys with a name."""

    def __init__(self, algorithm="RS256"):
        self.algorithm = algorithm
        self.name = secrets.token_hex(4)
        self.private = ec.generate_private_key(ec.SECP256R1()) \
            if algorithm == "ES256" else rsa.generate_private_key(65537, 2048)

    def described(self):
        kind = jwt.get_algorithm_by_name(self.algorithm)
        described = json.loads(kind.to_jwk(self.private.public_key()))
        described.pop("key_ops", None)
        return {**described, "kid": self.name, "use": "sig"}

    def sign(self, claims, name=None, **more):
        headers = {"kid": name or self.name, **more}
        return jwt.encode(claims, self.private, self.algorithm, headers)


class Provider:
    """Signs everybody in as whom they like.

    `wrong` names what is wrong with the tokens from now on, `claims` what they
    say besides, and `fault` what is wrong with the server itself. `pem` is a
    certificate, with its key beside it, and `methods` how it wants to be shown
    the client's secret; it takes the first, and no other.
    """

    def __init__(self, name="Example", fault=None, pem=None, methods=None,
                 **claims):
        self.name, self.fault, self.claims = name, fault, claims
        self.methods = methods
        self.wrong, self.asked, self.given = None, [], {}
        self.codes = []
        self.key = Key()
        provider = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                provider.get(self)

            def do_POST(self):
                provider.post(self)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        if pem:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(pem, pem + ".key")
            self.server.socket = context.wrap_socket(
                self.server.socket, server_side=True)
        # To browsers this is another site than the service's 127.0.0.1.
        self.issuer = f"http{'s' if pem else ''}://localhost:" \
            f"{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def file(self, folder, **settings):
        """The file that describes it to the service."""
        settings = {"id": self.name.lower(), "name": self.name,
                    "issuer": self.issuer, "client-id": CLIENT,
                    "client-secret": SECRET, **settings}
        path = pathlib.Path(folder, f"{self.name}.provider")
        path.write_text("".join(
            f"{name.replace('_', '-')} = {value}\n"
            for name, value in settings.items()))
        path.chmod(0o600)
        return str(path)

    # MARK: What the service asks

    def get(self, request):
        path, _, query = request.path.partition("?")
        self.asked.append(path)
        if self.fault == "silent":
            time.sleep(20)
        elif self.fault == "redirect":
            respond(request, 302, b"", [("Location", "http://127.0.0.1:1/")])
        elif path == "/.well-known/openid-configuration":
            respond(request, 200, json.dumps(self.document()).encode())
        elif path == "/keys":
            encryption = {**self.key.described(), "use": "enc", "kid": "e"}
            respond(request, 200, json.dumps({"keys": [
                encryption, {"kty": "new"}, self.key.described()]}).encode())
        elif path == "/authorize":
            self.authorize(request, query)
        else:
            respond(request, 404, b"")

    def document(self):
        other = "http://192.0.2.1/token"
        issuer = "http://127.0.0.1:1" if self.fault == "another" \
            else self.issuer
        return {
            "padding": "a" * (300_000 if self.fault == "huge" else 0),
            "issuer": issuer,
            "authorization_endpoint": self.issuer + "/authorize",
            "token_endpoint":
                other if self.fault == "plain" else self.issuer + "/token",
            "jwks_uri": self.issuer + "/keys",
            "response_types_supported": ["code"],
            **({"token_endpoint_auth_methods_supported": self.methods}
               if self.methods else {}),
            "id_token_signing_alg_values_supported":
                ["RS256", "ES256", "HS256", "none"],
            "authorization_response_iss_parameter_supported": True,
            "code_challenge_methods_supported": ["S256"]}

    def authorize(self, request, query):
        """A page with a button for each person, or the way back."""
        fields = dict(urllib.parse.parse_qsl(query, strict_parsing=True))
        if "person" in fields:
            back = self.answer(fields.pop("person"), fields)
            respond(request, 302, b"", [("Location", back)])
            return
        hidden = "".join(
            f'<input type="hidden" name="{html.escape(name)}" '
            f'value="{html.escape(value)}">' for name, value in fields.items())
        buttons = "".join(
            f'<button name="person" value="{person}">{person}</button>'
            for person in ("ann-there", "eve-there", "cancel"))
        respond(request, 200, (
            f"<h1>{self.name}</h1><form action=/authorize>{hidden}{buttons}"
            "</form><footer></footer>").encode(),
            [("Content-Type", "text/html")])

    def answer(self, person, fields):
        """Where a person goes back to who has signed in, or has not."""
        assert fields["response_type"] == "code", fields
        assert fields["client_id"] == CLIENT and fields["scope"] == "openid"
        assert fields["code_challenge_method"] == "S256"
        assert len(fields["code_challenge"]) == 43
        back = {"state": fields["state"], "iss": self.issuer}
        if self.wrong == "answer of another":
            back["iss"] = "http://127.0.0.1:1"
        if self.wrong == "answer of nobody":
            del back["iss"]
        if person == "cancel":
            back["error"] = "access_denied"
        else:
            code = secrets.token_urlsafe(24)
            self.given[code] = {**fields, "person": person}
            self.codes.append(code)
            back["code"] = code
        return fields["redirect_uri"] + "?" + urllib.parse.urlencode(back)

    def post(self, request):
        """The token for a code: once, for the client and its verifier."""
        self.asked.append(request.path)
        size = int(request.headers["Content-Length"])
        form = dict(urllib.parse.parse_qsl(request.rfile.read(size).decode()))
        begun = self.given.pop(form.get("code"), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode())
        challenge = encode(digest.digest())
        if self.fault == "failing":
            respond(request, 503, b"{}")
        elif self.shown(request.headers, form) != (CLIENT, SECRET):
            respond(request, 401, b'{"error":"invalid_client"}')
        elif not begun or begun["code_challenge"] != challenge \
                or begun["redirect_uri"] != form["redirect_uri"]:
            respond(request, 400, b'{"error":"invalid_grant"}')
        else:
            respond(request, 200, json.dumps({
                "access_token": "unused", "token_type": "Bearer",
                "id_token": self.token(begun)}).encode())

    def shown(self, headers, form):
        """The client's name and secret, from where they should be alone: the
        form, or escaped in the header (RFC 6749 section 2.3.1)."""
        login = headers.get("Authorization")
        method = BASIC if login else POST
        if bool(login) == ("client_secret" in form) \
                or method != (self.methods or [BASIC])[0]:
            return None
        if not login:
            return form.get("client_id"), form["client_secret"]
        text = base64.b64decode(login.removeprefix("Basic ")).decode()
        return tuple(map(urllib.parse.unquote, text.split(":", 1)))

    # MARK: Tokens

    def token(self, begun):
        now = int(time.time())
        claims = {"iss": self.issuer, "sub": begun["person"], "aud": CLIENT,
                  "iat": now, "exp": now + 300, "nonce": begun["nonce"],
                  "auth_time": now, **self.claims}
        change = CHANGES.get(self.wrong)
        if change:
            change(claims, now)
        return self.signed({n: v for n, v in claims.items() if v is not None})

    def signed(self, claims):
        match self.wrong:
            case "another key":
                return Key().sign(claims, self.key.name)
            case "unknown key":
                return Key().sign(claims)
            case "no signature":
                return self.key.sign(claims).rpartition(".")[0] + "."
            case "none":
                return unsigned(claims, {"alg": "none", "kid": self.key.name})
            case "hs256":
                public = self.key.private.public_key().public_bytes(
                    Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
                text = unsigned(
                    claims, {"alg": "HS256", "kid": self.key.name})
                digest = hmac.new(public, text[:-1].encode(), hashlib.sha256)
                return text + encode(digest.digest())
            case "unlisted algorithm":
                return jwt.encode(claims, self.key.private, "RS512",
                                  {"kid": self.key.name})
            case "critical header":
                return self.key.sign(claims, crit=["b64"], b64=True)
            case "no token":
                return "a.b"
            case "changed":
                head, body, end = self.key.sign(claims).split(".")
                text = base64.urlsafe_b64decode(body + "==")
                body = encode(text.replace(b"there", b"THERE"))
                return f"{head}.{body}.{end}"
            case "no name of the key":
                return jwt.encode(claims, self.key.private, "RS256")
        return self.key.sign(claims)


# What is wrong with the claims.
CHANGES = {
    "nonce": lambda c, _: c.update(nonce="0" * 64),
    "no nonce": lambda c, _: c.pop("nonce"),
    "audience": lambda c, _: c.update(aud="another"),
    "no audience": lambda c, _: c.update(aud=[]),
    "two audiences": lambda c, _: c.update(aud=[CLIENT, "another"]),
    "azp": lambda c, _: c.update(azp="another"),
    "azp of no text": lambda c, _: c.update(azp=7),
    "expired": lambda c, now: c.update(exp=now - 31),
    "no end": lambda c, _: c.pop("exp"),
    "endless": lambda c, _: c.update(exp=1e300),
    "issued later": lambda c, now: c.update(iat=now + 60),
    "issued before": lambda c, now: c.update(iat=now - 120),
    "not yet": lambda c, now: c.update(nbf=now + 60),
    "issuer": lambda c, _: c.update(iss="http://127.0.0.1:1"),
    "no subject": lambda c, _: c.pop("sub"),
    "empty subject": lambda c, _: c.update(sub=""),
    "long subject": lambda c, _: c.update(sub="a" * 256),
}
# What is wrong with the signature.
SIGNATURES = [
    "another key", "no signature", "none", "hs256", "unlisted algorithm",
    "critical header", "no token", "changed"]


def encode(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def unsigned(claims, header):
    parts = (encode(json.dumps(part).encode()) for part in (header, claims))
    return ".".join(parts) + "."


def respond(request, status, body, headers=()):
    try:
        request.send_response(status)
        for name, value in headers or [("Content-Type", "application/json")]:
            request.send_header(name, value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)
    except ConnectionError:
        pass  # The service has seen enough.
