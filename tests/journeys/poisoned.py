"""Surveys and responses full of hostile texts, and what a page that shows them is looked at for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Flask
from sqlalchemy import update

from backend.extensions import db
from backend.models import draft, version
from backend.models.survey import Survey
from backend.models.user import User
from backend.questionnaire.question import Question
from backend.questionnaire.settings import Choices, LongText, Rows, Scale, Text, YesNo
from backend.questionnaire.text import one_line
from backend.questionnaire.types import CATALOGUE
from tests.journeys.hostile import TEXTS, Hostile
from tests.journeys.typed import Typed

if TYPE_CHECKING:
    from playwright.sync_api import Page

NOW = datetime.now(UTC)
ITEMS = 5
OTHER = {
    "kind": "single_choice",
    "id": "other-one",
    "title": "Other?",
    "other": True,
    "choices": [{"id": "oa", "label": "A"}, {"id": "ob", "label": "B"}],
}
FREE = [{"kind": "long_text", "id": "free", "title": "Free?"}, OTHER]
FREE += [{"kind": "short_text", "id": "line", "title": "Line?"}]
SEEN = """() => {
  const said = [document.title, document.body.textContent];
  const roots = [document, ...[...document.querySelectorAll("template")].map((it) => it.content)];
  for (const element of roots.flatMap((root) => [...root.querySelectorAll("*")])) {
    if ("value" in element) said.push(String(element.value));
    for (const name of ["aria-label", "title", "placeholder", "value"]) {
      if (element.hasAttribute(name)) said.push(element.getAttribute(name));
    }
  }
  return said.join("\\n");
}"""
FOREIGN = """() => {
  const tags = "script:not([src^='/static/']), style, base, object, embed, math, portal, marquee, "
    + "frameset, foreignObject, set, animate, video, meta[http-equiv], iframe:not([src^='/'])";
  const names = ["href", "src", "action", "formaction", "xlink:href", "data", "srcdoc"];
  const bad = [...document.querySelectorAll(tags)].map((it) => it.outerHTML.slice(0, 120));
  for (const element of document.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      const known = /^([/?#](?![/\\\\])|https:\\/\\/example\\.org\\/|$)/.test(value);
      const leads = names.includes(name) && !known;
      const ours = value.startsWith(location.origin + "/");
      const acts = /^(on|hx-on|data-hx-on|x-|@)/.test(name);
      if (acts || (leads && !ours)) bad.push(`${name}=${value}`);
    }
  }
  return bad;
}"""

FRAMED = """async ([paths, seen, foreign]) => {
  const look = (source, page) =>
    new Function("document", "location", `return (${source})()`)(page, location);
  return Promise.all(paths.map(async (path) => {
    const html = await (await fetch(path)).text();
    const frame = document.createElement("iframe");
    const ours = /<link rel="stylesheet"[^>]*>|<script src="\\/static\\/[^>]*><\\/script>/g;
    frame.srcdoc = html.replace(ours, "");
    const loaded = new Promise((done) => frame.addEventListener("load", done, { once: true }));
    document.body.append(frame);
    await loaded;
    const found = [look(seen, frame.contentDocument), look(foreign, frame.contentDocument)];
    frame.remove();
    return found;
  }));
}"""
"""Loads many pages at once, each in a frame, without our own styles and scripts."""
AT_ONCE = 25


@dataclass
class Poisoned:
    """A published survey of hostile texts: where it is, and what it says outside of Markdown."""

    survey_id: UUID
    key: str
    questions: list[Question] = field(default_factory=list)

    @property
    def texts(self) -> set[str]:
        """What its pages for respondents show as it is."""
        return {text for question in self.questions for text in shown(question)}

    @cached_property
    def typed(self) -> list[Typed]:
        """What can be typed for each question."""
        return [Typed(question) for question in self.questions]


def poisoned(app: Flask, owner: User, texts: Sequence[Hostile], kinds: Sequence[str]) -> Poisoned:
    """A survey whose every text is hostile: each text in a question, kinds by turns."""
    asked = [
        question(f"q{place}", kinds[place % len(kinds)], texts[place:] + texts[:place])
        for place in range(len(texts))
    ]
    whole = {
        "title": texts[0].fit(200),
        "introduction": texts[1].fit(5000),
        "closing": texts[2].fit(5000),
        "sections": [
            {
                "id": "first",
                "title": texts[3].fit(200),
                "introduction": texts[4].fit(5000),
                "questions": [one.model_dump(mode="json") for one in asked] + FREE,
            }
        ],
    }
    with app.app_context():
        survey = draft.begin(owner.id, whole, NOW)
        version.publish(survey, owner.id, NOW)
        return Poisoned(survey.id, survey.link_key or "", asked)


def question(id: str, kind: str, texts: Sequence[Hostile]) -> Question:
    """A question of a kind with a hostile text for everything that an author can write."""
    type_ = CATALOGUE[kind]
    values: dict[str, Any] = {"id": id}
    for place, (name, mark) in enumerate(type_.settings().items()):
        if isinstance(mark, Text | LongText):
            values[name] = texts[place % len(texts)].fit(mark.longest)
        elif isinstance(mark, Choices | Rows):
            labels = list(dict.fromkeys(text.fit(500) for text in texts[:ITEMS]))
            list_id = f"{id}-{name}" if any(isinstance(v, list) for v in values.values()) else id
            lines = ({"id": f"{list_id}-{n}", "label": label} for n, label in enumerate(labels))
            values[name] = [*lines]
        elif isinstance(mark, Scale):
            values[name] = list(dict.fromkeys(text.fit(200) for text in texts[:ITEMS]))
        elif isinstance(mark, YesNo) and name != "required":
            values[name] = True
    if kind == "short_text":
        values["pattern"] = "letters_digits"
    return _publishable(type_.model_validate(values))


def _publishable(asked: Question) -> Question:
    """Without the texts that have to be in a form of their own, such as codes and domains."""
    for name, mark in asked.settings().items():
        if isinstance(mark, Text) and name != "title" and list(asked.problems()):
            bare = asked.changed(**{name: ""})
            if len(list(bare.problems())) < len(list(asked.problems())):
                asked = bare
    return asked


KINDS = tuple(
    kind
    for kind, type_ in CATALOGUE.items()
    if type_.visible and not list(question("q", kind, TEXTS[:9]).problems())
)
"""The kinds that respondents see and words alone can make; images have tests of their own."""


def shown(question: Question) -> Iterator[str]:
    """The texts of a question that respondents see as they are: not Markdown, nor a shape."""
    for name, mark in question.settings().items():
        value = getattr(question, name)
        if name == "shape":
            continue
        if isinstance(mark, Text) or (isinstance(mark, LongText) and not mark.markdown):
            yield value
        elif isinstance(mark, Choices):
            yield from (item.label for item in value)
        elif isinstance(mark, Scale):
            yield from value


def rename(app: Flask, user: User, text: Hostile) -> None:
    """Let the person's next claims name them so."""
    with app.app_context():
        claims = {"tid": user.tid, "oid": user.oid, "name": text.text, "email": text.text}
        User.from_claims(claims)


def shelf_of_titles(app: Flask, owner: User, texts: Sequence[Hostile] = TEXTS) -> list[UUID]:
    """A draft for each text, with nothing but its title."""
    with app.app_context():
        documents = ({"title": text.fit(200), "sections": []} for text in texts)
        return [draft.begin(owner.id, document, NOW).id for document in documents]


def delete_all(app: Flask, survey_ids: list[UUID]) -> None:
    """Put surveys away."""
    with app.app_context():
        away = update(Survey).where(Survey.id.in_(survey_ids)).values(deleted_at=NOW)
        db.session.execute(away)
        db.session.commit()


class Lookout:
    """Notes whatever a page does that no page of ours does of itself."""

    def __init__(self, page: "Page", address: str) -> None:
        """Watch a page of the application at this address."""
        self.page, self.address = page, address
        self.met: list[str] = []
        page.context.expose_binding("__hit", lambda source, *said: self.met.append(f"hit {said}"))
        page.context.on("page", lambda opened: self.met.append(f"opened {opened.url}"))
        page.on("dialog", lambda dialog: self._dialog(dialog))
        page.on("request", lambda request: self._request(request.url))

    def go(self, path: str) -> None:
        """Open a page, and look at it."""
        self.page.goto(f"{self.address}{path}")
        self.look(path)

    def look(self, path: str) -> None:
        """Nothing was executed on the page, and nothing is there that could be."""
        here = self.page.url.removeprefix(self.address)
        assert here.partition("?")[0].partition("#")[0] == path.partition("?")[0].partition("#")[0]
        assert self.page.evaluate(FOREIGN) == []
        assert not self.met

    def reads(self, *texts: str) -> list[str]:
        """Those of the texts that do not stand on the page as they are."""
        said = one_line(self.page.evaluate(SEEN))
        return [text for text in texts if one_line(text) not in said]

    def framed(self, pages: Sequence[tuple[str, str]]) -> None:
        """Look at many pages, given as paths, each with a text that stands there as it is."""
        for first in range(0, len(pages), AT_ONCE):
            some = pages[first : first + AT_ONCE]
            found = self.page.evaluate(FRAMED, [[path for path, _ in some], SEEN, FOREIGN])
            for (path, text), (said, foreign) in zip(some, found, strict=True):
                assert not foreign, path
                assert one_line(text) in one_line(said), path
        assert not self.met

    def _dialog(self, dialog: Any) -> None:
        self.met.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _request(self, url: str) -> None:
        if not url.startswith((f"{self.address}/", "data:")):
            self.met.append(f"asked for {url}")
