# SPDX-License-Identifier: Apache-2.0
"""passlib.totp. It has no HOTP and no T0. Its window is given in seconds on both
sides of the time."""
import kit
from passlib import exc
from passlib.totp import TOTP


def otp(fields):
    return TOTP(
        key=fields.bytes("key"), format="raw", digits=fields.digits(),
        alg=fields["algorithm"].lower(), period=fields.step())


def generate(fields):
    return otp(fields).generate(fields.time()).token


def verify(fields):
    totp = otp(fields)
    after = fields.counter("after") if "after" in fields else None
    try:
        match = totp.match(
            fields["code"], fields.time(), window=fields["past"] * totp.period,
            last_counter=after)
    except (exc.MalformedTokenError, exc.InvalidTokenError, exc.UsedTokenError):
        return {"accepted": False}
    return {"accepted": True, "step": str(match.counter), "drift": match.skipped}


kit.serve(
    "passlib",
    {"totp.generate": generate, "totp.verify": verify},
    ["sha1", "sha256", "sha512", "step"],
    refusals=(ValueError, TypeError),
    limits={"window": "equal"},
    policies={"code.separators": "accept"},
)
