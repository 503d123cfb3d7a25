# SPDX-License-Identifier: Apache-2.0
"""django-allauth with its MFA app, for gunicorn: the site that the service is
measured against.

`SITE_DB` is a file of SQLite, or PostgreSQL's port. As the program it makes people:

usage: site_of_django.py COUNT
"""

import os
import pathlib
import sys
import types

adapters = pathlib.Path(__file__).parents[3] / "adapters" / "services"
sys.path.insert(0, str(adapters))

import django_kit  # noqa: E402

place = os.environ["SITE_DB"]
if place.isdigit():
    database = {"ENGINE": "django.db.backends.postgresql", "NAME": "django",
                "USER": "otpkit", "HOST": "127.0.0.1", "PORT": place,
                "CONN_MAX_AGE": 600}
else:
    # As durable, and as concurrent, as the store that it is measured against.
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": place,
                "CONN_MAX_AGE": 600, "OPTIONS": {
                    "timeout": 20, "transaction_mode": "IMMEDIATE",
                    "init_command":
                        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL"}}

urls = types.ModuleType("site_urls")
django_kit.site(
    ["allauth", "allauth.account", "allauth.mfa"],
    ["allauth.account.middleware.AccountMiddleware",
     "django.middleware.common.CommonMiddleware"], urls,
    DATABASES={"default": database},
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    AUTHENTICATION_BACKENDS=["django.contrib.auth.backends.ModelBackend",
                             "allauth.account.auth_backends.AuthenticationBackend"],
    LOGIN_REDIRECT_URL="/page/", ACCOUNT_RATE_LIMITS=False)

from django.contrib.auth.decorators import login_required  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.urls import include, path  # noqa: E402

urls.urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("page/", login_required(lambda request: HttpResponse("inside"))),
]


def make_people(count):
    """People with a password and an app each; prints name and secret."""
    import base64
    import secrets

    from allauth.account.models import EmailAddress
    from allauth.mfa.totp.internal.auth import TOTP
    from django.contrib.auth.hashers import make_password
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", verbosity=0, run_syncdb=True)
    password = make_password("a password for load tests")
    with transaction.atomic():
        users = User.objects.bulk_create(
            User(username=f"app-{n}", email=f"app-{n}@example.org",
                 password=password) for n in range(count))
        EmailAddress.objects.bulk_create(
            EmailAddress(user=user, email=user.email, verified=True, primary=True)
            for user in users)
        for user in users:
            secret = secrets.token_bytes(20)
            TOTP.activate(user, base64.b32encode(secret).decode())
            print(user.username, secret.hex())


if __name__ == "__main__":
    make_people(int(sys.argv[1]))
else:
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
