#!/usr/bin/env python3
"""An adapter for `otpkit conform`: puts your one-time passwords before the kit.

    otpkit conform -- python3 adapter.py

The functions of the first part are the slots: one for each thing that a
library does. Call your library in them, and delete those that it has nothing
for: a slot that is left out is not claimed, and not tested. Pass on what
comes. Nothing is checked on the way, because a check that is made here is
one that your library is not asked for.

Until you change them, the slots call the example of the second part.
"""
import base64
import hmac
import json
import sys

# ---- 1. Your library ----------------------------------------------------------

# importlib.metadata.version("my-otp") tells the version that is installed.
NAME, VERSION = "my-otp", "0.1"

# What your library raises to refuse an input. All else is a fault.
REFUSALS = (ValueError,)

# What it has parameters for: hashes, a T0 other than 0, a step other than 30 s.
ABILITIES = ["sha1", "sha256", "sha512", "t0", "step"]

# What bounds it, such as {"digits": {"min": 6, "max": 8}, "counterBits": 63},
# and its choices where the standards leave one: see docs/adapter-protocol.md.
LIMITS = {}
POLICIES = {}


def totp(key, time, step, t0, digits, algorithm):
    """The code of a time, as text. key: bytes; algorithm: "SHA1", "SHA256",
    "SHA512"; all else: int."""
    return example_totp(key, time, step, t0, digits, algorithm)


def hotp(key, counter, digits, algorithm):
    """The code of a counter, as text."""
    return example_hotp(key, counter, digits, algorithm)


def totp_verify(key, code, time, step, t0, digits, algorithm, past, future, after):
    """Looks for a code in the window of the current step, which has `past` steps
    before it and `future` steps after it, and only after the last accepted step,
    `after` (or None).

    Returns the matching step and its distance from the current one. A library
    that tells yes or no returns that: then add "match": False to LIMITS."""
    return example_totp_verify(
        key, code, time, step, t0, digits, algorithm, past, future, after)


def hotp_verify(key, code, counter, look_ahead, digits, algorithm):
    """Looks for the code of a counter or of the next `look_ahead` ones. Returns
    the matching counter, or None; or yes or no, as above."""
    return example_hotp_verify(key, code, counter, look_ahead, digits, algorithm)


def base32_decode(text):
    """The bytes of a secret in base32."""
    return example_base32_decode(text)


# ---- 2. The example: delete it when your library is in place ------------------

def example_hotp(key, counter, digits, algorithm):
    if algorithm not in ("SHA1", "SHA256", "SHA512"):
        raise ValueError("algorithm")
    if not key or digits not in range(6, 10) or counter not in range(2**64):
        raise ValueError("key, digits or counter")
    mac = hmac.digest(key, counter.to_bytes(8, "big"), algorithm)
    offset = mac[-1] & 15
    number = int.from_bytes(mac[offset:offset + 4], "big") & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def example_step(time, step, t0):
    if step < 1 or not t0 <= time < 2**63:
        raise ValueError("step or time")
    return (time - t0) // step


def example_totp(key, time, step, t0, digits, algorithm):
    return example_hotp(key, example_step(time, step, t0), digits, algorithm)


def example_totp_verify(
        key, code, time, step, t0, digits, algorithm, past, future, after):
    if past not in range(51) or future not in range(51):
        raise ValueError("window")
    now = example_step(time, step, t0)
    least = 0 if after is None else after + 1
    found = [n for n in range(max(now - past, 0), min(now + future + 1, 2**64))
             if example_hotp(key, n, digits, algorithm) == code and n >= least]
    nearest = min(found, key=lambda n: abs(n - now), default=None)
    return None if nearest is None else (nearest, nearest - now)


def example_hotp_verify(key, code, counter, look_ahead, digits, algorithm):
    if look_ahead not in range(51):
        raise ValueError("window")
    example_hotp(key, counter, digits, algorithm)
    for n in range(counter, min(counter + look_ahead + 1, 2**64)):
        if example_hotp(key, n, digits, algorithm) == code:
            return n
    return None


def example_base32_decode(text):
    if "=" not in text:
        text += "=" * (-len(text) % 8)
    return base64.b32decode(text, casefold=True)


# ---- 3. The protocol: no need to change anything below ------------------------

SLOTS = {
    "totp.generate": ("totp", "key time step t0 digits algorithm"),
    "hotp.generate": ("hotp", "key counter digits algorithm"),
    "totp.verify": ("totp_verify",
                    "key code time step t0 digits algorithm past future after"),
    "hotp.verify": ("hotp_verify", "key code counter lookAhead digits algorithm"),
    "base32.decode": ("base32_decode", "text"),
    # A slot otpauth_parse(uri) gives a dictionary with the fields of a URI.
    "otpauth.parse": ("otpauth_parse", "uri"),
}
READERS = {"key": bytes.fromhex,
           **dict.fromkeys(("time", "step", "t0", "counter", "after"), int)}


def filled():
    return [op for op, (name, _) in SLOTS.items() if callable(globals().get(name))]


def arguments(names, fields):
    """The fields in the order of a slot's parameters; None where one is absent."""
    if set(fields) - set(names) or set(names) - set(fields) - {"after"}:
        return None
    read = {name: READERS.get(name, lambda value: value)(value)
            for name, value in fields.items()}
    return [read.get(name) for name in names]


def value(op, result):
    if op == "base32.decode":
        return result.hex()
    if not op.endswith(".verify"):
        return result
    if result is None or isinstance(result, bool):
        return {"accepted": bool(result)}
    if op == "hotp.verify":
        return {"accepted": True, "counter": str(result)}
    step, drift = result
    return {"accepted": True, "step": str(step), "drift": drift}


def answer(op, fields):
    if op not in filled():
        return {"unsupported": {"what": op}}
    name, names = SLOTS[op]
    try:
        given = arguments(names.split(), fields)
    except ValueError:      # what is no hexadecimal text or no number
        return {"reject": {"category": "key-malformed"}}
    if given is None:
        return {"unsupported": {"what": "these fields"}}
    try:
        return {"value": value(op, globals()[name](*given))}
    except REFUSALS as error:
        return {"reject": {"category": "unspecified", "message": type(error).__name__}}
    except Exception as error:
        return {"fault": {"message": f"{type(error).__name__}: {error}"}}


def respond(request):
    if request["type"] != "hello":
        return {"id": request["id"], **answer(request["op"], request["in"])}
    return {"type": "hello", "protocol": 1,
            "implementation": {"name": NAME, "version": VERSION, "language": "python"},
            "capabilities": filled() + ABILITIES, "limits": LIMITS,
            "policies": POLICIES}


for line in sys.stdin:
    call = None
    try:
        request = json.loads(line)
        if request["type"] == "bye":
            break
        call = request.get("id")
        response = json.dumps(respond(request))
    except Exception as error:      # what cannot be read, or be written as JSON
        response = json.dumps({"id": call, "fault": {"message": str(error)}})
    print(response, flush=True)
