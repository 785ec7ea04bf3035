"""`python -m devtools.mutate ROOM`: changes one place after another, and counts who notices."""

import argparse
import os
import signal
import sys
import time
from pathlib import Path

from devtools.mutate.rooms import rooms
from devtools.mutate.score import Unsound, line, score

ROOT = Path(__file__).parents[2]
TABLE = Path(__file__).with_name("rooms.toml")


def main() -> int:
    """0 when enough mutants were noticed, 1 when too many survived, 2 when it says nothing."""
    parser = argparse.ArgumentParser(prog="script/mutate", description=__doc__)
    parser.add_argument("room")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--patience", type=float, default=10, help="seconds each has at least")
    parser.add_argument("--root", type=Path, default=ROOT, help="another project")
    parser.add_argument("--rooms", type=Path, default=TABLE, help="another table of rooms")
    chosen = parser.parse_args()
    there = rooms(chosen.rooms, chosen.root)
    if chosen.room not in there:
        parser.error(f"There is no room {chosen.room}: {', '.join(there)}.")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    room, began = there[chosen.room], time.monotonic()
    try:
        result = score(room, chosen.workers, chosen.patience, _say)
    except Unsound as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Interrupted; nothing was changed.", file=sys.stderr)
        return 130
    print(
        f"{room.name}: {result.percent:.1f} % of {result.tried} mutants noticed"
        f" ({result.slow} by taking too long), in {time.monotonic() - began:.0f} s;"
        f" at least {room.floor:.0f} % are asked for."
    )
    for mutant in result.survivors:
        print(f"  {line(room, mutant)}")
    return 0 if result.percent >= room.floor else 1


def _say(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    sys.exit(main())
