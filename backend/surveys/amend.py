"""How an author's form becomes edits of the draft: only what differs from what was seen."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from werkzeug.exceptions import BadRequest

from backend.models.draft import Draft, InvalidEdit, StaleEdit, change
from backend.models.errors import NotFound
from backend.models.ids import short_id
from backend.models.survey import Survey
from backend.models.version import question
from backend.questionnaire.clash import Clash, key, overlay
from backend.questionnaire.diff import diff
from backend.questionnaire.edit import Edit, Insert
from backend.questionnaire.tree import ROOT, PartGone, Tree, find, is_there, place
from backend.surveys.forms import PartForm, form_of

WHOLE = "whole"
"""What goes before the ids of the elements that show the questionnaire's own texts."""


@dataclass
class Outcome:
    """What became of a form that was sent.

    `same` says that the part now is as the form shows it. A refused form has refusals in its
    fields, or `clashes` with what somebody else has changed.
    """

    draft: Draft
    part_id: str
    form: PartForm
    status: int = 200
    same: bool = True
    clashes: list[Clash] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        """Whether nothing was saved."""
        return self.status != 200


@dataclass(frozen=True)
class Wanted:
    """What a form wants: the part as its sender had seen it and sent it, and the edits between.

    `base` is the whole document that they had seen.
    """

    survey_id: UUID
    base: Tree
    before: Tree
    after: Tree
    edits: list[Edit]
    form: PartForm
    by: UUID
    at: datetime

    @property
    def part_id(self) -> str:
        """The part whose form it is."""
        return str(self.before.get("id", ROOT))


def save(survey: Survey, part_id: str, sent: Any, by: UUID, at: datetime) -> Outcome:
    """Change the part to what was sent, where that differs from what the sender had seen."""
    draft = Draft.of(survey.id)
    revision = _revision(sent, draft)
    base = draft.at(revision)
    before = _found(base, part_id)
    form = form_of(before)(sent, before, part_id or WHOLE, revision)
    after = form.submitted(partial(short_id, part_id, revision))
    if after is None:
        return Outcome(draft, part_id, form, 422)
    theirs = sent.get("theirs", "").split()
    edits = [edit for edit in diff(before, after) if key(edit) not in theirs]
    wanted = Wanted(survey.id, base, before, after, edits, form, by, at)
    return _made(draft, wanted, back=sent.get("keep") == "mine")


def was_published(survey: Survey, question_id: str) -> bool:
    """Whether answers to this question may exist."""
    return question(survey, question_id) is not None


def _revision(sent: Any, draft: Draft) -> int:
    """The revision that the form was made from. Raises `BadRequest` where it names none."""
    revision: int | None = sent.get("revision", type=int)
    if revision is None:
        raise BadRequest
    return max(0, min(revision, draft.revision))


def _found(tree: Tree, part_id: str) -> Tree:
    """The part, which has a form of its own. Raises `NotFound`."""
    try:
        part = find(tree, part_id)
    except PartGone:
        raise NotFound from None
    if "label" in part:
        raise NotFound
    return part


def _made(draft: Draft, wanted: Wanted, back: bool) -> Outcome:
    if not is_there(draft.document, wanted.part_id):
        return _gone(draft, wanted, back)
    try:
        return _done(wanted)
    except InvalidEdit as refused:
        wanted.form.settings[0].errors = [refused.sentence]
        return Outcome(Draft.of(draft.survey_id), wanted.part_id, wanted.form, 422)
    except (StaleEdit, PartGone):
        draft = Draft.of(draft.survey_id)
        if not is_there(draft.document, wanted.part_id):
            return _gone(draft, wanted, back)
        return _met(draft, wanted)


def _done(wanted: Wanted) -> Outcome:
    """Make the edits; where answers given before would mean something else, the id is a new one."""
    draft = change(wanted.survey_id, wanted.edits, wanted.by, wanted.at)
    part_id = draft.now_called(wanted.part_id)
    now = find(draft.document, part_id)
    same = all(now[name] == wanted.after[name] for name in wanted.form.marks)
    return Outcome(draft, part_id, wanted.form, same=same)


def _met(draft: Draft, wanted: Wanted) -> Outcome:
    """Somebody has changed the same meanwhile: lay the edits over it, or show both texts."""
    part_id = wanted.part_id
    tree, clashes = overlay(wanted.base, draft.document, wanted.edits)
    now, laid = find(draft.document, part_id), find(tree, part_id)
    if not clashes:
        done = _done(replace(wanted, before=now, after=laid, edits=diff(now, laid)))
        return replace(done, same=False)
    form = form_of(laid)(None, laid, part_id or WHOLE, draft.revision)
    return Outcome(draft, part_id, form, 409, clashes=clashes)


def _gone(draft: Draft, wanted: Wanted, back: bool) -> Outcome:
    """The part is not there any more: put it back as it was sent, if that is wanted."""
    part_id, form = wanted.part_id, wanted.form
    if not back:
        return Outcome(draft, part_id, form, 409, clashes=[Clash(part_id, "", wanted.after, None)])
    where = place(wanted.base, part_id)
    if not is_there(draft.document, where.into):
        sections = draft.document["sections"]
        where = where._replace(into=sections[-1]["id"] if sections else where.into)
    draft = change(draft.survey_id, [Insert(wanted.after, where)], wanted.by, wanted.at)
    return Outcome(draft, draft.now_called(part_id), form)
