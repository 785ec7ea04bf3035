"""A list of very many lines is written as one text, in which every line stays what it is."""

import pytest

from tests.surveys.drafting import ALONE, Desk

LINES = [f"Town {n}" for n in range(1900)]


@pytest.fixture
def desk(app, alice):
    choices = [{"id": f"c{n}", "label": label} for n, label in enumerate(LINES)]
    question = {"id": "q1", "kind": "dropdown", "title": "Where?", "choices": choices}
    return Desk(app, alice, question, {"id": "q2", "kind": "short_text", "title": "Why?"})


def choices(desk):
    return {line["label"]: line["id"] for line in desk.part("q1")["choices"]}


def test_a_long_list_stands_in_one_text(desk):
    page = desk.open("q1")
    (text,) = page.find("textarea", id="q1-choices-lines")
    assert page.values(text.inside("form"))["choices-lines"] == ["\n".join(LINES)]
    assert not page.find("input", name="choices-label")
    assert len(page.source) < 300_000


def test_saving_it_as_it_stands_changes_nothing(desk):
    desk.save("q1")
    assert desk.revision == 0


def test_lines_that_are_moved_changed_and_added_keep_all_other_ids(desk):
    lines = [LINES[5], *LINES[:5], "A new one", *LINES[6:1000], "Renamed", *LINES[1001:-1], ""]
    desk.save("q1", **{"choices-lines": "\r\n".join(lines), "title": "Where now?"})
    now = choices(desk)
    assert list(now) == [line for line in lines if line]
    assert {line: now[line] for line in LINES if line in now} == {
        line: f"c{n}" for n, line in enumerate(LINES) if n not in (1000, 1899)
    }
    assert now["Renamed"] == "c1000"
    assert now["A new one"] not in {f"c{n}" for n in range(1900)}
    assert desk.part("q1")["title"] == "Where now?"


def test_the_same_text_sent_twice_adds_its_lines_once(desk):
    form = desk.form("q1") | {"choices-lines": "\n".join([*LINES, "Another", "", "More"])}
    first = desk.send("q1", form, headers=ALONE)
    assert first.headers["X-Revision"] == "1"
    assert "choices-id" not in first.text
    desk.send("q1", form, headers=ALONE)
    assert (desk.revision, len(choices(desk))) == (1, 1902)


def test_too_long_a_line_is_refused_and_nothing_typed_is_lost(desk):
    typed = "\n".join([*LINES[:700], "x" * 2000, *LINES[700:]])
    page = desk.save("q1", 422, **{"choices-lines": typed}).page
    assert page.texts("p", id="q1-choices-error")[0].startswith("Line 701: write at most")
    (text,) = page.find("textarea", id="q1-choices-lines")
    assert "".join(text.words).strip() == typed
    assert desk.revision == 0


def test_what_two_tabs_change_in_it_is_laid_together(desk):
    one, other = desk.form("q1"), desk.form("q1")
    desk.send("q1", one | {"choices-lines": "\n".join(["First", *LINES[1:]])}, status=303)
    desk.send("q1", other | {"choices-lines": "\n".join([*LINES[:-1], "Last"])}, status=303)
    now = choices(desk)
    assert (now["First"], now["Last"], len(now)) == ("c0", "c1899", 1900)


@pytest.mark.no_cover
def test_a_list_that_has_become_short_is_rows_again(desk):
    desk.save("q1", **{"choices-lines": "\n".join(LINES[:100])})
    page = desk.open("q1")
    assert not page.find("textarea", id="q1-choices-lines")
    blank = 2  # one for those without scripts, one to make others of
    assert len(page.find("input", name="choices-label")) == 100 + blank
