# SPDX-License-Identifier: Apache-2.0
"""The program otpkit, as a Python package. It has no Python interface: run
`otpkit`, or `python -m otpkit`; with pytest, `--otpkit-command`."""
import os

PROGRAM = os.path.join(os.path.dirname(os.path.abspath(__file__)), "bin", "otpkit")
