import pytest

from backend.questionnaire.document import Questionnaire, Section
from backend.questionnaire.form import BLANK, Part
from backend.questionnaire.merge import merged
from backend.questionnaire.tally import Tally
from backend.questionnaire.types.contact import LINES, Contact
from tests.questionnaire.drawing import draw, draw_chart

ADA = {"name": "Ada", "email": "ada@example.org", "phone": None}


def contact(**settings):
    return Contact(**{"id": "q1", "title": "How can we reach you?"} | settings)


def whole(**settings):
    return contact(**{f"ask_{name}": "optional" for name in LINES} | settings)


def judged(question, **typed):
    value = question.from_form(Part({name: [text] for name, text in typed.items()}))
    refusal = question.refusal(value)
    return (refusal.field, refusal.message) if refusal else value


def test_the_author_chooses_the_fields():
    question = contact(ask_phone="no", ask_city="required")
    assert question.summary() == "Name, E-mail address, Town"
    assert question.columns() == ["Name", "E-mail address", "Town"]
    assert list(question.fields()) == ["name", "email", "city"]
    assert list(contact(**{f"ask_{name}": "no" for name in LINES}).problems()) == [
        "asks for no field"
    ]


def test_what_an_older_version_asked_for_stays_in_the_export():
    now, before, first = (
        contact(ask_phone="no"),
        contact(ask_phone="no", ask_city="required"),
        contact(ask_city="optional"),
    )
    versions = [
        Questionnaire(title="T", sections=(Section(id="s1", questions=(asked,)),))
        for asked in (now, before, first)
    ]
    whole = merged(versions).question("q1")
    assert whole.columns() == ["Name", "E-mail address", "Telephone number", "Town"]
    assert whole.ask("city") == "required"


def test_a_browser_offers_what_it_knows_of_each_field():
    page = draw(whole())
    tokens = [field["autocomplete"] for field in page.find() if field["name"]]
    assert tokens == [line.token for line in LINES.values()]
    assert [field["type"] for field in page.find("input")][2:4] == ["email", "tel"]
    assert page.texts("label")[0] == "Name (optional)"
    assert len(page.find("script")) == 1
    assert draw(contact()).find("script") == []
    assert draw(contact()).texts("label")[0] == "Name"


def test_what_was_typed_is_mended_field_by_field():
    typed = {"name": " Ada  L. ", "email": "ada@example.org", "phone": "0049 30 1234"}
    assert judged(contact(), **typed) == {
        "name": "Ada L.",
        "email": "ada@example.org",
        "phone": "+49301234",
    }


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ({"name": "Ada"}, ("email", "Fill in your e-mail address")),
        (
            {"name": "Ada", "email": "ada"},
            ("email", "Write an e-mail address, such as name@example.org"),
        ),
        ({"phone": "0301234"}, ("name", "Fill in your name")),
    ],
)
def test_who_fills_in_one_field_fills_in_those_that_must_be(typed, refused):
    assert judged(contact(), **typed) == refused


def test_all_may_be_left_blank_where_no_answer_is_required():
    assert contact().from_form(BLANK) is None
    assert contact().refusal(None) is None
    missing = contact(required=True).refusal(None)
    assert (missing.field, missing.message) == ("name", "Fill in how to reach you")
    assert whole(required=True).refusal(None).field == "name"


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("name", "", "Write your name"),
        ("name", 7, "Write your name"),
        ("city", "a\0b", "Write your town"),
        ("street", "x" * 201, "Write at most 200 characters: you wrote 201"),
        ("city", "a  b", "Write it on one line"),
        ("country", "Germany", "Choose a country of the list"),
        ("phone", "12", "Write a telephone number in digits, such as +49 30 1234567"),
    ],
)
def test_each_field_is_judged(name, value, message):
    answer = {**dict.fromkeys(LINES), name: value}
    assert whole().check(answer) == (message, name)


@pytest.mark.parametrize(
    "value", ["Ada", {}, {"name": "Ada"}, ADA | {"x": 1}, dict.fromkeys(LINES)]
)
def test_what_is_no_contact(value):
    assert whole().check(value).message == "Fill in how to reach you"


def test_results_say_how_often_each_field_was_filled_in():
    question = contact()
    tally = question.tally_of(ADA) + Tally({"skipped": 1, "field:city": 1})
    page = draw_chart(question, question.result(tally))
    assert page.texts("th") == ["Name", "E-mail address", "Telephone number", "Town"]
    assert page.texts("td", class_="count-of") == ["1", "1", "0", "1"]
    assert question.text(ADA) == "Ada, ada@example.org"
    assert question.words(ADA) == ""
    assert list(question.tally(None)) == []
