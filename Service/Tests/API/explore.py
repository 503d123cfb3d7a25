# SPDX-License-Identifier: Apache-2.0
"""Sends what schemathesis makes of the document: right and wrong requests,
with and without a session. No answer may be a 5xx or an undocumented one.

usage: explore.py PROGRAM [EXAMPLES]
"""

import pathlib
import sys

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS
from schemathesis.core.failures import FailureGroup

sys.path.append(str(pathlib.Path(__file__).parent.parent / "Pages"))
from client import Client, arrive  # noqa: E402
from demo import Demo  # noqa: E402

PASSWORD = "seven grey herons at dusk"
NAMES = ["not_a_server_error", "status_code_conformance",
         "content_type_conformance", "response_headers_conformance",
         "response_schema_conformance", "negative_data_rejection"]


class Administrator:
    """A session that begins again when a request has ended it."""

    def __init__(self, schema, origin):
        self.client = Client(schema, origin)
        arrive(self.client, "admin", PASSWORD)

    def headers(self):
        if self.client.call("GET", "/session").status_code != 200:
            self.client.token = None
            self.client.sign_in("admin", PASSWORD)
        return {"Authorization": f"Bearer {self.client.token}"}


def explore(operation, administrator, mode, count):
    checks = CHECKS.get_by_names(NAMES)
    sent = 0

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=count, deadline=None, database=None,
              derandomize=True, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))
    def send(case):
        nonlocal sent
        sent += 1
        case.call_and_validate(checks=checks, headers=administrator.headers())

    send()
    return sent


def main():
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 25
    sent, findings = 0, []
    with Demo(sys.argv[1]) as demo:
        schema = schemathesis.openapi.from_url(
            demo.origin + "/v1/openapi.json")
        administrator = Administrator(schema, demo.origin)
        operations = [found.ok() for found in schema.get_all_operations()]
        for operation in operations:
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                try:
                    sent += explore(operation, administrator, mode, count)
                except Unsatisfiable:
                    pass  # Without parameters and body, nothing can be wrong.
                except FailureGroup as found:
                    findings.append(f"{operation.label}: {found}")
            print(f"  {operation.label}", flush=True)
    if findings:
        raise SystemExit("\n\n".join(findings))
    print(f"{sent} requests to {len(operations)} operations, no finding")


main()
