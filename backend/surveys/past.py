"""What the history page shows: revisions in words, by day and person, with the versions between."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from backend.models.draft import Draft
from backend.models.history import Entry, Publication, made_at, publications, revisions
from backend.questionnaire.story import stories
from backend.surveys.moments import day_in_words, zone_in_words


@dataclass
class Line:
    """One revision, or several alike in a row; or a version that was published."""

    at: datetime
    who: str
    number: int | None = None
    version: int | None = None
    deeds: list[str] = field(default_factory=list)
    note: str = ""
    times: int = 1


class Group(NamedTuple):
    """What one person did in a row on one day, in the author's time zone, which the day names."""

    day: str
    who: str
    lines: list[Line]


class Past(NamedTuple):
    """A page of the history; `older` is the revision before which the next page begins, if any."""

    groups: list[Group]
    older: int | None


def past(draft: Draft, before: int | None) -> Past:
    """The newest revisions of a draft, or those before a number."""
    newest = draft.revision if before is None else max(0, min(before - 1, draft.revision))
    entries = revisions(draft.survey_id, newest + 1)
    last = entries[-1].revision.number if entries else 1
    told = stories(draft.at(newest), (entry.revision.edits for entry in entries))
    lines = [_line(entry, deeds) for entry, deeds in zip(entries, told, strict=True)]
    until = made_at(draft.survey_id, newest + 1)
    since = entries[-1].revision.made_at if last > 1 else None
    lines = _merged(lines, _between(publications(draft.survey_id), since, until))
    return Past(list(_grouped(_together(lines))), last if last > 1 else None)


def _line(entry: Entry, deeds: list[str]) -> Line:
    revision = entry.revision
    return Line(revision.made_at, entry.who, revision.number, None, deeds, _note(entry))


def _note(entry: Entry) -> str:
    revision = entry.revision
    if revision.undoes is not None:
        return f"takes back revision {revision.undoes}"
    if revision.redoes is not None:
        return f"makes again what revision {revision.redoes} took back"
    if revision.restores is not None:
        return f"restores revision {revision.restores}"
    return "taken back later" if revision.undone else ""


def _between(
    versions: Sequence[Publication], since: datetime | None, until: datetime | None
) -> list[Line]:
    """The versions that belong on a page whose revisions were made between these moments."""
    return [
        Line(one.at, one.who, version=one.number)
        for one in versions
        if (since is None or one.at >= since) and (until is None or one.at < until)
    ]


def _merged(lines: list[Line], versions: list[Line]) -> list[Line]:
    """Each version above the newest revision that is in it."""
    merged = []
    for line in lines:
        while versions and versions[0].at >= line.at:
            merged.append(versions.pop(0))
        merged.append(line)
    return merged + versions


def _together(lines: list[Line]) -> list[Line]:
    """What saved itself several times while somebody went on writing is one line."""
    found: list[Line] = []
    for line in lines:
        last = found[-1] if found else None
        if last and _alike(last, line):
            last.times += 1
        else:
            found.append(line)
    return found


def _alike(one: Line, other: Line) -> bool:
    plain = bool(one.deeds) and not one.note and not other.note
    return plain and (one.who, one.deeds) == (other.who, other.deeds)


def _grouped(lines: list[Line]) -> Iterator[Group]:
    for (day, who), some in groupby(lines, lambda line: (day_in_words(line.at), line.who)):
        yield Group(f"{day} {zone_in_words()}", who, list(some))
