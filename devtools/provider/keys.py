"""Makes the secrets of compose.yaml, once: they lie in a volume, and are in no file of ours.

Run as `python -m devtools.provider.keys <folder>`. Whoever has the volume may read them.
"""

import secrets
import sys
from pathlib import Path

NAMES = ("secret_key", "dbpass")


def make(folder: Path) -> None:
    """Write every secret that is not there yet; a second time changes nothing."""
    for name in NAMES:
        path = folder / name
        if not path.exists():
            path.write_text(secrets.token_urlsafe(48))
            path.chmod(0o444)  # for the application and the database, which are different users


if __name__ == "__main__":
    make(Path(sys.argv[1]))
