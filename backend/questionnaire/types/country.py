"""Country: one of all there are."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal

from backend.questionnaire.countries import LANGUAGES, Language, countries
from backend.questionnaire.form import Cell, Refusal, Value
from backend.questionnaire.named import named
from backend.questionnaire.question import Question
from backend.questionnaire.result import Bars, Result
from backend.questionnaire.settings import OneOf, Text
from backend.questionnaire.statistics import bar
from backend.questionnaire.tally import Tally

AT_A_GLANCE = 10
"""So many bars are drawn; the table has all."""


class Country(Question):
    """Stored as its code of ISO 3166-1 alpha-2, whatever the language of the list."""

    label: ClassVar[str] = "Country"
    purpose: ClassVar[str] = "One of all countries, in a language of your choice."
    grouped: ClassVar[bool] = False
    missing: ClassVar[str] = "Choose a country"

    kind: Literal["country"] = "country"
    language: Annotated[Language, OneOf("Country names in", labels=LANGUAGES)] = "en"
    first: Annotated[
        str, Text("First in the list", "Codes, separated by commas: DE, AT, CH.", longest=100)
    ] = ""

    @classmethod
    def samples(cls) -> list[tuple[Question, list[Value]]]:
        """In English, and in another language with some countries first."""
        english = cls(id="q1", title="Where do you live?")
        german = cls(id="q1", title="Wo?", language="de", first="de, AT,CH", required=True)
        return [(english, ["DE", "CI", "XK"]), (german, ["AT", "US"])]

    @cached_property
    def labels(self) -> dict[str, str]:
        """The name of every country by its code: those of the author's choice, then all others."""
        names = countries(self.language)
        return {code: names[code] for code in self._first if code in names} | names

    def problems(self) -> Iterator[str]:
        """Beside the text: codes that there are."""
        yield from super().problems()
        for code in self._first:
            if code not in countries(self.language):
                yield f"has a country code that is none: {code}"

    def summary(self) -> str:
        """The language, and what comes first."""
        return ", ".join(filter(None, (f"names in {LANGUAGES[self.language]}", *self._first)))

    def from_link(self, values: Sequence[str]) -> Value:
        """The country that the link names, by its code or by its name in the list's language."""
        return super().from_link([named(self.labels, value) for value in values])

    def check(self, value: Value) -> Refusal | None:
        """The code of a country."""
        return None if isinstance(value, str) and value in self.labels else Refusal(self.missing)

    def text(self, value: Value) -> str:
        """The name."""
        return self.labels.get(str(value), "")

    def columns(self) -> list[str]:
        """The code, and the name."""
        return ["code", "name"]

    def cells(self, value: Value) -> list[Cell]:
        """The code, which programs join by, and the name, which people read."""
        return [str(value), self.text(value)] if value is not None else [None, None]

    def tally(self, value: Value) -> Iterator[tuple[str, int]]:
        """One more of this country."""
        yield f"choice:{value}", 1

    def result(self, tally: Tally, sketch: Mapping[str, Any] | None = None) -> Result:
        """The countries that were chosen, most often first; from the tenth on together."""
        counts = sorted(tally.under("choice:").items(), key=lambda found: (-found[1], found[0]))
        ranked = tuple(bar(self.labels.get(code, code), n, tally.answered) for code, n in counts)
        rest = ranked[AT_A_GLANCE:]
        if len(rest) < 2:
            return Result(tally.answered, tally.skipped, Bars(ranked))
        together = f"{len(rest)} other countries together"
        bars = (*ranked[:AT_A_GLANCE], bar(together, sum(b.n for b in rest), tally.answered))
        note = f"Those chosen most often; the table has all {len(ranked)}."
        return Result(tally.answered, tally.skipped, Bars(bars, note, ranked))

    @property
    def _first(self) -> list[str]:
        return [code.strip().upper() for code in self.first.split(",") if code.strip()]
