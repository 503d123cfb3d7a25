# SPDX-License-Identifier: Apache-2.0
"""A service that does nothing but sign people in, with a switch for each fault.

python3 naive.py [--no-clock] [--brief-lock] [--drift] [FAULT ...] serves the adapter
protocol. Without a fault it passes every case; `--list` names the faults.
--brief-lock locks for two seconds. --drift learns two steps of drift from late codes,
and declares them.
"""
import base64
import contextlib
import hashlib
import hmac
import os
import pathlib
import secrets
import struct
import sys
import threading
import time
import unicodedata

sys.path.insert(
    0, str(pathlib.Path(__file__).resolve().parents[2] / "adapters" / "services"))
from kit import Service, serve  # noqa: E402

FAULTS = {
    # One-time use.
    "replay": "used codes are not recorded",
    "replay-per-client": "each client has its own record of used codes",
    "replay-in-memory": "the record of used codes is lost by a restart",
    "replay-per-instance": "each instance has its own record of used codes",
    "replay-by-text": "the record has the text as typed, the check forgives its form",
    "replay-half-minute": "the record ends after 30 seconds",
    "replay-short": "the record ends after 45 seconds",
    "replay-by-time-of-use": "the record has the step of the use, not of the code",
    "replay-after-failure": "a wrong code clears the record",
    "enrolment-code-reusable": "the code that confirmed the enrolment is not recorded",
    "settings-code-reusable": "a code that changed settings is not recorded",
    "settings-take-used": "changes of settings take used codes",
    "burnt-by-others": "a code that was tried at one account is used up at all",
    "burnt-by-wrong": "a wrong code uses up the current step",
    "race": "check and record are two acts",
    "race-of-instances": "check and record are one act within an instance only",
    # The window.
    "secret-in-memory": "a restart loses the secret",
    "window-none": "only the current step is accepted",
    "window-past-wide": "three past steps are accepted, one is declared",
    "window-future-wide": "three future steps are accepted, one is declared",
    "window-hour-old": "codes of an hour ago are accepted",
    "window-hour-ahead": "codes of the next hour are accepted",
    "window-day-old": "codes of a day ago are accepted",
    "confirm-old": "codes of an hour ago confirm an enrolment",
    "confirm-anything": "any code confirms an enrolment",
    "drift-learned": "every late code moves the window",
    "drift-wide": "late codes move the window by three steps, two are declared",
    "clock-jump": "after a jump of the clock old codes are accepted",
    # Guessing.
    "no-limit": "nothing limits wrong codes",
    "limit-in-memory": "a restart clears the count of wrong codes",
    "limit-per-challenge": "entering the password clears the count",
    "limit-per-client": "each client has its own count",
    "limit-per-address": "each address has its own count",
    "limit-per-instance": "each instance has its own count",
    "limit-off-after-restart": "accounts from before a restart have no limit",
    "limit-reset-by-sign-out": "signing out clears the count",
    "limit-shielded": "nothing is counted while the person is signed in elsewhere",
    "limit-race": "wrong codes that come together count as one",
    "lock-at-password-only": "a lock is looked at when the password is entered",
    "limit-once": "the limit holds for the first lock only",
    "lock-for-good": "a lock never ends",
    "lock-brief": "a lock ends after a minute, 15 are declared",
    "lock-brief-again": "the second lock ends after a minute, 15 are declared",
    "lock-everybody": "one count for all accounts",
    "lock-passwords": "while an account is locked no password is taken",
    "no-limit-for-backup": "nothing limits wrong backup codes",
    "backup-limit-per-client": "each client has its own count of wrong backup codes",
    "backup-limit-in-memory": "a restart clears the count of wrong backup codes",
    "no-limit-at-disable": "nothing limits wrong codes where the app is switched off",
    "no-limit-at-regenerate": "nothing limits wrong codes for new backup codes",
    "limit-of-settings": "settings have a count of their own",
    # The whole code.
    "code-last-digit": "the last digit of a code is not compared",
    "code-prefix": "the first five digits are enough",
    "code-rest-ignored": "what follows six digits is not looked at",
    "code-last-six": "the last six digits of what was typed are compared",
    "code-within": "what was typed need only contain the code",
    "code-number": "codes are compared as numbers",
    # Order.
    "page-after-password": "pages open after the password",
    "page-after-any-code": "pages open after a wrong code",
    "empty-code": "an empty code is accepted",
    "zeros": "six zeros are accepted",
    "any-password": "any password is accepted",
    "code-without-password": "the code form takes a person without a challenge",
    "code-of-anybody": "the code of any account is accepted",
    "challenge-shared": "all clients share the last challenge",
    "challenge-reusable": "a challenge can be answered again",
    "challenge-of-first": "a second password does not change whose challenge it is",
    "challenge-forever": "a challenge never ends",
    "api": "the programming interface asks for the password alone",
    "reset-signs-in": "a reset of the password signs in",
    "reset-drops-app": "a reset of the password switches the app off",
    "new-password-drops-app": "a new password switches the app off",
    "mail-half": "the mail address is changed before the second step",
    "mail-signs-in": "a reset of the password by a new mail address signs in",
    "mail-drops-app": "a reset by a new mail address switches the app off",
    "mail-free": "the mail address is changed without password and code",
    "enrol-half": "an app is put on the account before the second step",
    "regenerate-half": "backup codes are given out before the second step",
    "new-password-half": "the password is changed before the second step",
    "second-free": "a second app is put on the account without password and code",
    "begun-after-password": "a new password leaves sign-ins that were begun",
    "begun-after-reset": "a reset leaves sign-ins that were begun",
    "begun-with-app": "a sign-in that was begun takes the app that was on then",
    "half-sign-out-empty": "signing out before the second step does nothing",
    "elsewhere-after-password": "a new password leaves other sessions open",
    "elsewhere-after-reset": "a reset of the password leaves other sessions open",
    "elsewhere-after-disable": "switching the app off leaves other sessions open",
    "sign-out-empty": "signing out does nothing",
    "restart-signs-in": "a restart takes half a sign-in for a whole one",
    "disable-free": "the app is switched off without password and code",
    "disable-half": "the app is switched off before the second step",
    "disable-empty": "switching the app off does nothing",
    "disable-keeps": "an app that was switched off works beside the next one",
    "unfinished-guards": "an enrolment that was begun asks for codes",
    "wrong-confirm-guards": "an enrolment whose code was wrong asks for codes",
    "unfinished-after-restart": "a restart finishes enrolments that were begun",
    "pending-accepted": "the code of an app that is not confirmed is accepted",
    "pending-replaces": "an enrolment that was begun voids the app before it",
    "second-keeps-first": "after a second enrolment the first app still works",
    "second-ignored": "a second enrolment changes nothing",
    # Backup codes.
    "backup-reusable": "backup codes are not spent",
    "backup-in-memory": "a restart gives spent backup codes back",
    "backup-race": "check and spending are two acts",
    "backup-per-instance": "each instance has its own record of spent codes",
    "backup-by-text": "the record has the text as typed, the check forgives its form",
    "backup-prefix": "the last character of a backup code is not compared",
    "backup-empty": "a spent backup code leaves an empty one behind",
    "backup-all-spent": "one backup code spends all",
    "backup-refused": "backup codes are never accepted",
    "backup-of-anybody": "the backup codes of any account are accepted",
    "backup-without-password": "the backup form takes a person without a challenge",
    "backup-old-kept": "new backup codes leave the old ones in force",
    "backup-new-void": "new backup codes do not work",
    "backup-free": "new backup codes are given out without password and code",
    "backup-after-disable": "backup codes outlive the app",
    "backup-of-all": "all people have the same backup codes",
    "backup-short": "backup codes have five digits",
    "backup-twice": "two backup codes of a set are the same",
    "backup-shown": "settings show the backup codes",
    # Remembered devices.
    "remember-never": "no device is remembered",
    "remember-anybody": "a remembered device is remembered for all people",
    "remember-everywhere": "one remembered device stands for all",
    "remember-for-password": "a remembered device does not ask for the password",
    "remember-after-password": "a new password leaves devices remembered",
    "remember-after-disable": "switching the app off leaves devices remembered",
    "remember-after-secret": "a new secret leaves devices remembered",
    "remember-after-sign-out": "signing out leaves the device remembered",
    "remember-forever": "a device is remembered for good",
    "remember-in-memory": "a restart forgets devices",
    "remember-wrong-code": "a wrong code remembers the device",
    "remember-takes-used": "a used code remembers the device",
    "remember-not-recorded": "a code that remembered a device is not recorded",
    "remember-no-limit": "nothing limits wrong codes that are to remember a device",
    # Disclosure.
    "tells-unknown": "an unknown person is told so",
    "tells-used": "a used code is told so",
    "tells-right-in-lock": "the right code during a lock is told so",
    "tells-old": "an old code is told so",
    "tells-spent": "a spent backup code is told so",
    "slow-for-known": "passwords of unknown people are not hashed",
    # Secrets.
    "uri-broken": "the URI has its issuer twice",
    "secret-80-bits": "secrets have 80 bits",
    "secret-128-bits": "secrets have 128 bits",
    "secret-of-all": "all people have one secret",
    "secret-kept": "a second enrolment gives the first secret out again",
    "secret-shown": "settings show the secret",
}

LOCK, CHALLENGE, MONTH = 900, 600, 30 * 86_400
# What a code may be for, beside the sign-in, the enrolment and "remember".
SETTINGS = ("settings", "disable", "regenerate")


def code_of(secret, step):
    digest = hmac.digest(secret, struct.pack(">Q", max(step, 0)), "sha1")
    number, = struct.unpack_from(">I", digest, digest[-1] & 15)
    return "%06d" % ((number & 0x7FFFFFFF) % 1_000_000)


class Account:
    """What the store has of one person."""

    def __init__(self, name, password):
        self.name, self.password = name, password
        self.mail = name + "@example.org"
        self.secrets, self.pending = [], None
        self.used, self.backup, self.spent = {}, [], set()
        self.fails, self.locked_until, self.locks = {}, 0, 0
        self.remembered, self.drift = {}, 0
        self.removed = []
        self.is_new, self.last_try = True, None


class Naive(Service):
    name, version = "naive", "1"
    declared = {"past": 1, "future": 1, "attempts": 5, "lock": LOCK,
                "remember": MONTH}
    abilities = ("instances", "addresses", "stepUp", "second")

    def __init__(self, faults):
        self.faults, self.ahead = faults, None

    # Life and time.

    def start(self, people, instances=1):
        self.accounts = {name: Account(name, password)
                         for name, password in people.items()}
        self.sessions, self.told, self.live = {}, {}, set()
        self.locks = {n: threading.RLock() for n in range(1, instances + 1)}
        if "race-of-instances" not in self.faults:
            self.locks = dict.fromkeys(self.locks, threading.RLock())
        return {"started": True}

    def restart(self):
        for account in self.accounts.values():
            account.is_new = False
            if "replay-in-memory" in self.faults:
                account.used = {}
            if "secret-in-memory" in self.faults:
                account.secrets = []
            if "limit-in-memory" in self.faults:
                account.fails, account.locked_until = {}, 0
            if "backup-limit-in-memory" in self.faults:
                account.fails.pop(("until", "backup"), None)
            if "remember-in-memory" in self.faults:
                account.remembered = {}
            if "backup-in-memory" in self.faults:
                account.spent = set()
            if "unfinished-after-restart" in self.faults and account.pending:
                account.secrets = account.secrets or [account.pending]
        if "restart-signs-in" in self.faults:
            for session in self.sessions.values():
                session["in"] = True
        return {"restarted": True}

    def stop(self):
        return {"stopped": True}

    def clock(self, now=None):
        if now is not None:
            self.ahead = int(now)
        return {"now": str(self.now())}

    def now(self):
        return self.ahead if self.ahead is not None else int(time.time())

    def has(self, *faults):
        return any(fault in self.faults for fault in faults)

    def tell(self, client, text, **value):
        self.told[client] = text
        return value

    # The first step.

    def password(self, client, person, password, address=None, instance=1):
        account = self.accounts.get(person)
        device = self.sessions.get(client, {}).get("device", {})
        old = self.sessions.get(client, {})
        self.sessions[client] = session = {"device": device, "in": False}
        if account is None:
            text = "no such account" if self.has("tells-unknown") else "wrong"
            return self.tell(client, text, next="password")
        if self.has("slow-for-known"):
            hashlib.pbkdf2_hmac("sha256", b"password", b"salt", 4000)
        is_known = self.is_remembered(account, device)
        is_right = hmac.compare_digest(account.password.encode(), password.encode())
        if not is_right and not self.has("any-password") and not (
                is_known and self.has("remember-for-password")):
            return self.tell(client, "wrong", next="password")
        if self.has("lock-passwords") and any(
                self.now() < other.locked_until for other in self.accounts.values()):
            return self.tell(client, "wrong", next="password")
        if self.has("lock-at-password-only") and self.is_locked(account, session):
            return self.tell(client, "wrong", next="password")
        session.update(person=person, since=self.now(), address=address,
                       instance=instance, client=client, apps=account.secrets)
        if self.has("challenge-of-first") and old.get("since"):
            session["person"] = old["person"]
        self.last = session
        if self.has("limit-per-challenge"):
            account.fails = {}
        if not account.secrets or is_known:
            self.sign_in(session)
            return self.tell(client, "welcome", next="none")
        return self.tell(client, "code?", next="code")

    def sign_in(self, session):
        session["in"] = True
        self.live.add(session["person"])

    def is_remembered(self, account, device):
        if self.has("remember-everywhere") and account.remembered:
            return True
        if self.has("remember-anybody") and device:
            return True
        until = account.remembered.get(device.get(account.name), 0)
        return until > self.now() or bool(until) and self.has("remember-forever")

    # The second step.

    def code(self, client, code, person=None, address=None, instance=1,
             purpose="sign-in"):
        session = self.challenge(client, person, "code-without-password")
        if session is None:
            return self.tell(client, "wrong", accepted=False, next="password")
        account = self.accounts[session["person"]]
        session.update(instance=instance, address=address or session.get("address"),
                       step="code")
        guard = contextlib.nullcontext() if self.has("race", "limit-race") else (
            self.locks.get(instance, threading.RLock()))
        with guard:
            is_right = self.check(account, code, session, purpose)
        return self.finish(client, session, is_right)

    def challenge(self, client, person, fault):
        session = self.sessions.get(client)
        if self.has("challenge-shared") and (not session or "person" not in session):
            return getattr(self, "last", None)
        if self.has(fault) and person and (not session or "person" not in session):
            return self.sessions.setdefault(client, {
                "device": {}, "in": False, "person": person, "since": self.now()})
        if not session or "since" not in session:
            return None
        if self.now() - session["since"] > CHALLENGE and not self.has(
                "challenge-forever"):
            return None
        return session

    def finish(self, client, session, is_right):
        if is_right:
            self.sign_in(session)
            self.sessions[client] = session
            if not self.has("challenge-reusable"):
                session.pop("since", None)
            return self.tell(client, "welcome", accepted=True)
        if self.has("page-after-any-code"):
            session["in"] = True
        text = session.pop("reason", "wrong")
        return self.tell(client, text, accepted=False, next="code")

    def remember(self, client, code):
        answer = self.code(client, code, purpose="remember")
        if (answer["accepted"] or self.has("remember-wrong-code")) and not self.has(
                "remember-never"):
            session, token = self.sessions[client], secrets.token_hex(8)
            account = self.accounts[session["person"]]
            account.remembered[token] = self.now() + MONTH
            session["device"][account.name] = token
        return answer

    # Checking codes.

    def check(self, account, text, session, purpose="sign-in"):
        is_locked = self.is_locked(account, session)
        is_free = any(purpose == free and self.has(fault) for free, fault in [
            ("disable", "no-limit-at-disable"), ("remember", "remember-no-limit"),
            ("regenerate", "no-limit-at-regenerate")])
        if is_locked and not is_free and not self.has("lock-at-password-only"):
            if self.has("tells-right-in-lock") and self.match(account, text, session):
                session["reason"] = "locked"
            return False
        step = self.match(account, text, session)
        if step is None and self.has("code-of-anybody"):
            step = next((s for other in self.accounts.values() if other.secrets
                         for s in [self.match(other, text, session)] if s), None)
        if self.has("empty-code") and text == "" or (
                self.has("zeros") and text == "000000"):
            return True
        if step is None or self.is_used(account, text, step, session, purpose):
            if not is_free:
                self.fail(account, text, session)
            return False
        if self.has("race", "race-of-instances"):
            time.sleep(0.01)
        self.record(account, text, step, session, purpose)
        account.fails, account.locks = {}, 0
        return True

    def match(self, account, text, session):
        text = unicodedata.normalize("NFKC", text).replace(" ", "").strip()
        if text.isdigit():
            text = "".join(str(unicodedata.digit(c)) for c in text)
        current = self.now() // 30 + account.drift
        steps = [current, current - 1, current + 1]
        steps = steps[:1] if self.has("window-none") else steps
        for fault, more in [("window-past-wide", [-2, -3]),
                            ("window-future-wide", [2, 3]),
                            ("window-hour-old", [-120]), ("window-hour-ahead", [120]),
                            ("window-day-old", [-2880])]:
            if self.has(fault):
                steps += [current + n for n in more]
        last, account.last_try = account.last_try, self.now()
        if self.has("clock-jump") and last and self.now() - last > 1000:
            steps += range(current - 130, current)
        keys = list(account.secrets)
        if self.has("begun-with-app"):
            keys += session.get("apps", [])
        if self.has("disable-keeps"):
            keys += account.removed
        if self.has("pending-replaces") and account.pending and keys:
            keys = []
        if self.has("pending-accepted") and account.pending:
            keys.append(account.pending)
        for secret in keys:
            for step in steps:
                if self.is_same(text, code_of(secret, step)):
                    learned = account.drift + step - current
                    limit = self.drift_limit()
                    account.drift = max(-limit, min(limit, learned))
                    return step
            if self.has("tells-old") and text == code_of(secret, current - 120):
                session["reason"] = "too old"
        return None

    def is_same(self, text, code):
        forms = {
            "code-last-digit": len(text) == 6 and text[:5] == code[:5],
            "code-prefix": len(text) > 4 and code.startswith(text),
            "code-rest-ignored": text.startswith(code),
            "code-last-six": text.endswith(code),
            "code-within": code in text,
            "code-number": text.isdigit() and int(text) == int(code)}
        return hmac.compare_digest(code.encode(), text.encode()) or any(
            is_same and self.has(fault) for fault, is_same in forms.items())

    def drift_limit(self):
        if self.has("drift-learned"):
            return 10**9
        return 3 if self.has("drift-wide") else self.declared.get("drift", 0)

    def book(self, account, session):
        """Which record of used codes is looked at."""
        if self.has("replay-per-client"):
            return account.used.setdefault(session.get("client"), {})
        if self.has("replay-per-instance"):
            return account.used.setdefault(session.get("instance"), {})
        return account.used.setdefault("all", {})

    def is_used(self, account, text, step, session, purpose):
        book = self.book(account, session)
        if self.has("replay") or purpose in SETTINGS and self.has(
                "settings-take-used") or purpose == "remember" and self.has(
                "remember-takes-used"):
            return False
        if self.has("burnt-by-others") and text in self.burnt:
            return True
        if self.has("replay-by-text"):
            is_used = text in book
        else:
            limit = 30 if self.has("replay-half-minute") else (
                45 if self.has("replay-short") else 10**9)
            is_used = any(step <= old and self.now() - since < limit
                          for old, since in book.items() if isinstance(old, int))
        if is_used and self.has("tells-used"):
            session["reason"] = "used"
        return is_used

    def record(self, account, text, step, session, purpose):
        if purpose == "enrolment" and self.has("enrolment-code-reusable") or (
                purpose in SETTINGS and self.has("settings-code-reusable")) or (
                purpose == "remember" and self.has("remember-not-recorded")):
            return
        book = self.book(account, session)
        book[text] = self.now()
        book[self.now() // 30 if self.has("replay-by-time-of-use") else step] = (
            self.now())

    burnt = set()

    def fail(self, account, text, session):
        if self.has("burnt-by-others"):
            self.burnt.add(text)
        if self.has("burnt-by-wrong"):
            self.book(account, session)[self.now() // 30 + 1] = self.now()
        if self.has("replay-after-failure"):
            account.used = {}
        if self.has("no-limit") or (
                self.has("limit-shielded") and account.name in self.live) or (
                self.has("limit-off-after-restart") and not account.is_new):
            return
        key = self.counter(account, session)
        count = account.fails.get(key, 0)
        if self.has("limit-race"):
            time.sleep(0.05)
        account.fails[key] = count + 1
        if account.fails[key] >= 5 and not (
                self.has("limit-once") and account.locks):
            account.locks += 1
            account.fails[key] = 0
            self.lock(account, key, self.now() + self.lock_time(account))

    def lock_time(self, account):
        if self.has("lock-brief") or (
                self.has("lock-brief-again") and account.locks > 1):
            return 60
        return 10**9 if self.has("lock-for-good") else self.declared["lock"]

    def counter(self, account, session):
        for fault, field in [("limit-per-client", "client"),
                             ("limit-per-address", "address"),
                             ("limit-per-instance", "instance")]:
            if self.has(fault):
                return session.get(field)
        if self.has("limit-of-settings") and session.get("in"):
            return "settings"
        if session.get("step") == "backup":
            if self.has("backup-limit-per-client"):
                return session.get("client")
            if self.has("backup-limit-in-memory"):
                return "backup"
        return "all"

    def lock(self, account, key, until):
        if key == "all":
            account.locked_until = until
        account.fails["until", key] = until
        if self.has("lock-everybody"):
            for other in self.accounts.values():
                other.locked_until = until

    def is_locked(self, account, session):
        key = self.counter(account, session)
        if key != "all":
            return self.now() < account.fails.get(("until", key), 0)
        return self.now() < account.locked_until

    # Backup codes.

    def recovery(self, client, code, person=None, address=None, instance=1):
        session = self.challenge(client, person, "backup-without-password")
        if session is None:
            return self.tell(client, "wrong", accepted=False, next="password")
        account = self.accounts[session["person"]]
        session.update(instance=instance, step="backup")
        guard = contextlib.nullcontext() if self.has("backup-race") else (
            self.locks.get(instance, threading.RLock()))
        with guard:
            is_right = self.spend(account, code, session)
        return self.finish(client, session, is_right)

    def spend(self, account, text, session):
        if self.is_locked(account, session) and not self.has("no-limit-for-backup"):
            return False
        typed = text.strip().upper()
        codes = list(account.backup)
        if self.has("backup-of-anybody"):
            codes = [c for other in self.accounts.values() for c in other.backup]
        if self.has("backup-empty") and account.spent and text == "":
            return True
        found = next((c for c in codes if c == typed or (
            self.has("backup-prefix") and c[:-1] == typed[:-1])), None)
        key = text if self.has("backup-by-text") else found
        key = (session["instance"], key) if self.has("backup-per-instance") else key
        is_spent = key in account.spent and not self.has("backup-reusable")
        if found is None or is_spent or self.has("backup-refused"):
            if is_spent and found and self.has("tells-spent"):
                session["reason"] = "spent"
            if not self.has("no-limit-for-backup"):
                self.fail(account, text, session)
            return False
        if self.has("backup-race"):
            time.sleep(0.01)
        account.spent.add(key)
        if self.has("backup-all-spent"):
            account.spent.update(account.backup)
        return True

    def new_backup_codes(self, account):
        new = [secrets.token_hex(8).upper() for _ in range(10)]
        if self.has("backup-of-all"):
            new = ["%016X" % (number * 10**15) for number in range(1, 11)]
        if self.has("backup-short"):
            new = ["%05d" % secrets.randbelow(10**5) for _ in range(10)]
        if self.has("backup-twice"):
            new[9] = new[8]
        old = account.backup if self.has("backup-old-kept") else []
        account.backup = old if self.has("backup-new-void") else new + old
        return new

    def regenerate(self, client, password=None, code=None):
        account, is_half = self.account_of(client, "regenerate-half")
        if account is None or not (is_half or self.has(
                "backup-free") or self.step_up(
                account, password, code, self.sessions[client], "regenerate")):
            return {"accepted": False}
        return {"codes": self.new_backup_codes(account)}

    # Settings.

    def signed_in_account(self, client):
        session = self.sessions.get(client, {})
        return self.accounts[session["person"]] if session.get("in") else None

    def account_of(self, client, fault):
        """The account of a session; with this fault also that of half a sign-in,
        and whether it is one."""
        session = self.sessions.get(client, {})
        if self.has(fault) and "person" in session and not session.get("in"):
            return self.accounts[session["person"]], True
        return self.signed_in_account(client), False

    def step_up(self, account, password, code, session, purpose="settings"):
        """A change of settings asks for the password, and for a code if there is
        an app."""
        if account.password != password:
            return False
        return not account.secrets or code is not None and self.check(
            account, code, session, purpose)

    def end_sessions(self, account, client, fault, begun_fault=None):
        """Of all other clients: those that are open, and sign-ins that were begun."""
        for name, session in self.sessions.items():
            if name == client or session.get("person") != account.name:
                continue
            if not self.has(fault):
                session["in"] = False
            if begun_fault and not self.has(begun_fault):
                session.pop("since", None)

    def enrol(self, client, password=None, code=None):
        account, is_half = self.account_of(client, "enrol-half")
        is_free = is_half or account and account.secrets and self.has("second-free")
        if account is None or not is_free and not self.step_up(
                account, password, code, self.sessions[client]):
            return {"accepted": False}
        size = 10 if self.has("secret-80-bits") else (
            16 if self.has("secret-128-bits") else 20)
        account.pending = os.urandom(size)
        if self.has("secret-of-all"):
            account.pending = b"12345678901234567890"
        if self.has("secret-kept"):
            account.pending = hashlib.sha1(account.name.encode()).digest()
        if self.has("unfinished-guards"):
            account.secrets = account.secrets or [account.pending]
        text = base64.b32encode(account.pending).decode().rstrip("=")
        twice = "&issuer=Other" if self.has("uri-broken") else ""
        return {"uri": "otpauth://totp/Naive:%s?secret=%s&issuer=Naive%s" % (
            account.name, text, twice)}

    def confirm(self, client, code):
        account = self.signed_in_account(client)
        if account is None or account.pending is None:
            return {"accepted": False}
        kept, account.secrets = account.secrets, [account.pending]
        session = self.sessions[client]
        pending, account.pending = account.pending, None
        used, account.used = account.used, {}
        if self.has("confirm-old"):
            self.faults.add("window-hour-old")
        is_right = self.check(account, code, session, "enrolment")
        if self.has("confirm-old"):
            self.faults.discard("window-hour-old")
        if not is_right and not self.has("confirm-anything"):
            account.pending, account.used = pending, used
            account.secrets = [pending] if self.has("wrong-confirm-guards") else kept
            return {"accepted": False}
        if kept and not self.has("remember-after-secret"):
            account.remembered = {}
        if self.has("second-keeps-first"):
            account.secrets = kept + [pending]
        if self.has("second-ignored") and kept:
            account.secrets = kept
        return {"accepted": True, "codes": self.new_backup_codes(account)}

    def disable(self, client, password=None, code=None):
        session = self.sessions.get(client, {})
        account = self.signed_in_account(client)
        if account is None and self.has("disable-half") and "person" in session:
            account = self.accounts[session["person"]]
            code = code_of(account.secrets[0], self.now() // 30 + 1)
        if account is None or not (self.has("disable-free") or self.step_up(
                account, password, code, session, "disable")):
            return {"accepted": False}
        if not self.has("disable-empty"):
            account.removed += account.secrets
            account.secrets, account.pending = [], None
        self.end_sessions(account, client, "elsewhere-after-disable")
        if not self.has("backup-after-disable"):
            account.backup = []
        elif not self.has("backup-old-kept"):
            self.faults.add("backup-old-kept")
        if not self.has("remember-after-disable"):
            account.remembered = {}
        return {"accepted": True}

    def new_password(self, client, password, new, code=None):
        account, is_half = self.account_of(client, "new-password-half")
        if account is None or not is_half and not self.step_up(
                account, password, code, self.sessions[client]):
            return {"accepted": False}
        account.password = new
        self.end_sessions(account, client, "elsewhere-after-password",
                          "begun-after-password")
        if self.has("new-password-drops-app"):
            account.secrets = []
        if not self.has("remember-after-password"):
            account.remembered = {}
        return {"accepted": True}

    def new_mail(self, client, password, mail, code=None):
        session = self.sessions.get(client, {})
        account = self.signed_in_account(client)
        if self.has("mail-half") and "person" in session:
            account = self.accounts[session["person"]]
        elif account is None or not (self.has("mail-free") or self.step_up(
                account, password, code, session)):
            return {"accepted": False}
        account.mail = mail
        return {"accepted": True}

    def reset(self, client, person, new, mail=None):
        """`mail` is the address that the message must have gone to."""
        account = self.accounts[person]
        if mail is not None and mail != account.mail:
            return {"in": False}
        account.password = new
        self.end_sessions(account, client, "elsewhere-after-reset",
                          "begun-after-reset")
        if self.has("reset-drops-app") or mail and self.has("mail-drops-app"):
            account.secrets = []
        is_in = self.has("reset-signs-in") or bool(mail) and self.has("mail-signs-in")
        self.sessions[client] = {"device": {}, "in": is_in, "person": person}
        return {"in": is_in}

    # What a client sees.

    def signed_in(self, client):
        session = self.sessions.get(client, {})
        return {"in": bool(session.get("in") or self.has("page-after-password")
                           and "since" in session)}

    def sign_out(self, client):
        session = self.sessions.get(client, {})
        if self.has("sign-out-empty") or not session.get("in") and self.has(
                "half-sign-out-empty"):
            return {"done": True}
        account = self.accounts.get(session.get("person"))
        if account and self.has("limit-reset-by-sign-out"):
            account.fails, account.locked_until = {}, 0
        if account and not self.has("remember-after-sign-out"):
            account.remembered.pop(session["device"].get(account.name), None)
        kept = {"since"} if self.has("challenge-reusable") else set()
        self.sessions[client] = {
            key: session[key] for key in {"device", "person", "client"} | kept
            if key in session} | {"in": False}
        if not kept:
            self.sessions[client].pop("person", None)
        return {"done": True}

    def show(self, client):
        account = self.signed_in_account(client)
        text = "Settings. An app is on."
        if account and self.has("secret-shown"):
            text += base64.b32encode(account.secrets[0]).decode()
        if account and self.has("backup-shown"):
            text += " ".join(account.backup)
        return {"text": text}

    def says(self, client):
        return {"text": self.told.get(client, "")}

    def api(self, person, password):
        account = self.accounts[person]
        return {"in": account.password == password and (
            self.has("api") or not account.secrets)}


def main(arguments):
    if arguments == ["--list"]:
        for name, meaning in FAULTS.items():
            print("%s\t%s" % (name, meaning))
        return
    faults = set(arguments) - {"--no-clock", "--brief-lock", "--drift"}
    if not faults <= set(FAULTS):
        sys.exit("naive.py: unknown: " + " ".join(sorted(faults - set(FAULTS))))
    service = Naive(faults)
    if "--no-clock" in arguments:
        service.clock = None
    if "--brief-lock" in arguments:
        service.declared = {**service.declared, "lock": 2}
    if "--drift" in arguments or "drift-wide" in faults:
        service.declared = {**service.declared, "drift": 2}
    serve(service)


if __name__ == "__main__":
    main(sys.argv[1:])
