# SPDX-License-Identifier: Apache-2.0
"""A history of invocations and answers, and the check that decides on it.

An answer is `accepted`, `refused`, or `unknown`: the connection broke, or the
service said that it could not reach its database. What was answered with
`unknown` may have happened or not; everything else is held to.
"""

import collections
import json
import threading
import time


class History:
    """What was asked and answered, from many threads, in order."""

    def __init__(self, path=None):
        self.entries, self.lock = [], threading.Lock()
        self.file = open(path, "w") if path else None

    def ask(self, act, what, call, **more):
        """Records `call()`, which returns an answer."""
        begun = time.monotonic()
        answer = call()
        entry = {"act": act, "what": what, "begun": begun,
                 "ended": time.monotonic(), "answer": answer, **more}
        with self.lock:
            self.entries.append(entry)
            if self.file:
                self.file.write(json.dumps(entry) + "\n")
        return answer

    def of(self, act):
        with self.lock:
            return [entry for entry in self.entries if entry["act"] == act]


def codes(history, must_work):
    """No code is accepted twice.

    Where nothing was disturbed (`must_work`), each is accepted once.
    """
    answers = collections.defaultdict(collections.Counter)
    for entry in history.of("use"):
        answers[entry["what"]][entry["answer"]] += 1
    faults = []
    for code, counts in sorted(answers.items()):
        if counts["accepted"] > 1:
            faults.append(f"{code} was accepted {counts['accepted']} times")
        if must_work and counts["accepted"] == 0:
            faults.append(f"{code} was never accepted: {dict(counts)}")
    return faults


def passwords(history):
    """The password that works at the end is the last one acknowledged, or one
    whose change got no answer after it."""
    possible, faults = {}, []
    for entry in history.of("change"):
        person, new = entry["what"], entry["new"]
        if entry["answer"] == "accepted":
            possible[person] = {new}
        elif entry["answer"] == "unknown":
            possible.setdefault(person, {entry["old"]}).add(new)
    for entry in history.of("found"):
        person, works = entry["what"], entry["works"]
        if works is None:
            faults.append(f"{person}: no password that could be right works")
        elif person in possible and works not in possible[person]:
            faults.append(f"{person}: an acknowledged change of password is lost")
    return faults


def messages(history, sent):
    """Each acknowledged request has its message, and none came three times."""
    asked = {entry["what"] for entry in history.of("ask")
             if entry["answer"] == "accepted"}
    reached = {line["account"] for line in sent if line["kind"] == "reset"}
    copies = collections.Counter(line["id"] for line in sent)
    return [f"{person}: the mail is missing" for person in sorted(asked - reached)] \
        + [f"message {name} came {count} times"
           for name, count in sorted(copies.items()) if count > 2]


def extra(sent):
    """How many messages came a second time."""
    return len(sent) - len({line["id"] for line in sent})
