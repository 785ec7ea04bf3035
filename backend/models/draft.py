"""The draft of a survey: one document, its revision, and the edits that led there."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import Computed, ForeignKey, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Base, db
from backend.models.audit_acts import Act, Detail
from backend.models.audit_writing import note
from backend.models.comment import follow
from backend.models.edit import NEW, Origin, Revision
from backend.models.errors import Conflict, Refusal
from backend.models.ids import short_ids, uuid7
from backend.models.image import copy as copy_images
from backend.models.published import all_asked
from backend.models.survey import Survey
from backend.models.whole import Whole
from backend.questionnaire.document import Questionnaire
from backend.questionnaire.edit import Edit, EditConflict, Set, apply, invert, made
from backend.questionnaire.image import images
from backend.questionnaire.merge import other_questions
from backend.questionnaire.refusing import why
from backend.questionnaire.renaming import renamed
from backend.questionnaire.tree import PartGone, Tree


class StaleEdit(Conflict):
    """Somebody else changed the same thing first: both texts are kept, to be shown."""

    def __init__(self, conflict: EditConflict | PartGone) -> None:
        """Refuse because of a conflict in the document."""
        self.conflict = conflict
        gone = isinstance(conflict, PartGone)
        super().__init__(
            "This part was removed meanwhile, in another window or by somebody else."
            if gone
            else "This was changed meanwhile, in another window or by somebody else."
        )


class InvalidEdit(Refusal):
    """The edit would make a document that is none: too long, too many, of the wrong type."""


class Draft(Base):
    """What an author is writing: a questionnaire that may be unfinished."""

    __tablename__ = "drafts"
    __table_args__ = ({"info": {"citus": "distributed", "citus_column": "survey_id"}},)

    survey_id: Mapped[UUID] = mapped_column(
        ForeignKey("surveys.id", ondelete="CASCADE"), primary_key=True
    )
    revision: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]
    document: Mapped[dict[str, Any]] = mapped_column(Whole)
    title: Mapped[str] = mapped_column(Text, Computed("document ->> 'title'", persisted=True))

    @classmethod
    def of(cls, survey_id: UUID) -> Self:
        """The draft, to be read."""
        return db.session.scalars(select(cls).where(cls.survey_id == survey_id)).one()

    @classmethod
    def locked(cls, survey_id: UUID) -> Self:
        """The draft as it now is, kept from others until the transaction ends."""
        return db.session.scalars(
            select(cls)
            .where(cls.survey_id == survey_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one()

    @property
    def questionnaire(self) -> Questionnaire:
        """The document, parsed."""
        return Questionnaire.model_validate(self.document)

    def now_called(self, part_id: str) -> str:
        """The id that the newest revision has given to the part that had this one."""
        newest = Revision.between(self.survey_id, self.revision - 1, self.revision)
        given = {
            edit.target: str(edit.after)
            for revision in newest
            for edit in revision.edits
            if isinstance(edit, Set) and edit.field == "id"
        }
        return given.get(part_id, part_id)

    def at(self, revision: int) -> Tree:
        """The document as it was at an earlier revision, made by taking back what came since."""
        later = Revision.between(self.survey_id, revision, self.revision)
        return apply(self.document, [edit for one in later for edit in invert(one.edits)])


def begin(
    owner_id: UUID,
    document: Mapping[str, Any],
    at: datetime,
    id: UUID | None = None,
    by: UUID | None = None,
    images_of: UUID | None = None,
    **noted: Detail,
) -> Survey:
    """Make a survey whose draft is this document. Raises `InvalidEdit` where it is none.

    It is made `by` its owner, where nobody else is named; its images are copied from the survey
    `images_of`; what is `noted` stands in the audit log.
    """
    survey = Survey(id=id or uuid7(), owner_id=owner_id, created_at=at)
    db.session.add(survey)
    db.session.flush()
    checked = _checked(dict(document))
    db.session.add(Draft(survey_id=survey.id, changed_at=at, document=checked))
    if images_of:
        copy_images(images_of, survey.id, images(checked), at)
    note(survey.id, Act.MADE, by or owner_id, **noted)
    db.session.commit()
    return survey


def change(survey_id: UUID, edits: list[Edit], by: UUID, at: datetime) -> Draft:
    """Make edits on what is there now, all or none; what stands already makes no revision.

    Raises `StaleEdit` where somebody else changed the same, `InvalidEdit` where the document
    would not be one.
    """
    return make(Draft.locked(survey_id), edits, by, at, NEW)


def make(draft: Draft, edits: list[Edit], by: UUID, at: datetime, origin: Origin) -> Draft:
    """Make edits of a draft that is locked, all or none; `change` and the verbs of its history.

    Raises `StaleEdit` and `InvalidEdit`, as `change` does.
    """
    try:
        tree, edits = made(draft.document, edits)
    except (EditConflict, PartGone) as conflict:
        db.session.rollback()
        raise StaleEdit(conflict) from conflict
    if edits:
        tree, renamings = _kept_apart(draft.survey_id, _checked(tree))
        edits += renamings
        draft.document = tree
        draft.revision += 1
        draft.changed_at = at
        Revision.add(draft.survey_id, draft.revision, by, at, edits, origin)
        for before, after in renamed(edits):
            follow(draft.survey_id, before, after)
    db.session.commit()
    return draft


def _kept_apart(survey_id: UUID, tree: Tree) -> tuple[Tree, list[Edit]]:
    """The document, with a new id for each question whose published answers mean something else.

    Asked under the draft's lock, which a publication needs too.
    """
    version = db.session.scalar(select(Survey.version).where(Survey.id == survey_id))
    if version is None:
        return tree, []
    others = other_questions(all_asked(survey_id, version), Questionnaire.model_validate(tree))
    fresh = short_ids()
    return made(tree, [Set(id, "id", id, next(fresh)) for id in others])


def _checked(tree: Tree) -> Tree:
    try:
        return Questionnaire.model_validate(tree).model_dump(mode="json")
    except ValidationError as invalid:
        db.session.rollback()
        raise InvalidEdit(why(invalid)) from invalid
