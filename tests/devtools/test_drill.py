"""The drill at its smallest: one kill of each sort, a reload and an end, under load."""

import random
import time
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from backend.extensions import db
from devtools.bench.server import Server
from devtools.drill import kills, reloads, table, term
from devtools.drill.crew import Crew, settle
from devtools.drill.ledger import Ledger, agree
from devtools.drill.line import Line, NoReply, NoServer
from devtools.drill.place import Place, place
from devtools.drill.table import Row

Run = tuple[Place, Server, Ledger]


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    ledger, dice = Ledger(), random.Random(1)
    with place() as here, here.serving() as server:
        with Crew(here, server.port, ledger).working():
            ledger.first_after(time.monotonic())
            reloads._reload(server)
            ledger.first_after(time.monotonic())
            assert not ledger.seen, "a reload was noticed"
            assert kills._kill_worker(here, server, ledger, dice) < kills.QUICKLY * 2
            assert kills._kill_postgres(here, server, ledger, dice) < kills.QUICKLY * 2
        yield here, server, ledger


def test_every_acknowledged_answer_is_there_once(run: Run) -> None:
    here, server, ledger = run
    before = agree(here, ledger, server)
    assert kills._row("kills", ledger, before, before).met == (not before.doubtful)
    assert not before.faults
    settle(here, server.port, ledger)
    after = agree(here, ledger, server)
    assert not after.faults
    assert after.stored == after.recounted == after.shown == len(ledger.sent) > 0


def test_a_loss_and_a_change_would_be_seen(run: Run) -> None:
    here, server, ledger = run
    statements = (
        "DELETE FROM responses WHERE id = (SELECT id FROM responses ORDER BY id LIMIT 1)",
        "UPDATE responses SET answers = answers - 'area'"
        " WHERE id = (SELECT id FROM responses ORDER BY id LIMIT 1)",
    )
    here.rest()
    with here.site.app.app_context():
        for statement in statements:
            db.session.execute(text(statement), execution_options={"fanout": True})
        db.session.commit()
    faults = "; ".join(agree(here, ledger, server).faults)
    assert "1 lost" in faults
    assert "1 not as they were sent" in faults


def test_what_is_under_way_at_the_end_is_finished(run: Run) -> None:
    here, _, _ = run
    term._cap(here)
    ledger = Ledger()
    seconds, faults = term._end_once(here, ledger)
    assert not faults
    assert seconds < term.QUICKLY
    assert ledger.acknowledged == term.CLIENTS


def test_nobody_at_home_is_told_from_a_broken_connection(unused_port: int) -> None:
    with pytest.raises(NoServer):
        Line(unused_port).send("/")
    assert not issubclass(NoServer, NoReply)


def test_a_table_is_kept_in_its_place(tmp_path, monkeypatch) -> None:
    page = tmp_path / "reliability.md"
    page.write_text("Before\n<!-- kills -->\nold\n<!-- /kills -->\nAfter\n")
    monkeypatch.setattr(table, "DOCUMENT", page)
    rows = [Row("1 kill", "nothing lost", "the same", True), Row("a", "b", "c", False)]
    table.write("kills", table.drawn(rows))
    written = page.read_text()
    assert "| 1 kill | nothing lost | the same | yes |" in written
    assert "| **no** |" in written
    assert "old" not in written
    with pytest.raises(SystemExit, match="no place for"):
        table.write("floods", "")
    assert table.milliseconds([0.1, 0.3, 0.2]) == "median 200 ms, worst 300 ms"
