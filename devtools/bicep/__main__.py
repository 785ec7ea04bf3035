"""`python -m devtools.bicep infra`: a line for each fault of the Bicep files in a folder."""

import sys
from pathlib import Path

from devtools.bicep.check import check


def main() -> int:
    """1 where there is a fault."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "infra")
    found = check(folder)
    for one in found:
        print(one)
    print(f"{len(list(folder.rglob('*.bicep')))} Bicep files, {len(found)} faults.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
