"""What the tests of backups share: a filled database, and what it adds up to."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from backend import backup
from backend.backup import Restored, Taken
from backend.extensions import db
from backend.models import fold
from backend.models.response import Response
from backend.models.session import Session
from backend.models.survey import Survey
from tests.studies import answer, recount, stored, study

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
AWKWARD = 'tab\t, new\nline, \\N, "quotes", ’ and 😀'


def fill(app: Flask) -> None:
    """Two surveys with responses, some counted and some waiting, and somebody who is signed in."""
    with app.app_context():
        noise, survey = study(title="Noise"), study(title="Études")
        answer(noise, colour="red")
        for number in range(7):
            answer(survey, colour="blue", age=number, why=AWKWARD)
        fold.fold(survey.id)
        answer(survey, colour=None, why="waits")
        Session.begin(survey.owner_id, at=AT)


def take(app: Flask, path: Path, **options: bool) -> Taken:
    """Take a backup of this application's database."""
    with app.app_context():
        return backup.take(path, AT, **options)


def restore(app: Flask, path: Path) -> Restored:
    """Restore a backup into this application's database."""
    with app.app_context():
        return backup.restore(path)


def sums(app: Flask) -> dict[UUID, object]:
    """What each survey's responses add up to. Each is counted in both ways, which must agree."""
    with app.app_context():
        found = {}
        for survey in db.session.scalars(select(Survey).execution_options(fanout=True)):
            tallies = recount(survey)
            assert tallies == stored(survey)
            found[survey.id] = {id: tally.counts for id, tally in tallies.items()}
        return found


def answers(app: Flask) -> list[object]:
    """All answers, by the ids of the responses."""
    with app.app_context():
        rows = select(Response).order_by(Response.id).execution_options(fanout=True)
        return [(row.id, row.answers, row.submitted_on) for row in db.session.scalars(rows)]
