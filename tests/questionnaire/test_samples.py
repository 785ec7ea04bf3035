"""Every template can be published as it is; every standard question can be put into a survey."""

import json
import re

import pytest

from backend.questionnaire.document import Questionnaire
from backend.questionnaire.samples import OWN, SAMPLES
from backend.questionnaire.settings import Scale
from backend.questionnaire.standards import STANDARDS, scale_kinds, with_scale
from backend.questionnaire.standards.scales import SCALES
from backend.questionnaire.tree import parts

WANTED = {
    *("event-feedback", "employee-pulse", "sus", "course-evaluation", "customer-satisfaction"),
    *("intake", "rsvp", "poll", "feedback-360", "anes96", "well-being"),
}
LONGEST_LINE = 140


def test_those_that_people_ask_for_are_there():
    assert SAMPLES.keys() >= WANTED
    assert len(SAMPLES) >= 12


@pytest.mark.parametrize("name", SAMPLES)
def test_a_template_can_be_published_as_it_is(name):
    document = SAMPLES[name].document()
    questionnaire = Questionnaire.model_validate(document)
    assert questionnaire.problems() == ()
    assert questionnaire.closing
    assert all(question.offered for question in questionnaire.questions)
    ids = [part["id"] for part in parts(document)]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_template_says_what_it_is_for_and_whose_it_is(name):
    sample = SAMPLES[name]
    assert sample.purpose.endswith(".")
    assert len(sample.purpose) <= LONGEST_LINE
    assert 1 <= sample.minutes <= 10
    assert sample.source
    assert sample.licence
    assert sample.is_published == (sample.source != OWN)


@pytest.mark.parametrize("name", sorted(SAMPLES.keys() - {"anes96"}))
def test_few_questions_are_required(name):
    """The study of 1996 asks as it was asked then; ours leave people free."""
    asked = Questionnaire.model_validate(SAMPLES[name].document()).asked
    required = [question.title for question in asked if question.required]
    assert len(required) <= max(1, len(asked) // 2), required


@pytest.mark.parametrize("name", SAMPLES)
def test_its_scales_have_two_equal_sides_or_rise_from_none(name):
    """An author who takes one gets a fair scale: no level is named twice, the lowest is first."""
    for question in Questionnaire.model_validate(SAMPLES[name].document()).questions:
        for setting, mark in question.settings().items():
            if isinstance(mark, Scale):
                levels = getattr(question, setting)
                assert 3 <= len(levels) <= 7
                assert len(set(levels)) == len(levels)


def test_a_template_is_found_by_words():
    found = [name for name, sample in SAMPLES.items() if sample.has("  BROOKE usability ")]
    assert found == ["sus"]
    assert all(sample.has("") for sample in SAMPLES.values())


@pytest.mark.parametrize("name", STANDARDS)
def test_a_standard_can_be_published_as_it_is(name):
    standard = STANDARDS[name]
    section = {"id": "s", "questions": list(standard.questions)}
    whole = Questionnaire.model_validate({"title": "T", "sections": [section]})
    assert whole.problems() == ()
    assert whole.questions == standard.parsed
    assert all((standard.name, standard.purpose, standard.source, standard.licence))
    assert standard.has(standard.name.upper())


def test_a_template_made_of_an_instrument_has_its_very_words():
    for sample, standard in (("sus", "sus"), ("well-being", "who5")):
        (asked,) = STANDARDS[standard].questions
        text = json.dumps(SAMPLES[sample].document())
        assert all(json.dumps(row["label"]) in text for row in asked["rows"])
        assert json.dumps(asked["scale"]) in text


def test_the_system_usability_scale_alternates():
    """Odd items speak well of the system, even ones badly: that is how it is scored."""
    (question,) = STANDARDS["sus"].questions
    bad = re.compile(r"complex|need the support|inconsistency|cumbersome|needed to learn")
    assert [bool(bad.search(row["label"])) for row in question["rows"]] == [False, True] * 5


@pytest.mark.parametrize("name", SCALES)
def test_a_standard_scale_suits_every_kind_that_has_one(name):
    assert len(set(SCALES[name].levels)) == len(SCALES[name].levels)
    assert SCALES[name].source
    kinds = [kind.model_fields["kind"].default for kind in scale_kinds()]
    assert kinds
    for kind in kinds:
        made = with_scale(kind, name, iter(map(str, range(1000))))
        assert list(SCALES[name].levels) in made.values()


@pytest.mark.parametrize(("kind", "scale"), [("nonsense", "agreement-5"), ("likert", "nonsense")])
def test_what_is_no_scale_gives_no_question(kind, scale):
    assert with_scale(kind, scale, iter("ab")) is None
