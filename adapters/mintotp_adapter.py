# SPDX-License-Identifier: Apache-2.0
"""mintotp. Its TOTP reads the clock, so only HOTP is claimed."""
import base64
import struct

import kit
import mintotp


def hotp(fields):
    digest = fields.hash()().name
    key = base64.b32encode(fields.bytes("key")).decode()
    return mintotp.hotp(key, fields.counter(), fields.digits(), digest)


kit.serve(
    "mintotp",
    {"hotp.generate": hotp},
    ["sha1", "sha256", "sha512"],
    refusals=(ValueError, struct.error),
    limits={"counterBits": 64},
)
