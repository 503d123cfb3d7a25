# SPDX-License-Identifier: Apache-2.0
"""Looks for secrets in a log."""

import json

# Times have digits in them that could be a code's.
TIMES = {"time", "milliseconds"}


def found(lines, secrets):
    """The secrets that are in the log; short ones could be there by chance."""
    entries = [json.loads(line) for line in lines if line.startswith("{")]
    rest = [line for line in lines if not line.startswith("{")]
    rest += [str(value) for entry in entries
             for name, value in entry.items() if name not in TIMES]
    text = "\n".join(rest)
    return {secret for secret in secrets if len(secret) >= 6 and secret in text}


def check(lines, secrets):
    """The log of a walk has entries, and none of its secrets."""
    assert found(['{"message": "code 123456"}'], {"123456"}), "nothing is found"
    assert len(lines) > 100, f"{len(lines)} lines"
    assert len(secrets) > 50, f"{len(secrets)} secrets"
    leaked = found(lines, secrets)
    assert not leaked, f"in the log: {leaked}"
    print(f"  {len(secrets)} secrets, none in {len(lines)} lines of the log")
