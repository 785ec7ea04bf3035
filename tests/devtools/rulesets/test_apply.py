"""script/rulesets apply: GitHub does what the code says, and a second run has nothing to do."""

import json

import pytest

FORBIDDEN = {"message": "Resource not accessible by personal access token", "status": "403"}
INVALID = {
    "message": "Validation Failed",
    "errors": [{"resource": "Ruleset", "field": "rules", "code": "invalid"}, "Name is too long"],
}


def test_a_new_repository_gets_all_of_it_and_checks_before_auto_merge(github, run):
    code, said = run("apply")
    assert code == 0, said
    assert "Created the ruleset “Default branch”." in said
    assert github.changes == ["POST /rulesets", "PUT /actions/permissions/workflow", "PATCH "]
    assert github.repository["allow_auto_merge"] is True
    assert github.actions["default_workflow_permissions"] == "read"
    checks = github.rule("required_status_checks")["parameters"]["required_status_checks"]
    assert {"context": "Checks passed", "integration_id": 15368} in checks


def test_a_second_run_changes_nothing_and_says_so(github, run):
    run("apply")
    github.asked.clear()
    code, said = run("apply")
    assert (code, github.changes) == (0, [])
    assert said.startswith("Nothing to change.")


def test_what_somebody_loosened_is_tightened_again(github, run):
    run("apply")
    github.rule("pull_request")["parameters"]["required_approving_review_count"] = 0
    github.asked.clear()
    code, said = run("apply")
    assert (code, github.changes) == (0, ["PUT /rulesets/40"])
    assert "Updated the ruleset “Default branch”." in said
    assert github.rule("pull_request")["parameters"]["required_approving_review_count"] == 1


def test_what_the_plan_does_not_allow_is_told(github, run):
    github.plan_has_auto_merge = False
    code, said = run("apply")
    assert code == 1
    assert "allow_auto_merge is false on GitHub, true in the code." in said


def test_our_ruleset_is_found_on_a_later_page(github, run):
    github.page = 1
    for name in ("tags", "releases"):
        github._create({"name": name, "rules": [], "target": "tag", "enforcement": "active"})
    run("apply")
    github.asked.clear()
    run("apply")
    assert github.changes == []


def test_code_that_requires_nothing_is_not_applied(github, run, project):
    path = project / ".github" / "rulesets" / "default-branch.json"
    ruleset = json.loads(path.read_text())
    ruleset["rules"] = [r for r in ruleset["rules"] if r["type"] != "required_status_checks"]
    path.write_text(json.dumps(ruleset))
    code, said = run("apply")
    assert (code, github.asked) == (1, [])
    assert "zero checks would pass for green" in said


@pytest.mark.parametrize(
    ("path", "answer", "sentence"),
    [
        ("GET /rulesets", (401, {"message": "Bad credentials"}, {}), "does not know this token"),
        ("GET /rulesets", (404, {"message": "Not Found"}, {}), "shows no octo/surveys/rulesets"),
        ("GET /rulesets", (403, FORBIDDEN, {}), "needs “Administration: write”"),
        ("GET /rulesets", (403, {}, {"X-RateLimit-Remaining": "0"}), "again in an hour"),
        ("POST /rulesets", (422, INVALID, {}), "rules is invalid; Name is too long"),
        ("POST /rulesets", (302, "", {"Location": "/elsewhere"}), "use its new name"),
        ("PUT /actions/permissions/workflow", (409, "", {}), "409: no reason given"),
        ("PATCH ", (502, "<html>", {}), "not GitHub's interface: 502"),
        ("GET /rulesets", (200, "<html>", {}), "not GitHub's interface: 200"),
    ],
)
def test_a_refusal_is_told_in_a_sentence(github, run, path, answer, sentence):
    github.answers[path] = answer
    code, said = run("apply")
    assert code == 2
    assert sentence in said
    assert "ghp_" not in said


def test_a_name_twice_is_told(github, run):
    run("apply")
    github.answers["GET /rulesets"] = (200, [], {})
    code, said = run("apply")
    assert (code, "Validation Failed: Name must be unique" in said) == (2, True)


def test_nobody_at_the_address_is_told(run, monkeypatch, unused_port):
    monkeypatch.setenv("GITHUB_API_URL", f"http://127.0.0.1:{unused_port}")
    monkeypatch.setenv("GH_TOKEN", "ghp_throw_away")
    code, said = run("apply")
    assert (code, "GitHub could not be reached" in said) == (2, True)


def test_without_a_token_or_a_name_nothing_is_asked(github, run, monkeypatch):
    assert run("apply", "surveys")[0] == 2
    monkeypatch.delenv("GH_TOKEN")
    code, said = run("apply")
    assert (code, github.asked, "GH_TOKEN" in said) == (2, [], True)


def test_a_file_that_is_no_json_is_named(run, github, project):
    (project / ".github" / "rulesets" / "broken.json").write_text("{")
    code, said = run("apply")
    assert (code, "broken.json is no JSON" in said, github.asked) == (2, True, [])
