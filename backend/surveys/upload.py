"""Uploading images: an author sends files with the question's form, which is saved first."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any, NamedTuple
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage, MultiDict

from backend.auth.session import current_user, login_required
from backend.models import draft as drafts
from backend.models import image
from backend.models.draft import Draft
from backend.models.role import Right
from backend.questionnaire.edit import Edit, Set
from backend.questionnaire.image import ImageRef
from backend.questionnaire.settings import Image, ImageChoices
from backend.questionnaire.text import one_line
from backend.questionnaire.tree import Tree, find, parts
from backend.surveys import amend, raster, reply, surveys
from backend.surveys.access import person, reach
from backend.surveys.amend import Outcome
from backend.surveys.rows import NEW, PLACED

ROUTE = "surveys.upload"
MOST_BYTES = 32 * raster.MEBIBYTE
"""Of one form with all its files."""
MOST_FILES = 24
LONGEST_LABEL = 100
SAID = {
    raster.NoImage: "no_image",
    raster.TooLarge: "large_image",
    image.QuotaReached: "images_full",
}


class Sent(NamedTuple):
    """A file, and whose image it is: that of a setting, or of the line in it with this key."""

    setting: str
    key: str
    file: FileStorage


@surveys.url_value_preprocessor
def allow_files(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Let who is signed in send files, beside what forms hold, to this one address."""
    if endpoint == ROUTE and request.mimetype == "multipart/form-data" and current_user():
        request.max_content_length = MOST_BYTES


@surveys.post("/surveys/<uuid:survey_id>/questions/<part_id>/images")
@login_required
def upload(survey_id: UUID, part_id: str) -> ResponseReturnValue:
    """Save the question's form, then give it the images that came along."""
    survey, at = reach(survey_id, Right.EDIT), datetime.now(UTC)
    form = request.form.copy()
    files = list(_files(form, _bare(survey.id, part_id)))
    kept = amend.save(survey, part_id, form, person().id, at)
    if kept.refused:
        return reply.refuse(survey, kept)
    said = _keep(kept, files, person().id, at)
    return reply.show(survey, Draft.of(survey.id), at=kept.part_id, said=said)


def _bare(survey_id: UUID, part_id: str) -> frozenset[str]:
    """The ids of the question's lines that have no image yet."""
    question = (part for part in parts(Draft.of(survey_id).document) if part["id"] == part_id)
    lists = (value for part in question for value in part.values() if isinstance(value, list))
    lines = (line for value in lists for line in value if isinstance(line, dict))
    return frozenset(line["id"] for line in lines if "image" in line and not line["image"])


def _files(form: MultiDict[str, str], bare: frozenset[str]) -> Iterator[Sent]:
    """The files that came along; in the form, each that belongs to a list has a line there."""
    for name in dict.fromkeys(request.files):
        setting, _, of = name.rpartition("-")
        files = enumerate(request.files.getlist(name))
        for number, file in [(n, file) for n, file in files if file.filename][:MOST_FILES]:
            if setting in form:
                at = number if of == "file" else _free(form, setting, bare)
                yield Sent(setting, _line(form, setting, at, file), file)
            else:
                yield Sent(setting, "", file)


def _free(form: MultiDict[str, str], setting: str, bare: frozenset[str]) -> int:
    """The number of the first line with neither label nor image; of a new one where none is so."""
    keys, labels = form.getlist(f"{setting}-id"), form.getlist(f"{setting}-label")
    lines = enumerate(zip(keys, labels, strict=False))
    return next((n for n, (k, label) in lines if k in bare and not one_line(label)), len(keys))


def _line(form: MultiDict[str, str], setting: str, number: int, file: FileStorage) -> str:
    """The key of the line that the file belongs to: a new one where it has none yet.

    A line without a label is called as its file.
    """
    keys, labels = form.getlist(f"{setting}-id"), form.getlist(f"{setting}-label")
    if number >= len(keys):
        number = len(keys)
        keys.append(NEW)
    if keys[number].startswith(NEW):
        keys[number] = f"{PLACED}9{number}"
    labels += [""] * (len(keys) - len(labels))
    labels[number] = one_line(labels[number]) or PurePath(str(file.filename)).stem[:LONGEST_LABEL]
    form.setlist(f"{setting}-id", keys)
    form.setlist(f"{setting}-label", labels)
    return keys[number]


def _keep(kept: Outcome, files: list[Sent], by: UUID, at: datetime) -> str:
    """Keep the images, and show them in the question; gives what is to be said of it."""
    survey_id, said = kept.draft.survey_id, "" if files else "no_file"
    tree, edits = find(kept.draft.document, kept.part_id), list[Edit]()
    for sent in files:
        try:
            if part := _shown_in(tree, kept, sent):
                found = raster.read(sent.file.stream)
                image.add(survey_id, found, at)
                shown = ImageRef(id=found.id, width=found.width, height=found.height)
                name = "image" if sent.key else sent.setting
                edits.append(Set(part["id"], name, part[name], shown.model_dump()))
        except tuple(SAID) as refused:
            said = SAID[type(refused)]
    drafts.change(survey_id, edits, by, at)
    return said


def _shown_in(tree: Tree, kept: Outcome, sent: Sent) -> Tree | None:
    """The question or choice whose image this is; none where there is no such thing."""
    mark = kept.form.marks.get(sent.setting)
    if isinstance(mark, Image) and not sent.key:
        return tree
    if not isinstance(mark, ImageChoices):
        return None
    _, id = kept.form.fresh.get(f"{kept.form[sent.setting].id}-{sent.key}", ("", sent.key))
    return next((line for line in tree[sent.setting] if line["id"] == id), None)
