# SPDX-License-Identifier: Apache-2.0
"""Makes a built program the same bytes, whatever folder it was built in.

Paths are mapped away by the compiler's options (Scripts/release). What is left
is the section `.swift_modhash`, where the compiler keeps a hash of each
module's options for its next build, and the build ID, which the linker makes
of all bytes.
"""
import hashlib
import re
import subprocess

# The header of an ELF note with the owner "GNU".
NOTE_HEADER = 16
ID_LENGTH = 20


def normalize(program):
    """Clears the hashes, and makes the build ID anew of what remains."""
    with open(program, "r+b") as file:
        content = bytearray(file.read())
        clear(content, *section(program, ".swift_modhash"))
        start, length = section(program, ".note.gnu.build-id")
        if length != NOTE_HEADER + ID_LENGTH:
            raise ValueError(f"{program}: a build ID of {length} bytes")
        identifier = slice(start + NOTE_HEADER, start + length)
        clear(content, start + NOTE_HEADER, ID_LENGTH)
        content[identifier] = hashlib.sha1(content).digest()
        file.seek(0)
        file.write(content)


def clear(content, start, length):
    content[start:start + length] = bytes(length)


def section(program, name):
    """Where a section lies in the file, and its length."""
    listing = subprocess.run(
        ["readelf", "--section-headers", "--wide", program],
        check=True, capture_output=True, text=True).stdout
    row = re.search(
        rf" {re.escape(name)} +\w+ +[0-9a-f]+ ([0-9a-f]+) ([0-9a-f]+) ", listing)
    if row is None:
        raise ValueError(f"{program}: no section {name}")
    return int(row[1], 16), int(row[2], 16)
