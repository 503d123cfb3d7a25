# This source file is part of the otpkit open source project.
# Copyright (c) 2026 the otpkit authors
# SPDX-License-Identifier: Apache-2.0
"""Compares `otpkit code` with Python's hmac and with oathtool.

Usage: cross_check.py OTPKIT [CASES [SEED]]
"""

import hmac
import random
import subprocess
import sys

ALGORITHMS = ["SHA1", "SHA256", "SHA512"]


def truncated(mac, digits):
    """The code in a MAC (RFC 4226 section 5.3)."""
    offset = mac[-1] & 15
    number = int.from_bytes(mac[offset:offset + 4], "big") & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def python_code(case):
    counter = case["counter"]
    if counter is None:
        counter = case["time"] // case["period"]
    message = counter.to_bytes(8, "big")
    mac = hmac.digest(case["key"], message, case["algorithm"].lower())
    return truncated(mac, case["digits"])


def output(command):
    return subprocess.run(
        command, check=True, capture_output=True, text=True
    ).stdout.strip()


def otpkit_code(otpkit, case):
    command = [otpkit, "code", "--secret-hex", case["key"].hex(),
               "--algorithm", case["algorithm"],
               "--digits", str(case["digits"])]
    if case["counter"] is None:
        command += ["--at", str(case["time"]),
                    "--period", str(case["period"])]
    else:
        command += ["--counter", str(case["counter"])]
    return output(command)


def oathtool_code(case):
    """oathtool's answer, or None for what it does not offer."""
    if case["digits"] == 9:
        return None
    command = ["oathtool", "-d", str(case["digits"]), case["key"].hex()]
    if case["counter"] is None:
        return output(command + [f"--totp={case['algorithm']}",
                                 "-N", f"@{case['time']}",
                                 "-s", f"{case['period']}s"])
    if case["algorithm"] != "SHA1":
        return None
    return output(command + ["-c", str(case["counter"])])


def random_case(generator):
    by_time = generator.random() < 0.6
    return {
        "key": generator.randbytes(generator.randint(16, 150)),
        "algorithm": generator.choice(ALGORITHMS),
        "digits": generator.randint(6, 9),
        "time": generator.randint(0, 2**generator.randint(1, 40)),
        "period": generator.choice([1, 15, 30, 59, 60, 120]),
        "counter": None if by_time
        else generator.getrandbits(generator.randint(1, 63)),
    }


def main():
    otpkit = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 300
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 6238
    generator = random.Random(seed)
    failed = by_oathtool = 0
    for _ in range(count):
        case = random_case(generator)
        answers = {"otpkit": otpkit_code(otpkit, case),
                   "python": python_code(case)}
        oathtool = oathtool_code(case)
        if oathtool is not None:
            answers["oathtool"] = oathtool
            by_oathtool += 1
        if len(set(answers.values())) != 1:
            failed += 1
            print(f"seed {seed}: {case}: {answers}")
    print(f"{count} cases against Python's hmac, {by_oathtool} of them "
          f"against oathtool; {failed} differ")
    return 1 if failed or not by_oathtool else 0


if __name__ == "__main__":
    sys.exit(main())
