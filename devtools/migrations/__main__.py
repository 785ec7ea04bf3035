"""Checks the migrations: `python -m devtools.migrations`; says what is wrong, a line each.

First their text (rules.py), then, by squawk, the SQL that they become.
"""

import sys

from devtools.migrations.rules import faults
from devtools.migrations.statements import reviewed, written


def main() -> int:
    """Print what is wrong; gives the exit status."""
    found = list(faults())
    for fault in found:
        print(fault)
    return 1 if found else reviewed(written())


sys.exit(main())
