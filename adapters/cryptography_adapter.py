# SPDX-License-Identifier: Apache-2.0
"""cryptography. Its verification takes one counter or time and raises
InvalidToken for a wrong code; T0 is always 0."""
import kit
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from cryptography.hazmat.primitives.twofactor.totp import TOTP

HASHES = {"SHA1": hashes.SHA1, "SHA256": hashes.SHA256, "SHA512": hashes.SHA512,
          "SHA224": hashes.SHA224, "MD5": hashes.MD5}


def options(fields):
    return (fields.bytes("key"), fields.digits(), fields.choice("algorithm", HASHES)())


def hotp(fields):
    return HOTP(*options(fields)).generate(fields.counter()).decode()


def totp(fields):
    return TOTP(*options(fields), fields.step()).generate(fields.time()).decode()


def accepted(verify, code, place):
    try:
        verify(code.encode(), place)
    except InvalidToken:
        return {"accepted": False}
    return {"accepted": True}


def verify_hotp(fields):
    return accepted(HOTP(*options(fields)).verify, fields["code"], fields.counter())


def verify_totp(fields):
    otp = TOTP(*options(fields), fields.step())
    return accepted(otp.verify, fields["code"], fields.time())


def mac(fields):
    context = hmac.HMAC(fields.bytes("key"), fields.choice("algorithm", HASHES)())
    context.update(fields.bytes("message"))
    return context.finalize().hex()


kit.serve(
    "cryptography",
    {"hotp.generate": hotp, "totp.generate": totp, "hotp.verify": verify_hotp,
     "totp.verify": verify_totp, "hmac.compute": mac},
    ["sha1", "sha256", "sha512", "step"],
    refusals=(ValueError, TypeError),
    limits={"digits": {"min": 6, "max": 8}, "counterBits": 64, **kit.ONE_STEP},
    policies={"secret.short": "reject"},
)
