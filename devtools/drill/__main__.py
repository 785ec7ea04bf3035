"""Run by `script/drill`: breaks things on purpose, and prints what became of the answers."""

import argparse
import logging
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module

from devtools.bench import table as bench
from devtools.drill import full, kills, reloads, steady, table, term
from devtools.drill.table import Row

Drill = Callable[[float], list[Row]]
QUICK = 0.1


def _restore(share: float) -> list[Row]:
    rows: list[Row] = import_module("devtools.drill.restore").restore(share)
    return rows


DRILLS: dict[str, Drill] = {
    "kills": kills.postgres,
    "workers": kills.workers,
    "reloads": reloads.reloads,
    "term": term.term,
    "full": full.full,
    "steady": steady.steady,
    "restore": _restore,
}


def main() -> None:
    """Run what is asked for, one after the other."""
    asked = _asked()
    logging.basicConfig(level=logging.ERROR)
    logging.getLogger("backend").setLevel(logging.CRITICAL)
    missed = False
    for name in asked.drill or DRILLS:
        began = datetime.now(UTC)
        try:
            rows = DRILLS[name](QUICK if asked.quick else 1.0)
        except full.NoSmallDisk as lack:
            print(f"{name} was not run. {lack}", file=sys.stderr)
            missed = True
            continue
        seconds = (datetime.now(UTC) - began).total_seconds()
        told = f"{began:%-d %B %Y}, {seconds / 60:.1f} minutes.\n\n{table.drawn(rows)}"
        print(told, flush=True)
        if asked.write:
            table.write(name, told)
        missed |= not all(row.met for row in rows)
    if asked.write:
        table.write("machine", bench.circumstances("18.6"))
    if missed:
        sys.exit("Not every drill was run, or not every goal was met.")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser("script/drill", description="What happens when things break.")
    parser.add_argument("drill", nargs="*", choices=[[], *DRILLS], metavar="DRILL",
                        help=f"one or more of {', '.join(DRILLS)} (all)")  # fmt: skip
    parser.add_argument("--quick", action="store_true", help="a tenth of everything")
    parser.add_argument("--write", action="store_true", help="keep it in docs/reliability.md")
    return parser.parse_args()


if __name__ == "__main__":
    main()
