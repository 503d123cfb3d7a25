# SPDX-License-Identifier: Apache-2.0
"""onetimepass. It needs padded base32; TOTP verification answers yes or no only
and is not claimed. HOTP verification begins after the last counter."""
import base64
import binascii
import hashlib
import struct

import kit
import onetimepass

HASHES = {"SHA1": hashlib.sha1, "SHA256": hashlib.sha256, "SHA512": hashlib.sha512}


def options(fields):
    return {
        "secret": base64.b32encode(fields.bytes("key")),
        "digest_method": fields.choice("algorithm", HASHES),
        "token_length": fields.digits(),
    }


def hotp(fields):
    return onetimepass.get_hotp(
        intervals_no=fields.counter(), as_string=True, **options(fields)).decode()


def totp(fields):
    if fields["t0"] != "0":
        raise kit.Refused("time-out-of-range")
    return onetimepass.get_totp(
        interval_length=fields.step(), clock=fields.time(), as_string=True,
        **options(fields)).decode()


def verify(fields):
    counter = onetimepass.valid_hotp(
        fields["code"], last=fields.counter() - 1, trials=fields["lookAhead"] + 1,
        **options(fields))
    if counter is False:
        return {"accepted": False}
    return {"accepted": True, "counter": str(counter)}


kit.serve(
    "onetimepass",
    {"hotp.generate": hotp, "totp.generate": totp, "hotp.verify": verify},
    ["sha1", "sha256", "sha512", "step"],
    refusals=(ValueError, TypeError, binascii.Error, struct.error, ZeroDivisionError),
    limits={"counterBits": 64},
)
