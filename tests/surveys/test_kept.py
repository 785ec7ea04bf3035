"""Lists in random order: the page in pieces is the page drawn whole, whoever looks at it."""

import pytest

from backend.questionnaire.order import seed_of
from backend.questionnaire.types import CATALOGUE
from backend.surveys import kept
from backend.surveys import page as pages
from backend.surveys import shuffled as cutting
from backend.surveys.shuffled import shuffled
from tests.surveys.answering import AGE, MORE, NEWS, key_of, publish, responses
from tests.surveys.test_answer_sections import onward

LETTERS = [{"id": f"l{n}", "label": letter} for n, letter in enumerate("ABCDEFGH")]
MIXED = {"kind": "multiple_choice", "id": "mix", "title": "Which?", "choices": LETTERS,
         "shuffle": True, "pin_last": True, "other": True, "none": True}  # fmt: skip
ROWS = {"kind": "matrix", "id": "mat", "title": "How?", "rows": [
    {"id": f"r{n}", "label": f"Row {n}"} for n in range(6)
], "shuffle": True}  # fmt: skip


def order(page, name="mix"):
    return [one["value"] for one in page.find("input", name=name, type="checkbox")]


def rows(page):
    return list(dict.fromkeys(
        one["name"].partition(".")[2] for one in page.find("input", type="radio")
    ))  # fmt: skip


def due(page, question):
    return CATALOGUE[question["kind"]](**question).order(seed_of(key_of(page)))


def test_each_respondent_sees_another_order_and_the_response_keeps_it(app, client):
    asked = publish(app, [MIXED, ROWS, MORE])
    client.get(asked.path)
    orders = set()
    for _ in range(4):
        page = client.get(asked.path).page
        assert order(page) == [*due(page, MIXED), "other", "none"]
        assert order(page)[7] == "l7"
        assert rows(page) == due(page, ROWS)
        assert page.find("input", id="q-mix")[0]["value"] == order(page)[0]
        orders.add(tuple(order(page)))
        client.send(page, mix=["l7", "l0"])
    assert len(orders) == 4
    shown = {tuple(response.shown["orders"]["mix"]) for response in responses(app, asked)}
    assert shown == {one[:8] for one in orders}
    for response in responses(app, asked):
        assert response.answers["mix"] == ["l0", "l7"]
        assert set(response.shown["orders"]) == {"mix", "mat"}


def test_the_order_stays_after_a_refusal_on_the_way_back_and_in_the_next_section(app, client):
    asked = publish(app, [MIXED, AGE], [ROWS, MORE])
    page = client.get(asked.path).page
    again = client.send(page, mix=["l2", "none"], status=422).page
    assert order(again) == order(page)
    second = onward(client, again, mix=["l2"], age="3")
    assert rows(second) == due(page, ROWS)
    assert order(onward(client, second, back="1")) == order(page)
    onward(client, second)
    assert responses(app, asked)[0].shown == {
        "seed": seed_of(key_of(page)),
        "orders": {"mix": due(page, MIXED), "mat": due(page, ROWS)},
    }


def test_without_random_order_nothing_is_kept_of_it(app, client, statements):
    asked = publish(app, [NEWS, MORE])
    page = client.get(asked.path).page
    statements.clear()
    client.send(page, more="x")
    assert not any("shown" in statement for statement in statements)
    assert responses(app, asked)[0].shown is None


@pytest.mark.parametrize("kind", [
    kind for kind, type_ in CATALOGUE.items() if "shuffle" in type_.settings()
])  # fmt: skip
def test_a_list_in_pieces_is_the_list_drawn_whole(app, kind):
    with app.test_request_context("/s/x"):
        for question, answers in CATALOGUE[kind].samples():
            for default in (None, *answers[:1]):
                asked = question.changed(shuffle=True, default=default)
                cut = shuffled(asked, 1)
                assert cut.pieces is not None
                for seed in "0123":
                    whole = pages.drawn(asked.in_order(asked.order(seed)), 1, asked.preset)
                    assert cut.drawn(seed) == whole.encode()


def test_a_long_list_is_cut_as_a_short_one(app):
    choices = [{"id": f"c{n}", "label": str(n)} for n in range(60)]
    long = CATALOGUE["single_choice"](id="q", choices=choices, shuffle=True)
    with app.test_request_context("/s/x"):
        cut = shuffled(long, None)
        assert cut.pieces
        assert (
            cut.drawn("1")
            == pages.drawn(long.in_order(long.order("1")), None, long.preset).encode()
        )


def test_a_template_that_does_not_say_where_to_cut_is_drawn_every_time(app, client, monkeypatch):
    monkeypatch.setattr(cutting, "_cut", lambda question, number, order: [b"whole"])
    asked = publish(app, [MIXED])
    for _ in range(2):
        page = client.get(asked.path).page
        assert order(page) == [*due(page, MIXED), "other", "none"]
    assert not any(one.ready for survey, one in kept._pages.items() if survey.key == asked.key)


def test_pieces_that_do_not_fit_are_not_used(app, monkeypatch):
    monkeypatch.setattr(cutting, "_cut", lambda question, number, order: [b""] * (len(order) + 2))
    with app.test_request_context("/s/x"):
        assert shuffled(CATALOGUE["multiple_choice"](**MIXED), 1).pieces is None


def test_the_page_in_pieces_is_the_page_drawn_whole(app, client):
    asked = publish(app, [MIXED, ROWS | {"shuffle": False}, AGE])
    page = client.get(asked.path).page
    with app.test_request_context(asked.path):
        (survey,) = (survey for survey in kept._pages if survey.key == asked.key)
        whole = pages.filled(pages.Place(survey, 1, 1, key_of(page)), {})
    assert page.source == whole
    assert "The order that you saw is kept" in page.text
