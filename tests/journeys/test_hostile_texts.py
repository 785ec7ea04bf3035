"""Hostile texts wherever an author or a respondent can write, on every page, without the policy.

The Content-Security-Policy would stop most of what they try; here it is switched off, so that
what holds is that every text is printed as text.
"""

import csv
import io
from collections.abc import Callable, Iterator
from typing import Any
from unicodedata import category
from urllib.parse import urlencode

import pytest
from flask import Flask

from backend.extensions import db
from backend.models import link
from backend.models.survey import Survey
from backend.questionnaire.question import Question
from backend.surveys.export import NUMERAL
from tests.browser import Browser
from tests.journeys.hostile import A_FAMILY, FAMILIES, TEXTS, Hostile
from tests.journeys.poisoned import (
    FREE,
    KINDS,
    NOW,
    Lookout,
    Poisoned,
    delete_all,
    poisoned,
    rename,
    shelf_of_titles,
)

pytestmark = pytest.mark.browser
LONG_LISTS = dict.fromkeys(("country", "dropdown_matrix", "matrix", "number_matrix", "ranking"), 50)
"""So many questions of kinds that take hundreds of elements each: a browser takes no more."""
A_SURVEY = 125
ONE_OF_EACH = TEXTS[: len(FAMILIES)]
TWO_OF_EACH = TEXTS[: 2 * len(FAMILIES)]
"""Texts of every family; neighbours have different ones."""
KEY = "hostilesubmission{:05}"


@pytest.fixture
def lookout(page: Callable[..., Any], alice: Browser, live_server: str) -> Iterator[Lookout]:
    opened = Lookout(page(alice, csp=False), live_server)
    yield opened
    assert not opened.met


def some(place: int) -> tuple[Hostile, ...]:
    return TEXTS[A_SURVEY * place : A_SURVEY * (place + 1)]


def answer(dan: Browser, survey: Poisoned, number: int, text: str) -> None:
    """Send a response whose words are this text, where it can be an answer."""
    form: dict[str, Any] = {"key": KEY.format(number), "version": "1", "section": "1"}
    form |= {"free": text, "line": text, "other-one": "other", "other-one.text": text}
    for typed in survey.typed:
        form |= typed.fields(number, text)
    sent = dan.post(f"/s/{survey.key}", data=form)
    assert sent.status_code == 303, sent.status
    assert sent.location.endswith(KEY.format(number))


def test_there_are_five_hundred_texts_of_many_families() -> None:
    assert len({text.text for text in TEXTS}) == A_FAMILY * len(FAMILIES) == 500


def test_what_listens_would_hear_it(lookout: Lookout) -> None:
    """The journeys below prove something only if this one hears what is executed."""
    body = "<p>Here</p><img src=x onerror=__hit(1)><script>__hit(2)</script>"
    headers = {"Content-Security-Policy": "default-src 'none'", "Content-Type": "text/html"}
    lookout.page.route("**/poison", lambda route: route.fulfill(body=body, headers=headers))
    with pytest.raises(AssertionError):
        lookout.go("/poison")
    lookout.page.wait_for_timeout(100)
    assert {"hit (1,)", "hit (2,)"} <= set(lookout.met)
    lookout.met.clear()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_shows_every_text_as_text(
    app: Flask, alice: Browser, lookout: Lookout, kind: str
) -> None:
    most = LONG_LISTS.get(kind, 500 - len(FREE))
    survey = poisoned(app, alice.user, TEXTS[:most], [kind])
    lookout.go(f"/s/{survey.key}")
    assert not lookout.reads(*survey.texts)


@pytest.mark.parametrize("place", range(len(TEXTS) // A_SURVEY))
def test_every_page_shows_the_texts_as_texts(
    app: Flask, alice: Browser, dan: Browser, lookout: Lookout, place: int
) -> None:
    texts = some(place)
    survey = poisoned(app, alice.user, texts, KINDS)
    title = texts[0].fit(200)
    words = [text.fit(500) for text in texts]
    for number, text in enumerate(words):
        answer(dan, survey, number, text)
    names = iter(texts)
    mine, public = f"/surveys/{survey.survey_id}", f"/s/{survey.key}"

    def go(path: str, *expected: str) -> None:
        name = next(names)
        rename(app, alice.user, name)
        lookout.go(path)
        person = [name.text.replace("\0", "").strip()[:200]] if path.startswith(mine) else []
        assert not lookout.reads(*expected, *person), path

    go("/surveys", title)
    go(f"{mine}/questions", title, *survey.texts)
    go(f"{mine}/preview", title)
    go(f"{mine}/share", title)
    go(f"{mine}/settings", title, texts[2].fit(5000))
    go(f"{mine}/deletion", title)
    go(f"{mine}/results", title)
    go(f"{public}/{KEY.format(0)}", title)
    lookout.go(f"{mine}/preview/1")
    assert not lookout.reads(title, *survey.texts)
    lookout.go(f"{mine}/preview/2")
    _read_all(lookout, f"{mine}/results/free", words)
    _read_all(lookout, f"{mine}/results/other-one", words)
    _open_some(lookout, f"{mine}/questions", survey.questions[: len(KINDS)][place::4])
    _give_back(lookout, public, words)
    _close_with_a_filled_form(app, survey, lookout, public, words)
    _stop_publishing(lookout, mine, title)
    _meet(lookout, mine, words)
    for page in ("history/0", "comparison?old=draft&new=r0"):
        lookout.go(f"{mine}/{page}")
        assert not lookout.reads(title, *survey.texts), page
    lookout.go(f"{mine}/history")


def _read_all(lookout: Lookout, path: str, words: list[str]) -> None:
    """All texts of respondents, page by page."""
    missing = set(words)
    lookout.go(path)
    for _ in range(len(words)):
        missing = set(lookout.reads(*missing))
        more = lookout.page.get_by_role("link", name="More answers")
        if not more.count():
            break
        more.click()
        lookout.page.wait_for_load_state()
        lookout.look(path)
    assert not missing


def _open_some(lookout: Lookout, path: str, questions: list[Question]) -> None:
    """Questions of some kinds, opened as the page does it: a part is sent and swapped in."""
    lookout.go(path)
    for question in questions:
        with lookout.page.expect_response(lambda reply: "open=" in reply.url):
            lookout.page.locator(f"#card-{question.id} a.cover").click(force=True)
        lookout.page.locator(f"#card-{question.id}.open").wait_for()
        lookout.look(path)
        texts = [value for value in question.model_dump().values() if isinstance(value, str)]
        assert not lookout.reads(*texts)


FILL = """(words) => {
  const fields = document.querySelectorAll("form input[type=text], form textarea");
  [...fields].forEach((field, place) => { field.value = words[place % words.length]; });
  document.querySelectorAll("form input[value=other]").forEach((box) => { box.checked = true; });
}"""
SEND = """([address, fields]) => {
  const form = Object.assign(document.createElement("form"), { method: "post", action: address });
  for (const [name, value] of Object.entries(fields)) {
    const area = Object.assign(document.createElement("textarea"), { name, value });
    form.append(area);
  }
  document.body.append(form);
  form.submit();
}"""


def _give_back(lookout: Lookout, public: str, words: list[str]) -> None:
    """A form that is refused comes back with everything typed, beside what is wrong with it."""
    lookout.go(public)
    lookout.page.evaluate(FILL, words)
    with lookout.page.expect_navigation():
        lookout.page.get_by_role("button", name="Send my answers").click()
    lookout.look(public)
    assert lookout.page.title().startswith("Error: ")
    assert not lookout.reads(*words[:20])


def _close_with_a_filled_form(
    app: Flask, survey: Poisoned, lookout: Lookout, public: str, words: list[str]
) -> None:
    """Answers that come too late are shown, to be copied."""
    lookout.go(public)
    lookout.page.fill("#q-free", words[0])
    lookout.page.fill("#q-line", words[1])
    _set_closed(app, survey, closed=True)
    with lookout.page.expect_navigation():
        lookout.page.get_by_role("button", name="Send my answers").click()
    lookout.look(public)
    assert not lookout.reads(words[0], words[1])
    _set_closed(app, survey, closed=False)


def _set_closed(app: Flask, survey: Poisoned, *, closed: bool) -> None:
    with app.app_context():
        found = db.session.get_one(Survey, survey.survey_id)
        found.closed_at = NOW if closed else None
        db.session.commit()
    link.forget(survey.key)


def _post(lookout: Lookout, path: str, **fields: str) -> None:
    with lookout.page.expect_navigation():
        lookout.page.evaluate(SEND, [path, fields])


def _stop_publishing(lookout: Lookout, mine: str, title: str) -> None:
    """What stops publishing names its parts."""
    _post(lookout, f"{mine}/questions", kind="statement")
    _post(lookout, f"{mine}/questions", kind="section")
    _post(lookout, f"{mine}/publication")
    lookout.look(f"{mine}/publication")
    assert not lookout.reads(title)


def _meet(lookout: Lookout, mine: str, words: list[str]) -> None:
    """Two texts that met are shown side by side; one that is too long is given back."""
    _post(lookout, f"{mine}/questions/first", revision="2", title=words[5][:200])
    _post(lookout, f"{mine}/questions/first", revision="0", title=words[6][:200])
    lookout.look(f"{mine}/questions/first")
    assert not lookout.reads(words[5][:200], words[6][:200])
    long = words[7] + "x" * 600
    _post(lookout, f"{mine}/questions/q0", revision="0", title=long)
    lookout.look(f"{mine}/questions/q0")
    assert not lookout.reads(long)


def test_five_hundred_titles_stand_in_the_library_as_they_are(
    app: Flask, alice: Browser, lookout: Lookout
) -> None:
    ids = shelf_of_titles(app, alice.user)
    missing = {text.fit(200) for text in TEXTS}
    for number in range(1, len(TEXTS) // 50 + 1):
        lookout.go(f"/surveys?page={number}")
        missing = set(lookout.reads(*missing))
    assert not missing
    delete_all(app, ids)
    lookout.go("/surveys/deleted")
    assert not lookout.reads(*(text.fit(200) for text in TEXTS))


def test_every_page_of_a_draft_shows_its_title_as_it_is(
    app: Flask, alice: Browser, lookout: Lookout
) -> None:
    """Every text on half of the pages, and every page with a text of each family."""
    shelf = enumerate(zip(shelf_of_titles(app, alice.user, TWO_OF_EACH), TWO_OF_EACH, strict=True))
    pages = ("questions", "share", "results", "settings", "deletion", "preview")
    lookout.go("/surveys/new")
    lookout.framed(
        [
            (f"/surveys/{id}/{page}", text.fit(200))
            for place, (id, text) in shelf
            for page in pages[place % 2 :: 2]
        ]
    )


def test_what_is_asked_for_in_an_address_is_text(
    app: Flask, alice: Browser, lookout: Lookout
) -> None:
    lookout.go("/surveys/new")
    lookout.framed(
        [
            ("/surveys?" + urlencode({"q": text.text, "page": text.text}), text.fit(200))
            for text in TWO_OF_EACH
        ]
    )
    survey = poisoned(app, alice.user, some(0)[:10], KINDS)
    mine = f"/surveys/{survey.survey_id}"
    title = some(0)[0].fit(200)
    asked = [
        urlencode({"open": text.text, "said": text.text, "seen": "0", "after": text.text})
        for text in ONE_OF_EACH
    ]
    paths = ("questions", "preview", "results", "results/free")
    lookout.framed([(f"{mine}/{path}?{query}", title) for query in asked for path in paths])


def test_no_cell_of_the_export_is_a_formula(app: Flask, alice: Browser, dan: Browser) -> None:
    for place in range(len(TEXTS) // A_SURVEY):
        survey = poisoned(app, alice.user, some(place), KINDS)
        words = [text.fit(500) for text in some(place)]
        for number, text in enumerate(words):
            answer(dan, survey, number, text)
        exported = alice.get(f"/surveys/{survey.survey_id}/responses.csv")
        assert "\n" not in exported.headers["Content-Disposition"]
        rows = list(csv.reader(io.StringIO(exported.get_data(as_text=True).removeprefix("\ufeff"))))
        cells = {cell for row in rows for cell in row}
        assert not [cell for cell in cells if is_formula(cell)]
        unmarked = {cell.replace("'", "") for cell in cells}
        assert not {text.replace("'", "") for text in words} - unmarked
        assert len({len(row) for row in rows}) == 1


def is_formula(cell: str) -> bool:
    """Whether some spreadsheet would compute the cell."""
    seen = "".join(sign for sign in cell if category(sign) not in ("Cf", "Zs", "Zl", "Zp"))
    return seen.startswith(tuple("=+-@\t\r\n\0＝＋－＠")) and not NUMERAL.fullmatch(cell)
