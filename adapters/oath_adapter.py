# SPDX-License-Identifier: Apache-2.0
"""oath (python-oath). The number of digits is part of a format's name there: 6 to
8. TOTP verification answers the drift, but not the step, and has no memory."""
import struct

import kit
import oath
from oath import _ocra


def options(fields):
    return {
        "format": f"dec{fields.digits()}",
        "hash": fields.hash(),
    }


def hotp(fields):
    return oath.hotp(fields.bytes("key").hex(), fields.counter(), **options(fields))


def totp(fields):
    return oath.totp(
        fields.bytes("key").hex(), period=fields.step(), t=fields.time(),
        **options(fields))


def verify_totp(fields):
    accepted, _ = oath.accept_totp(
        fields.bytes("key").hex(), fields["code"], period=fields.step(),
        t=fields.time(), forward_drift=fields["future"],
        backward_drift=fields["past"], **options(fields))
    return {"accepted": accepted}


def verify_hotp(fields):
    accepted, following = oath.accept_hotp(
        fields.bytes("key").hex(), fields["code"], fields.counter(),
        drift=fields["lookAhead"], **options(fields))
    if not accepted:
        return {"accepted": False}
    return {"accepted": True, "counter": str(following - 1)}


def ocra(fields):
    suite = _ocra.str2ocrasuite(fields["suite"])
    inputs = {"Q": fields["question"]}
    if "ownQuestion" in fields:
        inputs["Qsc"] = fields["question"] + fields["ownQuestion"]
    if "counter" in fields:
        inputs["C"] = fields.counter()
    if "pin" in fields:
        inputs["P"] = fields["pin"]
    if "session" in fields:
        inputs["S"] = fields.bytes("session", "ocra-input")
    if "time" in fields:
        inputs["T"] = fields.time()
    return suite(fields.bytes("key"), **inputs)


kit.serve(
    "oath",
    {"hotp.generate": hotp, "totp.generate": totp, "hotp.verify": verify_hotp,
     "totp.verify": verify_totp, "ocra.generate": ocra},
    ["sha1", "sha256", "sha512", "step"],
    refusals=(ValueError, struct.error, AssertionError, ZeroDivisionError),
    limits={"digits": {"min": 6, "max": 8}, "counterBits": 64, "match": False,
            "after": False},
)
