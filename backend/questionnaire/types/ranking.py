"""Ranking: choices in order, all of them or the first few."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from math import inf
from typing import Annotated, Any, ClassVar, Literal

from backend.questionnaire.choices import ChoiceQuestion
from backend.questionnaire.form import Cell, Part, Refusal, Value
from backend.questionnaire.means import Axis, Mean, Means, mean_of
from backend.questionnaire.named import named
from backend.questionnaire.node import Choice
from backend.questionnaire.question import Question
from backend.questionnaire.result import Figure, Result
from backend.questionnaire.settings import Choices, Whole
from backend.questionnaire.statistics import wilson
from backend.questionnaire.tally import Tally

MOST = 30
FIRST = "2"
"""The first place, as places are counted: twice their number."""
NOTE = (
    "1 is the first place. Choices that somebody left unplaced share the places that are left: "
    "each has their mean (Kendall’s mid-ranks), in the mean rank and in the Borda count. "
    "A choice earns a Borda point for each choice that it stands before."
)


class Ranking(ChoiceQuestion):
    """Stored as a list of choice ids, the first place first: all of them, or `top`."""

    label: ClassVar[str] = "Ranking"
    purpose: ClassVar[str] = "A list put in order."
    also_called: ClassVar[tuple[str, ...]] = ("rank", "order")
    told_by: ClassVar[tuple[str, ...]] = ("rank the", "rank these", "put in order", "in order of")
    missing: ClassVar[str] = "Put the list in order"

    kind: Literal["ranking"] = "ranking"
    choices: Annotated[tuple[Choice, ...], Choices("Choices", most=MOST)] = ()
    top: Annotated[
        int | None, Whole("Only the first", "Empty: all are put in order.", least=1, most=MOST)
    ] = None

    @classmethod
    def samples(cls) -> list[tuple[Question, list[Value]]]:
        """All in order, and the first two."""
        labels = ("Bread", "Soup", "Salad")
        choices = tuple(Choice(id=f"c{n}", label=label) for n, label in enumerate(labels, 1))
        whole = cls(id="q1", title="What do you like best?", choices=choices)
        return [
            (whole, [["c1", "c2", "c3"], ["c3", "c1", "c2"]]),
            (whole.changed(top=2, required=True), [["c2", "c1"]]),
        ]

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The places to fill, from 1, as a form sends them."""
        n = len(self.choices) if self.top is None else min(self.top, len(self.choices))
        return tuple(map(str, range(1, n + 1)))

    def problems(self) -> Iterator[str]:
        """Beside the list: as many choices as places."""
        yield from super().problems()
        if self.top is not None and self.top > len(self.choices):
            yield f"asks for the first {self.top} of {len(self.choices)} choices"

    def summary(self) -> str:
        """How many choices, and how many places."""
        first = "" if self.top is None else f", the first {self.top}"
        return f"{len(self.choices)} choices in order{first}"

    def hint(self) -> str:
        """What to put in order."""
        if self.top is None or self.top >= len(self.choices):
            return "Put all in order: 1 is the first place."
        if self.top == 1:
            return "Choose the one that comes first."
        return f"Choose the first {self.top} and put them in order: 1 is the first place."

    def fields(self) -> Mapping[str, int]:
        """The place of each choice."""
        return dict.fromkeys(self.labels, 1)

    def first_field(self) -> str:
        """The first choice."""
        return next(iter(self.labels), "")

    def from_form(self, part: Part) -> Value:
        """The choices by their place; where places are doubled or free, what was typed for each."""
        typed: dict[str, Value] = {id: place for id in self.labels if (place := part.one(id))}
        if not typed:
            return None
        at = {place: id for id, place in typed.items()}
        if len(at) < len(typed) or at.keys() != set(self.places):
            return typed
        return [at[place] for place in self.places]

    def to_form(self, value: Value) -> Part:
        """The place of each choice."""
        order = value if isinstance(value, list) else []
        placed = zip(order, self.places, strict=False)
        return Part({id: [place] for id, place in placed if isinstance(id, str)})

    def from_link(self, values: Sequence[str]) -> Value:
        """The choices that the link names, by id or by label, in its order."""
        return [named(self.labels, value) for value in values] or None

    def check(self, value: Value) -> Refusal | None:
        """As many choices as there are places, each once."""
        if isinstance(value, dict):
            return self._misplaced(value)
        known = isinstance(value, list) and [id for id in value if self._is_choice(id)]
        if not known or known != value:
            return Refusal("Put the choices of the list in order", self.first_field())
        if len(known) != len(self.places) or len(set(map(str, known))) < len(known):
            return Refusal(f"Put {len(self.places)} in order, each once", self.first_field())
        return None

    def text(self, value: Value) -> str:
        """The choices in order, each with its place."""
        order = value if isinstance(value, list) else []
        return "; ".join(f"{place}. {self._said(id)}" for place, id in enumerate(order, 1))

    def columns(self) -> list[str]:
        """One a choice."""
        return list(self.labels.values())

    def cells(self, value: Value) -> list[Cell]:
        """The place of each choice; nothing where it has none."""
        order = value if isinstance(value, list) else []
        return [order.index(id) + 1 if id in order else None for id in self.labels]

    def tally(self, value: Value) -> Iterator[tuple[str, int]]:
        """For each choice one more at its place, and its Borda points; both doubled to be whole.

        Choices without a place share those that are left: each stands at their mean, the mid-rank
        of M. G. Kendall (“The Treatment of Ties in Ranking Problems”, Biometrika 33, 1945).
        """
        order = value if isinstance(value, list) else []
        left = len(order) + 1 + len(self.labels)
        for id in self.labels:
            doubled = 2 * (order.index(id) + 1) if id in order else left
            yield f"rank:{id}:{doubled}", 1
            yield f"points:{id}", 2 * len(self.labels) - doubled

    def result(self, tally: Tally, sketch: Mapping[str, Any] | None = None) -> Result:
        """Mean ranks with their intervals, the best first; share of first places; Borda counts."""
        lines = [self._line(id, label, tally) for id, label in self.labels.items()]
        lines.sort(key=lambda line: inf if line.mean is None else line.mean)
        axis = Axis("", tuple(lines), 1, max(2, len(lines)))
        return Result(tally.answered, tally.skipped, Means((axis,), NOTE))

    def _line(self, id: str, label: str, tally: Tally) -> Mean:
        """J.-C. de Borda, Mémoire sur les élections au scrutin (1781), for the points."""
        counts = tally.under(f"rank:{id}:")
        n, first = sum(counts.values()), counts.get(FIRST, 0)
        low, high = wilson(first, n)
        share = Figure(
            "First place", 100 * first / n if n else None, "%", interval=(100 * low, 100 * high)
        )
        borda = Figure("Borda count", tally[f"points:{id}"] / 2)
        sums = {
            "n": n,
            "1": sum(int(doubled) * times for doubled, times in counts.items()),
            "2": sum(int(doubled) ** 2 * times for doubled, times in counts.items()),
        }
        return mean_of(label, sums, 2, (share, borda))

    def _misplaced(self, typed: Mapping[str, Value]) -> Refusal:
        taken: dict[str, str] = {}
        for id, label in self.labels.items():
            place = typed.get(id, "")
            if not isinstance(place, str) or place not in ("", *self.places):
                return Refusal(f"{label}: choose a place from 1 to {len(self.places)}", id)
            if place in taken:
                return Refusal(f"“{taken[place]}” and “{label}” stand at the same place", id)
            taken |= {place: label} if place else {}
        unplaced = (id for id in self.labels if not typed.get(id))
        free = next((place for place in self.places if place not in taken), "1")
        return Refusal(f"Nothing stands at place {free} yet", next(unplaced, self.first_field()))

    def _is_choice(self, id: Value) -> bool:
        return isinstance(id, str) and id in self.labels

    def _said(self, id: Value) -> str:
        return self.labels.get(str(id), str(id))
