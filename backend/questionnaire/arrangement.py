"""What every question shares whose choices or rows each respondent may see in another order."""

from typing import Annotated, ClassVar, Self

from backend.questionnaire.node import Choice
from backend.questionnaire.order import permuted
from backend.questionnaire.question import Question
from backend.questionnaire.settings import YesNo


class ArrangedQuestion(Question):
    """A question with a list that may be shown in random order.

    What stands beside the list, such as “Other” and “None of these”, keeps its place after it.
    """

    arranged: ClassVar[str] = "choices"
    """The setting whose parts are put in order."""

    shuffle: Annotated[
        bool, YesNo("Random order", "Each respondent sees another one.", offer=True)
    ] = False
    pin_last: Annotated[
        bool, YesNo("Keep the last one in its place", "Where the order is random.")
    ] = False

    def order(self, seed: str) -> list[str]:
        """The ids of the list in the order that the seed gives; empty where all see the same."""
        ids = [part.id for part in self._list]
        pinned = ids[len(ids) - 1 :] if self.pin_last else []
        free = ids[: len(ids) - len(pinned)]
        return permuted(free, seed, self.id) + pinned if self.shuffle and len(free) > 1 else []

    def in_order(self, ids: list[str]) -> Self:
        """The question with its list in this order; what is not named is left out."""
        parts = {part.id: part for part in self._list}
        return self.changed(**{self.arranged: tuple(parts[id] for id in ids if id in parts)})

    @property
    def _list(self) -> tuple[Choice, ...]:
        parts: tuple[Choice, ...] = getattr(self, self.arranged)
        return parts
