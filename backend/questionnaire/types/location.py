"""Location: a point on Earth, and the name of the place if that is asked."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal

from backend.questionnaire.form import Cell, Part, Refusal, Value
from backend.questionnaire.numbers import written
from backend.questionnaire.points import Map, key, of_sketch, points, read, rounded, together
from backend.questionnaire.question import Question
from backend.questionnaire.result import Result
from backend.questionnaire.settings import OneOf, YesNo
from backend.questionnaire.tally import Tally
from backend.questionnaire.text import is_storable, one_line

LAT, LON, PLACE = "lat", "lon", "place"
MOST = {LAT: 90, LON: 180}
NAMES = {LAT: "latitude", LON: "longitude"}
DECIMALS = {"exact": 5, "1": 2, "10": 1, "100": 0}
"""A degree of latitude is 111 km long, as the circumference of the Earth is 40,000 km."""
CLOSEST = {"exact": 16, "1": 12, "10": 9, "100": 6}
"""No map is drawn closer: it would look more exact than it is."""
FINEST = 3
"""Decimals to which points are counted."""
KEPT = {
    "exact": "As exactly as it is given",
    "1": "To about 1 km",
    "10": "To about 10 km",
    "100": "To about 100 km",
}
LONGEST_PLACE = 200


class Location(Question):
    """Stored as `{"lat": …, "lon": …}` in degrees of WGS 84, `{"place": …}`, or both in one."""

    label: ClassVar[str] = "Location"
    purpose: ClassVar[str] = "A point, typed or picked on a map."
    missing: ClassVar[str] = "Give a location"
    presettable: ClassVar[bool] = False

    kind: Literal["location"] = "location"
    precision: Annotated[
        Literal["exact", "1", "10", "100"],
        OneOf("Keep it", "Anything more precise is never stored.", labels=KEPT),
    ] = "10"
    place: Annotated[bool, YesNo("Ask for the name of the place too", offer=True)] = False

    @classmethod
    def samples(cls) -> list[tuple[Question, list[Value]]]:
        """Coarse, and exact with the name of the place."""
        coarse = cls(id="q1", title="Where do you live?")
        exact = cls(id="q1", title="Where is it broken?", precision="exact", place=True)
        bridge: Value = {LAT: 51.50546, LON: -0.07535, PLACE: "Tower Bridge"}
        return [
            (coarse, [{LAT: 48.2, LON: 16.4}, {LAT: -33, LON: 0}]),
            (exact, [bridge, {LAT: 0, LON: 180}, {PLACE: "By the lake"}]),
        ]

    @property
    def decimals(self) -> int:
        """How many decimals of a degree are kept."""
        return DECIMALS[self.precision]

    def summary(self) -> str:
        """How exactly it is kept."""
        return KEPT[self.precision].lower()

    def hint(self) -> str:
        """How exactly it is kept."""
        kept = "" if self.precision == "exact" else f" It is kept to about {self.precision} km."
        return f"In degrees, such as 48.2 and 16.4; south and west are negative.{kept}"

    def fields(self) -> Mapping[str, int]:
        """Latitude and longitude, and the place where it is asked."""
        return {LAT: 1, LON: 1} | ({PLACE: 1} if self.place else {})

    def first_field(self) -> str:
        """The latitude."""
        return LAT

    def from_form(self, part: Part) -> Value:
        """The point, rounded as it is kept, or what was typed where it is none."""
        typed = {name: part.one(name) for name in (LAT, LON)}
        value: dict[str, Value] = {}
        if any(typed.values()):
            value |= {name: self._degrees(text) for name, text in typed.items()}
        if place := one_line(part.one(PLACE)):
            value[PLACE] = place
        return value or None

    def to_form(self, value: Value) -> Part:
        """The degrees, and the place."""
        given = value if isinstance(value, dict) else {}
        typed = {name: _typed(given[name]) for name in (LAT, LON, PLACE) if name in given}
        return Part({name: [text] for name, text in typed.items() if text})

    def check(self, value: Value) -> Refusal | None:
        """A point on Earth no finer than is kept, or the name of a place where it is asked."""
        if not isinstance(value, dict) or not value or value.keys() - self.fields().keys():
            return Refusal(self.missing, LAT)
        for name in (LAT, LON) if value.keys() & {LAT, LON} else ():
            if problem := self._problem(name, value.get(name)):
                return Refusal(problem, name)
        place = value.get(PLACE, "-")
        if not isinstance(place, str) or not place or place != one_line(place):
            return Refusal("Write the name of the place on one line", PLACE)
        if len(place) > LONGEST_PLACE or not is_storable(place):
            return Refusal(f"Write a name of at most {LONGEST_PLACE} letters", PLACE)
        return None

    def words(self, value: Value) -> str:
        """The name of the place."""
        return str(value.get(PLACE, "")) if isinstance(value, dict) else ""

    def text(self, value: Value) -> str:
        """The place, then the degrees."""
        given = value if isinstance(value, dict) else {}
        point = ", ".join(_typed(given[name]) for name in (LAT, LON) if name in given)
        return "; ".join(filter(None, (self.words(value), point)))

    def columns(self) -> list[str]:
        """Latitude and longitude, and the place where it is asked."""
        return [*NAMES.values(), *([PLACE] if self.place else [])]

    def cells(self, value: Value) -> list[Cell]:
        """The degrees, and the place."""
        given = value if isinstance(value, dict) else {}
        found = [given.get(name) for name in self.fields()]
        return [one if isinstance(one, str | int | float) else None for one in found]

    def tally(self, value: Value) -> Iterator[tuple[str, int]]:
        """One more at this point, of a grid of 100 m at the finest."""
        if isinstance(value, dict):
            lat, lon = value.get(LAT), value.get(LON)
            if isinstance(lat, int | float) and isinstance(lon, int | float):
                yield key(lat, lon, min(self.decimals, FINEST)), 1

    def sketch(self, tally: Tally) -> dict[str, Any] | None:
        """Neighbours taken together, where there are more than 2,000 points."""
        found = points(tally)
        few = together(found)
        return {"points": few} if len(few) < len(found) else None

    def result(self, tally: Tally, sketch: Mapping[str, Any] | None = None) -> Result:
        """A map."""
        found = of_sketch(sketch) if sketch else points(tally)
        return Result(
            tally.answered, tally.skipped, Map(found, CLOSEST[self.precision], sketch is not None)
        )

    def _degrees(self, typed: str) -> Value:
        degrees = read(typed)
        return typed if degrees is None else rounded(degrees, self.decimals)

    def _problem(self, name: str, value: Value) -> str | None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return f"Write the {NAMES[name]} in degrees, such as 48.2"
        if not abs(value) <= MOST[name]:  # so that NaN is refused too
            return f"Write a {NAMES[name]} from -{MOST[name]} to {MOST[name]}"
        if value != rounded(value, self.decimals):
            return f"Write the {NAMES[name]} with at most {self.decimals} decimals"
        return None


def _typed(value: Value) -> str:
    return written(value) if isinstance(value, int | float) else str(value)
