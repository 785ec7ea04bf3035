"""Whether what is shown is what was answered: every response counted anew."""

import json
from collections import defaultdict

from sqlalchemy import create_engine, select, text

from backend.extensions import db
from backend.models import fold, tally
from backend.models.response import Response
from backend.models.version import questionnaire
from backend.questionnaire.count import WHOLE, Counted, count
from backend.questionnaire.tally import Tally
from devtools.bench.site import Published, Site
from devtools.bench.survey import QUESTIONNAIRE, TEXTS

GROUPED = text("""
SELECT question_id, said, count(*) FROM (
  SELECT e.key AS question_id,
    CASE WHEN e.key = ANY(:texts) AND e.value <> 'null' THEN '""' ELSE e.value::text END AS said
  FROM responses, jsonb_each(answers) AS e WHERE survey_id = :survey_id
) AS answers GROUP BY question_id, said
""")
STORED = text("SELECT count(*) FROM responses WHERE survey_id = :survey_id")


FEW = 20_000
"""Up to how many responses are counted anew by the counting of the application too."""


class Inexact(Exception):
    """Something was lost, or counted twice; the message says what."""


def stored(site: Site, survey: Published) -> int:
    """How many responses the table holds."""
    with site.app.app_context():
        return int(db.session.execute(STORED, {"survey_id": survey.id}).scalar_one())


def check_folded(site: Site, survey: Published) -> None:
    """Fold what waits. Raises Inexact where something still waits afterwards."""
    with site.app.app_context():
        fold.fold_all(survey.id)
        if waiting := tally.current(survey.id, 1).waiting:
            raise Inexact(f"{waiting} responses still wait to be counted.")


def check_counted(site: Site, survey: Published) -> int:
    """Count every response anew, in Python; give how many. Raises Inexact on any difference."""
    with site.app.app_context():
        rows = db.session.execute(
            select(Response.version, Response.submitted_on, Response.answers)
            .where(Response.survey_id == survey.id)
            .execution_options(yield_per=5000)
        )
        recounted = count(
            (Counted(*row) for row in rows), lambda number: questionnaire(survey.id, number)
        )
        shown = tally.current(survey.id, 1)
    _compare(shown.tallies, recounted)
    return recounted[WHOLE]["responses"]


def check_grouped(site: Site, survey: Published) -> int:
    """Count the values of all responses in SQL; give how many. Raises Inexact on any difference."""
    engine = create_engine(site.settings["DATABASE_URL"])  # without the limits of a request
    with engine.connect() as connection:
        told = {"survey_id": survey.id, "texts": list(TEXTS)}
        rows = connection.execute(GROUPED, told).all()
        responses = int(connection.execute(STORED, told).scalar_one())
    engine.dispose()
    recounted: dict[str, Tally] = defaultdict(Tally)
    for question_id, said, n in rows:
        question = QUESTIONNAIRE.question(question_id)
        assert question is not None
        for key, each in question.tally_of(json.loads(said)).counts.items():
            recounted[question_id].add(key, n * each)
    with site.app.app_context():
        shown = tally.current(survey.id, 1)
    if shown.responses != responses:
        raise Inexact(f"{responses} responses are stored, {shown.responses} are shown.")
    _compare({id: shown.tallies[id] for id in shown.tallies if id != WHOLE}, recounted)
    return responses


def _compare(shown: dict[str, Tally], recounted: dict[str, Tally]) -> None:
    for question_id, right in recounted.items():
        if shown.get(question_id) != right:
            raise Inexact(f"Question {question_id!r}: {shown.get(question_id)} is not {right}.")
