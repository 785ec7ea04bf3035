"""What every list of choices shares that may end with “None of these”."""

from collections.abc import Collection, Iterator
from functools import cached_property
from typing import Annotated

from backend.questionnaire.choices import ChoiceQuestion
from backend.questionnaire.form import Refusal
from backend.questionnaire.node import NONE
from backend.questionnaire.settings import Text, YesNo


class ExclusiveQuestion(ChoiceQuestion):
    """A list of choices with “None of these” last, which stands alone in an answer."""

    none: Annotated[
        bool, YesNo("Offer “None of these”", "It excludes every other answer.", offer=True)
    ] = False
    none_label: Annotated[str, Text("Label of “None of these”", longest=100)] = "None of these"

    @cached_property
    def labels(self) -> dict[str, str]:
        """As without it, then “None of these” where it is offered."""
        return super().labels | ({NONE: self.none_label} if self.none else {})

    def problems(self) -> Iterator[str]:
        """As without it, and “None of these” has a label where it is offered."""
        yield from super().problems()
        if self.none and not self.none_label:
            yield "has no label for “None of these”"

    def gone(self, choice_id: str) -> str:
        """As for any list of choices; “None of these” keeps its name."""
        return self.none_label if choice_id == NONE else super().gone(choice_id)

    def contradiction(self, chosen: Collection[str | None]) -> Refusal | None:
        """Why these cannot be chosen together, or `None` if they can."""
        if NONE in chosen and len(chosen) > 1:
            return Refusal(f"Choose either “{self.none_label}” or other answers")
        return None
