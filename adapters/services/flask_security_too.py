# SPDX-License-Identifier: Apache-2.0
"""Flask-Security with two-factor sign-in and recovery codes, as its guide sets it
up: SQLite, forms, an authenticator app."""
import importlib.metadata
import os
import re

import django_kit
from kit import Page

DATABASE = "sqlite:///" + os.environ["SITE_DB"]


def application():
    from flask import Flask
    from flask_security import (Security, SQLAlchemyUserDatastore, auth_required,
                                current_user)
    from flask_security.models import fsqla_v3
    from flask_sqlalchemy import SQLAlchemy

    app = Flask(__name__)
    app.config.update(
        SECRET_KEY="not a secret: one test site on one machine",
        SECURITY_PASSWORD_SALT="146585145368132386173505678016728509634",
        SQLALCHEMY_DATABASE_URI=DATABASE, SECURITY_TWO_FACTOR=True,
        SECURITY_TWO_FACTOR_ENABLED_METHODS=["authenticator"],
        SECURITY_TOTP_SECRETS={"1": "TjQ9Qa31VOrfEzuPy4VHQWPCTmRzCnFzMKLxXYiZu9B"},
        SECURITY_TOTP_ISSUER="Site", SECURITY_MULTI_FACTOR_RECOVERY_CODES=True,
        SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False},
        # One round of hashing for each password makes a run take minutes.
        SECURITY_PASSWORD_HASH="pbkdf2_sha512", SECURITY_SEND_REGISTER_EMAIL=False,
        MAIL_SUPPRESS_SEND=True)
    database = SQLAlchemy(app)
    fsqla_v3.FsModels.set_db_info(database)

    class Role(database.Model, fsqla_v3.FsRoleMixin):
        pass

    class User(database.Model, fsqla_v3.FsUserMixin):
        pass

    class WebAuthn(database.Model, fsqla_v3.FsWebAuthnMixin):
        pass

    users = SQLAlchemyUserDatastore(database, User, Role, WebAuthn)
    app.security = Security(app, users)

    @app.route("/page")
    @auth_required("session")
    def page():
        return "inside: " + current_user.email

    return app, database, users


class FlaskSecurity(django_kit.DjangoService):
    name = "Flask-Security"
    version = importlib.metadata.version("Flask-Security")
    # SECURITY_TWO_FACTOR_AUTHENTICATOR_VALIDITY is 120 seconds: 4 steps.
    declared = {"past": 4, "future": 4, "remember": 30 * 86_400}
    abilities = ("instances", "second")
    device_cookies = ("tf_validity",)
    app = None

    def start(self, people, instances=1):
        from flask_security import hash_password
        if self.app is None:
            self.app, self.database, self.users = application()
        with self.app.app_context():
            self.database.drop_all()
            self.database.create_all()
            for name, password in people.items():
                self.users.create_user(email=name + "@example.org",
                                       password=hash_password(password))
            self.database.session.commit()
            self.database.session.remove()
        self.people, self.browsers, self.pages = people, {}, {}
        self.keep_running(instances)
        return {"started": True}

    def wsgi(self):
        return self.app

    def leave_database(self):
        with self.app.app_context():
            self.database.session.remove()
            self.database.engine.dispose()

    def password(self, client, person, password, instance=None):
        browser = self.new_session(client, instance)
        page = browser.submit(browser.get("/login"), email=person + "@example.org",
                              password=password)
        self.heard(client, page)
        if "two_factor_verify_code_form" in page.text:
            return {"next": "code"}
        return {"next": "none" if self.signed_in(client)["in"] else "password"}

    def code(self, client, code, person=None, instance=None):
        browser = self.browser(client, instance)
        page = self.pages.get(client) or Page(0, "/tf-validate", "")
        if "two_factor_verify_code_form" not in page.text:
            page = browser.get("/tf-validate")
        if 'name="code"' not in page.text:
            return {"accepted": False, "next": "password"}
        form = page.form("code")
        page = browser.post("/tf-validate", {**form["fields"], "code": code})
        self.heard(client, page)
        return {"accepted": self.signed_in(client)["in"],
                "next": "code" if 'name="code"' in page.text else "password"}

    def recovery(self, client, code, person=None, instance=None):
        browser = self.browser(client, instance)
        page = browser.get("/mf-recovery")
        if 'name="code"' not in page.text:
            return {"accepted": False, "next": "password"}
        self.heard(client, browser.submit(page, code=code))
        return {"accepted": self.signed_in(client)["in"], "next": "code"}

    def signed_in(self, client):
        page = self.browser(client).request("GET", "/page", hops=0)
        return {"in": "inside:" in page.text}

    def sign_out(self, client):
        browser = self.browser(client)
        token = browser.get("/login").find(
            r'name="csrf_token"[^>]*value="([^"]*)"') or ""
        browser.post("/logout", {"csrf_token": token})
        return {"done": True}

    def filled(self, browser, path, **fields):
        page = browser.get(path)
        token = page.find(r'name="csrf_token"[^>]*value="([^"]*)"') or ""
        return browser.post(path, {"csrf_token": token, "submit": "Submit", **fields})

    def enrol(self, client, password=None, code=None):
        browser = self.browser(client)
        page = self.heard(client, self.filled(browser, "/tf-setup",
                                                  setup="authenticator"))
        secret = page.find(r"\b([A-Z2-7]{16,}|[A-Z2-7]{4}(?:-[A-Z2-7]{2,4}){3,})\b")
        return {"secret": secret} if secret else {"accepted": False}

    def confirm(self, client, code):
        browser, page = self.browser(client), self.pages[client]
        answer = browser.submit(page, code=code)
        accepted = "successfully" in answer.text
        return {"accepted": accepted}

    def disable(self, client, password=None, code=None):
        browser = self.browser(client)
        page = self.filled(browser, "/tf-setup", setup="disable")
        return {"accepted": "disabled" in page.text.lower()}

    def regenerate(self, client, password=None, code=None):
        browser = self.browser(client)
        page = self.filled(browser, "/mf-recovery-codes",
                           generate_new_codes="Generate")
        codes = re.findall(r'<li class="fs-div">([^<]+)</li>', page.text)
        return {"codes": codes} if codes else {"accepted": False}


if __name__ == "__main__":
    django_kit.run(FlaskSecurity)
