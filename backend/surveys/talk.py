"""What the page of comments shows: the threads, question by question."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from backend.models.comment_reading import Thread
from backend.questionnaire.document import Questionnaire
from backend.questionnaire.question import Question

WHOLE = "The whole questionnaire"


class Topic(NamedTuple):
    """What threads are about: a question's id (empty: the questionnaire), and how to call it."""

    question_id: str
    name: str
    threads: list[Thread]
    is_there: bool = True


@dataclass(frozen=True)
class Talk:
    """All threads of a survey; `on` is the question that one looks at, if it is only one."""

    questionnaire: Questionnaire
    threads: list[Thread]
    on: str | None = None

    @property
    def topics(self) -> list[Topic]:
        """What there are comments on, and what one looks at: in the order of the questionnaire."""
        every = [Topic("", WHOLE, self._about("")), *self._questions()]
        if self.on is not None:
            return [topic for topic in every if topic.question_id == self.on]
        return [topic for topic in every if topic.threads]

    @property
    def gone(self) -> list[Topic]:
        """What there are comments on and is not in the questionnaire any more."""
        there = {"", *(question.id for question in self.questionnaire.questions)}
        lost = {thread.question_id: thread.about for thread in self.threads}
        return [
            Topic(id, about, self._about(id), is_there=False)
            for id, about in lost.items()
            if id not in there and self.on in (None, id)
        ]

    @property
    def subjects(self) -> list[tuple[str, str]]:
        """What a comment can be about: id and name."""
        asked = [(topic.question_id, topic.name) for topic in self._questions()]
        return [("", WHOLE), *asked]

    def _questions(self) -> Iterator[Topic]:
        numbers = self.questionnaire.numbers
        for question in self.questionnaire.questions:
            number = numbers.get(question.id)
            name = f"{number}. {text(question)}" if number else text(question)
            yield Topic(question.id, name, self._about(question.id))

    def _about(self, question_id: str) -> list[Thread]:
        return [thread for thread in self.threads if thread.question_id == question_id]


def subject(questionnaire: Questionnaire, question_id: str) -> str | None:
    """The text of what a comment would be about; none where there is no such question."""
    if not question_id:
        return WHOLE
    question = questionnaire.question(question_id)
    return text(question) if question else None


def text(question: Question) -> str:
    """What a question is called where it is spoken of."""
    return question.title or question.label
