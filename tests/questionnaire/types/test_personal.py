from time import thread_time

import pytest

from backend.questionnaire.form import Part, Refusal
from backend.questionnaire.tally import Tally
from backend.questionnaire.types.email import Email
from backend.questionnaire.types.phone import Phone
from backend.questionnaire.types.url import Url
from tests.questionnaire.drawing import draw, draw_chart


def asked(kind, **settings):
    return kind(**{"id": "q1", "title": "Where?"} | settings)


def judged(kind, text, **settings):
    """What is stored of what was typed, or why it is refused."""
    question = asked(kind, **settings)
    value = question.from_form(Part({"": [text]}))
    refusal = question.refusal(value)
    return refusal.message if refusal else value


FORM = "Write an e-mail address, such as name@example.org"
DIGITS = "Write a telephone number in digits, such as +49 30 1234567"
PAGE = "Write a web address, such as https://example.org"
SCHEME = "Write an address that begins with https:// or http://"
SIGNS = "Write a web address without spaces, quotation marks, brackets < > or { }"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (" ada@example.org ", "ada@example.org"),
        ("a.b+c@Sub.Example.org", "a.b+c@Sub.Example.org"),
        ("ada@müller.example", "ada@xn--mller-kva.example"),
        ("", None),
        ("ada", FORM),
        ("ada@example", FORM),
        ("ada@@example.org", FORM),
        ("ada@example..org", FORM),
        ("ada@ü..example", FORM),
        ("ada@-a.org", FORM),
        ("ada lovelace@example.org", FORM),
        ("Ada <ada@example.org>", FORM),
        (f"{'a' * 65}@example.org", FORM),
        (f"a@{'a.' * 130}org", "Write at most 254 characters: you wrote 265"),
    ],
)
def test_email_addresses(typed, found):
    assert judged(Email, typed) == found


def test_email_addresses_of_some_domains_only():
    domains = "example.org, Example.com"
    assert judged(Email, "ada@EXAMPLE.com", domains=domains) == "ada@EXAMPLE.com"
    wrong = "Write an address that ends with @example.org or @example.com"
    assert judged(Email, "ada@example.net", domains=domains) == wrong
    assert asked(Email, domains=domains).summary() == "example.org, example.com"
    (problem,) = asked(Email, domains="@example.org").problems()
    assert problem.startswith("has a domain that cannot be one")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("+49 30 123-45 67", "+49301234567"),
        ("0049 (30) 123/4567", "+49301234567"),
        ("+49 (0) 30 1234567", "+49301234567"),
        ("030.123 45 67", "0301234567"),
        ("٠٣٠١٢٣٤٥٦٧", "0301234567"),
        ("112", "112"),
        ("11", DIGITS),
        ("+0123456789", DIGITS),
        ("+1234567890123456", DIGITS),
        ("1800 FLOWERS", DIGITS),
        ("030 1234567 ext. 5", DIGITS),
        ("1" * 41, "Write at most 40 characters: you wrote 41"),
    ],
)
def test_telephone_numbers(typed, found):
    assert judged(Phone, typed) == found


def test_telephone_numbers_with_a_country_code_only():
    assert judged(Phone, "0041 44 364 35 32", international=True) == "+41443643532"
    assert (
        judged(Phone, "044 364 35 32", international=True)
        == "Begin with the country code, such as +49"
    )
    assert asked(Phone, international=True).summary() == "with a country code"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("example.org", "https://example.org"),
        ("example.org:8080/a?b#c", "https://example.org:8080/a?b#c"),
        ("HTTP://example.org", "http://example.org"),
        ("https://例え.example/道", "https://例え.example/道"),
        ("javascript:alert(1)", SCHEME),
        ("JavaScript://example.org/%0aalert(1)", SCHEME),
        ("data:text/html,x", SCHEME),
        ("ftp://example.org", SCHEME),
        ("somewhere", SCHEME),
        ("https://somewhere", PAGE),
        ("https://", PAGE),
        ("https://example.org:0/", PAGE),
        ("https://example.org:99999/", PAGE),
        ("https://[::1/", PAGE),
        ("https://-a.example", PAGE),
        ("https://bank.example@example.org/", PAGE),
        ("https://example.org/<b>", SIGNS),
        ("https://example.org/a b", SIGNS),
        ("https://example.org/" + "a" * 2000, "Write at most 2000 characters: you wrote 2020"),
    ],
)
def test_web_addresses(typed, found):
    assert judged(Url, typed) == found


@pytest.mark.parametrize("kind", [Email, Phone, Url])
def test_what_none_of_them_may_be(kind):
    for value in (7, "", "a\0b", " x", ["ada@example.org"]):
        assert asked(kind).check(value) is not None
    assert asked(Phone).check("+49 30 1234567") == Refusal(DIGITS)


@pytest.mark.parametrize("kind", [Email, Phone, Url])
def test_no_text_keeps_them_busy(kind):
    start = thread_time()
    for text in ("a." * 500, "a-" * 500, "(0)" * 300, "1" * 1000, f"a@{'a-' * 120}"):
        judged(kind, text)
        judged(kind, f"https://{text}!")
    assert thread_time() - start < 1


@pytest.mark.parametrize(
    ("kind", "type", "token"),
    [(Email, "email", "email"), (Phone, "tel", "tel"), (Url, "url", "url")],
)
def test_a_phone_shows_its_pad_and_a_browser_offers_what_it_knows(kind, type, token):
    (field,) = draw(asked(kind)).find("input")
    assert (field["type"], field["autocomplete"], field["dir"]) == (type, token, "ltr")


def test_results_say_how_many_answered_and_never_what():
    question = asked(Email)
    tally = question.tally_of("ada@example.org") + Tally({"skipped": 2})
    assert tally == Tally({"answered": 1, "skipped": 2})
    assert question.words("ada@example.org") == ""
    page = draw_chart(question, question.result(tally))
    assert page.texts("td", class_="n") == ["33.3 %"]
    assert page.texts("p") == [
        "Of the 3 who saw the question. These are personal data: what was written stands in the "
        "export alone."
    ]
