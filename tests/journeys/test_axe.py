"""Every page in its empty, full and error states, for everybody: axe, no sideways scrolling, keys.

A page that answers GET with HTML and has no state here fails the suite.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import update

from backend.extensions import db
from backend.models import draft, link, offer, response
from backend.models.comment import Comment
from backend.models.question_library import LibraryQuestion
from backend.models.response import Sent
from backend.models.role import Role
from backend.models.session import Session
from backend.models.survey import Survey
from backend.questionnaire.diff import whole_diff
from backend.questionnaire.edit import Set
from backend.questionnaire.image import images
from backend.questionnaire.tree import find, parts
from backend.questionnaire.types import CATALOGUE
from tests.browser import Browser
from tests.people import signed_in, works_on
from tests.surveys import shelf
from tests.surveys.shelf import DAY, NOW

pytestmark = pytest.mark.browser

IMAGES = {"surveys.code", "surveys.image", "surveys.public_image", "surveys.map_image"}
NO_PAGES = {"static", "surveys.csv", "surveys.schema", *IMAGES}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"runOnly": TAGS, "resultTypes": ["violations"], "iframes": False}
SEEN = [(1280, "light"), (390, "dark")]
ALSO = [(1280, "dark"), (390, "light")]  # for colours alone
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "iframes": False}
AXE = Axe()
FOCUSED = """() => {
  const it = document.activeElement;
  if (it === document.body || (it !== window.last && it.dataset.reached)) return null;
  window.last = it;
  it.dataset.reached = "yes";
  const ringed = (other) => {
    const style = getComputedStyle(other);
    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    return ring || style.boxShadow !== "none";
  };
  const around = [it.parentElement, it.parentElement.parentElement, ...it.parentElement.children];
  const name = it.getAttribute("aria-label") || it.innerText?.trim() || it.name;
  return { name: name.replace(/\\s+/g, " "), seen: [it, ...around].some(ringed) };
}"""


@dataclass
class Visit:
    """Somebody before a page, and what it takes to bring the page into a state."""

    app: Flask
    alice: Browser
    open_page: Callable[..., Page]
    server: str
    answered: Any = None

    def as_alice(self, path: str) -> Page:
        return self._opened(path, user=self.alice)

    def as_nobody(self, path: str) -> Page:
        return self._opened(path)

    def draft(self, document: Any = None, **settings: Any) -> str:
        return f"/surveys/{shelf.shelve(self.app, self.alice, document, **settings)}"

    def published(self, document: Any = None, answers: int = 0, **settings: Any) -> str:
        document = document or everything()
        survey_id = shelf.publish(self.app, self.alice, document)
        self._configure(survey_id, settings, [given(number, document) for number in range(answers)])
        return f"/surveys/{survey_id}"

    def public(self, document: Any = None, answers: int = 0, **settings: Any) -> str:
        path = self.published(document, answers, **settings)
        with self.app.app_context():
            return f"/s/{db.session.get_one(Survey, UUID(path[9:])).link_key}"

    def _configure(self, survey_id: UUID, settings: dict[str, Any], answers: list[Any]) -> None:
        with self.app.app_context():
            survey = db.session.get_one(Survey, survey_id)
            public = link.read(survey.link_key or "")
            assert public
            for number, values in enumerate(answers):
                response.record(public, Sent(f"{number}", 1, values, NOW))
            for name, value in settings.items():
                setattr(survey, name, value)
            db.session.commit()
            link.forget(survey.link_key)

    def _opened(self, path: str, **options: Any) -> Page:
        page = self.open_page(**options)
        page.context.route(
            lambda url: not url.startswith(self.server), lambda it: it.fulfill(status=204)
        )
        page.goto(path)
        return page

    def _is_elsewhere(self, url: str) -> bool:
        return not url.startswith(f"{self.server}/")


@pytest.fixture
def visit(app: Flask, alice: Browser, page: Callable[..., Page], live_server: str) -> Visit:
    return Visit(app, alice, page, live_server)


def everything() -> dict[str, Any]:
    """A questionnaire with samples of every kind of question, some of them in a second section."""
    return {
        "title": "Everything that can be asked, under a title that needs more than one line",
        "introduction": "With **bold** words.\n\nAnd a second paragraph.",
        "closing": "Thank you.",
        "sections": [
            {"id": "s1", "title": "First", "introduction": "Begin.", "questions": asked(0)},
            {"id": "s2", "title": "Second", "questions": asked(1)},
        ],
    }


def asked(sample: int) -> list[dict[str, Any]]:
    """A sample of every kind, under an id of its own."""
    return [question for question, _ in samples(sample)]


def given(number: int, document: dict[str, Any]) -> dict[str, Any]:
    """Answers to every sample that is asked; a few are skipped."""
    ids = {part["id"] for part in parts(document)}
    found = [pair for sample in range(2) for pair in samples(sample) if pair[1]]
    return {
        question["id"]: values[number % len(values)] if number % 7 else None
        for question, values in found
        if question["id"] in ids
    }


def samples(sample: int) -> list[tuple[dict[str, Any], list[Any]]]:
    """A sample of every kind and answers to it, with ids that no other sample has."""
    found = []
    for kind, type_ in CATALOGUE.items():
        all_samples = type_.samples()
        question, values = all_samples[sample % len(all_samples)]
        names = {it.id: f"{kind}-{sample}-{it.id}" for it in question.choosable()}
        names[question.id] = f"{kind}-{sample}"
        sent = renamed(question.model_dump(mode="json"), names)
        sent["title"] = f"{sent['title']} ({type_.label} {sample + 1})"
        sent["parameter"] = f"{sent['parameter']}{sample}" if sent["parameter"] else ""
        found.append((sent, renamed(values, names)))
    return found


def renamed(value: Any, names: dict[str, str]) -> Any:
    """The same JSON with other ids."""
    if isinstance(value, dict):
        return {names.get(key, key): renamed(it, names) for key, it in value.items()}
    if isinstance(value, list):
        return [renamed(it, names) for it in value]
    return names.get(value, value) if isinstance(value, str) else value


def not_signed_in(visit: Visit) -> Page:
    return visit.as_nobody("/login")


def sign_in_that_failed(visit: Visit) -> Page:
    return visit.as_nobody("/getAToken?state=wrong&code=wrong")


def signed_out(visit: Visit) -> Page:
    return visit.as_nobody("/logout")


def about_to_sign_out(visit: Visit) -> Page:
    return visit.as_alice("/logout")


def my_sessions(visit: Visit) -> Page:
    with visit.app.app_context():
        Session.begin(visit.alice.user.id, NOW, "Safari, iPhone")
        Session.begin(visit.alice.user.id, NOW)
    return visit.as_alice("/account/sessions")


def welcome(visit: Visit) -> Page:
    return visit.as_nobody("/")


def nothing_here(visit: Visit) -> Page:
    return visit.as_nobody("/nowhere")


def operation(visit: Visit) -> Page:
    return _as_operator(visit, "/admin")


def all_surveys(visit: Visit) -> Page:
    visit.published(answers=3)
    visit.draft(deleted_at=NOW)
    return _as_operator(visit, "/admin/surveys")


def all_people(visit: Visit) -> Page:
    return _as_operator(visit, "/admin/people")


def _as_operator(visit: Visit, path: str) -> Page:
    with visit.app.app_context():
        db.session.execute(update(Session).values(operator=True))
        db.session.commit()
    return visit.as_alice(path)


def empty_library(visit: Visit) -> Page:
    return visit.as_alice("/surveys")


def full_library(visit: Visit) -> Page:
    visit.draft()
    visit.published(answers=3)
    visit.published(closed_at=NOW)
    visit.published(opens_at=NOW + DAY)
    for number in range(25):
        visit.draft(shelf.whole(f"Survey {number}"))
    page = visit.as_alice("/surveys")
    page.locator("details.menu").last.locator("summary").click()
    return page


def library_without_a_match(visit: Visit) -> Page:
    visit.draft()
    return visit.as_alice("/surveys?q=nothing+like+it")


def new_survey(visit: Visit) -> Page:
    return visit.as_alice("/surveys/new")


def templates_without_a_match(visit: Visit) -> Page:
    return visit.as_alice("/surveys/new?q=nothing+like+it")


def template(visit: Visit) -> Page:
    return visit.as_alice("/surveys/new/sus")


def page_of_a_template(visit: Visit) -> Page:
    return visit.as_alice("/surveys/new/customer-satisfaction/1")


def refused_page_of_a_template(visit: Visit) -> Page:
    page = page_of_a_template(visit)
    page.get_by_role("button", name="Next").click()
    expect(page.locator(".errors")).to_be_visible()
    return page


def end_of_a_template(visit: Visit) -> Page:
    return visit.as_alice("/surveys/new/customer-satisfaction/3")


def standard_questions(visit: Visit) -> Page:
    return with_all_unfolded(visit.as_alice(f"{visit.draft()}/library"))


def nothing_shared(visit: Visit) -> Page:
    return visit.as_alice(f"{visit.draft()}/library?shelf=shared")


def kept_questions(visit: Visit) -> Page:
    with visit.app.app_context():
        for question in [it for it in asked(0) if not any(images(it))][:4]:
            kept = LibraryQuestion.keep(visit.alice.user.id, question, NOW)
            kept.share(question["kind"] == "dropdown")
    return with_all_unfolded(visit.as_alice("/questions"))


def nothing_kept(visit: Visit) -> Page:
    return visit.as_alice("/questions?q=nothing+like+it")


def with_all_unfolded(page: Page) -> Page:
    page.evaluate("document.querySelectorAll('details.more').forEach((it) => { it.open = true })")
    return page


def comments(visit: Visit) -> Page:
    return visit.as_alice(f"{spoken_of(visit)}/comments")


def comments_on_one_question(visit: Visit) -> Page:
    page = visit.as_alice(f"{spoken_of(visit)}/comments?on=why")
    page.get_by_text("Reply", exact=True).first.click()
    return page


def no_comments(visit: Visit) -> Page:
    return visit.as_alice(f"{visit.draft()}/comments")


def editor_with_comments_open(visit: Visit) -> Page:
    page = visit.as_alice(f"{spoken_of(visit)}/questions?open=why")
    page.get_by_text("Comments 1").click()
    expect(page.get_by_text("Is it clear?")).to_be_visible()
    return page


def editor_with_the_library_open(visit: Visit) -> Page:
    page = visit.as_alice(f"{visit.draft()}/questions")
    page.get_by_role("link", name="From the library").click()
    expect(page.get_by_role("dialog").get_by_text("Standard", exact=True)).to_be_visible()
    return page


def spoken_of(visit: Visit) -> str:
    path, by = visit.draft(), visit.alice.user.id
    survey = UUID(path[9:])
    with visit.app.app_context():
        first = Comment.begin(survey, "why", "Why?", "Is it clear?", by, NOW).id
        Comment.reply(survey, first, "It is. " * 60, by, NOW)
        gone = Comment.begin(survey, "gone", "How old are you?", "Not needed.", by, NOW).id
        Comment.settle(survey, gone, by, NOW)
    return path


def nothing_deleted(visit: Visit) -> Page:
    return visit.as_alice("/surveys/deleted")


def some_deleted(visit: Visit) -> Page:
    visit.published(answers=2, deleted_at=NOW)
    return visit.as_alice("/surveys/deleted")


def blank_editor(visit: Visit) -> Page:
    return visit.as_alice(f"{visit.draft({'title': ''})}/questions")


def full_editor(visit: Visit) -> Page:
    page = visit.as_alice(f"{visit.draft(everything())}/questions?open=multiple_choice-0")
    with_all_unfolded(page)
    expect(page.get_by_role("link", name="Read and add comments")).to_have_count(0)
    return page


def editor_with_a_menu_open(visit: Visit) -> Page:
    page = visit.as_alice(f"{visit.draft()}/questions?open=why")
    page.get_by_text("kinds …").last.click()
    return page


def editor_with_a_refusal(visit: Visit) -> Page:
    number = {"id": "n", "kind": "number", "title": "How many?"}
    document = {"title": "T", "sections": [{"id": "s", "questions": [number]}]}
    page = visit.as_alice(f"{visit.draft(document)}/questions?open=n")
    page.get_by_label("At least").fill("many")
    page.get_by_label("At least").blur()
    expect(page.get_by_text("Write a number, such as 2.5.")).to_be_visible()
    return page


def editor_with_a_conflict(visit: Visit) -> Page:
    path = visit.draft()
    page = visit.as_alice(f"{path}/questions?open=why")
    theirs = {"revision": "0", "title": "What for?", "longest": "200", "pattern": "any"}
    visit.alice.post(f"{path}/questions/why", data=theirs)
    page.locator("article.open textarea.title").fill("Wherefore?")
    page.locator("article.open textarea.title").blur()
    expect(page.get_by_role("heading", name="This was changed meanwhile")).to_be_visible()
    return page


def editor_with_a_selection(visit: Visit) -> Page:
    page = visit.as_alice(f"{visit.draft()}/questions?select=1")
    page.locator("article.q").first.click()
    expect(page.get_by_text("1 question selected")).to_be_visible()
    return page


def editor_with_its_keys(visit: Visit) -> Page:
    page = visit.as_alice(f"{visit.draft()}/questions")
    page.locator("body").press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    return page


def keyboard(visit: Visit) -> Page:
    return visit.as_alice("/keyboard")


def outline(visit: Visit) -> Page:
    return visit.as_alice(f"{visit.draft(everything())}/outline")


def outline_pasted(visit: Visit) -> Page:
    page = visit.as_alice(f"{visit.draft()}/outline")
    page.get_by_label("Outline", exact=True).fill("# A\nB? (rating, blue)\nC?\n- D\n- E")
    expect(page.get_by_role("heading", name="2 questions")).to_be_visible()
    return page


def preview(visit: Visit) -> Page:
    return visit.as_alice(f"{visit.draft(everything())}/preview")


def page_of_the_preview(visit: Visit) -> Page:
    return visit.as_alice(f"{visit.draft(everything())}/preview/1")


def refused_page_of_the_preview(visit: Visit) -> Page:
    page = visit.as_alice(f"{visit.draft(everything())}/preview/1")
    return sent_with_errors(page)


def end_of_the_preview(visit: Visit) -> Page:
    return visit.as_alice(f"{visit.draft(everything())}/preview/3")


def settings_of_a_draft(visit: Visit) -> Page:
    return visit.as_alice(f"{visit.draft()}/settings")


def refused_settings(visit: Visit) -> Page:
    page = visit.as_alice(f"{visit.published()}/settings")
    page.get_by_label("Most responses").fill("0")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".errors")).to_be_focused()
    return page


def settings_about_to_delete(visit: Visit) -> Page:
    page = visit.as_alice(f"{visit.published(answers=2)}/settings")
    page.get_by_role("link", name="Delete …").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    return page


def activity(visit: Visit) -> Page:
    return visit.as_alice(f"{visit.published()}/activity")


def no_activity(visit: Visit) -> Page:
    return visit.as_alice(f"{visit.draft()}/activity?before=1")


def people(visit: Visit) -> Page:
    """As the owner sees them: two others, one who was found, a fresh link, all menus at hand."""
    survey = visit.published()
    for name, role in (("Carol Chen", Role.EDITOR), ("Dan Diaz", Role.ANALYST)):
        works_on(visit.app, signed_in(visit.app, name), UUID(survey[9:]), role)
    signed_in(visit.app, "Bob Baker")
    page = visit.as_alice(f"{survey}/people")
    page.get_by_role("button", name="Link for an editor").click()
    expect(page.get_by_label("Joining link")).to_be_visible()
    page.get_by_text("Hand over …").click()
    page.get_by_label("More about Dan Diaz").click()
    return page


def colleagues_found(visit: Visit) -> Page:
    signed_in(visit.app, "Bob Baker")
    return visit.as_alice(f"{visit.draft()}/people?q=bob")


def people_as_an_analyst_sees_them(visit: Visit) -> Page:
    page = visit._opened(f"{shared(visit)}/people", user=visit.alice)
    page.get_by_text("Leave …").click()
    return page


def library_with_a_shared_survey(visit: Visit) -> Page:
    shared(visit)
    visit.draft()
    return visit.as_alice("/surveys")


def shared(visit: Visit) -> str:
    """A survey of Bob's, on which Alice is an analyst."""
    survey_id = shelf.publish(visit.app, signed_in(visit.app, "Bob Baker"))
    works_on(visit.app, visit.alice, survey_id, Role.ANALYST)
    return f"/surveys/{survey_id}"


def asked_to_join(visit: Visit) -> Page:
    bob = signed_in(visit.app, "Bob Baker")
    survey_id = shelf.publish(visit.app, bob)
    with visit.app.app_context():
        survey = db.session.get_one(Survey, survey_id)
        token = offer.make(survey, Role.EDITOR, bob.user.id, NOW)
    return visit.as_alice(f"/surveys/{survey_id}/joining?token={token}")


def deletion(visit: Visit) -> Page:
    return visit.as_alice(f"{visit.published(answers=2)}/deletion")


def publication_refused(visit: Visit) -> Page:
    page = visit.as_alice(f"{visit.draft({'title': ''})}/questions")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("link", name="Go to the questions")).to_be_visible()
    return page


def share_with_problems(visit: Visit) -> Page:
    return visit.as_alice(f"{visit.draft({'title': ''})}/share")


def share_before_publishing(visit: Visit) -> Page:
    return visit.as_alice(f"{visit.draft()}/share")


def share(visit: Visit) -> Page:
    return visit.as_alice(f"{visit.published(cap=9, answers=1)}/share")


def share_of_a_closed_survey(visit: Visit) -> Page:
    return visit.as_alice(f"{visit.published(closed_at=NOW)}/share")


def results_of_a_draft(visit: Visit) -> Page:
    return visit.as_alice(f"{visit.draft()}/results")


def results_before_the_first_response(visit: Visit) -> Page:
    return visit.as_alice(f"{visit.published()}/results")


def full_results(visit: Visit) -> Page:
    once = {**everything(), "sections": everything()["sections"][:1]}  # axe is slow
    page = visit.as_alice(f"{visit.published(once, answers=30)}/results")
    for summary in page.locator("details.behind > summary").all():
        summary.click()
    return page


def all_words(visit: Visit) -> Page:
    return visit.as_alice(f"{visit.published(answers=40)}/results/long_text-0")


def no_words(visit: Visit) -> Page:
    return visit.as_alice(f"{visit.published()}/results/long_text-0")


def drawings(visit: Visit) -> Page:
    page = visit.as_alice(f"{visit.published(answers=9)}/results/signature-0/drawings")
    expect(page.get_by_role("img", name="Drawing of").first).to_be_visible()
    return page


def no_drawings(visit: Visit) -> Page:
    return visit.as_alice(f"{visit.published()}/results/signature-0/drawings")


def history(visit: Visit) -> Page:
    return visit.as_alice(f"{rewritten(visit)}/history")


def history_of_a_new_survey(visit: Visit) -> Page:
    return visit.as_alice(f"{visit.draft()}/history")


def earlier_revision(visit: Visit) -> Page:
    return visit.as_alice(f"{rewritten(visit)}/history/0")


def comparison(visit: Visit) -> Page:
    return visit.as_alice(f"{rewritten(visit)}/comparison")


def comparison_without_a_difference(visit: Visit) -> Page:
    return visit.as_alice(f"{visit.published()}/comparison")


def publication(visit: Visit) -> Page:
    return visit.as_alice(f"{rewritten(visit)}/publication")


def rewritten(visit: Visit) -> str:
    """A live survey with answers, of which nearly every part was changed since."""
    path, by = visit.published(answers=12), visit.alice.user.id
    with visit.app.app_context():
        survey = UUID(path[9:])
        before = draft.Draft.of(survey).document
        after = {
            **deepcopy(before),
            "introduction": "With *other* words.\n\nAnd a third one.",
        }
        first, second = after["sections"]
        second["questions"] = [first["questions"].pop(3), *second["questions"][2:]]
        for number, question in enumerate(first["questions"]):
            question["title"] = question["title"].replace("a", "an other")
            if "required" in CATALOGUE[question["kind"]].settings():
                question["required"] = not question["required"]
            for line in [*question.get("choices", ()), *question.get("rows", ())][:1]:
                line["label"] = f"{line['label']}, or so {number}"
        draft.change(survey, whole_diff(before, after), by, NOW)
        scale = Set("likert-0", "scale", find(after, "likert-0")["scale"], ["No", "Yes"])
        draft.change(survey, [scale], by, NOW)
    return path


def public_page(visit: Visit) -> Page:
    return visit.as_nobody(visit.public())


def public_page_with_errors(visit: Visit) -> Page:
    return sent_with_errors(visit.as_nobody(visit.public()))


def closed_survey(visit: Visit) -> Page:
    return visit.as_nobody(visit.public(closed_at=NOW))


def survey_that_opens_later(visit: Visit) -> Page:
    return visit.as_nobody(visit.public(opens_at=NOW + timedelta(days=3)))


def later_section(visit: Visit) -> Page:
    page = visit.as_nobody(visit.public(two_sections()))
    page.get_by_role("textbox").fill("Because.")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("Section 2 of 2")).to_be_visible()
    return page


def receipt(visit: Visit) -> Page:
    page = visit.as_nobody(visit.public(shelf.whole(closing="Many **thanks**.")))
    page.get_by_role("textbox").fill("Because.")
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("heading", name="Your answers were received")).to_be_visible()
    return page


def answers_that_differ_from_those_received(visit: Visit) -> Page:
    page = visit.as_nobody(visit.public(shelf.whole()))
    other = page.context.new_page()
    other.goto(page.url)
    key = page.locator("input[name=key]").get_attribute("value")
    other.locator("input[name=key]").evaluate("(field, key) => { field.value = key }", key)
    for tab, words in ((other, "One thing"), (page, "Another thing")):
        tab.get_by_role("textbox").fill(words)
        tab.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("link", name="Show the receipt")).to_be_visible()
    return page


STATES = {
    "surveys.welcome": [welcome, nothing_here],
    "auth.login": [not_signed_in],
    "auth.complete": [sign_in_that_failed],
    "auth.signed_out": [signed_out, about_to_sign_out],
    "auth.sessions": [my_sessions],
    "surveys.overview": [operation],
    "surveys.all_surveys": [all_surveys],
    "surveys.all_people": [all_people],
    "surveys.library": [
        empty_library,
        full_library,
        library_with_a_shared_survey,
        library_without_a_match,
    ],
    "surveys.new": [new_survey, templates_without_a_match],
    "surveys.template": [template],
    "surveys.template_page": [page_of_a_template, refused_page_of_a_template, end_of_a_template],
    "surveys.offered": [standard_questions, nothing_shared],
    "surveys.questions": [kept_questions, nothing_kept],
    "surveys.comments": [comments, comments_on_one_question, no_comments],
    "surveys.deleted": [nothing_deleted, some_deleted],
    "surveys.editor": [
        blank_editor,
        full_editor,
        editor_with_a_menu_open,
        editor_with_a_refusal,
        editor_with_a_conflict,
        editor_with_a_selection,
        editor_with_its_keys,
        editor_with_comments_open,
        editor_with_the_library_open,
    ],
    "surveys.keyboard": [keyboard],
    "surveys.outline": [outline, outline_pasted],
    "surveys.preview": [preview],
    "surveys.preview_page": [page_of_the_preview, refused_page_of_the_preview, end_of_the_preview],
    "surveys.settings": [settings_of_a_draft, refused_settings, settings_about_to_delete],
    "surveys.activity": [activity, no_activity],
    "surveys.history": [history, history_of_a_new_survey],
    "surveys.then": [earlier_revision],
    "surveys.comparison": [comparison, comparison_without_a_difference],
    "surveys.publication": [publication],
    "surveys.deletion": [deletion],
    "surveys.people": [people, colleagues_found, people_as_an_analyst_sees_them],
    "surveys.joining": [asked_to_join],
    "surveys.share": [
        publication_refused,
        share_with_problems,
        share_before_publishing,
        share,
        share_of_a_closed_survey,
    ],
    "surveys.results": [
        results_of_a_draft,
        results_before_the_first_response,
        full_results,
    ],
    "surveys.texts": [no_words, all_words],
    "surveys.drawings": [no_drawings, drawings],
    "surveys.answer": [
        public_page,
        public_page_with_errors,
        closed_survey,
        survey_that_opens_later,
        answers_that_differ_from_those_received,
    ],
    "surveys.section": [later_section],
    "surveys.receipt": [receipt],
}


def test_every_page_has_its_states_here(app: Flask) -> None:
    rules = app.url_map.iter_rules()
    pages = {rule.endpoint for rule in rules if "GET" in (rule.methods or ())}
    assert STATES.keys() == pages - NO_PAGES


@pytest.mark.parametrize(
    "state",
    [state for states in STATES.values() for state in states],
    ids=lambda state: state.__name__,
)
def test_the_page_is_for_everybody(visit: Visit, state: Callable[[Visit], Page]) -> None:
    is_for_all(state(visit))


@pytest.mark.parametrize("javascript", [True, False])
def test_a_summary_of_errors_takes_the_focus_and_leads_to_the_fields(
    visit: Visit, javascript: bool
) -> None:
    path = visit.public()
    page = visit.open_page(width=390, javascript=javascript)
    page.goto(path)
    sent_with_errors(page)
    expect(page.locator(".errors")).to_be_focused()
    first = page.locator(".errors a").first
    target = page.locator(str(first.get_attribute("href")))
    page.keyboard.press("Tab")
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    expect(target).to_be_focused()
    expect(target).to_be_in_viewport()


@pytest.mark.parametrize(
    ("path", "acts"),
    [
        ("", ["New survey", "Lunch", "Your account, Alice Archer"]),
        ("/questions?open=why", ["Undo", "Preview", "Publish", "Move up", "Delete", "Rating"]),
        ("/settings", ["Save", "Activity: what was done, when and by whom", "Delete …"]),
        ("/share", ["Publish"]),
    ],
)
def test_everything_can_be_done_with_the_keyboard(visit: Visit, path: str, acts: list[str]) -> None:
    survey = visit.draft()
    page = visit.as_alice(f"{survey}{path}" if path else "/surveys")
    reached = tabbed_through(page)
    assert reached[0]["name"] == "Skip to the content"
    assert [act for act in acts if act not in {it["name"] for it in reached}] == []
    assert [it for it in reached if not it["seen"]] == []


def test_a_respondent_needs_no_mouse(visit: Visit) -> None:
    page = visit.as_nobody(visit.public())
    reached = tabbed_through(page)
    assert [it["name"] for it in reached if not it["seen"]] == []
    assert "Next" in [it["name"] for it in reached]


def sent_with_errors(page: Page) -> Page:
    """Write nonsense where a number is asked for, and send it."""
    page.locator("[id='q-number-0']").fill("nonsense")
    page.get_by_role("button", name="Next").click()
    expect(page.locator(".errors")).to_be_visible()
    return page


def two_sections() -> dict[str, Any]:
    one = {"id": "why", "kind": "short_text", "title": "Why?"}
    two = {"id": "more", "kind": "long_text", "title": "What else?"}
    sections = [{"id": "one", "questions": [one]}, {"id": "two", "questions": [two]}]
    return {"title": "Two", "sections": sections}


def is_for_all(page: Page) -> None:
    """Fails where axe finds anything, at both widths and in both schemes."""
    for width, scheme in SEEN:
        looked_at(page, width, scheme)
        assert not found(page, RULES), f"at {width} pixels, {scheme}"
        assert sticking_out(page) == [], f"at {width} pixels"
    for width, scheme in ALSO:
        looked_at(page, width, scheme)
        assert not found(page, CONTRAST), f"at {width} pixels, {scheme}"


def looked_at(page: Page, width: int, scheme: Any) -> None:
    page.set_viewport_size({"width": width, "height": 860})
    page.emulate_media(color_scheme=scheme)
    page.wait_for_load_state()  # a page that a click leads to may be there before its styles


def found(page: Page, rules: dict[str, Any]) -> str:
    """What axe finds wrong, in words; nothing where all is well."""
    violations = AXE.run(page, options=rules).response["violations"]
    return "\n".join(
        f"{violation['id']}: {node['target']} {node['html'][:160]} {node['failureSummary']}"
        for violation in violations
        for node in violation["nodes"]
    )


def sticking_out(page: Page) -> list[str]:
    """What makes the page wider than the screen; nothing where it is not."""
    culprits: list[str] = page.evaluate(
        """() => {
          const wide = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= wide) return [];
          return [...document.querySelectorAll("body *")]
            .filter((it) => it.getBoundingClientRect().right > wide + 1)
            .map((it) => it.outerHTML.slice(0, 120)).slice(0, 5).concat("wider than the screen");
        }"""
    )
    return culprits


def tabbed_through(page: Page) -> list[dict[str, Any]]:
    """Everything that Tab comes to: its name, and whether one sees that it has the focus."""
    page.locator(".skip").focus()
    reached: list[dict[str, Any]] = []
    while here := page.evaluate(FOCUSED):
        reached.append(here)
        page.keyboard.press("Tab")
        if len(reached) > 300:
            raise AssertionError("Tab never comes to an end")
    return reached
