# SPDX-License-Identifier: Apache-2.0
"""What the adapters of Django services share: a site in processes of its own, over
one SQLite file, with libfaketime for a clock.

An adapter calls `site(...)` with its settings and URLs and then `run(Adapter)`.
"""
import glob
import os
import re
import shutil
import socket
import socketserver
import subprocess
import sys
import tempfile
import time
import types
import wsgiref.simple_server

from kit import Browser, Service, serve

FAKETIME = (glob.glob("/usr/lib/*/faketime/libfaketime.so.1") or [None])[0]


def site(apps, middleware, urls, templates=None, **settings):
    """Configures Django: its own defaults, and what the service asks for."""
    import django
    from django.conf import settings as configured
    from django.contrib.auth.hashers import PBKDF2PasswordHasher

    # A million rounds for every password would make a run take an hour.
    hasher = type("Hasher", (PBKDF2PasswordHasher,), {"iterations": 20_000})
    sys.modules["fast_hasher"] = types.SimpleNamespace(Hasher=hasher)
    sys.modules["site_urls"] = urls
    configured.configure(**{
        "SECRET_KEY": "not a secret: one test site on one machine",
        "ALLOWED_HOSTS": ["127.0.0.1"], "ROOT_URLCONF": "site_urls",
        "PASSWORD_HASHERS": ["fast_hasher.Hasher"], "USE_TZ": True,
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField", "STATIC_URL": "/static/",
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": os.path.dirname(os.environ.get("SITE_DB", "site.db")),
        "DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3",
                                  "NAME": os.environ.get("SITE_DB", ":memory:"),
                                  "OPTIONS": {"timeout": 20}}},
        "INSTALLED_APPS": ["django.contrib.auth", "django.contrib.contenttypes",
                           "django.contrib.sessions", "django.contrib.messages", *apps],
        "MIDDLEWARE": ["django.contrib.sessions.middleware.SessionMiddleware",
                       "django.middleware.csrf.CsrfViewMiddleware",
                       "django.contrib.auth.middleware.AuthenticationMiddleware",
                       "django.contrib.messages.middleware.MessageMiddleware",
                       *middleware],
        "LOGGING": {"version": 1, "disable_existing_loggers": False,
                    "handlers": {"log": {"class": "logging.StreamHandler"}},
                    "loggers": {"django.request": {"handlers": ["log"],
                                                   "level": "ERROR"}}},
        "TEMPLATES": [{"BACKEND": "django.template.backends.django.DjangoTemplates",
                       "APP_DIRS": not templates, "OPTIONS": {
                           "context_processors": [
                               "django.template.context_processors.request",
                               "django.contrib.auth.context_processors.auth",
                               "django.contrib.messages.context_processors.messages"],
                           **({"loaders": [
                               ("django.template.loaders.locmem.Loader", templates),
                               "django.template.loaders.app_directories.Loader"]}
                              if templates else {})}}],
        **settings})
    django.setup()


class _Server(socketserver.ThreadingMixIn, wsgiref.simple_server.WSGIServer):
    daemon_threads, request_queue_size = True, 128


class _Quiet(wsgiref.simple_server.WSGIRequestHandler):
    def log_message(self, *arguments):
        pass


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class DjangoService(Service):
    """The life of a site; what people do there is in the adapters."""

    abilities = ("instances",)
    # Cookies that outlive a session: those of remembered devices.
    device_cookies = ()

    def __init__(self):
        self.folder = os.path.dirname(os.environ["SITE_DB"])
        self.servers, self.people, self.browsers, self.pages = {}, {}, {}, {}

    def start(self, people, instances=1):
        from django.apps import apps
        from django.contrib.auth.models import User
        from django.db import connection

        if not self.servers:
            from django.core.management import call_command
            call_command("migrate", verbosity=0, run_syncdb=True)
        kept = {"contenttypes", "auth.permission", "sites"}
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA foreign_keys = OFF")
            for model in apps.get_models():
                label = model._meta.label_lower
                if not kept & {label, model._meta.app_label}:
                    cursor.execute("DELETE FROM %s" % model._meta.db_table)
        self.people = people
        for name, password in people.items():
            User.objects.create_user(name, name + "@example.org", password)
        self.browsers, self.pages = {}, {}
        self.keep_running(instances)
        return {"started": True}

    def keep_running(self, instances):
        for number in range(1, instances + 1):
            if number not in self.servers or self.servers[number][0].poll() is not None:
                self.run_server(number)

    def run_server(self, number):
        port = free_port()
        environment = dict(os.environ)
        if FAKETIME:
            environment.update(
                LD_PRELOAD=FAKETIME, FAKETIME_NO_CACHE="1",
                FAKETIME_TIMESTAMP_FILE=self.folder + "/ahead",
                FAKETIME_DONT_FAKE_MONOTONIC="1")
            if not os.path.exists(self.folder + "/ahead"):
                self.set_ahead(0)
        process = subprocess.Popen(
            [sys.executable, sys.argv[0], "serve", str(port)],
            env=environment, stdout=subprocess.DEVNULL,
            stderr=open(self.folder + "/server.log", "a"))
        self.servers[number] = (process, port)
        for _ in range(400):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            if process.poll() is not None:
                break
            time.sleep(0.1)
        with open(self.folder + "/server.log") as file:
            sys.stderr.write(file.read()[-2000:])
        raise RuntimeError("the site did not start")

    def restart(self):
        for number, (process, _) in list(self.servers.items()):
            process.terminate()
            process.wait(10)
            self.run_server(number)
        return {"restarted": True}

    def stop(self):
        return {"stopped": True}

    def close(self):
        for process, _ in self.servers.values():
            process.terminate()
            process.wait(10)

    # The clock.

    ahead = 0

    def set_ahead(self, seconds):
        self.ahead = seconds
        with open(self.folder + "/ahead.new", "w") as file:
            file.write("%+d" % seconds)
        os.replace(self.folder + "/ahead.new", self.folder + "/ahead")

    def clock(self, now=None):
        if now is not None:
            self.set_ahead(int(now) - int(time.time()))
        return {"now": str(int(time.time()) + self.ahead)}

    if not FAKETIME:
        clock = None

    # Clients.

    def browser(self, client, instance=None):
        port = self.servers[instance or 1][1]
        browser = self.browsers.setdefault(client, Browser("127.0.0.1", port))
        # A site that was started again has another port.
        if instance or browser.port not in [p for _, p in self.servers.values()]:
            browser.port = port
        return browser

    def new_session(self, client, instance=None):
        """A session that begins; what makes a device known stays."""
        browser = self.browser(client, instance)
        browser.cookies = {name: value for name, value in browser.cookies.items()
                           if name.startswith(self.device_cookies or ("\0",))}
        return browser

    def heard(self, client, page):
        self.pages[client] = page
        return page

    def says(self, client):
        """What the last page said, without what differs from form to form."""
        text = self.pages[client].text
        text = re.sub(r"<(script|style|head).*?</\1>|<[^>]*>", " ", text, flags=re.S)
        return {"text": " ".join(text.split())}


def serve_wsgi(application):
    wsgiref.simple_server.make_server(
        "127.0.0.1", int(sys.argv[2]), application, server_class=_Server,
        handler_class=_Quiet).serve_forever()


def run(adapter):
    """Serves the site if the program is told so, and the adapter otherwise."""
    if sys.argv[1:2] == ["serve"]:
        from django.core.wsgi import get_wsgi_application
        serve_wsgi(get_wsgi_application())
        return
    service = adapter()
    try:
        serve(service)
    finally:
        service.close()
        shutil.rmtree(service.folder, ignore_errors=True)


if "SITE_DB" not in os.environ:
    os.environ["SITE_DB"] = tempfile.mkdtemp(prefix="service-") + "/site.db"
