# SPDX-License-Identifier: Apache-2.0
"""The adapter protocol for running services (docs/adapter-protocol.md).

An adapter is a class with a method for each operation that it serves: `enrol` for
`service.enrol`, `signed_in` for `service.signedIn`. A method takes the fields of
the call by name and returns the value. What a class has no method for is not
claimed, and not tested. `Browser` keeps cookies and fills in forms.
"""
import html.parser
import http.client
import http.cookies
import json
import os
import re
import signal
import sys
import threading
import traceback
import urllib.parse

OPERATIONS = ["start", "restart", "stop", "enrol", "confirm", "password", "code",
              "recovery", "signedIn", "signOut", "disable", "regenerate",
              "remember", "clock", "show", "says", "newPassword", "newMail", "reset",
              "api"]


def method_name(operation):
    return re.sub("[A-Z]", lambda letter: "_" + letter[0].lower(), operation)


class Service:
    """What every adapter has: it says who it is and what it declares."""

    name, version = "service", "1"
    # The host that is tested, and that you may guess codes there.
    target = {"host": "127.0.0.1", "mine": True}
    # What you know of it: past, future, drift (steps), attempts, lock, remember
    # (seconds).
    declared = {}
    # Fields that it understands: instances, addresses; that settings ask for a
    # code (stepUp); that a second enrolment replaces the first (second).
    abilities = ()
    # Whether several adapters, which run side by side, use one site. Each gives its
    # people names of their own then: "anna" is "anna-71" to its methods.
    shared = False

    def parallel(self, op, calls):
        """All calls at once: how many were accepted?"""
        method = getattr(self, method_name(op.split(".")[1]))
        answers, gate = [], threading.Barrier(len(calls))

        def run(call):
            gate.wait()
            answers.append(method(**call))

        threads = [threading.Thread(target=run, args=(call,)) for call in calls]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if len(answers) < len(calls):
            raise RuntimeError("a call that ran beside others broke")
        return {"accepted": sum(bool(answer["accepted"]) for answer in answers),
                "wait": max(answer.get("wait", 0) for answer in answers)}

    def renamed(self, fields):
        """The fields of a call, with people's own names on a shared site."""
        if not self.shared:
            return fields
        own = "-%d" % os.getpid()
        fields = dict(fields)
        if "people" in fields:
            fields["people"] = {name + own: password
                                for name, password in fields["people"].items()}
        if fields.get("person") is not None:
            fields["person"] += own
        if "calls" in fields:
            fields["calls"] = [self.renamed(call) for call in fields["calls"]]
        return fields

    def hello(self):
        served = [operation for operation in [*OPERATIONS, "parallel"]
                  if getattr(self, method_name(operation), None)]
        return {"type": "hello", "protocol": 1,
                "implementation": {"name": self.name, "version": self.version},
                "capabilities": sorted("service." + name
                                       for name in [*served, *self.abilities]),
                "target": self.target, "service": self.declared}

    def answer(self, call):
        method = getattr(self, method_name(call["op"].split(".")[1]), None)
        if method is None:
            return {"unsupported": {"what": "op"}}
        try:
            return {"value": method(**self.renamed(call["in"]))}
        except Exception as error:
            traceback.print_exc()
            return {"fault": {"message": f"{type(error).__name__}: {error}"[:200]}}


def serve(service):
    """Answers until `bye` or the end of the input, and stops the service; also when
    it is ended by a signal, or the kit does not read any more."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))
    try:
        for line in sys.stdin:
            message = json.loads(line)
            if message["type"] == "bye":
                break
            if message["type"] == "hello":
                reply = service.hello()
            else:
                reply = {"id": message["id"], **service.answer(message)}
            print(json.dumps(reply), flush=True)
    finally:
        if getattr(service, "stop", None):
            service.stop()


class Page:
    """An answer of a web service."""

    def __init__(self, status, url, text, location=None):
        self.status, self.url, self.text = status, url, text
        self.location = location
        self.forms = _Forms(text).forms

    def form(self, field):
        """The fields of the form that has this field: hidden ones, such as a CSRF
        token, have their values."""
        for form in self.forms:
            if field in form["fields"]:
                return form
        raise LookupError("%s has no form with a field %s" % (self.url, field))

    def find(self, pattern):
        found = re.search(pattern, self.text, re.S)
        return found and found[1]


class Browser:
    """Cookies, redirects and forms. One for each client."""

    def __init__(self, host, port, headers=None):
        self.host, self.port, self.headers = host, port, headers or {}
        self.cookies = {}

    def connect(self):
        return http.client.HTTPConnection(self.host, self.port, timeout=60)

    def get(self, path):
        return self.request("GET", path)

    def post(self, path, fields):
        return self.request("POST", path, urllib.parse.urlencode(fields),
                            {"Content-Type": "application/x-www-form-urlencoded"})

    def post_json(self, path, value, method="POST"):
        return self.request(method, path, json.dumps(value),
                            {"Content-Type": "application/json"})

    def submit(self, page, **fields):
        """Fills in the form that has the first of these fields, and sends it."""
        form = page.form(next(iter(fields)))
        path = urllib.parse.urljoin(page.url, form["action"] or page.url)
        return self.post(path, {**form["fields"], **fields})

    def request(self, method, path, body=None, headers=None, hops=8):
        host = "%s:%d" % (self.host, self.port)
        headers = {"Host": host, "Referer": "http://%s/" % host,
                   "Origin": "http://" + host, **self.headers, **(headers or {})}
        if self.cookies:
            headers["Cookie"] = "; ".join(
                "%s=%s" % pair for pair in self.cookies.items())
        connection = self.connect()
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie", []):
            for name, morsel in http.cookies.SimpleCookie(line).items():
                if morsel["max-age"] == "0" or not morsel.value:
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value
        location = answer.headers.get("Location")
        if answer.status in (301, 302, 303) and location and hops:
            target = urllib.parse.urlsplit(urllib.parse.urljoin(path, location))
            return self.request("GET", target.path + ("?" + target.query if
                                target.query else ""), hops=hops - 1)
        return Page(answer.status, path, text, location)


class _Forms(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.forms = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form":
            self.forms.append({"action": attributes.get("action"), "fields": {}})
        elif tag in ("input", "textarea", "select") and self.forms:
            name = attributes.get("name")
            if name and attributes.get("type") not in ("checkbox", "radio", "submit"):
                self.forms[-1]["fields"][name] = attributes.get("value") or ""
