# SPDX-License-Identifier: Apache-2.0
"""django-otp, its module django_otp.oath. Codes are integers there, which its
devices compare as integers; the adapter writes them with leading zeros, and
claims no verification."""
import struct

import kit
from django_otp import oath


def hotp(fields):
    fields.choice("algorithm", {"SHA1": None})
    digits = fields.digits()
    return str(oath.hotp(fields.bytes("key"), fields.counter(), digits)).zfill(digits)


def totp(fields):
    fields.choice("algorithm", {"SHA1": None})
    digits = fields.digits()
    otp = oath.TOTP(fields.bytes("key"), fields.step(), fields.time("t0"), digits)
    otp.time = fields.time()
    return str(otp.token()).zfill(digits)


kit.serve(
    "django-otp",
    {"hotp.generate": hotp, "totp.generate": totp},
    ["sha1", "t0", "step"],
    refusals=(ValueError, struct.error, ZeroDivisionError),
    limits={"counterBits": 64},
)
