"""The difference between two versions of the questions, or a version and the draft."""

import re
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from backend.auth.session import login_required
from backend.models import history, version
from backend.models.draft import Draft
from backend.models.errors import NotFound
from backend.models.role import Right
from backend.models.survey import Survey
from backend.questionnaire.compare import compare
from backend.questionnaire.document import Questionnaire
from backend.surveys import surveys
from backend.surveys.access import reach
from backend.surveys.frame import frame

DRAFT = "draft"
STATE = re.compile(r"(r?)(\d{1,9})")


@surveys.get("/surveys/<uuid:survey_id>/comparison")
@login_required
def comparison(survey_id: UUID) -> ResponseReturnValue:
    """Two states side by side: `old` and `new` name a version, a revision (`r12`) or the draft."""
    survey = reach(survey_id, Right.READ)
    draft = Draft.of(survey.id)
    old = request.args.get("old") or str(survey.version or "r0")
    new = request.args.get("new") or DRAFT
    found = compare(_state(survey, draft, old), _state(survey, draft, new))
    states = _states(survey, old, new)
    values = {"comparison": found, "old": old, "new": new, "states": states}
    return render_template("surveys/history/comparison.html", **values, **frame(survey))


def _state(survey: Survey, draft: Draft, name: str) -> Questionnaire:
    """The questionnaire of that name. Raises `NotFound` where there is none."""
    if name == DRAFT:
        return draft.questionnaire
    match = STATE.fullmatch(name)
    if match is None:
        raise NotFound
    number = int(match[2])
    if match[1]:
        return history.as_it_was(draft, number)
    if not 1 <= number <= (survey.version or 0):
        raise NotFound
    return version.questionnaire(survey.id, number)


def _states(survey: Survey, *chosen: str) -> dict[str, str]:
    """What can be chosen, by name: the draft, every version, and what is chosen already."""
    found = {DRAFT: "The draft, as it is now"}
    for one in history.publications(survey.id):
        found[str(one.number)] = f"Version {one.number}, published {one.at:%-d %B %Y}"
    for name in chosen:
        found.setdefault(name, f"Revision {name.removeprefix('r')}")
    return found
