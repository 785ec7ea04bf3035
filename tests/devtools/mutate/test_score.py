"""script/mutate on a small package: a weak test leaves one mutant alive, a strong one none."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).parents[3]
ENVIRONMENT = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
"""The small package needs no plugins, which take most of pytest's start."""
SHOP = """\
\"\"\"Prices.\"\"\"


def price(member, child):
    if member or child:
        return 5
    return 9
"""
WEAK = """\
from shop.price import price


def test_price():
    assert price(True, False) == 5
    assert price(False, False) == 9
"""
STRONG = WEAK + "    assert price(False, True) == 5\n"
FAR = "def far():\n    return 7\n"
FAR_TEST = """\
import subprocess
import sys


def test_far():
    code = "import sys; from shop.far import far; sys.exit(far() or 0)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 7
"""
WAIT = "def wait(left):\n    while left:\n        left -= 1\n    return left\n"
WAIT_TEST = "from shop.wait import wait\n\n\ndef test_wait():\n    assert wait(3) == 0\n"
ROOM = """\
[shop]
files = ["shop/*.py"]
tests = ["tests"]
floor = 95
database = false
"""
SURVIVOR = "shop/price.py:5: `member or child` became `member`"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A package with a strong test."""
    (tmp_path / "shop").mkdir()
    (tmp_path / "tests").mkdir()
    (tmp_path / "shop" / "price.py").write_text(SHOP)
    (tmp_path / "tests" / "test_price.py").write_text(STRONG)
    (tmp_path / "rooms.toml").write_text(ROOM)
    return tmp_path


def command(project: Path, room: str = "shop") -> list[str]:
    options = ["--root", str(project), "--rooms", str(project / "rooms.toml")]
    return [sys.executable, "-m", "devtools.mutate", room, "--patience", "2", *options]


def mutate(project: Path, room: str = "shop") -> tuple[int, str]:
    done = subprocess.run(
        command(project, room), cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True
    )
    return done.returncode, done.stdout + done.stderr


def files(project: Path) -> dict[Path, bytes]:
    """What stands there, without what Python compiles of it."""
    these = (path for path in project.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return {path: path.read_bytes() for path in these}


def test_strong_tests_leave_none_alive_and_the_tree_as_it_was(project):
    for name, source, test in (("far", FAR, FAR_TEST), ("wait", WAIT, WAIT_TEST)):
        (project / "shop" / f"{name}.py").write_text(source)
        (project / "tests" / f"test_{name}.py").write_text(test)
    before = files(project)
    code, said = mutate(project)
    assert code == 0, said
    assert "shop: 100.0 % of 15 mutants noticed" in said
    assert "(0 by taking too long)" not in said
    assert files(project) == before


def test_a_weak_test_leaves_one_alive_and_it_is_named(project):
    (project / "tests" / "test_price.py").write_text(WEAK)
    code, said = mutate(project)
    assert code == 1, said
    assert said.endswith(f"  {SURVIVOR}\n")
    assert "shop: 88.9 % of 9 mutants noticed" in said


def test_an_interruption_leaves_no_process_and_the_tree_as_it_was(project):
    (project / "tests" / "test_price.py").write_text("import time\ntime.sleep(1)\n" + STRONG)
    before = files(project)
    process = subprocess.Popen(
        command(project),
        cwd=ROOT,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout
    assert "mutants" in process.stdout.readline()
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    process.wait(10)
    process.stdout.close()
    assert files(project) == before
    assert not [p for p in psutil.process_iter(["cmdline"]) if str(project) in _words(p)]


def _words(process: psutil.Process) -> str:
    return " ".join(process.info["cmdline"] or [])


def test_tests_that_fail_give_no_score(project):
    (project / "tests" / "test_price.py").write_text(STRONG.replace("== 9", "== 8"))
    code, said = mutate(project)
    assert (code, "The tests of shop do not pass" in said) == (2, True)


def test_a_room_without_files_gives_no_score(project):
    (project / "shop" / "price.py").unlink()
    code, said = mutate(project)
    assert (code, "nothing to change yet: shop/*.py" in said) == (2, True)


def test_an_unknown_room_is_told_which_there_are(project):
    code, said = mutate(project, "cellar")
    assert (code, "There is no room cellar: shop." in said) == (2, True)
