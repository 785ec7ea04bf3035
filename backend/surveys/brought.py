"""Links that bring answers along: what may stand in one, and one made of what an author wrote."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from backend.questionnaire.document import Questionnaire
from backend.questionnaire.prefill import Link, carried
from backend.questionnaire.question import Question


@dataclass(frozen=True)
class Brought:
    """A name that may stand in a link, what was written for it, and whether its question takes it.

    `labels` are what may be written, where the question has a list.
    """

    name: str
    question: Question
    written: str
    taken: bool

    @property
    def labels(self) -> list[str]:
        """The labels of the question's list, if it has one."""
        return [choice.label for choice in self.question.choosable()]


@dataclass(frozen=True)
class Tracked:
    """The names that a survey's links may have, and the link made of what was written."""

    names: list[Brought]
    address: str
    link: Link

    @property
    def unseen(self) -> bool:
        """Whether some of it is never seen by respondents."""
        return any(not one.question.visible for one in self.names)


def tracked(asked: Questionnaire, address: str, said: Mapping[str, Sequence[str]]) -> Tracked:
    """What an author may add to an address, and the address with what was said."""
    written = {name: [one for one in said[name] if one.strip()] for name in said}
    link = carried(asked, {name: values for name, values in written.items() if values})
    names = [
        Brought(name, question, next(iter(written.get(name, ())), ""), name in link)
        for name, question in asked.parameters.items()
    ]
    return Tracked(names, f"{address}?{urlencode(link, doseq=True)}" if link else "", link)
