"""Question: the base of every type, and the contract that a type fulfils."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal, Self, get_origin

from pydantic import JsonValue

from backend.questionnaire.form import BLANK, Part, Refusal, Value
from backend.questionnaire.node import Choice, Id
from backend.questionnaire.notable import Notable
from backend.questionnaire.readable import Readable
from backend.questionnaire.settings import (
    Choices,
    Default,
    LongText,
    Parameter,
    Setting,
    Text,
    YesNo,
)

UNSET = frozenset({"id", "kind"})
PRESETS = frozenset({"default", "parameter"})


class Question(Readable, Notable):
    """One thing asked. A type derives from this, in one file, and says what differs.

    The annotated fields are the settings, and their only definition. A type must define `kind`
    (a `Literal` with a default) and `label`, and nearly always `from_form`, `check`, `tally`,
    `result` and `samples`; the rest has defaults that suit most.
    """

    label: ClassVar[str]
    """The name of the kind, for authors: “Single choice”."""
    purpose: ClassVar[str] = ""
    """What it asks for, in a line, beside the label where authors choose a kind."""
    asks: ClassVar[bool] = True
    """Whether there is anything to answer."""
    visible: ClassVar[bool] = True
    """Whether respondents see it; what they do not see takes its answer from the link."""
    presettable: ClassVar[bool] = True
    """Whether an answer may stand there before the respondent gives one."""
    linkable: ClassVar[bool] = True
    """Whether one value in a link can be an answer."""
    offered: ClassVar[bool] = True
    """Whether authors may add it; a retired kind stays readable."""
    usual: ClassVar[bool] = False
    """Whether it is among the few kinds that stand at hand; the others are in a menu."""
    grouped: ClassVar[bool] = True
    """Whether the control is a group (fieldset and legend) or a single field (label)."""
    missing: ClassVar[str] = "Answer this question"
    """What to say when a required answer is not there."""
    personal: ClassVar[bool] = False
    """Whether an answer tells who somebody is; results then never show it."""
    fixed: ClassVar[frozenset[str]] = frozenset()
    """Settings that say what an answer means: a change of one makes a new question id."""

    cut: ClassVar[str] = ""
    """What a template puts before each part of a list that may be shuffled, and after the last.

    It is empty, unless the page is being cut into pieces.
    """

    id: Id
    kind: str
    title: Annotated[str, Text("Question")] = ""
    help: Annotated[str, LongText("Help text", "Shown under the question.", 1000)] = ""
    required: Annotated[bool, YesNo("An answer is required")] = False
    default: Annotated[
        JsonValue, Default("Default answer", "Stands there at the start, and can be changed.")
    ] = None
    parameter: Annotated[
        str,
        Parameter(
            "Fill in from the link",
            "A name, such as team: a link that ends with ?team=… then brings the answer along.",
        ),
    ] = ""

    def __hash__(self) -> int:
        """Of what is always plain: a default answer may be a list, which has no hash."""
        return hash((self.kind, self.id, self.title))

    @classmethod
    def settings(cls) -> dict[str, Setting]:
        """What an author may set, by field name, in the order of the form."""
        without: Collection[str] = () if cls.linkable else ("parameter",)
        without = without if cls.presettable else PRESETS
        return {name: mark for name, mark in super().settings().items() if name not in without}

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Refuse, at import, a field that no author's form could show.

        A field that a type has pinned down to one value, as a `Literal`, is no setting.
        """
        pinned = {n for n, f in cls.model_fields.items() if get_origin(f.annotation) is Literal}
        bare = cls.model_fields.keys() - cls.settings().keys() - pinned - UNSET - PRESETS
        if bare:
            raise TypeError(f"{cls.__name__}: not settings, without annotation: {sorted(bare)}")

    @classmethod
    def new(cls, ids: Iterator[str], **settings: Any) -> Self:
        """A question as it is when just added; takes as many fresh ids as it needs."""
        return cls(id=next(ids), **settings)

    @classmethod
    def samples(cls) -> "list[tuple[Question, list[Value]]]":
        """Questions of this type, each with answers that it must take: the contract's input."""
        raise TypeError(f"{cls.__name__} gives no samples")

    def choosable(self) -> Iterator[Choice]:
        """Every choice and row, whichever settings they are in."""
        for name, setting in self.settings().items():
            if isinstance(setting, Choices):
                yield from getattr(self, name)

    # Authoring

    def problems(self) -> Iterator[str]:
        """What stops publishing, a sentence each."""
        if not self.title:
            yield "has no text"

    def preset_problems(self) -> Iterator[str]:
        """What stops publishing of the answers that stand there beforehand, a sentence each."""
        if self.parameter and not (self.presettable and self.linkable):
            yield "cannot be filled in from the link"
        if self.default is None:
            return
        refusal = self.check(self.default) if self.presettable else Refusal("It takes none")
        if refusal:
            yield f"has a default answer that does not fit: {refusal.message}"

    def summary(self) -> str:
        """The settings in a few words, for a list of questions."""
        return ""

    def hint(self) -> str:
        """What the control says of its limits, after the help text, such as “Choose up to 3”."""
        return ""

    # Answering

    def at(self, moment: datetime) -> "Question":
        """The question as it is asked at this moment, its limits relative to it made absolute."""
        return self

    @cached_property
    def preset(self) -> Part:
        """What is typed there at the start: the default answer, where there is one that fits."""
        fits = self.presettable and self.default is not None and not self.check(self.default)
        return self.to_form(self.default) if fits else BLANK

    def order(self, seed: str) -> list[str]:
        """The ids of choices or rows in an order of the seed; empty where all see the same."""
        return []

    def in_order(self, ids: list[str]) -> Self:
        """The question as it is shown in such an order."""
        return self

    def from_link(self, values: Sequence[str]) -> Value:
        """What a link says of the answer, as JSON; judges nothing."""
        most = self.fields().get("", 0)
        return self.from_form(Part({"": list(values[:most])})) if most else next(iter(values), None)

    def fields(self) -> Mapping[str, int]:
        """The form fields of this question (after its id), each with how many values it takes."""
        return {"": 1}

    def from_form(self, part: Part) -> Value:
        """What was typed, as JSON; `None` where nothing was. Judges nothing."""
        return part.one() or None

    def to_form(self, value: Value) -> Part:
        """The inverse of `from_form`, for giving an answer back to be changed."""
        return Part({"": [str(value)]}) if value is not None else Part()

    def check(self, value: Value) -> Refusal | None:
        """Why this value, any JSON but null, is no answer to the question; or `None` if it is."""
        return None

    def refusal(self, value: Value) -> Refusal | None:
        """As `check`, for null too: the whole judgement of a submission."""
        if value is None:
            return Refusal(self.missing, self.first_field()) if self.required else None
        return self.check(value)

    def first_field(self) -> str:
        """The field that takes the focus when the answer is missing."""
        return ""
