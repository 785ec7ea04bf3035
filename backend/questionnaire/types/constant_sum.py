"""Constant sum: an amount shared out among choices."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal

from backend.questionnaire.choices import ChoiceQuestion
from backend.questionnaire.form import Cell, Part, Refusal, Value
from backend.questionnaire.means import Axis, Mean, Means, axis_ends, cell_sums, mean_of
from backend.questionnaire.node import Choice
from backend.questionnaire.numbers import Numbers, is_number, written
from backend.questionnaire.question import Question
from backend.questionnaire.result import Figure, Result
from backend.questionnaire.settings import Choices, Text, Whole
from backend.questionnaire.tally import Tally

LARGEST = 1_000_000


class ConstantSum(ChoiceQuestion):
    """A number a choice, together the total; stored as `{choice id: number}` with every choice."""

    label: ClassVar[str] = "Constant sum"
    linkable: ClassVar[bool] = False
    purpose: ClassVar[str] = "An amount shared out among choices."
    also_called: ClassVar[tuple[str, ...]] = ("share out", "allocation")
    rest: ClassVar[str] = "unit"
    missing: ClassVar[str] = "Share out the whole amount"
    fixed: ClassVar[frozenset[str]] = frozenset({"total", "decimals", "unit"})

    kind: Literal["constant_sum"] = "constant_sum"
    choices: Annotated[tuple[Choice, ...], Choices("Choices", most=50)] = ()
    total: Annotated[int, Whole("The numbers must add up to", least=1, most=LARGEST)] = 100
    decimals: Annotated[int, Whole("Decimals", "0 for whole numbers.", most=2)] = 0
    unit: Annotated[str, Text("Unit", "Shown beside the numbers: %, €, hours.", longest=30)] = ""

    @classmethod
    def samples(cls) -> list[tuple[Question, list[Value]]]:
        """All of it to one, to two, and with decimals."""
        choices = (Choice(id="c1", label="Bread"), Choice(id="c2", label="Soup"))
        whole = cls(id="q1", title="What is it worth to you?", choices=choices, unit="%")
        parts = cls(id="q1", title="How many hours?", choices=choices, total=24, decimals=1)
        return [
            (whole, [{"c1": 100, "c2": 0}, {"c1": 40, "c2": 60}]),
            (parts, [{"c1": 7.5, "c2": 16.5}]),
        ]

    @cached_property
    def numbers(self) -> Numbers:
        """What a choice may be given."""
        return Numbers(self.decimals, 0, self.total)

    def summary(self) -> str:
        """How many choices share what."""
        return f"{len(self.choices)} choices share {self._amount(self.total)}"

    def hint(self) -> str:
        """What to do."""
        return f"Share out {self._amount(self.total)}: the numbers must add up to it."

    def fields(self) -> Mapping[str, int]:
        """One a choice."""
        return dict.fromkeys(self.labels, 1)

    def first_field(self) -> str:
        """The first choice."""
        return next(iter(self.labels), "")

    def from_form(self, part: Part) -> Value:
        """The numbers; where any is written, a blank is 0. Null where all are blank."""
        typed = {id: self.numbers.read(part.one(id)) for id in self.labels}
        if all(number is None for number in typed.values()):
            return None
        return {id: 0 if number is None else number for id, number in typed.items()}

    def to_form(self, value: Value) -> Part:
        """The numbers, a field a choice."""
        return Part({id: [written(number)] for id, number in self._given(value).items()})

    def check(self, value: Value) -> Refusal | None:
        """A number for every choice, and their sum the total."""
        if not isinstance(value, dict) or value.keys() != self.labels.keys():
            return Refusal("Write a number for each", self.first_field())
        for id, label in self.labels.items():
            if problem := self.numbers.problem(value[id]):
                return Refusal(f"{label}: {problem[0].lower()}{problem[1:]}", id)
        given = sum(map(self.numbers.steps, self._given(value).values()))
        left = self.numbers.steps(self.total) - given
        if left:
            amount = self._amount(abs(left) / 10**self.decimals)
            more = "still to be given" if left > 0 else "too much"
            return Refusal(
                f"The numbers must add up to {self._amount(self.total)}: {amount} {more}",
                self.first_field(),
            )
        return None

    def text(self, value: Value) -> str:
        """Each choice with its number."""
        given = self._given(value).items()
        return "; ".join(f"{self.labels[id]}: {self._amount(number)}" for id, number in given)

    def columns(self) -> list[str]:
        """One a choice."""
        return list(self.labels.values())

    def cells(self, value: Value) -> list[Cell]:
        """The number of each choice."""
        given = self._given(value)
        return [given.get(id) for id in self.labels]

    def tally(self, value: Value) -> Iterator[tuple[str, int]]:
        """For each choice one more, and the first two powers, in steps of the last decimal."""
        for id, number in self._given(value).items():
            scaled = self.numbers.steps(number)
            yield f"n:{id}", 1
            yield f"sum:{id}:1", scaled
            yield f"sum:{id}:2", scaled * scaled

    def result(self, tally: Tally, sketch: Mapping[str, Any] | None = None) -> Result:
        """A bar a choice: the mean amount with its interval, and its share of the total."""
        lines = tuple(self._line(id, label, tally) for id, label in self.labels.items())
        low, high = axis_ends(lines, 0, None)
        axis = Axis("", lines, low, high, self.decimals + 1, self.unit, from_zero=True)
        return Result(tally.answered, tally.skipped, Means((axis,)))

    def _line(self, id: str, label: str, tally: Tally) -> Mean:
        sums = cell_sums(tally, id)
        plain = mean_of(label, sums, 10**self.decimals)
        share = None if plain.mean is None else plain.mean / self.total * 100
        return mean_of(label, sums, 10**self.decimals, (Figure("Share of the total", share, "%"),))

    def _given(self, value: Value) -> dict[str, int | float]:
        pairs = value.items() if isinstance(value, dict) else ()
        return {
            id: number
            for id, number in pairs
            if id in self.labels and isinstance(number, int | float) and is_number(number)
        }

    def _amount(self, number: float) -> str:
        return f"{written(number)} {self.unit}".strip()
