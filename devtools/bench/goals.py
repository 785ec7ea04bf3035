"""The goals, and the rows of the table that say whether they are met."""

from typing import TYPE_CHECKING

from devtools.bench.speed import Race
from devtools.bench.table import Row

if TYPE_CHECKING:
    from devtools.bench.__main__ import Run

PAGES, SUBMISSIONS = 0.8, 0.6
AIM_PAGES, AIM_SUBMISSIONS = 0.9, 0.7
SPARE = 1.5
APART, MILLISECONDS, MEBIBYTES = 1.5, 50.0, 150.0
EDITS_APART, EDIT = 4.0, 150.0


def rows(run: "Run") -> list[Row]:
    """Every measurement beside its goal."""
    return [
        _race("Pages a second", run.pages, PAGES, AIM_PAGES),
        _race("Submissions a second", run.submissions, SUBMISSIONS, AIM_SUBMISSIONS),
        _load(run),
        _kept(run),
        *_results(run),
        _edit(run),
        _memory(run),
    ]


def _race(what: str, race: Race, goal: float, aim: float) -> Row:
    low, high = min(race.ratios), max(race.ratios)
    return Row(
        what,
        f"{race.ours.rate:,.0f} ({race.ours.microseconds:.0f} µs)",
        f"{race.bare.rate:,.0f} ({race.bare.microseconds:.0f} µs)",
        f"{race.ratio:.2f} of it ({low:.2f} to {high:.2f})",
        f"at least {goal}, aim {aim}",
        race.ratio >= goal,
    )


def _load(run: "Run") -> Row:
    """The load has to be able to send far more than anybody answers."""
    fastest = max(run.pages.bare.rates)
    return Row(
        "The load alone",
        f"{run.pages.ceiling:,.0f} pages",
        f"{run.submissions.ceiling:,.0f} submissions",
        f"{run.pages.ceiling / fastest:.1f} times the fastest",
        f"at least {SPARE} times",
        run.pages.ceiling >= SPARE * fastest,
    )


def _kept(run: "Run") -> Row:
    acknowledged = run.submissions.ours.acknowledged
    return Row(
        "Responses kept",
        f"{run.stored:,} stored",
        f"{acknowledged:,} acknowledged",
        f"{run.recounted:,} recounted",
        "all the same",
        run.stored == acknowledged == run.recounted,
    )


def _results(run: "Run") -> list[Row]:
    fastest = min(sized.milliseconds for sized in run.results)
    return [
        Row(
            f"Results of {sized.size:,}",
            f"{sized.milliseconds:.1f} ms",
            f"{sized.processor:.1f} ms computing",
            f"{sized.milliseconds / fastest:.2f} of the fastest",
            f"at most {APART}, under {MILLISECONDS:.0f} ms",
            sized.milliseconds < MILLISECONDS and sized.milliseconds <= APART * fastest,
        )
        for sized in run.results
    ]


def _edit(run: "Run") -> Row:
    short, long = run.edits
    ratio = long.milliseconds / short.milliseconds
    return Row(
        f"An edit of {long.size} questions",
        f"{long.milliseconds:.0f} ms ({long.computing:.0f} ms computing)",
        f"{short.milliseconds:.0f} ms of {short.size} questions",
        f"{ratio:.1f} times",
        f"at most {EDITS_APART:.0f} times, under {EDIT:.0f} ms",
        long.milliseconds < EDIT and ratio <= EDITS_APART,
    )


def _memory(run: "Run") -> Row:
    met = run.memory < MEBIBYTES
    return Row(
        "A worker’s memory", f"{run.memory:.0f} MiB", "", "", f"under {MEBIBYTES:.0f} MiB", met
    )
