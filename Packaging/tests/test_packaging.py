# SPDX-License-Identifier: Apache-2.0
"""Checks the artefacts of a release from outside.

usage: test_packaging.py FOLDER
"""
import base64
import csv
import gzip
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import unittest
import zipfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import reproducible

FOLDER = None


def artefact(suffix):
    [name] = [name for name in os.listdir(FOLDER) if name.endswith(suffix)]
    return os.path.join(FOLDER, name)


def document(suffix):
    with open(artefact(suffix), encoding="utf-8") as file:
        return json.load(file)


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


class Wheel(unittest.TestCase):
    def setUp(self):
        self.archive = zipfile.ZipFile(artefact(".whl"))
        self.addCleanup(self.archive.close)

    def text(self, name):
        [path] = [path for path in self.archive.namelist()
                  if path.endswith(f".dist-info/{name}")]
        return self.archive.read(path).decode()

    def test_record_has_every_file(self):
        rows = list(csv.reader(io.StringIO(self.text("RECORD"))))
        self.assertEqual([row[0] for row in rows], self.archive.namelist())
        for name, digest, size in rows[:-1]:
            content = self.archive.read(name)
            own = base64.urlsafe_b64encode(hashlib.sha256(content).digest())
            self.assertEqual(digest, "sha256=" + own.rstrip(b"=").decode(), name)
            self.assertEqual(int(size), len(content), name)

    def test_tag_is_what_the_program_needs(self):
        tag = re.search(r"Tag: (.*)\n", self.text("WHEEL")).group(1)
        self.assertTrue(artefact(".whl").endswith(f"-{tag}.whl"))
        with tempfile.TemporaryDirectory() as folder:
            program = self.archive.extract("otpkit/bin/otpkit", folder)
            symbols = subprocess.run(["objdump", "-T", program], check=True,
                                     capture_output=True, text=True).stdout
        versions = [tuple(map(int, found))
                    for found in re.findall(r"GLIBC_(\d+)\.(\d+)", symbols)]
        self.assertIn("manylinux_{}_{}_".format(*max(versions)), tag)

    def test_program_has_nothing_of_its_folder(self):
        with tempfile.TemporaryDirectory() as folder:
            program = self.archive.extract("otpkit/bin/otpkit", folder)
            with open(program, "rb") as file:
                before = file.read()
            reproducible.normalize(program)
            start, length = reproducible.section(program, ".swift_modhash")
            self.assertGreater(length, 0)
            self.assertEqual(before[start:start + length], bytes(length))
            with open(program, "rb") as file:
                self.assertEqual(file.read(), before)

    def test_program_may_be_run(self):
        mode = self.archive.getinfo("otpkit/bin/otpkit").external_attr >> 16
        self.assertEqual(mode & 0o777, 0o755)


class Statements(unittest.TestCase):
    def test_checksums(self):
        with open(artefact("SHA256SUMS"), encoding="utf-8") as file:
            rows = dict(reversed(line.split()) for line in file)
        self.assertEqual(set(rows), set(os.listdir(FOLDER)) - {"SHA256SUMS"})
        for name, digest in rows.items():
            self.assertEqual(sha256(os.path.join(FOLDER, name)), digest)

    def test_provenance_names_the_artefacts(self):
        statement = document(".intoto.json")
        subjects = {each["name"]: each["digest"]["sha256"]
                    for each in statement["subject"]}
        self.assertEqual(len(subjects), 3)
        for name, digest in subjects.items():
            self.assertEqual(sha256(os.path.join(FOLDER, name)), digest)
        own = statement["predicate"]["buildDefinition"]["resolvedDependencies"][0]
        self.assertRegex(own["digest"]["gitCommit"], "^[0-9a-f]{40}$")

    def test_contents(self):
        bill = document(".cdx.json")
        names = {part["name"] for part in bill["components"]}
        self.assertLessEqual({"openssl", "swift", "swift-argument-parser"}, names)
        for part in bill["components"]:
            self.assertRegex(part["version"], r"^\d+\.\d+")
        with tarfile.open(artefact(".tar.gz")) as archive:
            [program] = [name for name in archive.getnames()
                         if name.endswith("/bin/otpkit")]
            content = archive.extractfile(program).read()
        self.assertEqual(bill["metadata"]["component"]["hashes"][0]["content"],
                         hashlib.sha256(content).hexdigest())


class Archives(unittest.TestCase):
    """All three have one program, and nothing of the machine that built them."""

    def test_one_program(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["dpkg-deb", "-x", artefact(".deb"), folder], check=True)
            installed = sha256(os.path.join(folder, "usr/bin/otpkit"))
        with zipfile.ZipFile(artefact(".whl")) as archive:
            content = archive.read("otpkit/bin/otpkit")
        self.assertEqual(hashlib.sha256(content).hexdigest(), installed)

    def test_owner_and_time_are_of_the_commit(self):
        with tarfile.open(artefact(".tar.gz")) as archive:
            entries = archive.getmembers()
        self.assertEqual({(each.uid, each.gid, each.uname) for each in entries},
                         {(0, 0, "")})
        self.assertEqual(len({each.mtime for each in entries}), 1)

    def test_manual_page_has_every_command(self):
        with tarfile.open(artefact(".tar.gz")) as archive:
            [name] = [name for name in archive.getnames() if name.endswith(".1.gz")]
            page = gzip.decompress(archive.extractfile(name).read()).decode()
        for command in ("conform doctor", "code", "verify", "uri build"):
            self.assertIn(f".SS otpkit {command}\n", page)
        self.assertIn(r"\-\-allow\-short\-secret", page)


class Commands(unittest.TestCase):
    """The manual page and the completions have what the program's help has."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.root = folder.name
        subprocess.run(["dpkg-deb", "-x", artefact(".deb"), cls.root], check=True)
        # Help is asked for as a person asks, command by command.
        cls.helps = dict(cls.all_helps([]))

    @classmethod
    def all_helps(cls, path):
        command = [os.path.join(cls.root, "usr/bin/otpkit"), *path, "--help"]
        text = subprocess.run(command, check=True, capture_output=True,
                              text=True).stdout
        yield " ".join(["otpkit", *path]), text
        below = re.search(r"^SUBCOMMANDS:\n((?:  .*\n|\n)*)", text, re.MULTILINE)
        for name in re.findall(r"^  ([a-z][a-z0-9-]*)(?: \(default\))?(?:  |$)",
                               below.group(1) if below else "", re.MULTILINE):
            yield from cls.all_helps([*path, name])

    def options(self, text):
        """The names of all options in a help text, with hyphens."""
        labels = re.findall(r"^  (-.*?)(?:  |$)", text, re.MULTILINE)
        names = {name for label in labels
                 for name in re.findall(r"(?:(?<=[ /])|^)--?[a-z][a-z0-9-]*", label)}
        return names - {"-h", "--help", "--version"}

    def file(self, path):
        with open(os.path.join(self.root, "usr/share", path), "rb") as file:
            content = file.read()
        if path.endswith(".gz"):
            content = gzip.decompress(content)
        return content.decode()

    def check(self, section, left_out=("otpkit",)):
        """`section` gives what a file has of a command, and a command's names."""
        missing = [
            f"{command} {name}" for command, text in self.helps.items()
            if command not in left_out
            for name in self.options(text) if name not in section(command)]
        self.assertEqual(missing, [])

    def test_help_is_understood(self):
        self.assertLessEqual(
            {"otpkit code", "otpkit uri build", "otpkit conform random",
             "otpkit backup verify"}, set(self.helps))
        self.assertLessEqual({"--seed", "--for", "--start-timeout"},
                             self.options(self.helps["otpkit conform random"]))
        self.assertLessEqual({"-o", "--output"},
                             self.options(self.helps["otpkit conform init"]))
        self.assertEqual(self.options(self.helps["otpkit conform"]),
                         self.options(self.helps["otpkit conform run"]))

    def test_manual_page(self):
        page = self.file("man/man1/otpkit.1.gz").replace("\\-", "-")
        sections = dict(re.findall(r"^\.SS (.*)\n((?:(?!\.S[SH]).*\n)*)", page,
                                   re.MULTILINE))
        self.check(lambda command: set(
            re.findall(r"\\fB(--?[a-z0-9-]+)\\fR", sections.get(command, ""))),
            # The page has the options of `conform` at `conform run`.
            left_out=("otpkit", "otpkit conform"))
        for command, text in self.helps.items():
            if command != "otpkit":
                [usage] = re.findall(r"^USAGE: (.*)$", text, re.MULTILINE)
                self.assertIn(usage.replace("…", "..."),
                              sections[command].splitlines())
        self.assertIn("--strict\\fR[=\\fIshould|all\\fR]\n",
                      sections["otpkit conform run"])
        # A page must not say what the machine that wrote it has.
        self.assertFalse("avx" in page)

    def test_bash(self):
        self.check_functions("bash-completion/completions/otpkit")

    def offered(self, *words):
        """What bash offers where the last word is to be completed."""
        script = os.path.join(self.root, "usr/share/bash-completion/completions/otpkit")
        asked = ('source "$0"; COMP_WORDS=(otpkit "$@"); COMP_CWORD=$#; '
                 '_otpkit otpkit "${@: -1}" "${COMP_WORDS[$#-1]}"; '
                 'echo "${COMPREPLY[@]}"')
        return subprocess.run(["bash", "-c", asked, script, *words], check=True,
                              capture_output=True, text=True).stdout.split()

    def test_bash_offers(self):
        self.assertEqual(self.offered("conform", "--su"), ["--suite"])
        self.assertEqual(self.offered("conform", "--suite", "totp", "--known"),
                         ["--known-failures"])
        self.assertEqual(self.offered("conform", "--strict", "s"), ["should"])
        self.assertEqual(self.offered("conform", "li"), ["list"])
        self.assertIn("run", self.offered("conform", ""))

    def test_zsh(self):
        self.check_functions("zsh/vendor-completions/_otpkit")

    def check_functions(self, path):
        script = self.file(path)

        def names(command):
            function = "_" + re.sub("[ -]", "_", command)
            found = re.search(rf"^{function}\(\) {{\n((?:.*\n)*?)}}\n", script,
                              re.MULTILINE)
            early = '= -* ]]; then\n        _otpkit_conform_run\n        return\n'
            if found and early in found.group(1):
                return names("otpkit conform run")
            return set(re.findall(r"--?[a-z][a-z0-9-]*", found.group(1))
                       if found else [])
        self.check(names)
        self.assertFalse("avx" in script)

    def test_fish(self):
        script = self.file("fish/vendor_completions.d/otpkit.fish")
        rows = re.findall(r'flags_or_options "(otpkit[a-z ]*)"[^\']*\'(.*)', script)

        def names(command):
            row = "\n".join(rest for name, rest in rows if name == command)
            return ({"--" + name for name in re.findall(r"-l '([a-z0-9-]+)'", row)}
                    | {"-" + name for name in re.findall(r"-s '([a-z])'", row)})
        self.check(names)
        self.assertFalse("avx" in script)


if __name__ == "__main__":
    FOLDER = sys.argv.pop(1)
    unittest.main()
