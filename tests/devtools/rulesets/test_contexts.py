"""Under which names workflows report, and which of them every pull request really gets."""

import pytest

from devtools.rulesets.contexts import contexts

JOB = "jobs: { a: { name: A, runs-on: x } }"


def reported(folder, text):
    (folder / "one.yml").write_text(text)
    return contexts(folder)


@pytest.mark.parametrize(
    "on",
    [
        "pull_request",
        "[push, pull_request]",
        "{ pull_request: , push: { branches: [main] } }",
        "{ pull_request: { branches: [main] } }",
        "{ pull_request: { types: [opened, synchronize, reopened, labeled] } }",
    ],
)
def test_every_pull_request_gets_it(tmp_path, on):
    assert reported(tmp_path, f"on: {on}\n{JOB}") == {"A"}


@pytest.mark.parametrize(
    "on",
    [
        "push",
        "[push]",
        "{ pull_request_target: }",
        "{ pull_request: { paths: [backend/**] } }",
        "{ pull_request: { paths-ignore: [docs/**] } }",
        "{ pull_request: { branches-ignore: [main] } }",
        "{ pull_request: { branches: [release] } }",
        "{ pull_request: { types: [opened] } }",
    ],
)
def test_some_pull_requests_do_not_get_it(tmp_path, on):
    assert reported(tmp_path, f"on: {on}\n{JOB}") == set()


@pytest.mark.parametrize(
    ("job", "names"),
    [
        ("runs-on: x", {"a"}),
        ("name: A, strategy: { matrix: { b: [1, 2], c: [x] } }", {"A (1, x)", "A (2, x)"}),
        ("strategy: { matrix: { include: [{ b: 1, c: 2 }] } }", {"a (1, 2)"}),
        ("strategy: { matrix: { b: [1, 2], exclude: [{ b: 1 }] } }", {"a (2)"}),
        ("name: 'On ${{ matrix.b }}', strategy: { matrix: { b: [1, 2] } }", {"On 1", "On 2"}),
        ("name: Gate, needs: b, if: always()", {"Gate"}),
        ("name: Gate, needs: b, if: '${{ always() }}'", {"Gate"}),
        ("name: Gate, needs: b", set()),
        ("name: Gate, if: github.actor != 'x'", set()),
        ("name: Gate, uses: ./other.yml", set()),
    ],
)
def test_a_job_reports_under_its_name_unless_it_may_be_skipped(tmp_path, job, names):
    assert reported(tmp_path, f"on: pull_request\njobs: {{ a: {{ {job} }} }}") == names


def test_no_workflows_report_nothing(tmp_path):
    (tmp_path / "empty.yaml").write_text("")
    assert contexts(tmp_path) == set()
