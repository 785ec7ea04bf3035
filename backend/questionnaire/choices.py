"""What every question with a list of choices shares."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Annotated, Any, ClassVar, Self

from backend.questionnaire.arrangement import ArrangedQuestion
from backend.questionnaire.form import Cell, Part, Refusal, Value
from backend.questionnaire.named import named
from backend.questionnaire.node import OTHER, Choice
from backend.questionnaire.result import Bar
from backend.questionnaire.settings import Choices, Text, YesNo
from backend.questionnaire.statistics import bar
from backend.questionnaire.tally import Tally
from backend.questionnaire.text import is_storable, one_line

LONGEST_OTHER = 500


class ChoiceQuestion(ArrangedQuestion):
    """A question answered from a list of choices."""

    choices: Annotated[tuple[Choice, ...], Choices("Choices")] = ()

    @classmethod
    def new(cls, ids: Iterator[str], **settings: Any) -> Self:
        """A question with two blank choices."""
        settings.setdefault("choices", (Choice(id=next(ids)), Choice(id=next(ids))))
        return super().new(ids, **settings)

    @cached_property
    def labels(self) -> dict[str, str]:
        """The label of every choice by its id, in the order of the questionnaire."""
        return {choice.id: choice.label for choice in self.choices}

    def problems(self) -> Iterator[str]:
        """Beside the text: at least two choices, each with a label of its own."""
        yield from super().problems()
        yield from list_problems(self.choices, "choice", "choices", least=2)

    def from_link(self, values: Sequence[str]) -> Value:
        """The choices that the link names, by id or by label."""
        return super().from_link([named(self.labels, value) for value in values])

    def bars(self, tally: Tally) -> tuple[Bar, ...]:
        """A bar a choice, of `choice:…` counts: shares of those who answered.

        What is no longer offered beside the list, and was once chosen, stands last.
        """
        counts = tally.under("choice:")
        labels = {**{id: self.gone(id) for id in counts}, **self.labels}
        ordered = [*self.labels, *(id for id in labels if id not in self.labels)]
        return tuple(bar(labels[id], counts.get(id, 0), tally.answered) for id in ordered)

    def gone(self, choice_id: str) -> str:
        """What to call a choice that is not in the list any more."""
        return f"No longer offered ({choice_id})"


class OpenChoiceQuestion(ChoiceQuestion):
    """A list of choices that may end with “Other”, stored as `{"choice": "other", "text": …}`."""

    other: Annotated[bool, YesNo("Offer “Other” with a text field", offer=True)] = False
    other_label: Annotated[str, Text("Label of “Other”", longest=100)] = "Other"

    @cached_property
    def labels(self) -> dict[str, str]:
        """As for any list of choices, with “Other” last where it is offered."""
        return super().labels | ({OTHER: self.other_label} if self.other else {})

    def problems(self) -> Iterator[str]:
        """As for any list of choices, and “Other” has a label where it is offered."""
        yield from super().problems()
        if self.other and not self.other_label:
            yield "has no label for “Other”"

    def gone(self, choice_id: str) -> str:
        """As for any list of choices; “Other” keeps its name."""
        return self.other_label if choice_id == OTHER else super().gone(choice_id)

    def pick(self, choice_id: str, part: Part) -> Value:
        """The JSON of one choice made in a form."""
        words = one_line(part.one("text"))
        return {"choice": OTHER, "text": words} if choice_id == OTHER else choice_id

    def picked(self, pick: Value) -> str | None:
        """The id of a choice made, or `None` if this is not one of the list."""
        if isinstance(pick, str):
            return pick if pick in self.labels and pick != OTHER else None
        if isinstance(pick, dict) and pick.keys() == {"choice", "text"} and self.other:
            return OTHER if pick["choice"] == OTHER and isinstance(pick["text"], str) else None
        return None

    def words(self, pick: Value) -> str:
        """The respondent's own words beside “Other”; empty for any other choice."""
        return str(pick["text"]) if isinstance(pick, dict) else ""

    def words_problem(self, pick: Value) -> str | None:
        """Why the words beside “Other” cannot be taken, or `None`."""
        words = self.words(pick)
        if isinstance(pick, dict) and not words:
            return f"Say what you mean by “{self.other_label}”"
        if len(words) > LONGEST_OTHER:
            return f"Write at most {LONGEST_OTHER} characters"
        if not is_storable(words):
            return "Remove the characters that cannot be stored"
        return None if words == one_line(words) else "Write it on one line, without extra spaces"

    def said(self, pick: Value) -> str:
        """The choice as a person would say it: its label, or the words beside “Other”."""
        return self.words(pick) or self.labels.get(str(pick), str(pick))


class OneChoiceQuestion(OpenChoiceQuestion):
    """A list of which one is chosen; stored as its id, or as `{"choice": "other", "text": …}`."""

    missing: ClassVar[str] = "Choose one answer"

    def summary(self) -> str:
        """How many choices."""
        return f"{len(self.labels)} choices"

    def fields(self) -> Mapping[str, int]:
        """The choice, and the words beside “Other”."""
        return {"": 1, "text": 1} if self.other else {"": 1}

    def from_form(self, part: Part) -> Value:
        """The choice made; words alone mean “Other”, words beside another choice mean nothing."""
        chosen = part.one() or (OTHER if part.one("text") else "")
        return self.pick(chosen, part) if chosen else None

    def to_form(self, value: Value) -> Part:
        """The choice made, and the words beside “Other”."""
        chosen, words = self.picked(value), self.words(value)
        return Part({"": [chosen]} | ({"text": [words]} if words else {}) if chosen else {})

    def check(self, value: Value) -> Refusal | None:
        """One of the list."""
        if self.picked(value) is None:
            return Refusal("Choose one of the answers in the list")
        problem = self.words_problem(value)
        return Refusal(problem, "text") if problem else None

    def cells(self, value: Value) -> list[Cell]:
        """The label, or the words beside “Other”."""
        return [None if value is None else self.said(value)]

    def tally(self, value: Value) -> Iterator[tuple[str, int]]:
        """One more of this choice."""
        yield f"choice:{self.picked(value)}", 1


def list_problems(items: tuple[Choice, ...], one: str, many: str, least: int = 1) -> Iterator[str]:
    """What stops publishing in a list of choices or rows, a sentence each."""
    if not items:
        yield f"has no {many}"
    elif len(items) < least:
        yield f"needs at least {least} {many}"
    if any(not item.label for item in items):
        yield f"has a {one} without a label"
    labels = [item.label.casefold() for item in items if item.label]
    if len(set(labels)) < len(labels):
        yield f"has two {many} with the same label"
