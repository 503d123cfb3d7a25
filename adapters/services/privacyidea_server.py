# SPDX-License-Identifier: Apache-2.0
"""privacyIDEA as a second factor: people of a passwd file enrol themselves, and
`/validate/check` checks the code. No policy is set: everything has its default.

The password is the application's in front; cases of `service.order` are left out.
"""
import importlib.metadata
import json
import os
import secrets
import shutil

import django_kit


class PrivacyIDEA(django_kit.DjangoService):
    name = "privacyIDEA"
    version = importlib.metadata.version(name)
    # A time window of 180 seconds to both sides, of which HmacOtp.checkOtp leaves the
    # last step out; ten failures.
    declared = {"past": 6, "future": 5, "attempts": 10}
    app = None

    def application(self):
        from privacyidea.app import create_app
        files = {"key": secrets.token_bytes(96), "cfg": "\n".join([
            "SQLALCHEMY_DATABASE_URI = 'sqlite:///%s/site.db?timeout=60'" % self.folder,
            "SECRET_KEY = 'not a secret: one test site on one machine'",
            "PI_PEPPER = 'neither is this'", "PI_ENCFILE = '%s/key'" % self.folder,
            "PI_AUDIT_NO_SIGN = True", "SUPERUSER_REALM = ['super']",
            # Its metrics take a second connection for each request: of 15 requests at
            # once each waits for the connection of another.
            "PI_NO_INTERNAL_METRICS = True",
            "SQLALCHEMY_ENGINE_OPTIONS = {'pool_size': 100}",
            "PI_LOGFILE = '%s/log'" % self.folder, "PI_LOGLEVEL = 40"]).encode()}
        for name, content in files.items():
            with open(self.folder + "/" + name, "wb") as file:
                file.write(content)
        os.environ["PRIVACYIDEA_CONFIGFILE"] = self.folder + "/cfg"
        return create_app("production", config_file=self.folder + "/cfg", silent=True)

    def start(self, people, instances=1):
        if self.app is None:
            self.app = self.application()
        self.write_people(people)
        self.close()  # A site that is at its database would lock it.
        self.empty_database()
        self.people, self.browsers, self.pages = people, {}, {}
        self.owners, self.inside, self.serials = {}, set(), {}
        self.keep_running(instances)
        return {"started": True}

    def empty_database(self):
        """Its tables are made once, and the file is kept: that takes ten seconds."""
        database, empty = (self.folder + name for name in ("/site.db", "/empty.db"))
        if not os.path.exists(empty):
            from privacyidea.models import db
            with self.app.app_context():
                db.create_all()
                self.set_realm()
            self.leave_database()
            os.rename(database, empty)
        shutil.copy(empty, database)

    def write_people(self, people):
        from passlib.hash import sha512_crypt
        with open(self.folder + "/passwd", "w") as file:
            for number, (name, password) in enumerate(people.items()):
                file.write("%s:%s:%d:1000:%s,,,:/:/\n" % (
                    name, sha512_crypt.using(rounds=1000).hash(password),
                    number + 1, name))

    def set_realm(self):
        from privacyidea.lib.realm import set_default_realm, set_realm
        from privacyidea.lib.resolver import save_resolver
        save_resolver({"resolver": "people", "type": "passwdresolver",
                       "fileName": self.folder + "/passwd"})
        set_realm("people", [{"name": "people"}])
        set_default_realm("people")

    def wsgi(self):
        return self.app

    def leave_database(self):
        from privacyidea.models import db
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()

    def ask(self, client, path, method="POST", token=None, instance=None, **fields):
        browser = self.browser(client, instance)
        browser.headers = {"Authorization": token} if token else {}
        page = self.heard(client, browser.post_json(path, fields, method))
        return json.loads(page.text)

    def password(self, client, person, password, instance=None):
        self.inside.discard(client)
        answer = self.ask(client, "/auth", username=person, password=password,
                          instance=instance)
        token = (answer["result"].get("value") or {}).get("token")
        self.owners[client] = (person, token)
        if not token:
            self.owners.pop(client)
            return {"next": "password"}
        if person in self.serials:
            return {"next": "code"}
        self.inside.add(client)
        return {"next": "none"}

    def code(self, client, code, person=None, instance=None):
        person, _ = self.owners.get(client) or (None, None)
        if person is None:
            return {"accepted": False, "next": "password"}
        answer = self.ask(client, "/validate/check", user=person, instance=instance,
                          **{"pass": code})
        accepted = answer["result"].get("value") is True
        if accepted:
            self.inside.add(client)
        return {"accepted": accepted, "next": "code"}

    def says(self, client):
        answer = json.loads(self.pages[client].text)
        return {"text": str((answer.get("detail") or {}).get("message"))}

    def signed_in(self, client):
        return {"in": client in self.inside}

    def enrol(self, client, password=None, code=None):
        person, token = self.owners[client]
        answer = self.ask(client, "/token/init", token=token, type="totp", genkey=1)
        if not answer["result"].get("value"):
            return {"accepted": False}
        self.serials[person] = answer["detail"]["serial"]
        return {"uri": answer["detail"]["googleurl"]["value"]}

    def confirm(self, client, code):
        """A token is in use at once; a first code shows that the app has it."""
        person, _ = self.owners[client]
        answer = self.ask(client, "/validate/check", user=person, **{"pass": code})
        return {"accepted": answer["result"].get("value") is True}


if __name__ == "__main__":
    django_kit.run(PrivacyIDEA)
