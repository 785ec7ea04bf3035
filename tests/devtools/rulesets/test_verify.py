"""script/rulesets verify: a line for each way in which GitHub and the code part."""

import pytest


@pytest.fixture
def applied(github, run):
    """GitHub as the code wants it."""
    assert run("apply")[0] == 0
    github.asked.clear()
    return github


def test_a_repository_that_is_kept_has_no_line(applied, run):
    code, said = run("verify")
    assert (code, said) == (0, "octo/surveys is kept as the code says.\n")
    assert applied.changes == []


def test_a_repository_as_it_was_made_has_many(github, run):
    code, said = run("verify")
    assert code == 1
    assert "“Default branch” is missing on GitHub: nothing is required there." in said
    assert "Repository: allow_auto_merge is false on GitHub, true in the code." in said
    assert "Actions: default_workflow_permissions is write on GitHub, read in the code." in said


def ruleset(github):
    return github.rulesets[40]


def checks(github):
    return github.rule("required_status_checks")["parameters"]["required_status_checks"]


def parameters(github):
    return github.rule("pull_request")["parameters"]


def without(kind):
    return lambda github: ruleset(github)["rules"].remove(github.rule(kind))


LOOSE = {
    "a check less": (
        lambda github: checks(github).pop(),
        "the required check “Analyse (actions)” is missing on GitHub",
    ),
    "no check": (
        lambda github: checks(github).clear(),
        "the required check “Checks passed” is missing on GitHub",
    ),
    "no rule for checks": (
        without("required_status_checks"),
        "the required check “Dependency review” is missing on GitHub",
    ),
    "a check of anybody": (
        lambda github: checks(github)[0].pop("integration_id"),
        "“Checks passed” is open to any reporter on GitHub, bound to integration 15368",
    ),
    "a check that no workflow reports": (
        lambda github: checks(github).append({"context": "Gone", "integration_id": 15368}),
        "the required check “Gone” is bound to integration 15368 on GitHub, missing in the code",
    ),
    "auto-merge off": (
        lambda github: github.repository.update(allow_auto_merge=False),
        "allow_auto_merge is false on GitHub, true in the code",
    ),
    "settings not shown": (
        lambda github: github.repository.pop("allow_auto_merge"),
        "allow_auto_merge is missing on GitHub",
    ),
    "merge commits": (
        lambda github: github.repository.update(allow_merge_commit=True),
        "allow_merge_commit is true on GitHub",
    ),
    "no approver": (
        lambda github: parameters(github).update(required_approving_review_count=0),
        "pull_request.required_approving_review_count is 0 on GitHub, 1 in the code",
    ),
    "anybody approves": (
        lambda github: parameters(github).update(require_code_owner_review=False),
        "pull_request.require_code_owner_review is false on GitHub",
    ),
    "no pull request": (
        without("pull_request"),
        "the rule pull_request is missing on GitHub, there in the code",
    ),
    "force pushes": (without("non_fast_forward"), "the rule non_fast_forward is missing"),
    "a rule more": (
        lambda github: ruleset(github)["rules"].append({"type": "required_signatures"}),
        "the rule required_signatures is there on GitHub, missing in the code",
    ),
    "a parameter more": (
        lambda github: parameters(github).update(automatic_copilot_code_review_enabled=True),
        "automatic_copilot_code_review_enabled is true on GitHub, missing in the code",
    ),
    "somebody goes round": (
        lambda github: ruleset(github)["bypass_actors"].append(
            {"actor_id": 5, "actor_type": "RepositoryRole", "bypass_mode": "always"}
        ),
        '"bypass_mode": "always"}] on GitHub, [] in the code',
    ),
    "who goes round is hidden": (
        lambda github: ruleset(github).pop("bypass_actors"),
        "does not show this token who may go round it",
    ),
    "only tried": (
        lambda github: ruleset(github).update(enforcement="evaluate"),
        "enforcement is evaluate on GitHub, active in the code",
    ),
    "another branch": (
        lambda github: ruleset(github)["conditions"]["ref_name"].update(include=["main"]),
        'ref_name.include is ["main"] on GitHub, ["~DEFAULT_BRANCH"] in the code',
    ),
    "another ruleset": (
        lambda github: github._create({"name": "Friday", "rules": []}),
        "“Friday” is a ruleset on GitHub, but not in the code.",
    ),
    "an owner unknown": (
        lambda github: github.owners.append({"line": 3, "kind": "Unknown owner"}),
        "CODEOWNERS, line 3: Unknown owner.",
    ),
    "no owners": (
        lambda github: setattr(github, "owners", None),
        "CODEOWNERS is not on the default branch",
    ),
    "Actions may not approve": (
        lambda github: github.actions.update(can_approve_pull_request_reviews=False),
        "can_approve_pull_request_reviews is false on GitHub",
    ),
}


@pytest.mark.parametrize(("loosen", "line"), LOOSE.values(), ids=LOOSE)
def test_what_is_loose_has_its_line(applied, run, loosen, line):
    loosen(applied)
    code, said = run("verify")
    assert code == 1
    assert line in said
    assert applied.changes == []


def test_the_order_of_checks_says_nothing(applied, run):
    checks(applied).reverse()
    assert run("verify")[0] == 0
