# SPDX-License-Identifier: Apache-2.0
"""What a person does with a telephone, and without it."""

import time

from person import PASSWORD


class Phones:
    def phone(self):
        ann = self.person
        ann.follow("Change the number")
        ann.fill(number="0412 345 678", password="wrong")
        ann.press("Send a code")
        ann.sees("The present password is not right.")
        time.sleep(1.5)
        ann.fill(number="04123456789", password=PASSWORD)
        ann.press("Send a code")
        ann.sees("10 digits", "this one has 11", "0412 345 678")
        ann.fill(number="02 9876 5432", password=PASSWORD)
        ann.press("Send a code")
        ann.sees("no mobile number")
        self.show(ann, "phone")
        ann.fill(number="0412 345 678", password=PASSWORD)
        ann.press("Send a code")
        ann.sees("A code is on its way to")
        sent = ann.sms_beside("+61412345678")
        ann.fill(code=sent)
        ann.press("Continue")
        ann.sees("Your phone number is changed.", "78")
        self.row("S9", "S10")
        # Removing ends the second step (S8); a session that somebody finds open
        # does not do it.
        ann.follow("Remove")
        self.show(ann, "remove")
        ann.fill(password="wrong")
        ann.press("Remove it")
        ann.sees("The present password is not right.")
        time.sleep(1.5)
        ann.fill(password=PASSWORD)
        ann.press("Remove it")
        ann.sees("It is removed.", "Second step Off")
        ann.sign_out()
        ann.sign_in("ann", PASSWORD)
        assert ann.title == "Security", "asked after removing"
        self.row("S8")

    def messages(self):
        ben = self.person
        ben.forget_cookies()
        ben.arrive("ben", PASSWORD)
        ben.follow("Get codes by text message instead")
        self.show(ben, "messages")
        ben.fill(number="0412345679")
        ben.press("Send a code")
        sent = ben.sms_beside("+61412345679")
        self.show(ben, "message-code")
        ben.fill(code=sent)
        ben.press("Continue")
        self.ben_codes = [item.text for item in ben.driver.find_elements(
            "css selector", ".codes code")]
        ben.press("I have saved them")
        ben.sees("Second step On", "Text message")
        self.row("S15")
        ben.sign_out()
        time.sleep(31)  # a message every half minute at most
        ben.sign_in("ben", PASSWORD)
        ben.press("Send a code")
        ben.sees("A code is on its way")
        ben.press("Send a code")
        ben.sees("No code was sent just now.", "Try again in")
        self.show(ben, "second-step-message")
        fresh = ben.sms_beside("+61412345679", but=sent)
        ben.fill(code=fresh)
        ben.press("Continue")
        ben.sees("Second step On")
        ben.sign_out()
        self.row("S6")

    def lost_device(self):
        cat = self.person
        cat.forget_cookies()
        cat.arrive("cat", PASSWORD)
        cat.follow("Change the number")
        cat.fill(number="0412345670", password=PASSWORD)
        cat.press("Send a code")
        sent = cat.sms_beside("+61412345670")
        cat.fill(code=sent)
        cat.press("Continue")
        cat.set_up_app()
        cat.sign_out()
        time.sleep(31)
        cat.sign_in("cat", PASSWORD)
        cat.follow("Lost your two-factor device?")
        self.show(cat, "lost-device")
        cat.fill(digits="5670")
        cat.press("Send a code")
        cat.sees("If these are the digits on file")
        fresh = cat.sms_beside("+61412345670", but=sent)
        cat.fill(code=fresh)
        cat.press("Continue")
        cat.sees("You came in by the way for lost devices.")
        cat.fill(password=PASSWORD)
        cat.press("Change to another app")
        cat.sees("1. Scan this code with the app")
        cat.open("/settings")
        cat.sign_out()
        self.row("S7")
