# SPDX-License-Identifier: Apache-2.0
"""The Python wheel (PEP 427), whose tag says which machines can run it."""
import base64
import csv
import hashlib
import io
import os

import archives
from facts import DESCRIPTION, SUMMARY, TOP


def write(facts, folder):
    major, minor = facts.glibc
    tag = f"py3-none-manylinux_{major}_{minor}_{facts.machine}"
    info = f"{facts.name}.dist-info"
    files = [("otpkit/bin/otpkit", archives.read(facts.program), True)]
    files += package() + adapters()
    files += [(f"{info}/{name}", content.encode(), False)
              for name, content in metadata(facts, tag).items()]
    files += [(f"{info}/licenses/{name}", archives.read(f"{TOP}/{path}"), False)
              for name, path in (("LICENSE", "LICENSE"),
                                 ("NOTICE", "Packaging/NOTICE"))]
    files.append((f"{info}/RECORD", record(files, f"{info}/RECORD"), False))
    path = os.path.join(folder, f"{facts.name}-{tag}.whl")
    archives.write_zip(path, files, facts.epoch)
    return path


def package():
    """The Python files."""
    top = f"{TOP}/Packaging/python"
    paths = [os.path.join(folder, name)
             for folder, _, names in os.walk(top) for name in names]
    return [(os.path.relpath(path, top), archives.read(path), False)
            for path in sorted(paths) if path.endswith(".py")]


def adapters():
    """The adapters to Python libraries, and what they share."""
    names = sorted(name for name in os.listdir(f"{TOP}/adapters")
                   if name.endswith(".py"))
    return [(f"otpkit/adapters/{name}", archives.read(f"{TOP}/adapters/{name}"), False)
            for name in names]


def metadata(facts, tag):
    return {
        "METADATA": f"""Metadata-Version: 2.4
Name: otpkit
Version: {facts.version}
Summary: {SUMMARY}
License-Expression: Apache-2.0 AND CC0-1.0
License-File: LICENSE
License-File: NOTICE
Keywords: otp,totp,hotp,2fa,conformance,testing
Classifier: Environment :: Console
Classifier: Framework :: Pytest
Classifier: Operating System :: POSIX :: Linux
Classifier: Topic :: Security :: Cryptography
Classifier: Topic :: Software Development :: Testing
Requires-Python: >=3.9
Description-Content-Type: text/plain

{DESCRIPTION}
""",
        "WHEEL": f"""Wheel-Version: 1.0
Generator: otpkit ({facts.version})
Root-Is-Purelib: false
Tag: {tag}
""",
        "entry_points.txt": """[console_scripts]
otpkit = otpkit.__main__:main

[pytest11]
otpkit = otpkit.pytest_plugin
""",
        "top_level.txt": "otpkit\n",
    }


def record(files, own):
    """Each file with its digest and its size; RECORD itself has neither."""
    rows = io.StringIO()
    writer = csv.writer(rows, lineterminator="\n")
    for name, content, _ in files:
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest())
        writer.writerow(
            [name, "sha256=" + digest.rstrip(b"=").decode(), len(content)])
    writer.writerow([own, "", ""])
    return rows.getvalue().encode()
