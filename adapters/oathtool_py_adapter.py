# SPDX-License-Identifier: Apache-2.0
"""oathtool of PyPI, a Python module (not the program of the OATH toolkit). Six
digits and SHA-1 only. It takes counter 0 for "now", so that counter cannot be
asked for."""
import base64
import struct

import kit
import oathtool


def hotp(fields):
    fields.choice("algorithm", {"SHA1": None})
    if fields.digits() != 6:
        raise kit.Refused("digits-out-of-range")
    key = base64.b32encode(fields.bytes("key")).decode()
    return oathtool.generate_otp(key, fields.counter())


kit.serve(
    "oathtool",
    {"hotp.generate": hotp},
    ["sha1"],
    refusals=(ValueError, struct.error),
    limits={"digits": {"min": 6, "max": 6}, "counterBits": 64},
    name="oathtool (Python)",
)
