"""The questionnaire as a document: sections of questions, and what stops it from being asked."""

from collections.abc import Collection, Iterator
from functools import cached_property, reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, NamedTuple, Self, TypedDict

from pydantic import Field, model_validator

from backend.questionnaire.node import RESERVED, Id, Node
from backend.questionnaire.order import seed_of
from backend.questionnaire.question import Question
from backend.questionnaire.settings import LongText, Text
from backend.questionnaire.types import CATALOGUE

if TYPE_CHECKING:
    AnyQuestion = Question
else:
    AnyQuestion = Annotated[reduce(or_, CATALOGUE.values()), Field(discriminator="kind")]

MOST_SECTIONS = 100
MOST_QUESTIONS = 500


class Shown(TypedDict):
    """What of a page differed from those of others: the seed, and ids in order by question id."""

    seed: str
    orders: dict[str, list[str]]


class Problem(NamedTuple):
    """What stops publishing: the id of the part it is about (empty: the whole), a sentence."""

    target_id: str
    message: str


class Section(Node):
    """A page of questions."""

    id: Id
    title: Annotated[str, Text("Section title", longest=200)] = ""
    introduction: Annotated[str, LongText("Introduction", markdown=True)] = ""
    questions: Annotated[tuple[AnyQuestion, ...], Field(max_length=MOST_QUESTIONS)] = ()

    @cached_property
    def asked(self) -> tuple[Question, ...]:
        """The questions that take an answer."""
        return tuple(question for question in self.questions if question.asks)


class Questionnaire(Node):
    """What is asked. Frozen; edits make a new one."""

    title: Annotated[str, Text("Title", longest=200)] = ""
    introduction: Annotated[str, LongText("Introduction", markdown=True)] = ""
    closing: Annotated[
        str, LongText("Closing text", "Shown when the answers have been received.", markdown=True)
    ] = ""
    sections: Annotated[tuple[Section, ...], Field(max_length=MOST_SECTIONS)] = ()

    @model_validator(mode="after")
    def ids_are_unique(self) -> Self:
        """Refuse a document in which two parts have the same id, or one has a reserved one."""
        if len(self.questions) > MOST_QUESTIONS:
            raise ValueError(f"more than {MOST_QUESTIONS} questions")
        ids = [part.id for part in self.parts()]
        ids += [choice.id for question in self.questions for choice in question.choosable()]
        if len(set(ids)) < len(ids):
            raise ValueError("two parts with the same id")
        if not RESERVED.isdisjoint(ids):
            raise ValueError("a part with a reserved id")
        return self

    def parts(self) -> Iterator[Section | Question]:
        """Every section, each followed by its questions."""
        for section in self.sections:
            yield section
            yield from section.questions

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Every question of every section, in order."""
        return tuple(question for section in self.sections for question in section.questions)

    @cached_property
    def asked(self) -> tuple[Question, ...]:
        """Every question that takes an answer, in order."""
        return tuple(question for question in self.questions if question.asks)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of every question that respondents see and answer, by its id, from 1."""
        seen = (question for question in self.asked if question.visible)
        return {question.id: number for number, question in enumerate(seen, 1)}

    @cached_property
    def shuffled(self) -> tuple[Question, ...]:
        """Every question of which each respondent sees another order."""
        return tuple(question for question in self.asked if question.order(""))

    def shown(self, key: str, answers: Collection[str]) -> Shown | None:
        """The orders in which whoever has this submission key saw what they have answered."""
        if not self.shuffled:
            return None
        seed = seed_of(key)
        orders = {q.id: q.order(seed) for q in self.shuffled if q.id in answers}
        return Shown(seed=seed, orders=orders) if orders else None

    @cached_property
    def parameters(self) -> dict[str, Question]:
        """The questions that take an answer from the link, by the name that it has there."""
        asked = (question for question in reversed(self.asked) if question.parameter)
        return {question.parameter: question for question in asked}

    @cached_property
    def personal(self) -> tuple[int, ...]:
        """The numbers of the questions whose answers tell who somebody is."""
        return tuple(self.numbers[question.id] for question in self.asked if question.personal)

    def question(self, question_id: str) -> Question | None:
        """The question with this id, or `None`."""
        return next((q for q in self.questions if q.id == question_id), None)

    def section(self, section_id: str) -> Section | None:
        """The section with this id, or `None`."""
        return next((section for section in self.sections if section.id == section_id), None)

    def problems(self) -> tuple[Problem, ...]:
        """Everything that stops publishing, in the order of the document."""
        return tuple(self._problems())

    def _problems(self) -> Iterator[Problem]:
        if not self.title:
            yield Problem("", "The survey has no title")
        if not self.numbers:
            where = next((section.id for section in self.sections), "")
            yield Problem(where, "The survey asks no question yet")
        for number, section in enumerate(self.sections, 1):
            if self.numbers and not section.questions:
                yield Problem(section.id, f"Section {number} has no questions")
            for question in section.questions:
                yield from self._problems_of(question)

    def _problems_of(self, question: Question) -> Iterator[Problem]:
        number = self.numbers.get(question.id)
        name = f"Question {number}" if number else question.label
        for problem in question.problems():
            yield Problem(question.id, f"{name} {problem}")
        for problem in question.preset_problems():
            yield Problem(question.id, f"{name} {problem}")
        if question.parameter and self.parameters.get(question.parameter) is not question:
            named = f"“{question.parameter}” from the link, as another question does"
            yield Problem(question.id, f"{name} takes {named}")
