# SPDX-License-Identifier: Apache-2.0
"""The manual page, from what the program says of its own commands."""
import json
import re
import time

from facts import SUMMARY, said

STATUSES = (
    ("0", "Yes: conformant, accepted, done."),
    ("1", "No: a case failed, a code was rejected, or nothing explains the codes."),
    ("2", "The command line or an input is wrong."),
    ("3", "The adapter does not start, or speaks another protocol."),
    ("4", "Nothing failed, but there were crashes, timeouts or errors."),
    ("5", "No case ran."),
    ("6", "The vectors cannot be used."),
    ("130", "Interrupted."))


def page(facts, summary=SUMMARY, statuses=STATUSES):
    command = json.loads(said(facts.program, "--experimental-dump-help"))["command"]
    date = time.strftime("%Y-%m-%d", time.gmtime(facts.epoch))
    name = command["commandName"]
    lines = [
        f'.TH {name.upper()} 1 "{date}" "otpkit {facts.version}" "User Commands"',
        ".SH NAME", escaped(f"{name} - {summary[0].lower()}{summary[1:]}"),
        ".SH SYNOPSIS", f".B {escaped(name)}", r"\fIcommand\fR [\fIoptions\fR]",
        ".SH DESCRIPTION", *paragraphs(command.get("discussion", "")),
        ".SH COMMANDS"]
    for path, each in commands(command, []):
        asked = said(facts.program, *path.split()[1:], "--help") + "\n"
        lines += section(path, each, asked)
    lines += [".SH EXIT STATUS"]
    for code, meaning in statuses:
        lines += [".TP", f".B {code}", meaning]
    return "\n".join(lines) + "\n"


def commands(command, path):
    """Every command with its full name, in the order of the help."""
    path = path + [command["commandName"]]
    if len(path) > 1 and command.get("shouldDisplay", True):
        yield " ".join(path), command
    for each in command.get("subcommands", []):
        if each["commandName"] != "help":
            yield from commands(each, path)


def section(path, command, asked):
    """A command; `asked` is what its --help prints."""
    lines = [f".SS {escaped(path)}", *usage(asked),
             *paragraphs(command.get("abstract", "")),
             *paragraphs(command.get("discussion", ""), is_first=False)]
    for argument in command.get("arguments", []):
        if argument.get("shouldDisplay", True) and not is_common(argument):
            lines += [".TP", label(argument, asked),
                      *paragraphs(description(argument), ".IP")]
    return lines


def usage(asked):
    """How the command is typed, as its help has it."""
    found = re.search(r"^USAGE: ((?:.+\n)+)", asked, re.MULTILINE)
    rows = [row.strip() for row in found.group(1).splitlines()] if found else []
    return [line for row in rows for line in (escaped(row), ".br")][:-1] + [".PP"]


def is_common(argument):
    return argument.get("preferredName", {}).get("name") in ("help", "version")


def label(argument, asked):
    value = f"\\fI{escaped(argument.get('valueName', ''))}\\fR"
    if argument["kind"] == "positional":
        value += " ..." if argument["isRepeating"] else ""
        is_after = argument["parsingStrategy"] == "postTerminator"
        return (escaped("-- ") if is_after else "") + value
    if f"--{argument['preferredName']['name']} [<" in asked:
        # The value may be left out.
        value = f"[={value}]"
    names = ", ".join(
        r"\fB" + escaped(("-" if name["kind"] == "short" else "--") + name["name"])
        + r"\fR" for name in argument["names"])
    if argument["kind"] == "flag":
        return names
    return names + ("" if value.startswith("[") else " ") + value


def description(argument):
    parts = [argument.get("abstract", "")]
    if "defaultValue" in argument and argument["kind"] != "flag":
        parts.append(f"(default: {argument['defaultValue']})")
    return "\n\n".join(
        part for part in (" ".join(filter(None, parts)), argument.get("discussion"))
        if part)


def paragraphs(words, separator=".PP", is_first=True):
    """Running text is filled; lines that begin with spaces stay as they are."""
    lines = []
    for block in words.split("\n\n"):
        if not block.strip():
            continue
        lines += [] if is_first else [separator]
        rows = block.split("\n")
        if any(row.startswith("  ") for row in rows):
            lines += [".nf", *map(escaped, rows), ".fi"]
        else:
            lines += map(escaped, rows)
        is_first = False
    return lines


def escaped(line):
    """Text that roff prints as it is."""
    line = line.replace("\\", "\\e").replace("-", "\\-")
    line = line.replace("…", "...").replace("–", "\\[en]")
    return "\\&" + line if line[:1] in (".", "'") else line
