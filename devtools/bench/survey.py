"""The survey that is measured: ten questions in one section, and how people answer it."""

import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import orjson

from backend.questionnaire.document import Questionnaire

AREAS = ("Design", "Engineering", "Finance", "Operations", "People", "Sales")
WEEK = ("No day", "One day", "Two days", "Three days", "Four days", "Every day")
TOOLS = ("Chat", "Documents", "Mail", "Meetings", "Planning", "Source code", "Tables", "Tickets")
ASPECTS = ("My tasks", "My team", "My tools", "My workplace", "Our communication")
REASONS = ("The people", "The pay", "The place", "The product", "The work itself")


def _list(prefix: str, labels: tuple[str, ...]) -> list[dict[str, str]]:
    return [{"id": f"{prefix}{n}", "label": label} for n, label in enumerate(labels, 1)]


QUESTIONS: list[dict[str, Any]] = [
    {"id": "area", "kind": "single_choice", "title": "Where do you work?", "required": True,
     "choices": _list("a", AREAS)},
    {"id": "home", "kind": "single_choice", "title": "How often do you work from home?",
     "choices": _list("h", WEEK)},
    {"id": "tools", "kind": "multiple_choice", "title": "Which of these do you use every day?",
     "choices": _list("t", TOOLS)},
    {"id": "lead", "kind": "yes_no", "title": "Do you lead a team?", "required": True},
    {"id": "pride", "kind": "likert", "title": "I am proud to work here.", "required": True},
    {"id": "aspects", "kind": "matrix", "title": "I am content with …", "required": True,
     "rows": _list("r", ASPECTS)},
    {"id": "stars", "kind": "rating", "title": "How was your last year with us?"},
    {"id": "years", "kind": "number", "title": "For how many years have you been with us?",
     "least": 0, "most": 60, "unit": "years"},
    {"id": "reason", "kind": "short_text", "title": "What keeps you here, in a word or two?",
     "required": True},
    {"id": "wish", "kind": "long_text", "title": "What should we change first?"},
]  # fmt: skip
DOCUMENT: dict[str, Any] = {
    "title": "Working here",
    "introduction": "Ten questions, about three minutes.",
    "sections": [{"id": "all", "title": "You and your work", "questions": QUESTIONS}],
}
QUESTIONNAIRE = Questionnaire.model_validate(DOCUMENT)
TEXTS = ("reason", "wish")

WORDS = [
    "again",
    "better",
    "bring",
    "clear",
    "coffee",
    "desk",
    "early",
    "faster",
    "fewer",
    "focus",
    "forms",
    "help",
    "hours",
    "ideas",
    "know",
    "less",
    "light",
    "listen",
    "longer",
    "meetings",
    "more",
    "often",
    "open",
    "people",
    "plan",
    "quiet",
    "rooms",
    "share",
    "shorter",
    "simple",
    "talk",
    "team",
    "than",
    "the",
    "time",
    "to",
    "together",
    "tools",
    "trust",
    "visit",
    "week",
    "when",
    "with",
    "words",
    "work",
]


def answers(size: int, dice: random.Random) -> Iterator[str]:
    """The answers of `size` people, as JSON in the shape in which they are stored."""
    wishes = [_words(dice, 8, 40) for _ in range(2000)]

    def some(values: list[Any], weights: list[float] | None = None) -> Iterator[str]:
        told = [orjson.dumps(value).decode() for value in values]
        return iter(dice.choices(told, weights, k=size))

    def ids(prefix: str, number: int) -> list[str]:
        return [f"{prefix}{n}" for n in range(1, number + 1)]

    tools = [sorted(dice.sample(ids("t", 8), dice.randint(1, 6))) for _ in range(200)]
    rows = [{row: dice.randint(1, 5) for row in ids("r", 5)} for _ in range(500)]
    columns = {
        "area": some(ids("a", 6), [3, 9, 2, 5, 1, 4]),
        "home": some([*ids("h", 6), None], [2, 3, 5, 4, 2, 3, 1]),
        "tools": some([*tools, None]),
        "lead": some([True, False], [1, 4]),
        "pride": some([1, 2, 3, 4, 5], [1, 2, 4, 6, 3]),
        "aspects": some(rows),
        "stars": some([1, 2, 3, 4, 5, None], [1, 2, 5, 9, 6, 3]),
        "years": some([*range(40), None], [*range(60, 20, -1), 10]),
        "reason": some([reason.lower() for reason in REASONS] + WORDS),
        "wish": some([*wishes, None], [1.0] * len(wishes) + [len(wishes) / 2]),
    }
    names = [f'"{name}":' for name in columns]
    for values in zip(*columns.values(), strict=True):
        told = map("".join, zip(names, values, strict=True))
        yield "{" + ",".join(told) + "}"


def form(told: str) -> str:
    """The form of these answers, as a browser would encode it."""
    pairs = []
    for question_id, value in orjson.loads(told).items():
        question = QUESTIONNAIRE.question(question_id)
        assert question is not None
        for field, values in question.to_form(value).fields.items():
            name = f"{question_id}.{field}" if field else question_id
            pairs += [(name, one) for one in values]
    return urlencode(pairs)


def _words(dice: random.Random, fewest: int, most: int) -> str:
    return " ".join(dice.choices(WORDS, k=dice.randint(fewest, most))).capitalize() + "."
