"""The embedded PostgreSQL: private, of an ordinary user, and gone with whoever started it."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import psycopg2
import pytest

from devtools.cluster import PostgresError, sentence, server_of
from devtools.databases import administration, on_database
from devtools.owner import PUBLIC, Owner, scratch_folder
from devtools.postgres import Postgres, temporary

ROOT = Path(__file__).parents[2]
STARTS_ONE = """
import sys, time
from pathlib import Path
from devtools.postgres import Postgres
with Postgres(Path(sys.argv[1]), durable=False) as server:
    print(server.process.pid, flush=True)
    time.sleep(60)
"""


@pytest.fixture(scope="module")
def cluster():
    with temporary(durable=False) as postgres:
        yield postgres


@pytest.fixture
def folder():
    """A folder that PostgreSQL's user can reach, unlike pytest's own."""
    folder = scratch_folder(Owner.here())
    Owner.here().house(folder)
    yield folder
    shutil.rmtree(folder)


def ask(url: str, question: str):
    with administration(url) as cursor:
        cursor.execute(question)
        return cursor.fetchone()


def test_a_database_is_made_from_a_template(cluster):
    url = cluster.create_database("template")
    with administration(url) as cursor:
        cursor.execute("CREATE TABLE noted (word text)")
        cursor.execute("INSERT INTO noted VALUES ('kept')")
    assert ask(cluster.create_database("copy", template="template"), "TABLE noted") == ("kept",)
    assert cluster.has_database("copy")
    cluster.drop_database("copy")
    assert not cluster.has_database("copy")


def test_the_application_is_no_administrator_and_has_no_jit(cluster):
    url = cluster.url("postgres")
    assert ask(url, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") == (False,)
    assert ask(url, "SHOW jit") == ("off",)


def test_it_asks_for_the_password(cluster):
    wrong = cluster.url("postgres").replace("@", "x@")
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        ask(wrong, "SELECT 1")


def test_it_listens_on_no_port(cluster):
    assert ask(cluster.url("postgres"), "SHOW listen_addresses") == ("",)
    assert psutil.Process(cluster.process.pid).net_connections("tcp") == []


def test_it_never_runs_as_root(cluster):
    assert psutil.Process(cluster.process.pid).uids().effective != 0


def test_its_folders_are_closed_to_others(cluster):
    for name in ("data", "run"):
        assert (cluster.folder / name).stat().st_mode & 0o077 == 0
    assert (cluster.folder / "password").stat().st_mode & 0o077 == 0


def test_it_collates_everywhere_alike(cluster):
    question = "SELECT datlocprovider, datlocale FROM pg_database WHERE datname = 'postgres'"
    assert ask(cluster.url("postgres"), question) == ("b", "C.UTF-8")


def test_data_stays_between_two_starts(folder):
    with Postgres(folder / "kept", durable=False) as first:
        first.create_database("mine")
    with Postgres(folder / "kept", durable=False) as second:
        assert second.has_database("mine")
        assert second.url("mine") == first.url("mine")


def test_it_is_gone_when_its_starter_is_killed_and_starts_again(folder):
    command = [sys.executable, "-c", STARTS_ONE, str(folder / "orphan")]
    starter = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    server = psutil.Process(int(starter.stdout.readline()))
    starter.send_signal(signal.SIGKILL)
    starter.communicate()
    assert psutil.wait_procs([server], timeout=20)[1] == []
    with Postgres(folder / "orphan", durable=False) as postgres:
        assert ask(postgres.url("postgres"), "SELECT 1") == (1,)


def test_the_lock_of_somebody_elses_process_is_taken_away(folder):
    with Postgres(folder / "stale", durable=False) as postgres:
        pass
    lock = postgres.folder / "data" / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n{postgres.folder / 'data'}\n0\n5432\n\n\n0 0\nready\n")
    assert server_of(lock) == 0
    with postgres:
        assert ask(postgres.url("postgres"), "SELECT 1") == (1,)


def test_a_second_server_on_the_same_data_is_refused(cluster, monkeypatch):
    clock = iter(range(0, 10_000, 20))
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    second = Postgres(cluster.folder)
    with pytest.raises(PostgresError, match="Another server"):
        second.start()


def test_a_folder_with_a_long_name_has_its_socket_elsewhere(folder):
    with Postgres(folder / ("long" * 30), durable=False) as postgres:
        assert len(str(postgres.sockets)) < 86
        assert ask(postgres.url("postgres"), "SELECT 1") == (1,)
    assert not postgres.sockets.exists()


def test_a_closed_folder_is_not_entered_and_stays_closed(folder):
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    (closed / "file").touch()
    stranger = Owner(uid=12345, gid=12345, switch=True)
    assert not stranger.enters(closed)
    assert not stranger.reaches(closed / "file")
    assert stranger.enters(Path("/tmp"))
    assert closed.stat().st_mode & 0o777 == 0o700


def test_data_lies_where_its_user_can_reach_it(folder):
    (folder / "closed").mkdir(mode=0o700)
    with Postgres(folder / "closed/data", durable=False) as postgres:
        assert ask(postgres.url("postgres"), "SELECT 1") == (1,)
    assert (folder / "closed/data").resolve() == postgres.folder
    assert (PUBLIC if os.geteuid() == 0 else folder) in postgres.folder.parents
    shutil.rmtree(postgres.folder)


def test_a_port_is_opened_when_asked_for(unused_port):
    with temporary(durable=False, port=unused_port) as postgres:
        url = postgres.url("postgres").partition("@")[0]
        assert ask(f"{url}@localhost:{unused_port}/postgres", "SELECT 1") == (1,)


def test_settings_are_postgresqls_own():
    with temporary(settings={"shared_buffers": "16MB"}) as postgres:
        assert ask(postgres.url("postgres"), "SHOW shared_buffers") == ("16MB",)
        assert ask(postgres.url("postgres"), "SHOW fsync") == ("on",)


@pytest.mark.parametrize(
    ("log", "said"),
    [
        ("could not write: No space left on device", "The disk is full"),
        ('FATAL:  could not open "x": Permission denied', "belongs to another user"),
        ("FATAL: database files are incompatible with server", "another PostgreSQL version"),
        ("LOG: a\nFATAL:  lock file is empty\nHINT: b", "did not start: lock file is empty"),
        ("", "it gave no reason"),
    ],
)
def test_a_failure_is_one_sentence(log, said):
    assert said in sentence(log, Path("/data"))
    assert "\n" not in sentence(log, Path("/data"))


def test_an_address_moves_to_another_database():
    url = "postgresql+psycopg2://a:b@/one?host=%2Ftmp"
    assert on_database(url, "two") == "postgresql+psycopg2://a:b@/two?host=%2Ftmp"
