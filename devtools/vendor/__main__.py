"""Copies what npm has installed: `python -m devtools.vendor`; with `--check` looks, and no more."""

import sys

from devtools.vendor import copy, faults

if __name__ == "__main__":
    if "--check" not in sys.argv:
        copy()
    found = list(faults())
    print("\n".join(found) or "The scripts that pages carry are as they should be.")
    sys.exit("Run script/vendor." if found else 0)
