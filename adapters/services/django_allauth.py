# SPDX-License-Identifier: Apache-2.0
"""django-allauth with its MFA app, as the quickstart sets it up."""
import html
import importlib.metadata
import re
import types
import zlib

import django_kit

urls = types.ModuleType("site_urls")
django_kit.site(
    ["allauth", "allauth.account", "allauth.mfa"],
    ["allauth.account.middleware.AccountMiddleware"], urls,
    AUTHENTICATION_BACKENDS=["django.contrib.auth.backends.ModelBackend",
                             "allauth.account.auth_backends.AuthenticationBackend"],
    LOGIN_REDIRECT_URL="/page/", MFA_TRUST_ENABLED=True,
    # The tests come from many addresses, as if from behind a proxy.
    ALLAUTH_TRUSTED_PROXY_COUNT=1)

from django.contrib.auth.decorators import login_required  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.urls import include, path  # noqa: E402


def for_people(request):
    return HttpResponse("inside: " + request.user.get_username())


urls.urlpatterns = [path("accounts/", include("allauth.urls")),
                    path("page/", login_required(for_people))]


class Allauth(django_kit.DjangoService):
    name = "django-allauth"
    version = importlib.metadata.version(name)
    # MFA_TOTP_TOLERANCE is 0, the rate limit login_failed 5 in five minutes.
    declared = {"past": 0, "future": 0, "attempts": 5, "lock": 300,
                "remember": 14 * 86_400}
    abilities = ("instances", "addresses")
    device_cookies = ("mfa_trusted",)

    def start(self, people, instances=1):
        super().start(people, instances)
        from allauth.account.models import EmailAddress
        from django.contrib.auth.models import User
        for user in User.objects.all():
            EmailAddress.objects.create(user=user, email=user.email, verified=True,
                                        primary=True)
        return {"started": True}

    def from_address(self, client, instance, address=None):
        browser = self.browser(client, instance)
        number = zlib.crc32((client + str(self.people)).encode()) + self.ahead
        browser.headers["X-Forwarded-For"] = address or "10.%d.%d.%d" % (
            number >> 16 & 255, number >> 8 & 255, number & 255)
        return browser

    def password(self, client, person, password, address=None, instance=None):
        self.new_session(client, instance)
        browser = self.from_address(client, instance, address)
        page = browser.submit(browser.get("/accounts/login/"), login=person,
                              password=password)
        self.heard(client, page)
        if "2fa/authenticate" in page.url:
            return {"next": "code"}
        return {"next": "none" if self.signed_in(client)["in"] else "password"}

    def code(self, client, code, person=None, address=None, instance=None,
             trust=False):
        browser = self.from_address(client, instance, address)
        page = browser.get("/accounts/2fa/authenticate/")
        if "2fa/authenticate" not in page.url or page.status != 200:
            return {"accepted": False, "next": "password"}
        page = self.heard(client, browser.submit(page, code=code))
        if "2fa/trust" in page.url:
            form = page.form("csrfmiddlewaretoken")["fields"]
            choice = {"action": "trust" if trust else "skip"}
            page = browser.post("/accounts/2fa/trust/", {**form, **choice})
        accepted = self.signed_in(client)["in"]
        return {"accepted": accepted, "next": "code" if "2fa/authenticate" in page.url
                else "password"}

    def recovery(self, client, code, person=None, address=None, instance=None):
        return self.code(client, code, person, address, instance)

    def remember(self, client, code):
        return self.code(client, code, trust=True)

    def signed_in(self, client):
        page = self.browser(client).request("GET", "/page/", hops=0)
        return {"in": "inside:" in page.text}

    def sign_out(self, client):
        browser = self.browser(client)
        page = browser.get("/accounts/logout/")
        if "csrfmiddlewaretoken" not in page.text:
            # Before the second step its own page has the form: "cancel".
            page = browser.get("/accounts/2fa/authenticate/")
        if "csrfmiddlewaretoken" in page.text:
            browser.post("/accounts/logout/", {"csrfmiddlewaretoken": page.form(
                "csrfmiddlewaretoken")["fields"]["csrfmiddlewaretoken"]})
        return {"done": True}

    def confirmed(self, client, path, password, code):
        """A page of the settings; allauth asks for a factor where the sign-in is
        more than five minutes ago."""
        browser = self.from_address(client, None)
        page = browser.get(path)
        if "reauthenticate" in page.url:
            page = browser.submit(page, **(
                {"code": code or ""} if 'name="code"' in page.text
                else {"password": password}))
        return page

    def enrol(self, client, password=None, code=None):
        page = self.confirmed(client, "/accounts/2fa/totp/activate/", password, code)
        self.heard(client, page)
        secret = page.find(r'value="([A-Z2-7]{16,})"') or page.find(
            r">\s*([A-Z2-7]{32})\s*<")
        return {"secret": secret} if secret else {"accepted": False}

    def confirm(self, client, code):
        browser = self.browser(client)
        page = browser.submit(self.pages[client], code=code)
        if "totp/activate" in page.url:
            self.heard(client, page)
            return {"accepted": False}
        return {"accepted": True, "codes": self.codes(client)}

    def codes(self, client):
        page = self.browser(client).get("/accounts/2fa/recovery-codes/")
        return re.findall(r"\b([0-9a-z]{8,12})\b", html.unescape(
            page.find(r"<textarea[^>]*>([^<]*)") or page.find(r"<ul[^>]*>(.*?)</ul>")
            or ""))

    def regenerate(self, client, password=None, code=None):
        path = "/accounts/2fa/recovery-codes/generate/"
        page = self.confirmed(client, path, password, code)
        if "recovery-codes/generate" not in page.url:
            return {"accepted": False}
        form = page.form("csrfmiddlewaretoken")["fields"]
        self.browser(client).post(path, form)
        return {"codes": self.codes(client)}

    def disable(self, client, password=None, code=None):
        path = "/accounts/2fa/totp/deactivate/"
        page = self.confirmed(client, path, password, code)
        if "totp/deactivate" not in page.url:
            return {"accepted": False}
        form = page.form("csrfmiddlewaretoken")["fields"]
        page = self.browser(client).post(path, form)
        return {"accepted": "totp/deactivate" not in page.url}

    def new_password(self, client, password, new, code=None):
        browser = self.browser(client)
        page = browser.get("/accounts/password/change/")
        if 'name="oldpassword"' not in page.text:
            return {"accepted": False}
        page = browser.submit(page, oldpassword=password, password1=new, password2=new)
        return {"accepted": page.status == 200}

    def show(self, client):
        return {"text": self.browser(client).get("/accounts/2fa/").text}


if __name__ == "__main__":
    django_kit.run(Allauth)
