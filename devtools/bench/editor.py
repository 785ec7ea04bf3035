"""An edit of a long questionnaire, beside the same edit of a short one."""

import re
import statistics
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from backend.models.draft import begin
from backend.questionnaire.types import CATALOGUE
from devtools.bench.server import Server
from devtools.bench.site import Site
from devtools.bench.timed import PROCESSOR, SECONDS

SHORT, LONG = 10, 200
A_SECTION = 20
WARM, EDITS = 6, 25
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
AUTOSAVE = {"HX-Request": "true", "X-Autosave": "1"}


@dataclass
class Edited:
    """A draft of so many questions of all kinds, and how long its edits took."""

    size: int
    survey_id: UUID
    seconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    @property
    def milliseconds(self) -> float:
        """The server's time for an edit, the median."""
        return statistics.median(self.seconds) * 1000

    @property
    def computing(self) -> float:
        """How many of these milliseconds the server computed, and did not wait."""
        return statistics.median(self.processor) * 1000


def drafts(site: Site) -> list[Edited]:
    """A short draft and a long one."""
    with site.app.app_context():
        now = datetime.now(UTC)
        return [
            Edited(size, begin(site.author_id, document(size), now).id) for size in (SHORT, LONG)
        ]


def measure(site: Site, server: Server, edited: list[Edited]) -> None:
    """Change a text of each in turns, as the editor's form does when it saves itself."""
    desks = [_Desk(site, server, one) for one in edited]
    for number in range(WARM + EDITS):
        for desk in desks:
            desk.edit(f"Text {number}", measured=number >= WARM)
    for one in edited:
        print(f"  {one.size} questions: {one.milliseconds:.1f} ms", file=sys.stderr)


def document(size: int) -> dict[str, Any]:
    """A questionnaire of this many questions, of all kinds in turns."""
    kinds = [kind.samples()[0][0].model_dump(mode="json") for kind in CATALOGUE.values()]
    questions = [_renamed(kinds[n % len(kinds)], f"q{n}-") for n in range(size)]
    firsts = range(0, size, A_SECTION)
    sections = [{"id": f"s{n}", "questions": questions[n : n + A_SECTION]} for n in firsts]
    sections[0]["questions"][0] = {"id": "edited", "kind": "short_text", "title": "Text"}
    return {"title": "Long", "sections": sections}


def _renamed(question: dict[str, Any], prefix: str) -> dict[str, Any]:
    """The same question with ids of its own, and without what refers to other ids or to images."""
    lists = {
        name: [line | {"id": f"{prefix}{name}{n}"} for n, line in enumerate(value)]
        for name, value in question.items()
        if isinstance(value, list) and value and isinstance(value[0], dict)
    }
    plain: dict[str, Any] = {name: None for name in ("default", "image") if name in question}
    return {**question, **lists, **plain, "id": prefix, "title": f"{question['title']} {prefix}"}


class _Desk:
    """An author before the editor's page of a draft."""

    def __init__(self, site: Site, server: Server, edited: Edited) -> None:
        self.server, self.edited, self.revision = server, edited, "0"
        self.path = f"/surveys/{edited.survey_id}/questions"
        response, page = server.fetch(self.path, cookie=site.cookie)
        token = TOKEN.search(page.decode())
        if response.status != 200 or token is None:
            raise SystemExit(f"The editor answered with {response.status}.")
        own = [said.partition(";")[0] for said in response.headers.get_all("Set-Cookie", ())]
        self.token, self.cookie = token[1], "; ".join([site.cookie, *own])

    def edit(self, text: str, measured: bool) -> None:
        """Change the question's text, and see that it was changed."""
        sent = {"csrf_token": self.token, "revision": self.revision, "title": text}
        response, _ = self.server.fetch(
            f"{self.path}/edited", urlencode(sent), self.cookie, AUTOSAVE
        )
        before, self.revision = self.revision, response.headers.get("X-Revision", "")
        if response.status != 200 or self.revision == before:
            raise SystemExit(f"An edit was answered with {response.status}.")
        if measured:
            self.edited.seconds.append(float(response.headers[SECONDS]))
            self.edited.processor.append(float(response.headers[PROCESSOR]))
