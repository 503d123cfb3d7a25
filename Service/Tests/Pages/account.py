# SPDX-License-Identifier: Apache-2.0
"""One's own account: the mail address, sessions elsewhere, and a sign-in that
must be recent again."""

import time

from person import PASSWORD


class OwnAccount:
    def account(self):
        ann = self.person
        self.sign_in_with_backup_code(remember=True)
        device = self.cookie("device")
        # A remembered device alone changes nothing: the second step is asked
        # for again, and the password is not.
        ann.forget_cookies()
        ann.driver.add_cookie(device)
        ann.sign_in("ann", PASSWORD)
        assert ann.title == "Security", "asked on a remembered device"
        elsewhere = self.cookie("session")
        ann.press("Sign out everywhere else")
        assert ann.title == "Is it still you?", ann.text
        self.show(ann, "again")
        ann.press("Continue")
        assert ann.title == "Second step", ann.text
        ann.open("/second-step?with=backup")
        ann.fill(code=self.codes.pop())
        ann.press("Continue")
        ann.sees("Second step On")
        assert self.session_ends(elsewhere), "the weaker session stays"
        self.sessions_elsewhere(device)
        self.mail()

    def sessions_elsewhere(self, device):
        ann = self.person
        here = self.cookie("session")
        ann.forget_cookies()
        ann.driver.add_cookie(device)
        ann.sign_in("ann", PASSWORD)
        elsewhere = self.cookie("session")
        ann.driver.add_cookie(here)
        ann.open("/settings")
        ann.press("Sign out everywhere else")
        ann.sees("You are signed out everywhere else.")
        ann.misses("Remembered devices")
        assert self.session_ends(elsewhere), "a session elsewhere goes on"

    def mail(self):
        ann = self.person
        ann.sees("ann@example.org")
        ann.follow("Change the mail address")
        self.show(ann, "mail")
        # Whoever finds a session open does not turn the letters away.
        ann.fill(mail="ann@example.net", password="wrong")
        ann.press("Send a code")
        ann.sees("The present password is not right.")
        time.sleep(1.5)
        ann.fill(password=PASSWORD)
        ann.press("Send a code")
        ann.sees("A code is on its way to ann@example.net.")
        ann.fill(code="000000")
        ann.press("Continue")
        ann.sees("That code is not right")
        time.sleep(1.5)
        ann.fill(code=ann.sms_beside("ann@example.net"))
        ann.press("Continue")
        ann.sees("Your mail address is changed.", "ann@example.net")
        ann.misses("ann@example.org")
        time.sleep(31)  # a message every half minute at most
        for address in ("ann@example.org", "ann@example.net"):
            ann.letter(address, "(the mail address was changed)")
        ann.open("/settings/history")
        ann.sees("Sessions ended", "Mail address changed")
        ann.open("/settings")

    def sign_in_with_backup_code(self, remember):
        ann = self.person
        ann.open("/settings")
        ann.sign_out()
        ann.sign_in("ann", PASSWORD)
        ann.open("/second-step?with=backup")
        ann.fill(code=self.codes.pop())
        if remember:
            ann.tick("remember")
        ann.press("Continue")
        ann.sees("Second step On")

    def cookie(self, name):
        cookies = self.person.driver.get_cookies()
        return next(c for c in cookies if name in c["name"])

    def session_ends(self, cookie):
        """Whether another session's cookie leads to no page any more."""
        ann = self.person
        own = self.cookie("session")
        ann.driver.add_cookie(cookie)
        ann.open("/settings")
        ended = ann.title == "Sign in"
        ann.driver.add_cookie(own)
        ann.open("/settings")
        assert ann.title == "Security", ann.text
        return ended
