"""Published surveys with responses, for the tests of what responses add up to."""

import itertools
from collections import defaultdict
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.extensions import db
from backend.models import draft, link, response, tally, version
from backend.models.response import Response, Sent
from backend.models.survey import Survey
from backend.models.user import User
from backend.questionnaire.count import WHOLE, Counted, count
from backend.questionnaire.tally import Tally

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
COLOUR = {
    "kind": "single_choice",
    "id": "colour",
    "title": "Which colour?",
    "other": True,
    "choices": [{"id": "red", "label": "Red"}, {"id": "blue", "label": "Blue"}],
}
AGE = {"kind": "number", "id": "age", "title": "How old are you?", "unit": "years"}
WHY = {"kind": "long_text", "id": "why", "title": "Why?"}
_keys = itertools.count()


def somebody(name: str = "Alice") -> User:
    """A person who owns surveys."""
    return User.from_claims({"tid": "t1", "oid": name, "name": name, "email": f"{name}@a.org"})


def study(
    *questions: dict[str, Any], owner: User | None = None, anonymous: bool = True, title: str = "S"
) -> Survey:
    """A published survey of one section."""
    owner = owner or somebody()
    survey = draft.begin(owner.id, document(*questions, title=title), NOW)
    survey.anonymous = anonymous
    version.publish(survey, owner.id, NOW)
    return survey


def document(*questions: dict[str, Any], title: str = "S") -> dict[str, Any]:
    """A questionnaire of one section."""
    asked = list(questions or (COLOUR, AGE, WHY))
    return {"title": title, "sections": [{"id": "s1", "title": "Part", "questions": asked}]}


def republish(survey: Survey, *questions: dict[str, Any]) -> None:
    """Make the next version of a survey, of these questions."""
    draft.Draft.of(survey.id).document = document(*questions)
    db.session.commit()
    version.publish(survey, survey.owner_id, NOW)


def answer(
    survey: Survey, at: datetime = NOW, by: UUID | None = None, key: str = "", **answers: Any
) -> UUID:
    """Record a response to the newest version."""
    public = link.read(survey.link_key or "")
    assert public is not None
    key = key or f"key-{next(_keys)}"
    return response.record(public, Sent(key, public.version, answers, at, by))


def recount(survey: Survey) -> dict[str, Tally]:
    """The tallies of all responses, counted one by one, without the tallies and their queue."""
    rows = db.session.scalars(select(Response).where(Response.survey_id == survey.id))
    counted = (Counted(row.version, row.submitted_on, row.answers) for row in rows)
    return count(counted, lambda number: version.questionnaire(survey.id, number))


def stored(survey: Survey) -> dict[str, Tally]:
    """The stored tallies, with what waits in the queue added."""
    found: dict[str, Tally] = defaultdict(Tally)
    rows = select(tally.TallyRow).where(tally.TallyRow.survey_id == survey.id)
    for row in db.session.scalars(rows):
        found[row.question_id].add(row.value, int(row.n))
    waiting = (
        select(Response)
        .join(
            tally.Queued,
            (tally.Queued.survey_id == Response.survey_id)
            & (tally.Queued.response_id == Response.id),
        )
        .where(Response.survey_id == survey.id)
    )
    counted = [Counted(r.version, r.submitted_on, r.answers) for r in db.session.scalars(waiting)]
    for id, added in count(
        counted, lambda number: version.questionnaire(survey.id, number)
    ).items():
        found[id] += added
    return {id: counts for id, counts in found.items() if counts.counts or id == WHOLE}
