"""Locations: degrees as people type them, kept no finer than the author asked for."""

import pytest

from backend.questionnaire.form import Part
from backend.questionnaire.points import LISTED, MANY, points
from backend.questionnaire.tally import Tally
from backend.questionnaire.types import CATALOGUE
from tests.questionnaire.drawing import draw_chart, tally_of

Location = CATALOGUE["location"]
COARSE = Location(id="q", title="Where?")
EXACT = COARSE.changed(precision="exact", place=True)


def typed(lat, lon, **more):
    return Part({"lat": [lat], "lon": [lon], **{name: [text] for name, text in more.items()}})


@pytest.mark.parametrize(
    ("lat", "lon", "value"),
    [
        ("48.2082", "16.3738", {"lat": 48.2, "lon": 16.4}),
        ("48,2082", "+16,3738°", {"lat": 48.2, "lon": 16.4}),
        ("−33.9", "–18.42", {"lat": -33.9, "lon": -18.4}),
        ("0", "-0.01", {"lat": 0, "lon": 0}),
        ("90", "-180", {"lat": 90, "lon": -180}),
        (" 7 ", "8.04", {"lat": 7, "lon": 8}),
    ],
)
def test_degrees_are_read_as_people_write_them_and_rounded(lat, lon, value):
    assert COARSE.from_form(typed(lat, lon)) == value
    assert COARSE.check(value) is None


@pytest.mark.parametrize(
    ("precision", "lat"), [("exact", 48.20817), ("1", 48.21), ("10", 48.2), ("100", 48)]
)
def test_what_is_finer_than_asked_for_is_never_stored(precision, lat):
    asked = COARSE.changed(precision=precision)
    value = asked.from_form(typed("48.2081743", "16.3738189"))
    assert value["lat"] == lat
    assert asked.check(value) is None
    finer = asked.check({"lat": 48.2081743, "lon": 16})
    assert (finer.field, "decimals" in finer.message) == ("lat", True)


@pytest.mark.parametrize(
    ("lat", "lon", "field", "said"),
    [
        ("91", "0", "lat", "Write a latitude from -90 to 90"),
        ("0", "180.5", "lon", "Write a longitude from -180 to 180"),
        ("Vienna", "0", "lat", "Write the latitude in degrees, such as 48.2"),
        ("48.2", "", "lon", "Write the longitude in degrees, such as 48.2"),
        ("1e1", "0", "lat", "Write the latitude in degrees, such as 48.2"),
        ("٤٨", "0", "lat", "Write the latitude in degrees, such as 48.2"),
        ("NaN", "0", "lat", "Write the latitude in degrees, such as 48.2"),
    ],
)
def test_what_is_no_point_is_refused_beside_its_field_and_given_back(lat, lon, field, said):
    value = COARSE.from_form(typed(lat, lon))
    assert COARSE.check(value) == (said, field)
    assert COARSE.to_form(value).one(field) == {"lat": lat, "lon": lon}[field]


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ("48.2, 16.4", "lat"),
        ({}, "lat"),
        ({"lat": 1}, "lon"),
        ({"lat": True, "lon": 0}, "lat"),
        ({"lat": float("nan"), "lon": 0}, "lat"),
        ({"lat": 1, "lon": 1, "alt": 1}, "lat"),
        ({"place": ""}, "place"),
        ({"place": 7}, "place"),
        ({"place": " Ulm"}, "place"),
        ({"place": "U\0"}, "place"),
        ({"place": "U" * 201}, "place"),
    ],
)
def test_any_other_json_is_refused(value, field):
    assert EXACT.check(value).field == field


def test_a_place_is_taken_only_where_it_is_asked():
    assert EXACT.check({"place": "By the lake"}) is None
    assert COARSE.check({"place": "By the lake"}) is not None
    assert EXACT.from_form(typed("", "", place=" By  the lake ")) == {"place": "By the lake"}
    assert EXACT.text({"lat": 1.5, "lon": -2, "place": "Ulm"}) == "Ulm; 1.5, -2"
    assert EXACT.cells({"place": "Ulm"}) == [None, None, "Ulm"]
    assert (COARSE.words(None), COARSE.text("x"), COARSE.to_form("x")) == ("", "", Part({}))


def test_points_are_counted_whatever_the_precision_was_when_they_were_given():
    fine = tally_of(EXACT, [{"lat": 48.20817, "lon": 16.37382}, {"place": "Ulm"}])
    both = fine + tally_of(COARSE, [{"lat": -33, "lon": 18.4}] * 2)
    assert points(both) == ((-33.0, 18.4, 2), (48.208, 16.374, 1))
    result = COARSE.result(both)
    assert (result.answered, result.chart.placed) == (4, 3)
    assert "3 of 4" in draw_chart(COARSE, result).source
    assert list(COARSE.tally("x")) == []


def test_more_points_than_are_read_at_once_are_taken_together():
    many = Tally(
        {"answered": MANY + 100}
        | {f"value:3:{48_000 + n // 50}:{16_000 + n % 50}": 1 for n in range(MANY + 100)}
    )
    sketch = EXACT.sketch(many)
    result = EXACT.result(many, sketch)
    assert len(result.chart.points) <= MANY
    assert result.chart.placed == MANY + 100
    assert result.chart.stale
    page = draw_chart(EXACT, EXACT.result(many))
    assert len(page.find("th", scope="row")) == LISTED
    assert f"the {LISTED} given most often" in page.source
    assert "as of the last count" in draw_chart(EXACT, result).source


def test_a_map_of_other_points_has_another_address():
    one, two = (COARSE.result(tally_of(COARSE, [{"lat": n, "lon": 0}])).chart for n in (1, 2))
    assert one.digest != two.digest


def test_what_is_kept_is_said():
    assert COARSE.summary() == "to about 10 km"
    assert COARSE.hint().endswith("It is kept to about 10 km.")
    assert EXACT.hint().endswith("are negative.")
    assert COARSE.changed(required=True).refusal(None).field == "lat"
