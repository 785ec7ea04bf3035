"""A standard scale is taken over in the form of every question that has a scale."""

import pytest

from backend.questionnaire.standards import scale_kinds
from backend.questionnaire.standards.scales import SCALES
from tests.surveys.drafting import SWIFT, Desk, sample

KINDS = [kind.model_fields["kind"].default for kind in scale_kinds()]


@pytest.mark.parametrize("kind", KINDS)
def test_a_standard_scale_takes_the_place_of_the_levels(app, alice, kind):
    desk = Desk(app, alice, sample(kind))
    desk.save("q1", **{"scale-standard": "frequency-5", "scale-take": "1"})
    assert desk.part("q1")["scale"] == list(SCALES["frequency-5"].levels)
    options = desk.open("q1").find("option", value="frequency-5")
    assert [option["value"] for option in options if "selected" in option.attributes]


def test_it_is_taken_only_by_its_button_and_where_there_is_such_a_scale(app, alice):
    desk = Desk(app, alice, sample("likert"))
    before = desk.part("q1")
    for sent in ({"scale-standard": "frequency-5"}, {"scale-standard": "no", "scale-take": "1"}):
        desk.save("q1", **sent)
        assert desk.part("q1") == before


def test_the_levels_are_seen_at_once(app, alice):
    desk = Desk(app, alice, sample("likert"))
    values = desk.form("q1") | {"scale-standard": "ease-7", "scale-take": "1"}
    answer = desk.send("q1", values, headers=SWIFT)
    assert 'value="Somewhat difficult"' in answer.text
