# SPDX-License-Identifier: Apache-2.0
"""Every text that a page asks for is there in every language.

usage: texts.py FOLDER (of the service's sources) FOLDER (of TwoFactor's)
"""

import pathlib
import re
import sys

sources, layer = map(pathlib.Path, sys.argv[1:])


def table(language):
    """The texts of a language by their names, lines joined as Swift does."""
    text = (sources / "Texts" / f"{language}.swift").read_text()
    text = re.sub(r"\\\n\s*", "", text)
    return dict(re.findall(r"^\s*([\w.-]+) = (.*)$", text, re.MULTILINE))


english, german = table("English"), table("German")
assert len(english) > 200
assert english.keys() == german.keys(), english.keys() ^ german.keys()
for name in english:
    places = [set(re.findall(r"\{\d\}", texts[name]))
              for texts in (english, german)]
    assert places[0] == places[1], f"{name}: the places differ"
asked = set()
for file in sources.rglob("*.swift"):
    asked |= set(re.findall(r'\b(?:t|language\.text)\(\s*"([\w.]+)"', file.read_text()))
assert len(asked) > 100
assert asked <= english.keys(), f"no text: {asked - english.keys()}"


def codes(file, kind):
    """The codes of an error of the account layer, by the names of its cases."""
    text = (layer / file).read_text()
    start = text.index("public var code: String", text.index(f"extension {kind}"))
    text = text[start:text.index("\n  }\n", start)]
    return dict(re.findall(r'case \.(\w+): "([\w-]+)"', text))


def cases(file, kind):
    """The cases that an error has, as they are declared."""
    text = (layer / file).read_text()
    start = text.index(kind)
    text = text[start:text.index("\n  }\n", start)]
    found = re.findall(r"^ +case ([^\n]+(?:\n {6,}[^\n]+)*)", text, re.MULTILINE)
    lines = re.sub(r"\([^()]*\)", "", ", ".join(found))
    return set(re.findall(r"\w+", re.sub(r"\[.*?\]", "", lines)))


# Names that are put together: an event's kind, and a notice's.
kinds = cases("AuditEvent.swift", "public enum Kind")
notices = cases("AccountMessage.swift", "public enum Notice")
assert len(kinds) > 50 and len(notices) > 15, (len(kinds), len(notices))
asked = {"event." + kind for kind in kinds}
asked |= {"notice." + notice for notice in notices}
assert asked <= english.keys(), f"no text: {asked - english.keys()}"
errors = codes("TwoFactorError+Code.swift", "TwoFactorError {")
assert errors.keys() == cases("TwoFactorError.swift", "enum Cause"), \
    errors.keys() ^ cases("TwoFactorError.swift", "enum Cause")
text = (layer / "TwoFactorError+Code.swift").read_text()
start = text.index("switch cause")
# The service's own troubles are answered with a page that says nothing of them.
own = set(re.findall(r"\.(\w+)", text[start:text.index(":\n      .service")]))
others = {"notAuthorized", "phone", "password"}
assert len(own) > 10 and own | others <= errors.keys(), own
asked = {"error." + code for name, code in errors.items()
         if name not in own | others}
for file, kind, prefix, count in (
        ("Values/PhoneNumberError.swift", "PhoneNumberError {", "phone", 7),
        ("TwoFactorError+Code.swift", "PasswordViolation {", "password", 6)):
    found = codes(file, kind).values()
    assert len(found) >= count, found
    asked |= {f"{prefix}.error.{code}" for code in found}
assert asked <= english.keys(), f"no text: {asked - english.keys()}"
for file in (sources / "Pages").glob("*.swift"):
    assert "error.description" not in file.read_text(), \
        f"{file.name} shows the English text of an error"
print(f"{len(asked)} errors of the account layer have a text")
print(f"{len(english)} texts in two languages")
