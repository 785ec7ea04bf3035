"""Question: the base of every type, and the contract that a type fulfils."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal, Self, get_origin

from backend.questionnaire.form import Cell, Part, Refusal, Value
from backend.questionnaire.node import Choice, Id, Node
from backend.questionnaire.result import Chart, Result
from backend.questionnaire.settings import Choices, LongText, Text, YesNo
from backend.questionnaire.tally import ANSWERED, SKIPPED, Tally

UNSET = frozenset({"id", "kind"})


class Question(Node):
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

    id: Id
    kind: str
    title: Annotated[str, Text("Question")] = ""
    help: Annotated[str, LongText("Help text", "Shown under the question.", 1000)] = ""
    required: Annotated[bool, YesNo("An answer is required")] = False

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Refuse, at import, a field that no author's form could show.

        A field that a type has pinned down to one value, as a `Literal`, is no setting.
        """
        pinned = {n for n, f in cls.model_fields.items() if get_origin(f.annotation) is Literal}
        bare = cls.model_fields.keys() - cls.settings().keys() - pinned - UNSET
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

    # Reading

    def text(self, value: Value) -> str:
        """The answer as a person would say it."""
        return "; ".join(str(cell) for cell in self.cells(value) if cell is not None)

    def words(self, value: Value) -> str:
        """The part of an answer (not null) that is the respondent's own words, if any."""
        return ""

    @classmethod
    def may_hold_words(cls) -> bool:
        """Whether an answer to a question of this type may hold words of one's own."""
        return cls.words is not Question.words

    def columns(self) -> list[str]:
        """What the columns of an export are called after the question's own title."""
        return [""]

    def cells(self, value: Value) -> list[Cell]:
        """The answer spread over `columns`; `None` leaves a cell empty."""
        return [None if value is None else str(value)]

    # Results

    def tally(self, value: Value) -> Iterator[tuple[str, int]]:
        """What an answer (not null) adds to the counts; each key has a colon in it."""
        yield from ()

    def tally_of(self, value: Value) -> Tally:
        """The counts of one answer that was shown."""
        if value is None:
            return Tally({SKIPPED: 1})
        return Tally([(ANSWERED, 1), *self.tally(value)])

    def sketch(self, tally: Tally) -> dict[str, Any] | None:
        """A short stand-in for counts by value that are too many to be read while one waits."""
        return None

    def result(self, tally: Tally, sketch: Mapping[str, Any] | None = None) -> Result:
        """What is shown; `sketch`, if any, stands for the tally's counts by value."""
        return Result(tally.answered, tally.skipped, Chart())
