# SPDX-License-Identifier: Apache-2.0
"""Becomes the program: its arguments, streams and exit code are the caller's."""
import os
import sys

from . import PROGRAM


def main():
    try:
        os.execv(PROGRAM, ["otpkit", *sys.argv[1:]])
    except OSError as error:
        print(f"otpkit: {PROGRAM}: {error.strerror}", file=sys.stderr)
        return 3


if __name__ == "__main__":
    sys.exit(main())
