# SPDX-License-Identifier: Apache-2.0
"""pyotp. Its window has two equal sides and no memory, so TOTP verification is
not claimed; HOTP verification has no look-ahead."""
import base64
import hashlib

import kit
import pyotp

HASHES = {"SHA1": hashlib.sha1, "SHA256": hashlib.sha256, "SHA512": hashlib.sha512}


def options(fields):
    return {
        "s": base64.b32encode(fields.bytes("key")).decode().rstrip("="),
        "digits": fields.digits(),
        "digest": fields.choice("algorithm", HASHES),
    }


def hotp(fields):
    return pyotp.HOTP(**options(fields)).at(fields.counter())


def totp(fields):
    if fields["t0"] != "0":
        raise kit.Refused("time-out-of-range")
    return pyotp.TOTP(interval=fields.step(), **options(fields)).at(fields.time())


def parse(fields):
    otp = pyotp.parse_uri(fields["uri"])
    is_totp = isinstance(otp, pyotp.TOTP)
    return {
        "type": "totp" if is_totp else "hotp",
        "issuer": otp.issuer,
        "account": otp.name,
        "secret": otp.byte_secret().hex(),
        "algorithm": otp.digest().name.upper(),
        "digits": otp.digits,
        **({"period": otp.interval} if is_totp else {"counter": str(otp.initial_count)}),
    }


kit.serve(
    "pyotp",
    {"hotp.generate": hotp, "totp.generate": totp, "otpauth.parse": parse},
    ["sha1", "sha256", "sha512", "step"],
    limits={"digits": {"min": 6, "max": 9}, "keyBytes": {"min": 14, "max": 1 << 20}},
    policies={
        "secret.short": "reject",
        "step.long": "reject",
        "otpauth.plus": "space",
        "otpauth.issuer-colon": "accept",
        "otpauth.case": "reject",
    },
)
