#!/usr/bin/env python3
"""An adapter for `otpkit conform`: puts the sign-in of your service before the kit.

    otpkit conform -- python3 service.py

The kit guesses codes, hundreds of them, locks accounts and changes passwords. Run
it on a test instance of your own, with people who exist for the test alone, and
never on a service of somebody else.

Each method is one thing that people do. Fill in those that your service has, from
the top, and delete the others: what is left out is not claimed, and not tested.
`start`, `password`, `code`, `signed_in`, `enrol` and `confirm` are enough for a
first verdict. `kit.py` has the protocol, and a browser that keeps cookies and fills
in forms with their CSRF tokens. docs/adapter-protocol.md describes each operation.
"""
import re

from kit import Browser, Service, serve

# ---- 1. Where it is ---------------------------------------------------------------

HOST, PORT = "127.0.0.1", 8000
LOGIN, PRIVATE, SETUP = "/login", "/account", "/account/two-factor"
# The names of the fields in your forms.
USER_FIELD, PASSWORD_FIELD, CODE_FIELD = "username", "password", "code"


class MyService(Service):
    name, version = "my-service", "0.1"
    # Without a clock the kit starts twelve of these adapters side by side. True says
    # that they all use the one site above: each has people of its own then, such as
    # "anna-71", whom `start` makes anew without touching the others.
    shared = True
    # "mine" says that you may guess codes there. Without it the kit refuses every
    # host but this machine.
    target = {"host": HOST, "mine": False}
    # What you know of your service; delete what you do not. Steps of 30 seconds
    # that are accepted beside the current one, wrong codes in a row before the
    # right one is refused, and for how many seconds.
    declared = {"past": 1, "future": 1, "attempts": 5, "lock": 900}

    # ---- 2. The life of the service -------------------------------------------------

    def start(self, people, instances=1):
        """These people made anew, such as {"anna-71": "her password"}, with nothing of
        the last case: no app, no lock, no session. Call your own script here:
        subprocess.run(["./manage.py", "reset-test-people", json.dumps(people)])"""
        self.browsers, self.pages = {}, {}
        return {"started": True}

    def restart(self):
        """Ends the process of the site and starts it again. Delete this if you cannot,
        or if the site is shared."""
        return {"restarted": True}

    def stop(self):
        return {"stopped": True}

    # ---- 3. Signing in ----------------------------------------------------------------

    def browser(self, client):
        return self.browsers.setdefault(client, Browser(HOST, PORT))

    def password(self, client, person, password):
        """The first step, in a new session of this client."""
        self.browsers[client] = browser = Browser(HOST, PORT)
        page = browser.submit(browser.get(LOGIN), **{
            USER_FIELD: person, PASSWORD_FIELD: password})
        self.pages[client] = page
        if 'name="%s"' % CODE_FIELD in page.text:
            return {"next": "code"}
        return {"next": "none" if self.signed_in(client)["in"] else "password"}

    def code(self, client, code, person=None):
        """The second step. `next` says where a refused client stands: at the code,
        or at the password again."""
        try:
            page = self.browser(client).submit(self.pages[client], **{CODE_FIELD: code})
        except LookupError:  # There is no form for a code: no password was entered.
            return {"accepted": False, "next": "password"}
        self.pages[client] = page
        at_code = 'name="%s"' % CODE_FIELD in page.text
        return {"accepted": self.signed_in(client)["in"],
                "next": "code" if at_code else "password"}

    def signed_in(self, client):
        """Whether a page opens that needs a whole sign-in; not by a redirect."""
        page = self.browser(client).request("GET", PRIVATE, hops=0)
        return {"in": page.status == 200}

    def sign_out(self, client):
        self.browser(client).get("/logout")
        if self.signed_in(client)["in"]:
            raise RuntimeError("still signed in: how does one sign out there?")
        return {"done": True}

    # ---- 4. The app ---------------------------------------------------------------------

    def enrol(self, client, password=None, code=None):
        """The page with the QR code: its otpauth:// address, or the secret."""
        page = self.pages[client] = self.browser(client).get(SETUP)
        uri = page.find(r'(otpauth://totp/[^"<\s]+)')
        secret = page.find(r"\b([A-Z2-7]{16,})\b")
        return ({"uri": uri.replace("&amp;", "&")} if uri
                else {"secret": secret} if secret else {"accepted": False})

    def confirm(self, client, code):
        page = self.browser(client).submit(self.pages[client], **{CODE_FIELD: code})
        # How does your page say that it worked? Backup codes that it shows go into
        # "codes".
        return {"accepted": page.status == 200 and "error" not in page.text}

    # ---- 5. More, where you have it -------------------------------------------------------
    #
    # def recovery(self, client, code, person=None):    a backup code
    # def remember(self, client, code):                 "remember this device"
    # def disable(self, client, password=None, code=None)
    # def regenerate(self, client, password=None, code=None):   {"codes": [...]}
    # def new_password(self, client, password, new, code=None)
    # def new_mail(self, client, password, mail, code=None)
    # def reset(self, client, person, new, mail=None):  a forgotten password
    # def api(self, person, password):                  a way in without forms
    # def show(self, client):                           {"text": the settings}
    # def says(self, client):                           {"text": the last message}
    # def clock(self, now=None):                        {"now": "1795872000"}


if __name__ == "__main__":
    serve(MyService())
