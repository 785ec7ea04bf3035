"""gunicorn.conf.py: a process that is asked to end finishes what it has, and takes nothing new."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import requests

ROOT = Path(__file__).parents[1]
SLOW = """
import time
from backend.health import Health

class Slow:
    def wsgi_app(self, environ, start_response):
        time.sleep(float(environ["PATH_INFO"][1:] or 0))
        start_response("200 OK", [("Content-Length", "2")])
        return [b"ok"]

app = Health(Slow())
"""


@pytest.fixture
def served(tmp_path, unused_port):
    (tmp_path / "slow.py").write_text(SLOW)
    settings = {"PORT": str(unused_port), "PYTHONPATH": str(tmp_path), "WEB_CONCURRENCY": "2"}
    command = [sys.executable, "-m", "gunicorn", "--bind=127.0.0.1:" + str(unused_port), "slow:app"]
    url = f"http://127.0.0.1:{unused_port}"
    with subprocess.Popen(
        command, cwd=ROOT, env=os.environ | settings, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            for _ in range(300):
                try:
                    requests.get(f"{url}/health/live", timeout=10)
                    break
                except requests.ConnectionError:
                    time.sleep(0.1)
            yield process, url
        finally:
            process.kill()


def takes_visitors(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except (ConnectionRefusedError, ConnectionResetError):  # reset: it closed while we knocked
        return False
    return True


def test_what_is_under_way_is_finished_and_nobody_is_left_in_a_queue(served):
    process, url = served
    answers = []

    def ask():
        headers = {"Connection": "close"}
        answers.append(requests.get(f"{url}/1.5", headers=headers, timeout=20).status_code)

    asking = [threading.Thread(target=ask) for _ in range(4)]
    for thread in asking:
        thread.start()
    time.sleep(0.7)
    told = time.monotonic()
    process.send_signal(signal.SIGTERM)
    while takes_visitors(int(url.rpartition(":")[2])):
        assert not answers  # all four are under way still
        time.sleep(0.1)
    for thread in asking:
        thread.join()
    output, _ = process.communicate(timeout=20)
    assert answers == [200] * 4
    assert process.returncode == 0
    assert time.monotonic() - told < 5
    lines = [told for line in output.splitlines() if "path" in (told := json.loads(line))]
    assert [(line["path"], line["status"]) for line in lines] == [("/1.5", 200)] * 4


def test_everything_is_imported_once_before_there_are_processes():
    asked = (
        "import runpy, sys; runpy.run_path('gunicorn.conf.py')['on_starting'](None);"
        "print('backend.surveys.answer' in sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "True"


@pytest.mark.parametrize(("number", "shares"), [("1", "False"), ("2", "True")])
def test_a_single_process_keeps_its_socket_while_it_is_renewed(number, shares):
    asked = "import runpy; print(runpy.run_path('gunicorn.conf.py')['reuse_port'])"
    said = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=ROOT,
        env=os.environ | {"WEB_CONCURRENCY": number},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == shares
