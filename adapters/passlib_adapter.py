# SPDX-License-Identifier: Apache-2.0
"""passlib.totp. It has no HOTP and no T0. Its window is given in seconds around
a shifted clock; the adapter translates steps into seconds."""
import kit
from passlib import exc
from passlib.totp import TOTP

HASHES = {"SHA1": "sha1", "SHA256": "sha256", "SHA512": "sha512"}


def otp(fields):
    if fields["t0"] != "0":
        raise kit.Refused("time-out-of-range")
    return TOTP(
        key=fields.bytes("key"), format="raw", digits=fields.digits(),
        alg=fields.choice("algorithm", HASHES), period=fields.step())


def generate(fields):
    return otp(fields).generate(fields.time()).token


def verify(fields):
    totp, time, past, future = otp(fields), fields.time(), fields["past"], fields["future"]
    if past < 0 or future < 0:
        raise kit.Refused("window-out-of-range")
    # From somewhere in the first step to somewhere in the last one, an even
    # number of seconds apart.
    first, last = time - past * totp.period, time + future * totp.period
    if (last - first) % 2:
        first += 1 if first % totp.period == 0 else -1
    middle, half = (first + last) // 2, (last - first) // 2
    after = fields.counter("after") if "after" in fields else None
    try:
        match = totp.match(
            fields["code"], time, window=half, skew=middle - time, last_counter=after)
    except (exc.MalformedTokenError, exc.InvalidTokenError, exc.UsedTokenError):
        return {"accepted": False}
    return {
        "accepted": True,
        "step": str(match.counter),
        "drift": match.counter - time // totp.period,
    }


kit.serve(
    "passlib",
    {"totp.generate": generate, "totp.verify": verify},
    ["sha1", "sha256", "sha512", "step"],
    refusals=(ValueError, TypeError),
    policies={"code.separators": "accept"},
)
