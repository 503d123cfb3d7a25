# SPDX-License-Identifier: Apache-2.0
"""pyotp. T0 is always 0. Its verification of TOTP answers yes or no, has a window
of two equal sides and no memory; that of HOTP takes one counter."""
import base64

import kit
import pyotp


def options(fields):
    return {
        "s": base64.b32encode(fields.bytes("key")).decode(),
        "digits": fields.digits(),
        "digest": fields.hash(),
    }


def hotp(fields):
    return pyotp.HOTP(**options(fields)).at(fields.counter())


def totp(fields):
    return pyotp.TOTP(interval=fields.step(), **options(fields)).at(fields.time())


def verify_hotp(fields):
    otp = pyotp.HOTP(**options(fields))
    return {"accepted": otp.verify(fields["code"], fields.counter())}


def verify_totp(fields):
    otp = pyotp.TOTP(interval=fields.step(), **options(fields))
    return {"accepted": otp.verify(
        fields["code"], for_time=fields.time(), valid_window=fields["past"])}


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
    {"hotp.generate": hotp, "totp.generate": totp, "hotp.verify": verify_hotp,
     "totp.verify": verify_totp, "otpauth.parse": parse},
    ["sha1", "sha256", "sha512", "step"],
    limits={"digits": {"min": 6, "max": 9}, "keyBytes": {"min": 14, "max": 1 << 20},
            **kit.YES_OR_NO, "lookAhead": 0},
    policies={
        "secret.short": "reject",
        "step.long": "reject",
        "otpauth.plus": "space",
        "otpauth.issuer-colon": "accept",
        "otpauth.case": "reject",
    },
)
