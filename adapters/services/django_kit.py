# SPDX-License-Identifier: Apache-2.0
"""What the adapters of Django services share: a site in processes of its own, over
one SQLite file, with time-machine for a clock.

An adapter calls `site(...)` with its settings and URLs and then `run(Adapter)`.
"""
import os
import re
import shutil
import signal
import socket
import socketserver
import sys
import tempfile
import threading
import time
import types
import wsgiref.simple_server

from kit import Browser, Service, serve

# A site ends by itself after an hour, whatever becomes of the adapter.
LONGEST_RUN = 3_600
# OTPKIT_CLOCK=real: no clock is claimed, and the kit waits.
HAS_CLOCK = os.environ.get("OTPKIT_CLOCK") != "real"


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
                                  "OPTIONS": {"timeout": 60}}},
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


def in_time(application, path):
    """The application, with a clock that is ahead by what the file says."""
    if not HAS_CLOCK:
        return application
    import time_machine
    travels, lock = {}, threading.Lock()

    def follow():
        with open(path) as file:
            ahead = int(file.read())
        with lock:
            if ahead in travels:
                return
            for former in list(travels):
                travels.pop(former).stop()
            travels[ahead] = time_machine.travel(time.time() + ahead, tick=True)
            travels[ahead].start()

    def answer(environment, start_response):
        follow()
        return application(environment, start_response)

    return answer


class _Server(socketserver.ThreadingMixIn, wsgiref.simple_server.WSGIServer):
    daemon_threads = True


class _Quiet(wsgiref.simple_server.WSGIRequestHandler):
    def log_message(self, *arguments):
        pass


class DjangoService(Service):
    """The life of a site; what people do there is in the adapters."""

    abilities = ("instances",)
    # Cookies that outlive a session: those of remembered devices.
    device_cookies = ()

    def __init__(self):
        self.folder = os.path.dirname(os.environ["SITE_DB"])
        self.servers, self.people, self.browsers, self.pages = {}, {}, {}, {}
        self.set_ahead(0)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))

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
            if number not in self.servers:
                self.run_server(number)

    def run_server(self, number):
        """A site is a fork of this process, which has loaded everything and served
        nothing: what a site keeps in memory is lost by a restart. The socket is
        opened here, so that nobody takes the port and no request is refused."""
        listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.leave_database()
        process = os.fork()
        if process == 0:
            try:
                log = os.open(self.folder + "/server.log",
                              os.O_WRONLY | os.O_CREAT | os.O_APPEND)
                os.dup2(os.open(os.devnull, os.O_RDWR), 0)
                os.dup2(log, 1)
                os.dup2(log, 2)
                self.serve_site(listener)
            finally:
                os._exit(1)
        self.servers[number] = (process, listener.getsockname()[1])
        listener.close()

    def serve_site(self, listener):
        signal.alarm(LONGEST_RUN)
        server = _Server(listener.getsockname(), _Quiet, bind_and_activate=False)
        server.socket.close()
        server.socket = listener
        server.server_name, server.server_port = listener.getsockname()
        server.setup_environ()
        server.set_app(in_time(self.wsgi(), self.folder + "/ahead"))
        server.serve_forever()

    def wsgi(self):
        from django.core.wsgi import get_wsgi_application
        return get_wsgi_application()

    def leave_database(self):
        """A connection must not be carried into a fork."""
        from django.db import connections
        connections.close_all()

    def end_server(self, number):
        process, _ = self.servers.pop(number)
        os.kill(process, signal.SIGTERM)
        os.waitpid(process, 0)

    def restart(self):
        for number in list(self.servers):
            self.end_server(number)
            self.run_server(number)
        return {"restarted": True}

    def stop(self):
        return {"stopped": True}

    def close(self):
        for number in list(self.servers):
            self.end_server(number)

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

    if not HAS_CLOCK:
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


def run(adapter):
    service = adapter()
    try:
        serve(service)
    finally:
        service.close()
        shutil.rmtree(service.folder, ignore_errors=True)


if "SITE_DB" not in os.environ:
    os.environ["SITE_DB"] = tempfile.mkdtemp(prefix="service-") + "/site.db"
