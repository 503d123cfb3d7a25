# SPDX-License-Identifier: Apache-2.0
"""otpauth (of authlib's author). Codes are integers there; string_code writes
them. Its verification takes a code as an integer, so it is not claimed."""
import struct

import kit
import otpauth


def options(fields):
    return {
        "secret": fields.bytes("key"),
        "digit": fields.digits(),
        "algorithm": fields["algorithm"],
    }


def hotp(fields):
    otp = otpauth.HOTP(**options(fields))
    return otp.string_code(otp.generate(fields.counter()))


def totp(fields):
    otp = otpauth.TOTP(period=fields.step(), **options(fields))
    return otp.string_code(otp.generate(fields.time()))


kit.serve(
    "otpauth",
    {"hotp.generate": hotp, "totp.generate": totp},
    ["sha1", "sha256", "sha512", "step"],
    refusals=(ValueError, AssertionError, struct.error, ZeroDivisionError),
    limits={"counterBits": 64},
)
