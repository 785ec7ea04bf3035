"""Where a pull request comes from, and where it goes."""

from tests.devtools.automerge.table.row import FLASK, Row
from tests.devtools.automerge.world import (
    BASE,
    DEPENDABOT,
    HEAD,
    PERSON,
    WEB,
    acted,
    commit,
    described,
)

ORIGIN = [
    Row("a minor update of one package merges", updates=("`flask` 3.1.0 → 3.2.0 (minor)",)),
    Row("pushed anew by Dependabot itself, it merges", event=acted("synchronize")),
    Row("opened again by Dependabot, it merges", event=acted("reopened")),
    Row("made ready by Dependabot, it merges", event=acted("ready_for_review")),
    Row(
        "opened again by a person, it waits",
        ("mallory (User) touched it last, not Dependabot.",),
        event=acted("reopened", sender=PERSON),
    ),
    Row(
        "somebody with another name is not Dependabot",
        ("Its author is dependabot-bot (User), not Dependabot.",),
        event={"pull_request.user": {**PERSON, "login": "dependabot-bot"}},
    ),
    Row(
        "a user of Dependabot's name is not the robot",
        ("Its author is dependabot[bot] (User), not Dependabot.",),
        event={"pull_request.user": {**PERSON, "login": "dependabot[bot]"}},
    ),
    Row(
        "another robot is not Dependabot",
        (
            "Its author is renovate[bot] (Bot), not Dependabot.",
            "renovate[bot] (Bot) touched it last, not Dependabot.",
        ),
        event={
            "pull_request.user": {**DEPENDABOT, "login": "renovate[bot]"},
            "sender": {**DEPENDABOT, "login": "renovate[bot]"},
        },
    ),
    Row(
        "a fork's branch is not Dependabot's",
        ("Its branch is in a fork, where Dependabot never works.",),
        event={"pull_request.head.repo.full_name": "mallory/Hello-World"},
    ),
    Row(
        "a branch of another name is not Dependabot's",
        ("Its branch patch-1 is not named as Dependabot names its own.",),
        event={"pull_request.head.ref": "patch-1"},
    ),
    Row(
        "a branch edited by hand waits",
        (
            "Commit ffffff0 is by mallory, not by Dependabot.",
            "Commit ffffff0 was committed by mallory, not by Dependabot.",
            "Commit ffffff0 has no signature that GitHub could verify.",
        ),
        event={**acted("synchronize"), "pull_request.commits": 2},
        commits=(commit(PERSON, PERSON, False, "ffffff0" * 6), commit()),
    ),
    Row(
        "a commit by hand that came last waits, whoever acts",
        (
            "mallory (User) touched it last, not Dependabot.",
            f"Commit {HEAD[:7]} is by mallory, not by Dependabot.",
        ),
        event={**acted("synchronize"), "sender": PERSON, "pull_request.commits": 2},
        commits=(commit(sha="e" * 40), commit(PERSON, WEB)),
    ),
    Row(
        "a commit in Dependabot's name by somebody else waits",
        (f"Commit {HEAD[:7]} was committed by mallory, not by Dependabot.",),
        commits=(commit(DEPENDABOT, PERSON),),
    ),
    Row(
        "a commit whose author is unknown waits",
        (
            f"Commit {HEAD[:7]} is by somebody unknown, not by Dependabot.",
            f"Commit {HEAD[:7]} was committed by somebody unknown, not by Dependabot.",
        ),
        commits=(commit(None, None),),
    ),
    Row(
        "a commit without a verified signature waits",
        (f"Commit {HEAD[:7]} has no signature that GitHub could verify.",),
        commits=(commit(verified=False),),
    ),
    Row("committed by Dependabot itself, it merges", commits=(commit(committer=DEPENDABOT),)),
    Row(
        "commits that GitHub does not list make it wait",
        ("GitHub lists 1 of its 251 commits.",),
        event={"pull_request.commits": 251},
    ),
    Row(
        "no commits at all make it wait",
        ("GitHub lists 0 of its 1 commits.", "Its commits do not end where the pull request ends."),
        commits=(),
    ),
    Row(
        "commits that end elsewhere make it wait",
        ("Its commits do not end where the pull request ends.",),
        commits=(commit(sha=BASE),),
    ),
    Row(
        "a closed pull request stays closed",
        ("Nothing is decided when a pull request is closed.", "It is closed."),
        event=acted(
            "closed",
            **{
                "pull_request.state": "closed",
                "pull_request.closed_at": "2026-11-02T08:00:00Z",
                "pull_request.merged": False,
            },
        ),
    ),
    Row("a draft waits", ("It is a draft.",), event={"pull_request.draft": True}),
    Row(
        "a pull request to another branch waits",
        (
            "It goes to release instead of master.",
            "Its description speaks of another branch, master.",
        ),
        event={"pull_request.base.ref": "release"},
    ),
    Row(
        "a description of another branch makes it wait",
        ("Its description speaks of another branch, release.",),
        metadata=described({**FLASK, "targetBranch": "release"}),
    ),
    Row(
        "a repository without auto-merge merges nothing",
        ("The repository does not allow auto-merge.",),
        event={"pull_request.base.repo.allow_auto_merge": False},
    ),
    Row(
        "a repository without squash merges merges nothing",
        ("The repository does not allow squash merges.",),
        event={"pull_request.base.repo.allow_squash_merge": False},
    ),
]
