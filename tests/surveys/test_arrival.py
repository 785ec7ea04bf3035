"""What a link brings along: filled in where the question takes it, kept through every section."""

import pytest

from tests.surveys.answering import AGE, MORE, NEWS, VOTE, key_of, publish, responses
from tests.surveys.test_answer_sections import onward

SOURCE = {"kind": "hidden", "id": "src", "title": "Where", "parameter": "source"}
ASKED = [SOURCE, VOTE | {"parameter": "vote"}, NEWS | {"parameter": "news"}]
NASTY = ["", "\0", "%", "<script>alert(1)</script>", "x" * 9000, "\u202e", "{{ 7*7 }}", "c3"]


@pytest.fixture
def asked(app):
    return publish(app, ASKED, [AGE | {"parameter": "age"}, MORE])


def values(page):
    return page.values(page.find("form")[-1])


def test_choices_are_named_by_id_or_by_label_and_can_be_changed(app, client, asked):
    page = client.get(f"{asked.path}?vote=dole&news=Radio&news=tv&source=mail").page
    assert values(page) | {"key": "", "version": "", "section": ""} == {
        "key": "", "version": "", "section": "", "src": ["mail"], "vote": ["c2"],
        "news": ["tv", "radio"], "news.text": [""],
    }  # fmt: skip
    second = onward(client, page, vote="c1")
    onward(client, second, age="40")
    assert responses(app, asked)[0].answers == {
        "src": "mail", "vote": "c1", "news": ["tv", "radio"], "age": 40, "more": None,
    }  # fmt: skip


def test_what_a_question_would_not_take_is_not_filled_in(client, asked):
    plain = values(client.get(asked.path).page)
    for said in ("vote=Nobody", "vote=", "news=other", "age=old", "unknown=1", "vote.text=x"):
        page = client.get(f"{asked.path}?{said}").page
        assert values(page) | {"key": plain["key"]} == plain


def test_no_link_is_a_failure(client, asked):
    for name in ("vote", "source", "age", "key", "_external", "version", "x" * 500):
        for value in NASTY:
            query = {name: [value, value]}
            page = client.get(asked.path, query_string=query, status=200).page
            assert "<script>alert" not in page.source
            assert "49" not in page.find("input", name="src")[0]["value"]
            sent = client.send(page, vote="c1")
            client.get(sent.location)


def test_later_sections_are_filled_in_and_say_what_the_link_brought(app, client, asked):
    page = client.get(f"{asked.path}?age=31&source=A%20poster").page
    assert "source=A poster" in page.texts("footer")[0]
    second = onward(client, page, vote="c1")
    assert values(second)["age"] == ["31"]
    assert "source=A poster" in second.texts("footer")[0]
    first = onward(client, second, back="1")
    assert values(first)["src"] == ["A poster"]
    again = onward(client, onward(client, first, vote="c2"), age="32")
    assert "Kept with them is what your link brought along: A poster." in again.text
    assert responses(app, asked)[0].answers["age"] == 32
    assert responses(app, asked)[0].answers["src"] == "A poster"


def test_a_refused_section_keeps_what_the_link_brought(client, asked):
    page = client.get(f"{asked.path}?age=31&source=mail").page
    again = client.send(page, status=422).page
    assert values(again)["src"] == ["mail"]
    assert "source=mail" in again.texts("footer")[0]
    assert values(onward(client, again, vote="c1"))["age"] == ["31"]


def test_what_was_emptied_stays_empty(client, asked):
    page = client.get(f"{asked.path}?news=tv").page
    again = client.send(page, news=[], status=422).page
    assert "news" not in values(again)


def test_a_plain_link_promises_and_keeps_nothing(app, client, asked):
    page = client.get(asked.path).page
    assert "link brings" not in page.texts("footer")[0]
    last = onward(client, onward(client, page, vote="c1"), age="3")
    assert "your link brought" not in last.text
    assert responses(app, asked)[0].answers["src"] is None


def test_a_hidden_value_is_cut_and_never_refused(app, client):
    asked = publish(app, [VOTE, SOURCE])
    page = client.get(asked.path).page
    client.send(page, vote="c1", src=" " + "y" * 400, status=303)
    client.send(client.get(asked.path).page, vote="c1", src="a\0b", status=303)
    stored = {response.answers["src"] for response in responses(app, asked)}
    assert stored == {"y" * 200, None}


def test_whoever_signs_in_first_keeps_what_the_link_brings(app, client):
    asked = publish(app, [VOTE, SOURCE], access="organisation")
    sent = client.get(f"{asked.path}?source=mail", status=303)
    assert "source%3Dmail" in sent.location


def test_a_default_answer_stands_there_and_the_link_prevails(app, client):
    vote = VOTE | {"default": "c2", "parameter": "vote", "required": False}
    asked = publish(app, [vote, MORE | {"default": "As ever"}], [AGE | {"default": 18}])
    for _ in range(2):
        page = client.get(asked.path).page
        assert (values(page)["vote"], values(page)["more"]) == (["c2"], ["As ever"])
    assert values(client.get(f"{asked.path}?vote=c1").page)["vote"] == ["c1"]
    second = onward(client, page, vote=[], more="")
    assert values(second)["age"] == ["18"]
    emptied = onward(client, second, back="1")
    assert values(emptied)["more"] == [""]
    assert "vote" not in values(emptied)
    assert key_of(emptied) == key_of(page)
