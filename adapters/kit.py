# SPDX-License-Identifier: Apache-2.0
"""The adapter protocol for implementations in Python (docs/adapter-protocol.md).

An adapter gives a name and one function for each operation. The function gets
the fields of the call, hands them to the implementation as they come, and
answers with its value. What the implementation raises to refuse an input is
named by the adapter and becomes a rejection; everything else that is raised is a
fault.
"""
import hashlib
import importlib.metadata
import json
import re
import sys


class Refused(Exception):
    """The implementation has no type or name for the input: no call of it can be
    written. The only reason for which an adapter refuses anything."""

    def __init__(self, category):
        self.category = category


class Fields(dict):
    """The fields of a call, read as the implementation's types need them."""

    def bytes(self, name, category="key-malformed"):
        text = self[name]
        if not re.fullmatch(r"([0-9a-f]{2})*", text, re.ASCII):
            raise Refused(category)
        return bytes.fromhex(text)

    def number(self, name, category):
        """A decimal string, of any size and sign."""
        if not re.fullmatch(r"-?(0|[1-9][0-9]*)", self[name], re.ASCII):
            raise Refused(category)
        return int(self[name])

    def counter(self, name="counter"):
        return self.number(name, "counter-out-of-range")

    def time(self, name="time"):
        return self.number(name, "time-out-of-range")

    def step(self):
        return self.number("step", "step-out-of-range")

    def digits(self):
        return self["digits"]

    def hash(self):
        """A hash of hashlib, for implementations that take any."""
        name = self["algorithm"].lower()
        if name not in hashlib.algorithms_available:
            raise Refused("algorithm-unknown")
        return getattr(hashlib, name)

    def choice(self, name, values, category="algorithm-unknown"):
        """One of the things that the implementation has a name for."""
        if self[name] not in values:
            raise Refused(category)
        return values[self[name]]


# The limits of a verification that answers yes or no, for a window of two equal
# sides, without a memory.
YES_OR_NO = {"match": False, "after": False, "window": "equal"}
# The same for one time or counter: no window and no look-ahead.
ONE_STEP = {**YES_OR_NO, "window": {"past": 0, "future": 0}, "lookAhead": 0}

KNOWN = {
    "hotp.generate": {"algorithm", "key", "counter", "digits"},
    "totp.generate": {"algorithm", "key", "time", "t0", "step", "digits"},
    "hotp.verify": {"algorithm", "key", "digits", "code", "counter", "lookAhead"},
    "totp.verify": {"algorithm", "key", "digits", "t0", "step", "code", "time",
                    "past", "future", "after"},
    "otpauth.parse": {"uri"},
    "hmac.compute": {"algorithm", "key", "message"},
    "ocra.generate": {"suite", "key", "question", "ownQuestion", "counter",
                      "pin", "session", "time"},
}


def answer(call, operations, refusals):
    operation = operations.get(call["op"])
    if operation is None:
        return {"unsupported": {"what": "op"}}
    unknown = set(call["in"]) - KNOWN[call["op"]]
    if unknown:
        return {"unsupported": {"what": "field " + min(unknown)}}
    try:
        return {"value": operation(Fields(call["in"]))}
    except Refused as refused:
        return {"reject": {"category": refused.category}}
    except refusals as error:
        return {"reject": {"category": "unspecified", "message": type(error).__name__}}
    except Exception as error:
        return {"fault": {"message": type(error).__name__}}


def serve(distribution, operations, abilities, refusals=(ValueError,),
          limits=None, policies=None, name=None):
    """Answers until `bye` or the end of the input."""
    hello = {
        "type": "hello",
        "protocol": 1,
        "implementation": {
            "name": name or distribution,
            "version": importlib.metadata.version(distribution),
            "language": "python",
        },
        "capabilities": sorted([*operations, *abilities]),
        "limits": limits or {},
        "policies": policies or {},
    }
    for line in sys.stdin.buffer:
        message = read(line)
        if message.get("type") == "bye":
            break
        if message.get("type") == "hello":
            reply = hello
        elif isinstance(message.get("op"), str) and isinstance(message.get("in"), dict):
            reply = {"id": message.get("id"), **answer(message, operations, refusals)}
        else:
            reply = {"id": message.get("id"), "fault": {"message": "not a call"}}
        print(json.dumps(reply), flush=True)


def read(line):
    """The object of a line; a line that is broken has nothing in it."""
    try:
        message = json.loads(line)
    except ValueError:
        return {}
    return message if isinstance(message, dict) else {}
