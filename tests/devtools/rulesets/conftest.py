"""A GitHub that answers on this machine, and a project whose rules it is to keep."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from devtools.rulesets import __main__ as command
from tests.devtools.rulesets.github import TOKEN, GitHub, served

ROOT = Path(__file__).parents[3]
WORKFLOW = """
on:
  pull_request:
  push: { branches: [main] }
jobs:
  checks: { name: Checks passed, runs-on: x, needs: [tests], if: "${{ always() }}" }
  tests: { runs-on: x }
  review: { name: Dependency review, runs-on: x }
  analyse:
    name: Analyse (${{ matrix.language }})
    runs-on: x
    strategy: { matrix: { language: [python, javascript-typescript, actions] } }
"""


@pytest.fixture
def github(monkeypatch: pytest.MonkeyPatch) -> Iterator[GitHub]:
    """GitHub, where octo/surveys is as it was made: nothing required, nothing merges itself."""
    github = GitHub()
    with served(github) as address:
        monkeypatch.setenv("GITHUB_API_URL", address)
        monkeypatch.setenv("GH_TOKEN", TOKEN)
        yield github


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of our rules, with one small workflow that reports what they require."""
    workflows = tmp_path / ".github" / "workflows"
    shutil.copytree(ROOT / ".github" / "rulesets", tmp_path / ".github" / "rulesets")
    for name in ("repository.json", "CODEOWNERS"):
        shutil.copy(ROOT / ".github" / name, tmp_path / ".github")
    workflows.mkdir()
    (workflows / "checks.yml").write_text(WORKFLOW)
    return tmp_path


@pytest.fixture
def run(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str]]:
    """`run("verify")` is the command on octo/surveys; gives its exit and all that it said."""

    def run(verb: str, name: str = "octo/surveys") -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["rulesets", verb, name, "--root", str(project)])
        try:
            code = command.main()
        except SystemExit as left:
            code = int(left.code or 0)
        said = capsys.readouterr()
        return code, said.out + said.err

    return run
