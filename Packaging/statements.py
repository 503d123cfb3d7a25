# SPDX-License-Identifier: Apache-2.0
"""What is in a release (CycloneDX) and how it was made (in-toto, SLSA)."""
import json
import os
import time
import uuid

from facts import sha256

TOOLCHAIN = ("The Swift standard library, Foundation Essentials, Dispatch and "
             "the concurrency runtime, linked statically.")


def moment(facts):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(facts.epoch))


def components(facts):
    """What is linked into the program."""
    yield {"type": "library", "bom-ref": "swift", "name": "swift",
           "version": facts.swift, "description": TOOLCHAIN,
           "licenses": [{"expression": "Apache-2.0 WITH Swift-exception"}]}
    yield {"type": "library", "bom-ref": "openssl", "name": "openssl",
           "version": facts.openssl, "description": "libcrypto, linked statically.",
           "purl": f"pkg:generic/openssl@{facts.openssl}",
           "licenses": [{"license": {"id": "Apache-2.0"}}]}
    for pin in facts.pins:
        version, place = pin["state"]["version"], pin["location"]
        place = place.removeprefix("https://")
        yield {"type": "library", "bom-ref": pin["identity"],
               "name": pin["identity"], "version": version,
               "purl": f"pkg:swift/{place}@{version}",
               "licenses": [{"expression": "Apache-2.0 WITH Swift-exception"}],
               "properties": [{"name": "git:commit",
                               "value": pin["state"]["revision"]}]}
    yield {"type": "data", "bom-ref": "vectors", "name": "otpkit-vectors",
           "version": facts.vectors, "licenses": [{"license": {"id": "CC0-1.0"}}]}


def bill_of_materials(facts):
    parts = list(components(facts))
    program = {
        "type": "application", "bom-ref": "otpkit", "name": "otpkit",
        "version": facts.version, "licenses": [{"license": {"id": "Apache-2.0"}}],
        "hashes": [{"alg": "SHA-256", "content": sha256(facts.program)}]}
    name = f"otpkit {facts.version} {facts.commit} {sha256(facts.program)}"
    serial = uuid.uuid5(uuid.NAMESPACE_OID, name)
    return {
        "bomFormat": "CycloneDX", "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{serial}", "version": 1,
        "metadata": {"timestamp": moment(facts), "component": program},
        "components": parts,
        "dependencies": [
            {"ref": "otpkit", "dependsOn": [part["bom-ref"] for part in parts]}],
    }


def provenance(facts, artefacts):
    """An unsigned statement: it says what happened and proves nothing alone."""
    sources = [{"uri": f"git+{pin['location']}@{pin['state']['version']}",
                "digest": {"gitCommit": pin["state"]["revision"]}}
               for pin in facts.pins]
    own = {"name": "otpkit", "digest": {"gitCommit": facts.commit},
           "annotations": {"modified": facts.is_modified}}
    return {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": os.path.basename(path),
                     "digest": {"sha256": sha256(path)}} for path in artefacts],
        "predicateType": "https://slsa.dev/provenance/v1",
        "predicate": {
            "buildDefinition": {
                "buildType": "urn:otpkit:Scripts/release",
                "externalParameters": {"version": facts.version,
                                       "machine": facts.machine},
                "internalParameters": {
                    "sourceDateEpoch": facts.epoch, "swift": facts.swift,
                    "openssl": facts.openssl,
                    "glibcAtLeast": ".".join(map(str, facts.glibc))},
                "resolvedDependencies": [own, *sources]},
            "runDetails": {"builder": {"id": builder()},
                           "metadata": {"invocationId": invocation()}}},
    }


def builder():
    """Who built: a workflow of GitHub says so, everything else is `local`."""
    server = os.environ.get("GITHUB_SERVER_URL")
    workflow = os.environ.get("GITHUB_WORKFLOW_REF")
    return f"{server}/{workflow}" if server and workflow else "urn:otpkit:local"


def invocation():
    names = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_RUN_ID")
    values = [os.environ.get(name) for name in names]
    if not all(values):
        return "unrecorded"
    return "{}/{}/actions/runs/{}".format(*values)


def text(value):
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()
