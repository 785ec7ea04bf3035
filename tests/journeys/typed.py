"""What a respondent can type for a question, whatever its kind: its samples, with other words."""

from collections.abc import Iterator, Mapping

from backend.questionnaire.form import Part
from backend.questionnaire.question import Question
from backend.questionnaire.settings import Choices

WORDS = "Words of their own"
Fields = Mapping[str, list[str]]


class Typed:
    """The forms that a question takes, with the fields of them that take any words."""

    def __init__(self, question: Question) -> None:
        """Find those with the most such fields; raise `AssertionError` where it takes none."""
        self.question = question
        taken = [(form, self._open(form)) for form in _forms(question) if self._takes(form)]
        assert taken or not question.fields(), f"no answer to a {question.kind}"
        most = max((len(names) for _, names in taken), default=0)
        self.ways = [way for way in taken if len(way[1]) == most]

    def fields(self, number: int, words: str) -> dict[str, list[str]]:
        """One of the forms, by turns, with these words wherever they can be an answer."""
        if not self.ways:
            return {}
        form, names = self.ways[number % len(self.ways)]
        for name in names:
            with_words = {**form, name: [words]}
            form = with_words if self._takes(with_words) else form
        id = self.question.id
        return {f"{id}.{name}" if name else id: values for name, values in form.items()}

    def _open(self, form: Fields) -> list[str]:
        said = self.question.from_form(Part(form))
        changed = ((name, {**form, name: [WORDS]}) for name in self.question.fields())
        return [
            name
            for name, other in changed
            if self._takes(other) and self.question.from_form(Part(other)) != said
        ]

    def _takes(self, form: Fields) -> bool:
        if not form.keys() <= self.question.fields().keys():
            return False
        value = self.question.from_form(Part(form))
        return value is not None and self.question.refusal(value) is None


def _forms(question: Question) -> Iterator[Fields]:
    """The samples' answers, said of this question, and a number in each field."""
    for sample, values in question.samples():
        names = _names(sample, question)
        for value in values:
            typed = sample.to_form(value).fields.items()
            yield {_renamed(name, names): [names.get(v, v) for v in vs] for name, vs in typed}
    yield {name: [str(place)] for place, name in enumerate(question.fields(), 1)}


def _names(sample: Question, question: Question) -> dict[str, str]:
    """What the ids of choices and rows, and the digest of a text, are called in the question."""
    names = {getattr(sample, "digest", ""): getattr(question, "digest", "")}
    for name, mark in sample.settings().items():
        if isinstance(mark, Choices):
            pairs = zip(getattr(sample, name), getattr(question, name), strict=False)
            names |= {old.id: new.id for old, new in pairs}
    return names


def _renamed(field: str, names: Mapping[str, str]) -> str:
    return ".".join(names.get(part, part) for part in field.split("."))
