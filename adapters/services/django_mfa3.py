# SPDX-License-Identifier: Apache-2.0
"""django-mfa3 as its README sets it up: its login view, TOTP and recovery codes."""
import html
import importlib.metadata
import re
import types

import django_kit

urls = types.ModuleType("site_urls")
django_kit.site(
    ["django.contrib.admin", "mfa"], [], urls,
    templates={"base.html": "{% block content %}{% endblock %}",
               "registration/login.html":
               "<form method=post>{% csrf_token %}{{ form }}</form>"},
    MFA_DOMAIN="127.0.0.1", MFA_SITE_TITLE="Site", MFA_METHODS=["TOTP", "recovery"],
    LOGIN_URL="/login/", LOGIN_REDIRECT_URL="/page/", MFA_TOTP_VALID_WINDOW=0)

from django.contrib.auth.decorators import login_required  # noqa: E402
from django.contrib.auth.views import LogoutView  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.urls import include, path  # noqa: E402
from mfa.views import LoginView  # noqa: E402


def for_people(request):
    return HttpResponse("inside: " + request.user.get_username())


urls.urlpatterns = [
    path("login/", LoginView.as_view()), path("mfa/", include("mfa.urls")),
    path("leave/", LogoutView.as_view(next_page="/login/")),
    path("page/", login_required(for_people))]


class MFA3(django_kit.DjangoService):
    name = "django-mfa3"
    version = importlib.metadata.version(name)
    declared = {"past": 0, "future": 0}

    def password(self, client, person, password, instance=None):
        browser = self.new_session(client, instance)
        page = browser.submit(browser.get("/login/"), username=person,
                              password=password)
        self.heard(client, page)
        if "/mfa/auth/" in page.url:
            return {"next": "code"}
        return {"next": "none" if self.signed_in(client)["in"] else "password"}

    def answer_challenge(self, client, code, method, instance):
        browser = self.browser(client, instance)
        page = browser.get("/mfa/auth/%s/" % method)
        if page.status != 200 or 'name="code"' not in page.text:
            return {"accepted": False, "next": "password"}
        page = self.heard(client, browser.submit(page, code=code))
        return {"accepted": self.signed_in(client)["in"], "next": "code"}

    def code(self, client, code, person=None, instance=None):
        return self.answer_challenge(client, code, "TOTP", instance)

    def recovery(self, client, code, person=None, instance=None):
        return self.answer_challenge(client, code, "recovery", instance)

    def signed_in(self, client):
        page = self.browser(client).request("GET", "/page/", hops=0)
        return {"in": "inside:" in page.text}

    def sign_out(self, client):
        browser = self.browser(client)
        browser.post("/leave/", {
            "csrfmiddlewaretoken": browser.cookies.get("csrftoken", "")})
        return {"done": True}

    def enrol(self, client, password=None, code=None):
        page = self.heard(client, self.browser(client).get("/mfa/create/TOTP/"))
        secret = page.find(r"\b([A-Z2-7]{32})\b")
        return {"secret": secret} if secret else {"accepted": False}

    def confirm(self, client, code):
        browser = self.browser(client)
        page = browser.submit(self.pages[client], code=code, name="app")
        accepted = "create/TOTP" not in page.url
        if not accepted:
            self.heard(client, page)
        return {"accepted": accepted,
                **({"codes": self.new_codes(client)} if accepted else {})}

    def new_codes(self, client, count=3):
        """mfa3 gives out one recovery code at a time."""
        codes, browser = [], self.browser(client)
        for number in range(count):
            page = browser.get("/mfa/create/recovery/")
            code = page.find(r"\b(\d{5}-\d{5})\b")
            browser.submit(page, code=code, name="code %d" % number)
            codes.append(code)
        return codes

    def disable(self, client, password=None, code=None):
        browser = self.browser(client)
        keys = re.findall(r"/mfa/(\d+)/delete/", browser.get("/mfa/").text)
        for key in keys:
            path = "/mfa/%s/delete/" % key
            form = browser.get(path).form("csrfmiddlewaretoken")["fields"]
            browser.post(path, form)
        return {"accepted": bool(keys)}

    def show(self, client):
        return {"text": self.browser(client).get("/mfa/").text}


if __name__ == "__main__":
    django_kit.run(MFA3)
