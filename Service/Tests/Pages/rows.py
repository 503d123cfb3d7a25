# SPDX-License-Identifier: Apache-2.0
"""The rows of docs/account-layer.md, as a person does them on the pages."""

import re
import time

from account import OwnAccount
from administration import Administration
from apps import several_apps
from authenticator import code
from person import PASSWORD
from phones import Phones

OTHER = "nine slow rivers in the fog"


class Walk(Administration, OwnAccount, Phones):
    """One walk through all rows, by an administrator and other people."""

    def __init__(self, admin, person, show, providers, name):
        self.admin, self.person, self.show = admin, person, show
        self.providers, self.name = providers, name
        self.done = []

    def all(self):
        self.administrator()
        for step in (self.passwords, self.app, self.signing_in, self.devices,
                     self.backup_codes, self.apps, self.clocks,
                     self.single_sign_on, self.account, self.phone,
                     self.messages, self.lost_device, self.reset_by_administrator,
                     self.forgotten, self.waits, self.deactivated,
                     self.mandatory, self.invitations):
            print(f"  {self.name}: {step.__name__}", flush=True)
            step()
        return self.done

    def row(self, *names):
        self.done += names

    def passwords(self):
        ann = self.person
        first = ann.first_password("ann@example.org")
        ann.open("/sign-in")
        self.show(ann, "sign-in")
        ann.sign_in("ann", first)
        ann.sees("Your password is temporary.", "At least 15 characters")
        self.show(ann, "password")
        ann.open("/settings")
        assert ann.title == "Choose a new password", ann.title
        ann.change_password(first, "short")
        ann.sees("Use at least 15 characters.")
        self.show(ann, "password-refused")
        ann.fill(current=first, new=PASSWORD, again=OTHER)
        ann.press("Change the password")
        ann.sees("The two new passwords are not the same.")
        ann.change_password(first, PASSWORD)
        ann.sees("Your password is changed.")
        self.row("S20", "S21")

    def app(self):
        ann = self.person
        ann.sees("recommended", "Second step Off")
        assert ann.text.index("Set up an authenticator app") < \
            ann.text.index("Get codes by text message instead")
        ann.follow("Get codes by text message instead")
        ann.sees("This is the weaker way")
        ann.open("/settings")
        ann.press("Set up an authenticator app")
        assert ann.driver.find_elements("css selector", "svg.qr[aria-label]")
        self.show(ann, "app")
        secret = ann.driver.find_element("css selector", ".secret").text
        self.secret = secret.replace(" ", "")
        ann.fill(code="000000")
        ann.press("Turn on")
        ann.sees("That code is not right")
        ann.open("/settings")
        ann.sees("Second step Off")
        first = self.secret
        self.secret, self.codes = ann.set_up_app()
        assert self.secret != first, "the same secret twice"
        ann.sees("Second step On", "In use since", "10 left")
        self.show(ann, "settings")
        self.row("S1", "S2", "S3", "S5", "S16")

    def signing_in(self):
        ann = self.person
        ann.sign_out()
        ann.sign_in("ann", PASSWORD)
        assert ann.title == "Second step", ann.title
        self.show(ann, "second-step")
        ann.open("/settings")
        assert ann.title == "Second step", "the pages are open too early"
        field = ann.driver.find_element("name", "code")
        assert field.get_attribute("autocomplete") == "one-time-code"
        assert field.get_attribute("inputmode") == "numeric"
        self.codes_left = list(self.codes)
        used = code(self.secret, 1)
        ann.fill(code=used)
        ann.tick("remember")
        ann.press("Continue")
        assert ann.title == "Security", ann.text
        ann.sees("Remembered devices")
        self.row("S4")
        # The same code in another browser.
        self.used = used

    def devices(self):
        ann = self.person
        kept = [c for c in ann.driver.get_cookies() if "device" in c["name"]]
        assert kept and kept[0]["httpOnly"]
        # Cookies of the session end; the device's stays.
        ann.forget_cookies()
        ann.driver.add_cookie(kept[0])
        ann.sign_in("ann", PASSWORD)
        assert ann.title == "Security", "asked on a remembered device"
        ann.sign_out()
        ann.sign_in("ann", PASSWORD)
        assert ann.title == "Second step", "not asked after signing out"
        ann.fill(code=self.used)
        ann.press("Continue")
        ann.sees("That code is not right")
        self.row("S13", "S14")

    def backup_codes(self):
        ann = self.person
        ann.follow("Use a backup code")
        ann.fill(code=self.codes[0].lower())
        ann.press("Continue")
        ann.sees("9 left")
        ann.sign_out()
        ann.sign_in("ann", PASSWORD)
        ann.open("/second-step?with=backup")
        ann.fill(code=self.codes[0])
        ann.press("Continue")
        ann.sees("That code is not right")
        ann.fill(code=self.codes[1])
        ann.press("Continue")
        ann.sees("8 left")
        ann.follow("Make new backup codes")
        self.show(ann, "new-backup-codes")
        ann.fill(password="wrong")
        ann.press("Make new codes")
        ann.sees("The present password is not right.")
        time.sleep(1.5)
        ann.fill(password=PASSWORD)
        ann.press("Make new codes")
        fresh = [item.text for item in ann.driver.find_elements(
            "css selector", ".codes code")]
        self.show(ann, "backup-codes")
        assert len(set(fresh) - set(self.codes)) == 10
        ann.follow("I have saved them")
        ann.sees("10 left")
        self.codes = fresh
        assert ann.letters("ann@example.org")
        ann.letter("ann@example.org", "(a backup code was used)")
        ann.open("/settings/history")
        ann.sees("Backup code used", "Signed in")
        self.show(ann, "history")
        self.row("S17")

    def apps(self):
        ann = self.person
        several_apps(ann, self.show, lambda: ann.sign_in("ann", PASSWORD),
                     PASSWORD, self.codes.pop())

    def clocks(self):
        ann = self.person
        ann.open("/settings")
        ann.sign_out()
        ann.sign_in("ann", PASSWORD)
        ann.driver.find_element("css selector", "summary").click()
        ann.fill(first=code(self.secret, 4), second=code(self.secret, 5))
        ann.press("Match the clocks")
        assert ann.title == "Security", ann.text
        self.row("S11")

    def single_sign_on(self):
        ann, (trusted, other) = self.person, self.providers
        for provider in self.providers:
            provider.claims = {"amr": ["pwd", "mfa"]}
            ann.open("/settings")
            ann.follow("Link " + provider.name)
            # Whoever finds a session open cannot make a way in of their own.
            ann.fill(password="wrong")
            ann.press("Link " + provider.name)
            ann.sees("The present password is not right.")
            time.sleep(1.5)
            ann.fill(password=PASSWORD)
            ann.press_at(provider, "Link " + provider.name, "ann-there")
            ann.sees("You can sign in with it from now on.", "Linked")
        ann.letter("ann@example.org", "(another provider can sign in)")
        ann.open("/settings")
        self.show(ann, "settings-identities")
        ann.sign_out()
        ann.press_at(trusted, "Sign in with Example", "ann-there")
        assert ann.title == "Security", ann.text
        ann.open("/settings/history")
        ann.sees("Signed in at a provider", "Provider linked")
        ann.open("/settings")
        ann.sign_out()
        # The second step is asked for unless the provider is trusted for
        # several factors and says that there were several.
        trusted.claims = {"amr": ["pwd"]}
        for provider, backup in zip(self.providers, self.codes):
            ann.press_at(
                provider, "Sign in with " + provider.name, "ann-there")
            assert ann.title == "Second step", ann.text
            ann.open("/second-step?with=backup")
            ann.fill(code=backup)
            ann.press("Continue")
            ann.sees("Second step On")
            ann.sign_out()
        ann.press_at(other, "Sign in with Partner", "cancel")
        ann.sees("You did not sign in at Partner.")
        ann.press_at(other, "Sign in with Partner", "eve-there")
        ann.sees("linked to no account here")
        self.show(ann, "sign-in-refused")
        trusted.claims = {"amr": ["pwd", "mfa"]}
        ann.press_at(trusted, "Sign in with Example", "ann-there")
        ann.follow("Unlink Partner")
        self.show(ann, "unlink")
        ann.fill(password=PASSWORD)
        ann.press("Unlink Partner")
        ann.sees("Nobody can sign in with it any more.", "Not linked")
        self.row("S19")

    def forgotten(self):
        ben = self.person
        answers = []
        for name in ("ben@example.org", "nobody@example.org"):
            ben.open("/forgotten")
            self.show(ben, "forgotten")
            ben.fill(name=name)
            ben.press("Send the mail")
            answers.append(ben.text)
        assert answers[0] == answers[1], "the answers tell who exists"
        path = ben.letter("ben@example.org", r"(/reset\?\S+)")
        count = len(ben.letters("ben@example.org"))
        ben.open("/forgotten")
        ben.fill(name="ben")
        ben.press("Send the mail")
        time.sleep(1)
        assert len(ben.letters("ben@example.org")) == count, "a second mail"
        self.row("S23")
        self.show(ben, "forgotten-sent")
        ben.open(path)
        self.show(ben, "reset")
        ben.press("Send a temporary password")
        ben.sees("A temporary password is on its way")
        ben.open(path)
        ben.press("Send a temporary password")
        ben.sees("This link was used already")
        ben.sign_in("ben", ben.first_password("ben@example.org"))
        assert ben.title == "Second step", ben.text
        ben.open("/second-step?with=backup")
        ben.fill(code=self.ben_codes[0])
        ben.press("Continue")
        ben.sees("Your password is temporary.")
        self.row("S22")

    def waits(self):
        dan, waits = self.person, []
        dan.forget_cookies()
        dan.arrive("dan", PASSWORD)
        dan.sign_out()
        while len(waits) < 4:
            dan.sign_in("dan", "wrong")
            dan.sees("The name or the password is not right.")
            if "one second" in dan.text:
                waits.append(1)
            else:
                found = re.search(r"in (\d+) seconds", dan.text)
                waits.append(int(found.group(1)))
            time.sleep(waits[-1] + 0.5)
        assert waits == sorted(waits) and waits[0] < waits[-1], waits
        self.show(dan, "wait")
        dan.sign_in("dan", PASSWORD)
        assert dan.title == "Security", "blocked"
        dan.sign_out()
        self.row("S24")
