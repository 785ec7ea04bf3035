from hashlib import sha256

import pytest

from backend.questionnaire.form import BLANK, Part
from backend.questionnaire.tally import Tally
from backend.questionnaire.types.consent import Consent
from tests.questionnaire.drawing import draw, draw_chart


def consent(**settings):
    return Consent(**{"id": "q1", "title": "Privacy", "body": "We keep *this*."} | settings)


def agreed(question):
    return {"agreed": True, "text": question.digest}


def test_the_box_says_which_text_was_on_the_page():
    question = consent()
    assert question.digest == sha256(b"Privacy\n\nWe keep *this*.\nI agree\n").hexdigest()[:16]
    (box,) = draw(question).find("input")
    assert (box["value"], "checked" in box.attributes) == (question.digest, False)
    assert question.from_form(Part({"": [question.digest]})) == agreed(question)
    assert question.from_form(BLANK) is None


def test_consent_to_another_text_is_none():
    before, now = consent(), consent(body="We keep *more*.")
    assert before.digest != now.digest
    refusal = now.check(agreed(before))
    assert refusal.message == "Read the text again: it is not the one that was agreed to"


@pytest.mark.parametrize("value", [True, {}, {"agreed": True}, {"agreed": 1, "text": "x"}, "yes"])
def test_what_is_no_consent(value):
    assert consent().check(value) is not None


def test_where_it_is_needed_the_box_must_be_ticked():
    missing = "Tick the box to agree: it is needed to take part"
    assert consent(required=True).refusal(None).message == missing
    assert consent().refusal(None) is None


def test_the_text_may_lead_to_more():
    page = draw(consent(body="[Privacy](https://example.org/p) <script>"))
    (link,) = page.find("a")
    assert link["href"] == "https://example.org/p"
    assert page.find("script") == []
    assert draw(consent(body="")).find("p") == []


def test_words_beside_the_box_are_needed():
    assert list(consent(box="").problems()) == ["has no words beside its box"]
    assert consent().summary() == "I agree"


def test_an_export_says_to_which_text():
    question = consent()
    assert question.columns() == ["", "text"]
    assert question.cells(agreed(question)) == ["I agree", question.digest]
    assert (question.text(agreed(question)), question.text(None)) == ("I agree", "")


def test_results_tell_the_texts_apart():
    before, now = consent(), consent(body="We keep *more*.")
    first = before.tally_of(agreed(before))
    alone = before.result(first + Tally({"skipped": 1})).chart
    assert [(line.label, line.n, line.percent) for line in alone.lines] == [("I agree", 1, "50.0")]
    both = now.result(first + now.tally_of(agreed(now)) + now.tally_of(agreed(now)))
    assert draw_chart(now, both).texts("th") == [
        "I agree",
        f"to the text of now ({now.digest})",
        f"to an earlier text ({before.digest})",
    ]
    assert [line.n for line in both.chart.lines] == [3, 2, 1]
    assert list(now.tally(None)) == []
