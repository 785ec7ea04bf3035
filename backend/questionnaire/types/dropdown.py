"""Dropdown: one of a long list."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from backend.questionnaire.choices import OneChoiceQuestion
from backend.questionnaire.form import Refusal, Value
from backend.questionnaire.node import Choice
from backend.questionnaire.question import Question
from backend.questionnaire.result import Bar, Bars, Result
from backend.questionnaire.settings import Choices, Text
from backend.questionnaire.statistics import bar
from backend.questionnaire.tally import Tally

AT_A_GLANCE = 10
"""A longer list can be searched, where scripts run; and so many bars are drawn of its results."""


class Dropdown(OneChoiceQuestion):
    """One of up to 2,000 choices; stored as its id, or as `{"choice": "other", "text": …}`."""

    label: ClassVar[str] = "Dropdown"
    purpose: ClassVar[str] = "One of a long list."
    grouped: ClassVar[bool] = False
    also_called: ClassVar[tuple[str, ...]] = ("drop-down", "select")

    kind: Literal["dropdown"] = "dropdown"
    choices: Annotated[tuple[Choice, ...], Choices("Choices", most=2000)] = ()
    blank: Annotated[str, Text("Before a choice is made", longest=100)] = "Choose …"

    @classmethod
    def samples(cls) -> list[tuple[Question, list[Value]]]:
        """A short list with “Other”, and one that can be searched."""
        towns = tuple(Choice(id=f"c{n}", label=label) for n, label in enumerate(TOWNS))
        short = cls(id="q1", title="Where do you live?", choices=towns[:2], other=True)
        long = cls(id="q1", title="Where do you live?", choices=towns, required=True)
        searched = long.changed(other=True, other_label="Elsewhere")
        words: Value = {"choice": "other", "text": "Ulm"}
        return [(short, ["c0", words]), (long, ["c0", "c12"]), (searched, [words, "c3"])]

    @property
    def searchable(self) -> bool:
        """Whether the list is too long for a glance."""
        return len(self.labels) > AT_A_GLANCE

    def check(self, value: Value) -> Refusal | None:
        """One of the list, or words beside “Other”."""
        if self.picked(value) is None:
            return Refusal("Choose one of the list")
        problem = self.words_problem(value)
        return Refusal(problem, "text") if problem else None

    def result(self, tally: Tally, sketch: Mapping[str, Any] | None = None) -> Result:
        """The ten chosen most often and the rest together; the table has them all."""
        ranked = tuple(sorted(self.bars(tally), key=lambda bar: -bar.n))
        first, rest = ranked[:AT_A_GLANCE], ranked[AT_A_GLANCE:]
        if len(rest) < 2:
            return Result(tally.answered, tally.skipped, Bars(ranked))
        note = f"Those chosen most often; the table has all {len(ranked)}."
        bars = (*first, _together(rest, tally.answered))
        return Result(tally.answered, tally.skipped, Bars(bars, note, ranked))


def _together(bars: tuple[Bar, ...], answered: int) -> Bar:
    return bar(f"{len(bars)} others together", sum(bar.n for bar in bars), answered)


TOWNS = (
    *("Aachen", "Bonn", "Celle", "Dessau", "Erfurt", "Fulda", "Görlitz"),
    *("Halle", "Iserlohn", "Jena", "Kassel", "Lübeck", "Mainz"),
)
