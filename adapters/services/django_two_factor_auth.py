# SPDX-License-Identifier: Apache-2.0
"""django-two-factor-auth as its installation guide sets it up."""
import html
import importlib.metadata
import re
import types

import django_kit
from kit import Page

urls = types.ModuleType("site_urls")
django_kit.site(
    ["django_otp", "django_otp.plugins.otp_static", "django_otp.plugins.otp_totp",
     "two_factor"],
    ["django_otp.middleware.OTPMiddleware"], urls,
    templates={"_base.html": "{% block content_wrapper %}{% block content %}"
                             "{% endblock %}{% endblock %}"},
    LOGIN_URL="two_factor:login", LOGIN_REDIRECT_URL="two_factor:profile",
    TWO_FACTOR_REMEMBER_COOKIE_AGE=30 * 86_400)

from django.contrib.auth.views import LogoutView  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.urls import include, path  # noqa: E402
from django_otp.decorators import otp_required  # noqa: E402
from two_factor.urls import urlpatterns as two_factor_urls  # noqa: E402


def for_verified(request):
    """A page for people who are signed in with all that they have set up."""
    return HttpResponse("inside: " + request.user.get_username())


urls.urlpatterns = [
    path("", include(two_factor_urls)),
    path("leave/", LogoutView.as_view(next_page="/account/login/")),
    path("page/", otp_required(for_verified, if_configured=True)),
]


class TwoFactor(django_kit.DjangoService):
    name = "django-two-factor-auth"
    version = importlib.metadata.version(name)
    # django-otp: a tolerance of one step, and one to the other side.
    declared = {"past": 1, "future": 1, "remember": 30 * 86_400}
    device_cookies = ("remember-cookie",)
    prefix = "login_view-current_step"

    def password(self, client, person, password, instance=None):
        browser = self.new_session(client, instance)
        page = browser.submit(browser.get("/account/login/"), **{
            "auth-username": person, "auth-password": password})
        self.heard(client, page)
        if 'name="token-otp_token"' in page.text:
            return {"next": "code"}
        return {"next": "none" if self.signed_in(client)["in"] else "password"}

    def second(self, client, fields, instance):
        browser = self.browser(client, instance)
        page = self.pages.get(client) or Page(0, "/account/login/", "")
        try:
            form = page.form(self.prefix)["fields"]
        except LookupError:
            form = browser.get("/account/login/").form(self.prefix)["fields"]
        page = self.heard(client, browser.post("/account/login/", {**form, **fields}))
        accepted = self.signed_in(client)["in"]
        return {"accepted": accepted, "next": "code" if "otp_token" in page.text
                else "password"}

    def code(self, client, code, person=None, instance=None, **more):
        return self.second(client, {self.prefix: "token", "token-otp_token": code,
                                    **more}, instance)

    def recovery(self, client, code, person=None, instance=None):
        browser, page = self.browser(client, instance), self.pages.get(client)
        if page and 'name="token-otp_token"' in page.text:
            form = page.form(self.prefix)["fields"]
            token = {"csrfmiddlewaretoken": form["csrfmiddlewaretoken"]}
            self.heard(client, browser.post("/account/login/", {
                **token, self.prefix: "token", "wizard_goto_step": "backup"}))
        return self.second(client, {self.prefix: "backup", "backup-otp_token": code},
                           instance)

    def remember(self, client, code):
        return self.code(client, code, **{"token-remember": "on"})

    def signed_in(self, client):
        # Not to the login form: looking at it begins the sign-in anew.
        page = self.browser(client).request("GET", "/page/", hops=0)
        return {"in": "inside:" in page.text}

    def sign_out(self, client):
        browser = self.browser(client)
        page = browser.get("/account/two_factor/")
        token = browser.cookies.get("csrftoken", "")
        browser.post("/leave/", {"csrfmiddlewaretoken": token})
        return {"done": page.status}

    def enrol(self, client, password=None, code=None):
        browser = self.browser(client)
        page = browser.get("/account/two_factor/setup/")
        field = "setup_view-current_step"
        for _ in range(3):
            if 'name="generator-token"' in page.text:
                break
            if field not in page.text:
                return {"accepted": False}  # There is one already.
            form = page.form(field)["fields"]
            more = ({"method-method": "generator"}
                    if form.get(field) == "method" else {})
            page = browser.post("/account/two_factor/setup/", {**form, **more})
        self.heard(client, page)
        uri = page.find(r'href="(otpauth:[^"]*)"')
        secret = page.find(r"<a[^>]*>\s*([A-Z2-7]{16,})") or page.find(
            r">\s*([A-Z2-7]{32})\s*<")
        if uri:
            return {"uri": html.unescape(uri)}
        return {"secret": secret} if secret else {"accepted": False}

    def confirm(self, client, code):
        browser, page = self.browser(client), self.pages[client]
        page = browser.submit(page, **{"generator-token": code})
        done = "setup/complete" in page.url or 'name="generator-token"' not in page.text
        if not done:
            self.heard(client, page)
        return {"accepted": done and page.status == 200}

    def disable(self, client, password=None, code=None):
        browser = self.browser(client)
        page = browser.get("/account/two_factor/disable/")
        if 'name="understand"' not in page.text:
            return {"accepted": False}
        form = page.form("csrfmiddlewaretoken")["fields"]
        browser.post("/account/two_factor/disable/", {**form, "understand": "on"})
        page = browser.get("/account/two_factor/")
        return {"accepted": "two_factor/setup" in page.text}

    def regenerate(self, client, password=None, code=None):
        browser = self.browser(client)
        page = browser.get("/account/two_factor/backup/tokens/")
        if "csrfmiddlewaretoken" not in page.text:
            return {"accepted": False}
        form = page.form("csrfmiddlewaretoken")["fields"]
        page = browser.post("/account/two_factor/backup/tokens/", form)
        codes = re.findall(r"<li>([a-z2-7]{8})</li>", page.text)
        return {"codes": codes} if codes else {"accepted": False}

    def show(self, client):
        browser = self.browser(client)
        return {"text": browser.get("/account/two_factor/").text
                + browser.get("/account/two_factor/backup/tokens/").text}


if __name__ == "__main__":
    django_kit.run(TwoFactor)
