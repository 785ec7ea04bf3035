import random
import threading
import time

import pytest
from flask import Flask
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import OperationalError

from backend.extensions import db
from backend.models import fold, tally
from backend.models.survey import Survey
from backend.models.tally import Queued, Sketch
from tests.studies import AGE, COLOUR, WHY, answer, document, recount, republish, stored, study

OTHER = {"choice": "other", "text": "Teal"}


def some(survey: Survey, number: int, seed: int = 0) -> None:
    """Record responses of all sorts."""
    chance = random.Random(seed)
    for _ in range(number):
        shown = {
            "colour": chance.choice(["red", "blue", OTHER, None]),
            "age": chance.choice([None, 0, -5, 36, 10**14]),
            "why": chance.choice([None, "Because.", "0"]),
        }
        answer(survey, **{id: value for id, value in shown.items() if chance.random() < 0.9})


def waiting(survey: Survey) -> int:
    """How many responses wait."""
    there = select(func.count()).select_from(Queued).where(Queued.survey_id == survey.id)
    return db.session.scalars(there).one()


@pytest.mark.usefixtures("context")
def test_a_fold_moves_what_waits_into_the_tallies_and_changes_no_sum():
    noise, survey = study(), study()
    some(noise, 3, seed=9)
    some(survey, 20)
    before = stored(survey)
    assert before == recount(survey)
    assert fold.fold(survey.id) == 20
    assert waiting(survey) == 0
    assert waiting(noise) == 3
    assert stored(survey) == before
    assert fold.fold(survey.id) == 0


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("number", [1, 4, 5, 6, 10, 11])
def test_batches_end_anywhere(number, monkeypatch):
    monkeypatch.setattr(fold, "BATCH", 5)
    survey = study()
    some(survey, number)
    assert fold.fold(survey.id) == min(number, 5)
    assert stored(survey) == recount(survey)
    assert fold.fold_all(survey.id) == max(0, number - 5)
    assert stored(survey) == recount(survey)


@pytest.mark.usefixtures("context")
def test_responses_to_several_versions_are_counted_by_their_own_questions():
    survey = study(COLOUR, AGE)
    answer(survey, colour="red", age=3)
    choices = [{"id": "blue", "label": "Azure"}, {"id": "green", "label": "Green"}]
    republish(survey, {**COLOUR, "choices": choices}, WHY)
    answer(survey, colour="blue", why="So.")
    fold.fold_all(survey.id)
    assert stored(survey) == recount(survey)
    assert stored(survey)["age"]["answered"] == 1


def test_submissions_and_folds_at_once_lose_nothing_and_double_nothing(app: Flask):
    with app.app_context():
        survey = study()
        db.session.refresh(survey)
        db.session.expunge(survey)
    stop, failures = threading.Event(), []

    def run(work):
        try:
            with app.app_context():
                work()
        except Exception as failure:
            failures.append(failure)

    def submit(seed):
        for number in range(30):
            answer(survey, key=f"{number}-{seed // 2}", colour="red", age=number, why="Because.")

    def folds():
        while not stop.is_set():
            fold.fold(survey.id)
            time.sleep(0.002)

    def reads():
        least = 0
        while not stop.is_set():
            found = tally.current(survey.id, 1)
            assert found.responses >= least
            assert found.tallies.get("colour", tally.Tally()).answered == found.responses
            least = found.responses
            db.session.rollback()

    submitters = [threading.Thread(target=run, args=(lambda s=s: submit(s),)) for s in range(4)]
    others = [threading.Thread(target=run, args=(work,)) for work in (folds, folds, reads)]
    for thread in submitters + others:
        thread.start()
    for thread in submitters:
        thread.join()
    stop.set()
    for thread in others:
        thread.join()
    assert not failures
    with app.app_context():
        assert stored(survey) == recount(survey)
        fold.fold_all(survey.id)
        assert stored(survey) == recount(survey)
        assert tally.pulse(survey.id) == (60, 0)


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("moment", ["DELETE FROM tally_queue", "INSERT INTO tallies", "COMMIT"])
def test_a_fold_that_is_killed_changes_nothing(moment):
    survey = study()
    some(survey, 12)
    with pytest.raises(OperationalError), killing(moment):
        fold.fold(survey.id)
    db.session.rollback()
    assert waiting(survey) == 12
    assert stored(survey) == recount(survey)
    assert fold.fold_all(survey.id) == 12
    assert stored(survey) == recount(survey)


@pytest.mark.usefixtures("context")
def test_nobody_waits_while_somebody_else_folds():
    survey = study()
    some(survey, 2)
    db.session.commit()
    with db.engine.begin() as holder:
        holder.execute(fold.LOCK, {"survey_id": survey.id})
        assert fold.fold(survey.id) == 0
    assert fold.fold(survey.id) == 2


@pytest.mark.usefixtures("context")
def test_a_crowded_number_gets_a_sketch_and_its_sums_stay_exact(monkeypatch):
    monkeypatch.setattr(fold, "CROWDED", 20)
    monkeypatch.setattr("backend.questionnaire.types.number.MANY", 20)
    survey = study(AGE)
    for number in range(60):
        answer(survey, age=number * number)
    fold.fold_all(survey.id)
    answer(survey, age=7)
    found = tally.current(survey.id, 1)
    assert found.sketches["age"]["answered"] == 60
    assert not any(int(v) < 7 for v in found.tallies["age"].under("value:"))
    exact = recount(survey)["age"]
    for key in ("answered", "sum:1", "sum:2"):
        assert found.tallies["age"][key] == exact[key]
    assert stored(survey) == recount(survey)


@pytest.mark.usefixtures("context")
def test_a_sketch_is_made_anew_when_there_are_enough_new_answers(monkeypatch):
    monkeypatch.setattr(fold, "CROWDED", 20)
    monkeypatch.setattr("backend.questionnaire.types.number.MANY", 20)
    survey = study(AGE)
    for number in range(100):
        answer(survey, age=number)
    fold.fold_all(survey.id)
    sizes = []
    for number in range(2):
        answer(survey, age=1000 + number)
        fold.fold_all(survey.id)
        sizes.append(sketched(survey))
    assert sizes == [100, 102]


@pytest.mark.usefixtures("context")
def test_a_question_without_a_sketch_of_its_own_is_read_in_full(monkeypatch):
    monkeypatch.setattr(fold, "CROWDED", 0)
    survey = study(AGE)
    for number in range(12):
        answer(survey, age=number)
    fold.fold_all(survey.id)
    assert db.session.scalars(select(Sketch).where(Sketch.survey_id == survey.id)).all() == []


def sketched(survey: Survey) -> int:
    """Of how many answers the sketch was made."""
    sketch = db.session.scalars(
        select(Sketch)
        .where(Sketch.survey_id == survey.id)
        .execution_options(populate_existing=True)
    ).one()
    return int(sketch.document["answered"])


def test_every_so_many_submissions_somebody_folds():
    one, other = document, study  # any two things that can be told apart
    due = [fold.is_due(one) for _ in range(2 * fold.LONG)]
    assert [number for number, now in enumerate(due, 1) if now] == [fold.LONG, 2 * fold.LONG]
    assert not fold.is_due(other)
    fold._recorded.clear()


class killing:
    """While it lasts, a connection is cut off by the server right before such a statement."""

    def __init__(self, beginning: str) -> None:
        self.beginning = beginning

    def __enter__(self) -> None:
        event.listen(db.engine, "before_cursor_execute", self.kill)
        event.listen(db.engine, "commit", self.kill_commit)

    def __exit__(self, *_: object) -> None:
        event.remove(db.engine, "before_cursor_execute", self.kill)
        event.remove(db.engine, "commit", self.kill_commit)

    def kill(self, connection, cursor, statement, *_) -> None:
        if self.beginning in statement:
            self.cut(connection)

    def kill_commit(self, connection) -> None:
        if self.beginning == "COMMIT":
            self.cut(connection)

    def cut(self, connection) -> None:
        number = connection.connection.dbapi_connection.info.backend_pid
        engine = db.engine.execution_options()
        with engine.connect() as other:
            self.beginning, kill = "-", text("SELECT pg_terminate_backend(:number)")
            other.execute(kill, {"number": number})
        time.sleep(0.05)
