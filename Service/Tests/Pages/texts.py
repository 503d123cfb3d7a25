# SPDX-License-Identifier: Apache-2.0
"""Every text that a page asks for is there in every language.

usage: texts.py FOLDER (of the service's sources)
"""

import pathlib
import re
import sys

sources = pathlib.Path(sys.argv[1])


def table(language):
    """The texts of a language by their names, lines joined as Swift does."""
    text = (sources / "Texts" / f"{language}.swift").read_text()
    text = re.sub(r"\\\n\s*", "", text)
    return dict(re.findall(r"^\s*([\w.]+) = (.*)$", text, re.MULTILINE))


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
print(f"{len(english)} texts in two languages")
