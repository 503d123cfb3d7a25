# SPDX-License-Identifier: Apache-2.0
"""onetimepass. It needs padded base32; TOTP verification answers yes or no, has a
window of two equal sides and no memory. HOTP verification begins after the last
counter."""
import base64
import binascii
import struct

import kit
import onetimepass


def options(fields):
    return {
        "secret": base64.b32encode(fields.bytes("key")),
        "digest_method": fields.hash(),
        "token_length": fields.digits(),
    }


def hotp(fields):
    return onetimepass.get_hotp(
        intervals_no=fields.counter(), as_string=True, **options(fields)).decode()


def totp(fields):
    return onetimepass.get_totp(
        interval_length=fields.step(), clock=fields.time(), as_string=True,
        **options(fields)).decode()


def verify_totp(fields):
    return {"accepted": onetimepass.valid_totp(
        fields["code"], interval_length=fields.step(), clock=fields.time(),
        window=fields["past"], **options(fields))}


def verify_hotp(fields):
    counter = onetimepass.valid_hotp(
        fields["code"], last=fields.counter() - 1, trials=fields["lookAhead"] + 1,
        **options(fields))
    if counter is False:
        return {"accepted": False}
    return {"accepted": True, "counter": str(counter)}


kit.serve(
    "onetimepass",
    {"hotp.generate": hotp, "totp.generate": totp, "hotp.verify": verify_hotp,
     "totp.verify": verify_totp},
    ["sha1", "sha256", "sha512", "step"],
    refusals=(ValueError, TypeError, binascii.Error, struct.error, ZeroDivisionError),
    limits={"counterBits": 64, **kit.YES_OR_NO},
)
