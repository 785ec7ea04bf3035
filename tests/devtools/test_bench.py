"""The bench measures what it says: nothing is lost, figures are right, the table is kept."""

import random
import subprocess
import sys
from datetime import UTC, datetime
from urllib.parse import parse_qsl

import orjson
import pytest
from werkzeug.datastructures import MultiDict

from backend.questionnaire.submission import read
from devtools.bench import bare, goals, speed, table
from devtools.bench.__main__ import Run
from devtools.bench.editor import Edited
from devtools.bench.results import Look, Sized
from devtools.bench.server import ROOT
from devtools.bench.site import Published
from devtools.bench.survey import QUESTIONNAIRE, answers, form


@pytest.fixture(scope="module")
def told():
    return list(answers(50, random.Random(7)))


def test_its_answers_are_what_the_questionnaire_makes_of_the_form(told):
    assert QUESTIONNAIRE.problems() == ()
    for one in told:
        fields = MultiDict(parse_qsl(form(one))).lists()
        submission = read(QUESTIONNAIRE.asked, fields, frozenset(), datetime.now(UTC))
        assert not submission.refusals
        assert submission.answers == orjson.loads(one)


def test_the_bare_view_stores_the_same_json(told, app):
    for one in told:
        sent = speed.body(one)
        kind = "application/x-www-form-urlencoded"
        with app.test_request_context("/", method="POST", data=sent, content_type=kind):
            assert bare.read() == orjson.loads(one)


def test_a_small_run_loses_nothing_and_prints_its_table():
    small = ["--rounds", "1", "--seconds", "0.2", "--connections", "2", "--sizes", "30", "60"]
    done = subprocess.run(
        [sys.executable, "-m", "devtools.bench", *small],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    rows = {line.split("|")[1].strip(): line.split("|")[2:-1] for line in lines(done.stdout)}
    kept = rows["Responses kept"]
    stored, acknowledged, recounted = (int(said.split()[0].replace(",", "")) for said in kept[:3])
    assert stored == acknowledged == recounted > 0
    assert kept[4].strip() == "yes"
    assert {"Pages a second", "Submissions a second", "Results of 30", "Results of 60"} <= set(rows)
    assert "An edit of 200 questions" in rows
    assert done.returncode == 0 or "Not every goal was met." in done.stderr


def test_a_goal_that_is_missed_is_said():
    assert all(row.met for row in goals.rows(run(ours=95, milliseconds=12)))
    slow = [row.what for row in goals.rows(run(ours=50, milliseconds=60)) if not row.met]
    assert slow == [
        "Pages a second",
        "Submissions a second",
        "Results of 1,000,000",
        "An edit of 200 questions",
    ]


def test_the_table_takes_the_place_of_the_last(tmp_path, monkeypatch):
    page = tmp_path / "performance.md"
    page.write_text(f"Before\n{table.BEGIN}\nold\n{table.END}\nafter\n")
    monkeypatch.setattr(table, "DOCUMENT", page)
    table.write("new \\1")
    assert page.read_text() == f"Before\n{table.BEGIN}\nnew \\1\n{table.END}\nafter\n"


def lines(printed: str) -> list[str]:
    return [line for line in printed.splitlines() if line.startswith("| ")]


def run(ours: float, milliseconds: float) -> Run:
    """What a run might have measured; bare views give 100 a second."""
    survey = Published(id=None, key="")
    looks = [Sized(survey, 100, 100), Sized(survey, 1_000_000, 1_000_000)]
    looks[0].looks.append(Look(0.010, 0.009))
    looks[1].looks.append(Look(milliseconds / 1000, 0.009))
    races = [speed.Race(runner(ours), runner(100)) for _ in "ps"]
    edits = [Edited(10, None, [0.02], [0.01]), Edited(200, None, [0.06 * 100 / ours], [0.05])]
    return Run(*races, stored=9, recounted=9, results=looks, edits=edits, memory=100)


def runner(rate: float) -> speed.Runner:
    return speed.Runner(None, None, [rate], [0.001], [1000.0], acknowledged=9)
