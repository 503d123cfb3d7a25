# SPDX-License-Identifier: Apache-2.0
"""A person's authenticator app."""

import base64
import hashlib
import hmac
import struct
import time


def code(secret, step=0):
    """The app's code, so many steps from now (RFC 6238)."""
    counter = int(time.time()) // 30 + step
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", counter), hashlib.sha1).digest()
    place = digest[-1] & 15
    number = struct.unpack(">I", digest[place:place + 4])[0] & 0x7FFFFFFF
    return f"{number % 10 ** 6:06d}"
