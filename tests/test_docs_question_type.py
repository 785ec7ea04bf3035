"""The worked example of docs/question-types.md, followed word for word in a copy of the package."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs" / "question-types.md").read_text()
NAMED_BLOCK = re.compile(r"`(backend/[^`]+)`:\n\n```[^\n]*\n(.*?)```", re.DOTALL)
LINE_BLOCK = re.compile(r"The line in `KINDS`:\n\n```[^\n]*\n(.*?)```", re.DOTALL)
NEEDED = (
    "tests/faults.py",
    "tests/page.py",
    "tests/questionnaire/drawing.py",
    "tests/questionnaire/test_contract.py",
)


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(
        ROOT / "backend", tmp_path / "backend", ignore=shutil.ignore_patterns("__pycache__")
    )
    for name in NEEDED:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def follow(copy):
    for name, content in NAMED_BLOCK.findall(GUIDE):
        (copy / name).write_text(content)
    (line,) = LINE_BLOCK.findall(GUIDE)
    catalogue = copy / "backend/questionnaire/types/__init__.py"
    before = catalogue.read_text()
    after = re.sub(r"(KINDS = \([^)]*)\)", lambda found: f"{found[1]}{line})", before)
    assert after != before
    catalogue.write_text(after)


def run(copy, *arguments):
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)


def test_the_guide_names_two_files_and_a_line():
    names = [name.rpartition("/")[2] for name, _ in NAMED_BLOCK.findall(GUIDE)]
    assert names == ["percentage.py", "percentage.html"]
    assert len(LINE_BLOCK.findall(GUIDE)) == 1


def test_following_the_guide_gives_a_type_that_keeps_the_contract(copy):
    follow(copy)
    options = ["--import-mode=importlib", "-o", "pythonpath=.", "-p", "no:cacheprovider", "-q"]
    chosen = ["-k", "percentage", "-c", "/dev/null", f"--rootdir={copy}"]
    done = run(copy, "-m", "pytest", *options, *chosen, "tests/questionnaire/test_contract.py")
    assert done.returncode == 0, done.stdout + done.stderr
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed
    assert int(passed[1]) >= 10


def test_the_type_of_the_guide_stands_in_the_schema_and_in_documents(copy):
    follow(copy)
    done = run(
        copy,
        "-c",
        "from backend.questionnaire.document import Questionnaire as Q\n"
        "assert 'percentage' in str(Q.model_json_schema())\n"
        "question = {'id': 'q1', 'kind': 'percentage', 'title': 'How much?'}\n"
        "document = {'title': 'T', 'sections': [{'id': 's1', 'questions': [question]}]}\n"
        "print(Q.model_validate(document).problems())",
    )
    assert (done.stdout, done.returncode) == ("()\n", 0), done.stderr
