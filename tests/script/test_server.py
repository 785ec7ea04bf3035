"""The local server: starts everything, says where to go, and leaves nothing running."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
import requests
from sqlalchemy import create_engine, text

from devtools.provider.people import PEOPLE, TENANT

ROOT = Path(__file__).parents[2]


@pytest.fixture
def start(server):
    """Starts the local server at a port, on a database of its own."""
    started = []

    def start(port: int, **settings: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "devtools.server", "--port", str(port)],
            cwd=ROOT,
            env=os.environ | {"CODESPACE_NAME": ""} | settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.terminate()
        process.communicate(timeout=30)


def owners(url: str) -> list[tuple[str, ...]]:
    """Who owns what the database holds."""
    with create_engine(url).connect() as connection:
        asked = text("SELECT tid, oid, name, email FROM users JOIN surveys ON owner_id = users.id")
        asked = asked.execution_options(fanout=True)
        return [tuple(row) for row in connection.execute(asked)]


def test_it_serves_the_demonstration_and_stops_with_everything(server, start, unused_port):
    with server.database("served") as url:
        process = start(unused_port, DATABASE_URL=url, CLIENT_ID="")
        told = [process.stdout.readline() for _ in range(5)]
        assert f"http://localhost:{unused_port}\n" in told[0]
        assert "Ctrl-C stops everything" in told[4]
        page = requests.get(f"http://localhost:{unused_port}/login", timeout=20)
        assert page.status_code == 200
        assert "/oauth2/v2.0/authorize" in page.text
        assert owners(url) == [(TENANT, PEOPLE["alice"].oid, "Alice Archer", "alice@example.org")]
        family = psutil.Process(process.pid).children(recursive=True)
        assert family
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0
        assert psutil.wait_procs(family, timeout=10)[1] == []


def test_a_taken_port_is_said(start, unused_port):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", unused_port))
        taken.listen()
        said = start(unused_port).communicate(timeout=30)[1]
    assert said.startswith(f"Port {unused_port} is taken by another program")
    assert len(said.splitlines()) == 1


def test_a_database_that_is_away_is_said(start, unused_port):
    away = "postgresql://surveys:secret@localhost:1/surveys"
    process = start(unused_port, DATABASE_URL=away)
    said = process.communicate(timeout=60)[1]
    assert process.returncode == 1
    assert said.startswith("The database does not answer")
    assert "secret" not in said
