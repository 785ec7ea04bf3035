"""The policy, and the list of a robot of former days."""

from tests.devtools.automerge.table.row import MISSING, POLICY, Row, moved
from tests.devtools.automerge.world import (
    package,
)

SAFE = "safe:\n  - Flask\n  - other-package\n"

POLICIES = [
    Row("the former robot's list still counts", policy={"dependabot-bot.yml": SAFE}),
    Row(
        "the former robot's list counts under its other name", policy={"dependabot-bot.yaml": SAFE}
    ),
    Row(
        "what the former robot's list does not name waits",
        ("`nh3` is not on the list of what may merge itself.",),
        policy={"dependabot-bot.yml": SAFE},
        **moved(package("nh3", "0.3.0", "0.3.1", "patch"), nh3="0.3.1"),
    ),
    Row(
        "the former robot's list allows no major update",
        ("`flask` 3.1.0 → 4.0.0 (major): an update of this size waits for a person.",),
        policy={"dependabot-bot.yml": SAFE},
        **moved(package("flask", "3.1.0", "4.0.0", "major"), flask="4.0.0"),
    ),
    Row(
        "the former list adds to the policy",
        policy={
            "automerge.yml": POLICY.replace("jump: 5", "jump: 1"),
            "dependabot-bot.yml": SAFE,
        },
        **moved(package("flask", "3.1.0", "3.6.0"), flask="3.6.0"),
    ),
    Row(
        "what never merges itself stays so whatever the former list says",
        ("`identity` is on the list of what never merges itself.",),
        policy={"automerge.yml": POLICY, "dependabot-bot.yml": "safe: [identity]\n"},
        **moved(package("identity", "0.10.0", "0.10.1", "patch"), identity="0.10.1"),
    ),
    Row(
        "two former lists contradict each other",
        (
            ".github/dependabot-bot.yml and .github/dependabot-bot.yaml both exist: keep one of "
            "them.",
        ),
        policy={"dependabot-bot.yml": SAFE, "dependabot-bot.yaml": SAFE},
    ),
    Row(
        "without a policy nothing merges",
        ("There is no policy: .github/automerge.yml does not exist.",),
        policy={},
    ),
    Row(
        "a policy with an unknown key merges nothing",
        (
            ".github/automerge.yml has the unknown key 'nevr'; known are merge, never, "
            "protected-files.",
        ),
        policy={"automerge.yml": POLICY.replace("never:", "nevr:")},
    ),
    Row(
        "a policy with a wrong type merges nothing",
        (".github/automerge.yml: merge[0].packages has to be a list of texts.",),
        policy={"automerge.yml": POLICY.replace('["*"]', "flask")},
    ),
    Row(
        "everything that is wrong is told at once",
        (
            "It is a draft.",
            "GitHub requires no check on this branch, and no check at all is not green.",
            "There is no policy: .github/automerge.yml does not exist.",
            f"{MISSING}: there is none.",
            "GitHub lists 1 of its 2 changed files.",
        ),
        event={"pull_request.draft": True, "pull_request.changed_files": 2},
        policy={},
        metadata={},
        required=[],
    ),
]
