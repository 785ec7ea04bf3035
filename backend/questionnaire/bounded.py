"""What every question shares that asks for numbers between two bounds."""

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, ClassVar

from backend.questionnaire.numbers import Numbers
from backend.questionnaire.question import Question
from backend.questionnaire.settings import Decimal, Whole


class BoundedQuestion(Question):
    """Takes numbers from `least` to `most`, with so many decimals; a type adds their `unit`."""

    rest: ClassVar[str] = "unit"
    fixed: ClassVar[frozenset[str]] = frozenset({"decimals", "unit"})

    least: Annotated[float | None, Decimal("At least")] = None
    most: Annotated[float | None, Decimal("At most")] = None
    decimals: Annotated[int, Whole("Decimals", "0 for whole numbers.", most=6)] = 0

    @cached_property
    def numbers(self) -> Numbers:
        """Which numbers are taken."""
        return Numbers(self.decimals, self.least, self.most)

    def problems(self) -> Iterator[str]:
        """Beside the rest: bounds that can be met."""
        yield from super().problems()
        if problem := self.numbers.problems():
            yield problem
