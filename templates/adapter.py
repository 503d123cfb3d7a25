#!/usr/bin/env python3
"""An adapter for `otpkit conform`: puts your HOTP and TOTP before the kit.

    otpkit conform -- python3 adapter.py

It works as it is, with Python's own HMAC. Put your code into `hotp`, your
name into HELLO, and claim there only what your code can do.
"""
import hmac
import json
import re
import sys

HELLO = {
    "implementation": {"name": "my-otp", "version": "0.1", "language": "python"},
    # "t0" and "step": TOTP with another T0 than 0, another step than 30 s.
    "capabilities": ["hotp.generate", "totp.generate",
                     "sha1", "sha256", "sha512", "t0", "step"],
    "limits": {"digits": {"min": 6, "max": 9}, "counterBits": 64},
    # Where the standards leave a choice: names in vectors/README.md.
    "policies": {},
}


# ---- Your code goes here ------------------------------------------------------

def hotp(algorithm, key, counter, digits):
    """The code of a counter. algorithm: "sha1", "sha256", "sha512"."""
    mac = hmac.digest(key, counter.to_bytes(8, "big"), algorithm)
    offset = mac[-1] & 15
    number = int.from_bytes(mac[offset:offset + 4], "big") & 0x7FFFFFFF
    return str(number % 10 ** digits).zfill(digits)


# ---- The protocol: no need to change anything below ---------------------------

class Reject(Exception):
    """The input is refused, for a reason that vectors/README.md lists."""


def number(text, category, limit):
    if not re.fullmatch(r"0|[1-9][0-9]{0,19}", text) or int(text) > limit:
        raise Reject(category)
    return int(text)


def answer(op, field):
    if field["algorithm"] not in ("SHA1", "SHA256", "SHA512"):
        raise Reject("algorithm-unknown")
    if not re.fullmatch("([0-9a-f]{2})*", field["key"]):
        raise Reject("key-malformed")
    if field["key"] == "":
        raise Reject("key-empty")
    if field["digits"] not in range(6, 10):
        raise Reject("digits-out-of-range")
    if op == "hotp.generate":
        counter = number(field["counter"], "counter-out-of-range", 2**64 - 1)
    else:
        step = number(field["step"], "step-out-of-range", 86400)
        if step == 0:
            raise Reject("step-out-of-range")
        if not re.fullmatch("-?[0-9]{1,19}", field["time"]):
            raise Reject("time-out-of-range")
        time, t0 = int(field["time"]), int(field["t0"])
        if time < t0 or time >= 2**63:
            raise Reject("time-out-of-range")
        counter = (time - t0) // step
    return hotp(field["algorithm"].lower(), bytes.fromhex(field["key"]),
                counter, field["digits"])


FIELDS = {
    "hotp.generate": {"algorithm", "key", "digits", "counter"},
    "totp.generate": {"algorithm", "key", "digits", "time", "t0", "step"},
}


def respond(request):
    if request["type"] == "hello":
        return {"type": "hello", "protocol": 1, **HELLO}
    op, field = request["op"], request["in"]
    if op not in FIELDS or set(field) != FIELDS[op]:
        return {"id": request["id"], "unsupported": {"what": op}}
    try:
        return {"id": request["id"], "value": answer(op, field)}
    except Reject as reason:
        return {"id": request["id"], "reject": {"category": str(reason)}}
    except Exception as error:      # a bug, in your code or in this file
        message = f"{type(error).__name__}: {error}"
        return {"id": request["id"], "fault": {"message": message}}


for line in sys.stdin:
    try:
        request = json.loads(line)
        if request["type"] == "bye":
            break
        response = respond(request)
    except Exception as error:      # a broken line must not end the adapter
        response = {"id": None, "fault": {"message": str(error)}}
    print(json.dumps(response), flush=True)
