# SPDX-License-Identifier: Apache-2.0
"""Each conformance case as a test: `pytest --otpkit-command "python adapter.py"`.

The cases run together, before the first of them is reported. A failure fails
its test, a case that is not claimed is skipped, a known failure is an expected
one, and a warning or a remark is a warning of pytest. Where the run fails though
no case does, one more test says why: a profile that is not fulfilled, a baseline
that is out of date, a run in which nothing was asked.
"""
import json
import os
import shlex
import subprocess
import tempfile
import warnings

import pytest

from . import PROGRAM


def pytest_addoption(parser):
    group = parser.getgroup("otpkit", "conformance of one-time passwords")
    group.addoption("--otpkit-command", metavar="COMMAND",
                    help="what starts your adapter: each case becomes a test")
    group.addoption("--otpkit-options", metavar="OPTIONS", default="",
                    help='options of "otpkit conform run", such as "--suite totp"')


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(session, config, items):
    command = config.getoption("--otpkit-command")
    if command is None:
        return
    options = shlex.split(config.getoption("--otpkit-options"))
    suite = Cases.from_parent(session, name="otpkit")
    suite.report = Report(["--", *shlex.split(command)], options)
    items.extend(suite.collect())


class OTPKitError(Exception):
    """The program ended without a report; what it said is the message."""


class Report:
    """The results of one run, by id."""

    def __init__(self, command, options):
        self.command, self.options, self.known = command, options, None
        # What the program said where its run failed.
        self.fault = None

    def results(self):
        if self.known is None:
            self.known = self.run()
        return self.known

    def run(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "report.json")
            run = subprocess.run(
                [PROGRAM, "conform", "run", "--report", f"json={path}",
                 *self.options, *self.command],
                stdin=subprocess.DEVNULL, capture_output=True, text=True)
            try:
                with open(path, encoding="utf-8") as file:
                    report = json.load(file)
            except OSError:
                raise OTPKitError(run.stderr.strip()) from None
        if run.returncode != 0:
            said = [*run.stderr.splitlines(), *run.stdout.splitlines()[-3:]]
            self.fault = "\n".join([f"exit code {run.returncode}", *said])
        return {result["id"]: result for result in report["results"]}


class Cases(pytest.Collector):
    """All cases of one adapter."""

    def collect(self):
        try:
            results = self.report.results()
        except OTPKitError as error:
            raise pytest.UsageError(f"--otpkit-command: {error}") from None
        for name, result in results.items():
            case = Case.from_parent(self, name=name)
            case.result = result
            yield case
        has_failed = any(result["verdict"] == "failed" for result in results.values())
        if self.report.fault and not has_failed:
            whole = WholeRun.from_parent(self, name="run")
            whole.fault = self.report.fault
            yield whole


class CaseFailed(Exception):
    """A case or a run that failed."""


class Item(pytest.Item):
    """A part of the run, which is over already."""

    def repr_failure(self, excinfo):
        if isinstance(excinfo.value, CaseFailed):
            return f"{self.name}\n{excinfo.value}"
        return super().repr_failure(excinfo)

    def reportinfo(self):
        return self.path, None, self.name


class WholeRun(Item):
    """A run that failed, though none of its cases did."""

    def runtest(self):
        raise CaseFailed(self.fault)


class Case(Item):
    """One case."""

    def runtest(self):
        verdict = self.result["verdict"]
        if verdict == "skipped":
            pytest.skip(self.result.get("reason", "not claimed"))
        if verdict == "known":
            pytest.xfail(self.result.get("reason", "a known failure"))
        if verdict in ("warning", "remark"):
            warnings.warn(pytest.PytestWarning(f"{self.name}: {self.describe()}"))
        elif verdict != "passed":
            raise CaseFailed(self.describe())

    def describe(self):
        failure = self.result.get("failure", {})
        lines = [self.result.get("why", self.result["outcome"])]
        lines += [f"  clause    {clause}" for clause in self.result.get("clauses", [])]
        lines += [f"  {name:<9} {json.dumps(failure[name])}"
                  for name in ("op", "in", "expected", "actual") if name in failure]
        return "\n".join(lines + [f"  repeat    {self.result.get('repeat', '')}"])
