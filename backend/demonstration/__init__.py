"""The demonstration: a real study of 944 people, answered the way any respondent answers.

The data and their source stand beside this file, in `anes96.csv` and `anes96.md`.
"""

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid5

from backend.models import draft, fold, link, response, version
from backend.models.audit import OPERATOR
from backend.models.audit_acts import Act
from backend.models.audit_writing import note_beforehand
from backend.models.response import Sent
from backend.models.survey import Survey
from backend.models.user import User
from backend.questionnaire import submission
from backend.questionnaire.question import Question
from backend.questionnaire.samples import SAMPLES

NAME = "anes96"
DATA = Path(__file__).with_name("anes96.csv")


def load(owner: User, at: datetime) -> Survey:
    """The demonstration survey of this person, with its responses; made where it is missing.

    What an earlier run has left unfinished is continued: neither the survey nor a response is
    there twice. A survey that its owner has deleted stays so. Raises a `Refusal` where it takes
    no more responses, and has not got them all.
    """
    survey = _survey(owner, at)
    if survey.deleted_at is None:
        if survey.version is None:
            version.publish(survey, by=owner.id, at=at, actor=OPERATOR)
        _record(survey, at)
    return survey


def fields(row: dict[str, str]) -> dict[str, list[str]]:
    """The form that a browser would send for one respondent of the study."""
    sent = {
        "age": row["age"],
        "educ": f"educ-{row['educ']}",
        "income": f"income-{row['income']}",
        "popul": row["popul"],
        "tvnews": row["TVnews"],
        "party": str(int(row["PID"]) + 1),
        "leaning.self": row["selfLR"],
        "leaning.clinton": row["ClinLR"],
        "leaning.dole": row["DoleLR"],
        "vote": f"vote-{row['vote']}",
    }
    return {name: [value] for name, value in sent.items()}


def rows() -> Iterator[dict[str, str]]:
    """The respondents of the study: the codes of their answers by column."""
    with DATA.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _survey(owner: User, at: datetime) -> Survey:
    id = uuid5(owner.id, NAME)
    owned = Survey.owned(id, owner.id)
    return owned or draft.begin(owner.id, SAMPLES[NAME].document(), at, id, by=OPERATOR)


def _record(survey: Survey, at: datetime) -> None:
    id, public = survey.id, link.read(survey.link_key or "")
    forms = [fields(row) for row in rows()]
    last = response.response_id(id, _key(id, len(forms)))
    if public and response.stored_answers(id, last) is None:
        asked = version.questionnaire(id, 1).asked
        note_beforehand(id, Act.DEMONSTRATED, OPERATOR, responses=len(forms))
        response.record_all(public, _submissions(id, asked, forms, at))
    fold.fold_all(id)


def _submissions(
    survey_id: UUID, asked: tuple[Question, ...], forms: list[dict[str, list[str]]], at: datetime
) -> Iterator[Sent]:
    """What the public page reads in these forms of the first version, which asks this."""
    for number, form in enumerate(forms, 1):
        read = submission.read(asked, form.items(), own=frozenset(), at=at)
        yield Sent(_key(survey_id, number), 1, read.answers, at)


def _key(survey_id: UUID, number: int) -> str:
    """The submission key of a respondent of the study: the same in every run."""
    return uuid5(survey_id, f"{NAME}/{number}").hex
