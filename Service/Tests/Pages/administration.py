# SPDX-License-Identifier: Apache-2.0
"""What an administrator does, and what the others see of it."""

import time

from person import PASSWORD


class Administration:
    def administrator(self):
        self.admin.arrive("admin", PASSWORD)
        for name in ("ann", "ben", "cat", "dan"):
            self.add(name)
        self.show(self.admin, "people")

    def add(self, name):
        self.admin.open("/admin/people")
        self.admin.fill(name=name, mail=f"{name}@example.org")
        self.admin.press("Add and send the mail")
        self.admin.sees(f"{name} is added")

    def invitations(self):
        """Who was added and did not come; another mail is not sent at once."""
        admin = self.admin
        self.add("eve")
        admin.open("/admin/people")
        admin.follow("Invitations")
        admin.sees("eve@example.org")
        admin.misses("ann@example.org", "ben@example.org")
        self.show(admin, "invitations")
        admin.press_in("eve", "Send again")
        admin.sees("oo many messages")
        admin.press_in("eve", "Withdraw")
        admin.sees("The invitation of eve is withdrawn.")
        admin.misses("eve@example.org")
        self.person.sign_in("eve", self.person.first_password("eve@example.org"))
        self.person.sees("The name or the password is not right.")

    def reset_by_administrator(self):
        admin, cat = self.admin, self.person
        admin.open("/admin/people")
        admin.fill(search="CAT@")
        admin.press("Search")
        admin.follow("cat")
        admin.sees("Authenticator app")
        self.show(admin, "person")
        admin.press("Reset the second step")
        admin.sees("The second step is reset.", "Reset by an administrator")
        cat.letter("cat@example.org", "(administrator removed)")
        cat.sign_in("cat", PASSWORD)
        cat.sees("Second step Off")
        cat.sign_out()
        self.row("S12")

    def deactivated(self):
        admin, dan = self.admin, self.person
        admin.open("/admin/person?account=dan")
        admin.press("Deactivate")
        admin.sees("The account answers nothing any more.")
        dan.sign_in("dan", PASSWORD)
        dan.sees("The name or the password is not right.")
        admin.open("/admin/audit?account=dan")
        admin.sees("Account deactivated")
        self.show(admin, "audit")
        admin.open("/admin/person?account=dan")
        admin.press("Activate again")
        time.sleep(1.5)
        dan.sign_in("dan", PASSWORD)
        assert dan.title == "Security", dan.text
        admin.press("Sign out everywhere")
        admin.sees("Every session of the person has ended.")
        dan.open("/settings")
        assert dan.title == "Sign in", "the session goes on"
        self.row("S25")

    def mandatory(self):
        admin, dan = self.admin, self.person
        admin.open("/admin/policy")
        options = admin.driver.find_elements("css selector", "option")
        options[1].click()
        admin.fill(grace="7")
        admin.press("Save")
        admin.sees("The policy is in force.")
        self.show(admin, "policy")
        admin.open("/admin/audit?kind=policyChanged")
        admin.sees("Policy changed", "mandatory, 7 days of grace")
        admin.open("/admin/policy")
        dan.sign_in("dan", PASSWORD)
        dan.sees("A second step becomes mandatory for you on")
        dan.sign_out()
        admin.fill(grace="0")
        admin.press("Save")
        dan.sign_in("dan", PASSWORD)
        assert dan.title == "Set up your second step", dan.text
        dan.open("/settings/history")
        assert dan.title == "Set up your second step", "more than enrolling"
        dan.set_up_app()
        dan.follow("Remove")
        dan.fill(password=PASSWORD)
        dan.press("Remove it")
        dan.sees("two-factor authentication is required here")
        self.row("S18")
