# SPDX-License-Identifier: Apache-2.0
"""An adapter to a Python library: `python -m otpkit.adapters pyotp`."""
import os
import runpy
import sys

FOLDER = os.path.dirname(os.path.abspath(__file__))
SUFFIX = "_adapter.py"


def main():
    libraries = sorted(
        name[: -len(SUFFIX)] for name in os.listdir(FOLDER) if name.endswith(SUFFIX))
    if len(sys.argv) != 2 or sys.argv[1] not in libraries:
        print("usage: python -m otpkit.adapters LIBRARY, one of "
              + ", ".join(libraries), file=sys.stderr)
        return 2
    sys.path.insert(0, FOLDER)
    runpy.run_path(os.path.join(FOLDER, sys.argv[1] + SUFFIX), run_name="__main__")


if __name__ == "__main__":
    sys.exit(main())
