"""The first page of a survey, kept in memory.

Before anybody has answered it looks the same to all: it is rendered once and kept in pieces,
between which the submission key goes. Where lists stand in random order their parts are pieces
too, joined in the order that the key gives.
"""

import re
import secrets
from dataclasses import dataclass

from backend.models.link import PublicSurvey
from backend.questionnaire.order import seed_of
from backend.surveys import page
from backend.surveys.shuffled import CUT, Shuffled, shuffled

HOLE = re.compile(rf"{CUT}(?:-([0-9]+)-)?")


@dataclass(frozen=True)
class Kept:
    """A page in pieces; `names` are those of values in a link that would change it.

    Where there are shuffled questions every second piece is blank: there goes one of these, by
    the number of the piece, or the key.
    """

    pieces: list[bytes]
    names: frozenset[str]
    shuffled: dict[int, Shuffled]
    keys: tuple[int, ...]
    ready: bool
    """Whether all of it has only to be joined."""

    def fresh(self) -> bytes:
        """The page with a submission key of its own."""
        key = secrets.token_urlsafe(16)
        return self._ordered(key) if self.shuffled else key.encode().join(self.pieces)

    def _ordered(self, key: str) -> bytes:
        pieces, seed = list(self.pieces), seed_of(key)
        for number in self.keys:
            pieces[number] = key.encode()
        for number, question in self.shuffled.items():
            pieces[number] = question.drawn(seed)
        return b"".join(pieces)


_pages: dict[PublicSurvey, Kept] = {}


def fresh(survey: PublicSurvey) -> bytes:
    """The first section, unanswered, with a submission key of its own."""
    if survey not in _pages:
        if len(_pages) >= page.KEPT:
            _pages.clear()
        _pages[survey] = _kept(page.Place(survey, survey.version, 1, CUT))
    return _pages[survey].fresh()


def of(survey: PublicSurvey) -> Kept | None:
    """The page of a survey, if it is kept."""
    return _pages.get(survey)


def _kept(place: page.Place) -> Kept:
    asked, questions = place.questionnaire, place.section.questions
    untouched = page.untouched(place.survey.survey_id, place.version)
    cut = [shuffled(q, asked.numbers.get(q.id)) for q in questions if q.order("")]
    holes = {one.question.id: f"{CUT}-{number}-" for number, one in enumerate(cut)}
    markup = [holes.get(q.id, untouched[q.id].at_first) for q in questions]
    whole, names = page.rendered(place, markup), frozenset(asked.parameters)
    if not cut:
        return Kept([piece.encode() for piece in whole.split(CUT)], names, {}, (), ready=True)
    return _holed(HOLE.split(whole), names, cut)


def _holed(pieces: list[str | None], names: frozenset[str], cut: list[Shuffled]) -> Kept:
    """Of pieces between which stand the numbers of questions, or `None` for the key."""
    filled = {at: cut[int(piece)] for at, piece in enumerate(pieces) if at % 2 and piece}
    return Kept(
        [b"" if at % 2 else (piece or "").encode() for at, piece in enumerate(pieces)],
        names,
        filled,
        tuple(at for at in range(1, len(pieces), 2) if at not in filled),
        ready=all(question.pieces for question in cut),
    )
