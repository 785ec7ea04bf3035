"""Authors' forms, made of the annotations of a part's settings and of nothing else."""

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any, get_args

from flask_wtf import FlaskForm
from pydantic import ValidationError
from wtforms import BooleanField, Field, StringField, TextAreaField

from backend.questionnaire.bounds import DayBound, MonthBound, TimeBound
from backend.questionnaire.document import Questionnaire, Section
from backend.questionnaire.node import Node
from backend.questionnaire.refusing import in_words
from backend.questionnaire.settings import (
    Choices,
    Columns,
    Decimal,
    Default,
    Image,
    ImageChoices,
    LongText,
    OneOf,
    Parameter,
    Rows,
    Scale,
    Setting,
    Text,
    Whole,
    YesNo,
)
from backend.questionnaire.tree import Tree
from backend.questionnaire.types import CATALOGUE
from backend.surveys.bound_field import BoundField, TimeField
from backend.surveys.fields import (
    DecimalField,
    LevelsField,
    ListField,
    OneOfField,
    RevisionField,
    WholeField,
)
from backend.surveys.image_fields import ImageField, ImagesField
from backend.surveys.preset import PresetField


class PartForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The form of one part: the questionnaire, a section or a question.

    `scope` goes before the ids of its elements, so that many forms fit into one page. When it was
    sent, `fresh` says by the element's id which list a new line is in, and which id it was given.
    """

    revision = RevisionField()
    marks: Mapping[str, Setting] = {}
    node: type[Node] = Node

    def __init__(self, formdata: Any, part: Tree, scope: str, revision: int) -> None:
        """A form of this part, as it is or (with `formdata`) as it was sent."""
        super().__init__(formdata, data={**self._defaults(), **part, "revision": revision})
        self.part, self.scope = part, scope
        self.fresh: dict[str, tuple[str, str]] = {}
        for field in self:
            field.id = field.label.field_id = f"{scope}-{field.short_name}"
            if isinstance(field, PresetField):
                field.show(CATALOGUE[part["kind"]].model_validate(part))

    @classmethod
    def _defaults(cls) -> Tree:
        """What a part has that was stored before there were these settings."""
        return {name: cls.node.model_fields[name].default for name in cls.marks}

    @property
    def settings(self) -> list[Field]:
        """The fields of the settings, in order."""
        return [self[name] for name in self.marks]

    def submitted(self, id_of: Callable[[str], str]) -> Tree | None:
        """The part as sent and checked, or `None` where fields hold refusals.

        `id_of` gives the ids of new lines.
        """
        sent = dict(self.part)
        for name in self.marks:
            field = self[name]
            field.errors = list(field.process_errors)
            if isinstance(field, ListField):
                sent[name], fresh = field.items(id_of)
                self.fresh |= {f"{field.id}-{key}": (name, id) for key, id in fresh.items()}
            else:
                sent[name] = field.data
        if any(field.errors for field in self.settings):
            return None
        try:
            return self._preset(self.node.model_validate(sent), sent)
        except ValidationError as refused:
            self._refuse(refused)
            return None

    def _preset(self, whole: Any, sent: Tree) -> Tree | None:
        """The part with its default answer, which its other settings have to be known to read."""
        presets = {f.short_name: f.read(whole) for f in self.settings if isinstance(f, PresetField)}
        if any(field.errors for field in self.settings):
            return None
        return self.node.model_validate(sent | presets).model_dump(mode="json")

    def _refuse(self, refused: ValidationError) -> None:
        for error in refused.errors():
            field = self[str(error["loc"][0])]
            said = in_words(error)
            line = next((at + 1 for at in error["loc"][1:] if isinstance(at, int)), None)
            field.errors.append(f"Line {line}: {said[0].lower()}{said[1:]}" if line else said)


def form_of(part: Tree) -> type[PartForm]:
    """The form for this part."""
    if "kind" in part:
        return FORMS[part["kind"]]
    return _form(Section if "id" in part else Questionnaire)


def _one_of(mark: Setting, annotation: Any, **words: Any) -> Field:
    labels = getattr(mark, "labels", None) or {}
    options = {value: labels.get(value, value) for value in get_args(annotation)}
    return OneOfField(options, **words)


def _bound(mark: Any, annotation: Any, **words: Any) -> Field:
    return BoundField(mark.unit.one, mark.unit.now, **words)


def _plain(make: Callable[..., Field], mark: Setting, annotation: Any, **words: Any) -> Field:
    return make(**words)


FIELDS: dict[type[Setting], Callable[..., Field]] = {
    Text: partial(_plain, StringField),
    LongText: partial(_plain, TextAreaField),
    Whole: partial(_plain, WholeField),
    Decimal: partial(_plain, DecimalField),
    YesNo: partial(_plain, BooleanField),
    Default: partial(_plain, PresetField),
    Parameter: partial(_plain, StringField),
    OneOf: _one_of,
    Choices: partial(_plain, ListField),
    Rows: partial(_plain, ListField),
    ImageChoices: partial(_plain, ImagesField),
    Image: partial(_plain, ImageField),
    Columns: partial(_plain, ListField),
    Scale: partial(_plain, LevelsField),
    DayBound: _bound,
    MonthBound: _bound,
    TimeBound: partial(_plain, TimeField),
}
"""What makes the field of each annotation. The set is closed."""


@cache
def _form(node: type[Node]) -> type[PartForm]:
    """Raises `TypeError` for a setting that no field is known for."""
    marks = node.settings()
    unknown = [name for name, mark in marks.items() if type(mark) not in FIELDS]
    taken = [name for name in marks if hasattr(PartForm, name)]
    if unknown or taken:
        raise TypeError(f"{node.__name__}: no field for the settings {unknown + taken}")
    fields = {
        name: FIELDS[type(mark)](
            mark, node.model_fields[name].annotation, label=mark.label, description=mark.help
        )
        for name, mark in marks.items()
    }
    return type(f"{node.__name__}Form", (PartForm,), {**fields, "marks": marks, "node": node})


FORMS = {kind: _form(type_) for kind, type_ in CATALOGUE.items()}
"""The form of every kind of question."""
