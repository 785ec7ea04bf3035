"""Run by `script/bench`: measures, prints one table, and fails where a goal is missed."""

import argparse
import logging
import random
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from devtools.bench import bare, editor, exact, results, speed, table
from devtools.bench.goals import rows
from devtools.bench.server import Server, serving
from devtools.bench.site import Published, Site
from devtools.bench.survey import answers
from devtools.postgres import temporary

SEED = 20
DATABASE = "bench"
BODIES = 500


@dataclass
class Run:
    """What was measured."""

    pages: speed.Race
    submissions: speed.Race
    stored: int
    recounted: int
    results: list[results.Sized]
    edits: list[editor.Edited]
    memory: float


def main() -> None:
    """Measure everything, once."""
    asked = _asked()
    logging.basicConfig(level=logging.WARNING)
    with temporary() as postgres, tempfile.TemporaryDirectory() as folder:
        site = Site(postgres.create_database(DATABASE))
        run = measure(site, Path(folder), asked)
        told = f"{table.circumstances(_version(site))}\n\n{table.drawn(rows(run))}\n"
    print(told)
    if asked.write:
        table.write(told)
    if not all(row.met for row in rows(run)):
        sys.exit("Not every goal was met.")


def measure(site: Site, folder: Path, asked: argparse.Namespace) -> Run:
    """Race pages and submissions, then look at results."""
    survey, dice = site.publish(), random.Random(SEED)
    bare.make_table(site.settings["DATABASE_URL"])
    page = folder / "page.html"
    with serving("backend:create_app()", site.environment) as ours:
        page.write_bytes(ours.get(survey.page))
        environment = site.environment | {bare.PAGE: str(page)}
        with serving("devtools.bench.bare:create_app()", environment) as beside:
            races = _race(ours, beside, survey, list(answers(BODIES, dice)), asked)
        memory = ours.memory
    stored = exact.stored(site, survey)
    exact.check_folded(site, survey)
    recounted = exact.check_counted(site, survey)
    sized = results.filled(site, asked.sizes, dice)
    edited = editor.drafts(site)
    with serving("devtools.bench.timed:application()", site.environment) as timed:
        results.measure(site, timed, sized, dice)
        editor.measure(site, timed, edited)
        memory = max(memory, timed.memory)
    return Run(*races, stored, recounted, sized, edited, memory)


def _race(
    ours: Server, beside: Server, survey: Published, told: list[str], asked: argparse.Namespace
) -> tuple[speed.Race, speed.Race]:
    pages = speed.pages(ours, beside, survey, asked.seconds, asked.connections)
    pages.run(asked.rounds, "pages")
    posts = speed.submissions(ours, beside, survey, asked.seconds, asked.connections, told)
    posts.run(asked.rounds, "submissions")
    return pages, posts


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser("script/bench", description="How fast Surveys is here.")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of each race (5)")
    parser.add_argument("--seconds", type=float, default=4, help="seconds of a round (4)")
    parser.add_argument("--connections", type=int, default=16, help="kept busy at once (16)")
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[100, 10_000, 1_000_000],
        help="responses of the surveys whose results are looked at",
    )  # fmt: skip
    parser.add_argument("--write", action="store_true", help="keep it in docs/performance.md")
    return parser.parse_args()


def _version(site: Site) -> str:
    from backend.extensions import db

    with site.app.app_context():
        return str(db.session.execute(db.text("SHOW server_version")).scalar_one())


if __name__ == "__main__":
    main()
