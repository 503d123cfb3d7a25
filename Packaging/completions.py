# SPDX-License-Identifier: Apache-2.0
"""The completions of the shells, as the program writes them, and with the options of
`conform run` behind `conform`, which means the same.

ArgumentParser offers no options of a command that runs where none is named.
"""
import re

from facts import said

PATHS = {
    "bash": "share/bash-completion/completions/otpkit",
    "zsh": "share/zsh/vendor-completions/_otpkit",
    "fish": "share/fish/vendor_completions.d/otpkit.fish",
}
# An option in place of a command: the rest is completed as that of `run`.
EARLY = {
    "bash": """    if [[ "${unparsed_words[0]}" = -* ]]; then
        _otpkit_conform_run
        return
    fi
""",
    "zsh": """    if [[ "${words[2]}" = -* ]]; then
        _otpkit_conform_run
        return
    fi
""",
}


def files(program):
    """The scripts by their paths in /usr."""
    return {path: script(program, shell).encode() + b"\n"
            for shell, path in PATHS.items()}


def script(program, shell):
    text = said(program, "--generate-completion-script", shell)
    if shell == "fish":
        return with_default_in_fish(text)
    # A file that is sourced has no interpreter.
    return replaced(r"_otpkit_conform\(\) {\n", lambda found: found[0] + EARLY[shell],
                    text.removeprefix("#!/bin/bash\n"))


def with_default_in_fish(text):
    parse = r"( +__otpkit_parse_subcommand) "
    run = re.search(rf"case 'run'\n{parse}-r 1 (.*)\n", text)[2]
    text = replaced(rf"(case 'conform'\n){parse}0 .*\n",
                    lambda found: f"{found[1]}{found[2]} 0 {run}\n", text)
    text = "".join(line for line in text.splitlines(True)
                   if '_options "otpkit conform" ' not in line)
    return re.sub(r'(.*_options "otpkit conform) run(".*\n)', r"\g<0>\1\2", text)


def replaced(pattern, change, text):
    text, count = re.subn(pattern, change, text)
    if count != 1:
        raise SystemExit(f"completions: {count} times {pattern!r}")
    return text
