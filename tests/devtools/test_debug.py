"""The application as a debugger runs it: one process, which a breakpoint can stop."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import requests

ROOT = Path(__file__).parents[2]


def test_it_serves_in_one_process_and_stops_with_the_people(server, unused_port):
    with server.database("debugged") as url:
        process = subprocess.Popen(
            [sys.executable, "-m", "devtools.debug", "--port", str(unused_port)],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": url, "CLIENT_ID": "", "CODESPACE_NAME": ""},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        told = [process.stdout.readline() for _ in range(5)]
        assert f"http://localhost:{unused_port}\n" in told[0]
        page = requests.get(f"http://localhost:{unused_port}/login", timeout=20)
        assert "/oauth2/v2.0/authorize" in page.text
        assert psutil.Process(process.pid).children(recursive=True) == []
        process.send_signal(signal.SIGTERM)
        assert process.communicate(timeout=30)[0].endswith("Stopped.\n")
        assert process.returncode == 0
