"""How far a package moves, and what kind of package it is."""

from tests.devtools.automerge.table.row import FLASK, POLICY, Row, moved
from tests.devtools.automerge.world import (
    package,
)

SECURED = package("flask", "3.1.0", "3.1.1", "patch", ghsaId="GHSA-68rp-wp8r-4726")
FOR_TESTS = package("pytest", "9.2.0", "9.3.0", dependencyType="direct:development")
BELOW = package("werkzeug", "3.1.3", "3.1.4", "patch", dependencyType="indirect")

UPDATES = [
    Row(
        "a patch merges",
        updates=("`flask` 3.1.0 → 3.1.1 (patch)",),
        **moved(package("flask", "3.1.0", "3.1.1", "patch"), flask="3.1.1"),
    ),
    Row(
        "a major update waits",
        ("`flask` 3.1.0 → 4.0.0 (major): an update of this size waits for a person.",),
        **moved(package("flask", "3.1.0", "4.0.0", "major"), flask="4.0.0"),
    ),
    Row(
        "a minor update below 1.0 is taken for a major one",
        ("`nh3` 0.3.0 → 0.4.0 (major): an update of this size waits for a person.",),
        **moved(package("nh3", "0.3.0", "0.4.0"), nh3="0.4.0"),
    ),
    Row(
        "a patch below 1.0 merges",
        **moved(package("nh3", "0.3.0", "0.3.1", "patch"), nh3="0.3.1"),
    ),
    Row(
        "too many releases at once wait",
        ("`flask` 3.1.0 → 3.7.0 (minor): 6 releases at once are too many.",),
        **moved(package("flask", "3.1.0", "3.7.0"), flask="3.7.0"),
    ),
    Row(
        "as many releases as allowed merge",
        **moved(package("flask", "3.1.0", "3.6.0"), flask="3.6.0"),
    ),
    Row(
        "calendar versions: another month merges",
        **moved(package("certifi", "2026.10.18", "2026.11.2"), certifi="2026.11.2"),
    ),
    Row(
        "calendar versions: the next year merges where the policy says so",
        **moved(package("certifi", "2026.10.18", "2027.1.4", "major"), certifi="2027.1.4"),
    ),
    Row(
        "calendar versions: two years wait",
        ("`certifi` 2026.10.18 → 2028.1.4 (major): 2 releases at once are too many.",),
        **moved(package("certifi", "2026.10.18", "2028.1.4", "major"), certifi="2028.1.4"),
    ),
    Row(
        "a pre-release waits",
        ("`flask` 3.1.0 → 3.2.0rc1 (pre-release) is a pre-release.",),
        **moved(package("flask", "3.1.0", "3.2.0rc1"), flask="3.2.0rc1"),
    ),
    Row(
        "a post-release merges",
        **moved(package("flask", "3.1.0", "3.1.0.post1", ""), flask="3.1.0.post1"),
    ),
    Row(
        "a downgrade waits",
        ("`flask` 3.1.0 → 3.0.9 (downgrade) goes back to an older version.",),
        **moved(package("flask", "3.1.0", "3.0.9", ""), flask="3.0.9"),
    ),
    Row(
        "another spelling of the same version waits",
        ("`flask` 3.1.0 → 3.1 (same) stays at the version it has: there is nothing to update.",),
        **moved(package("flask", "3.1.0", "3.1", ""), flask="3.1"),
    ),
    Row(
        "versions nobody can compare wait",
        ("`flask` 3.1.0 → 1!3.2 (incomparable): nobody can tell how far apart these two are.",),
        **moved(package("flask", "3.1.0", "1!3.2", ""), flask="1!3.2"),
    ),
    Row(
        "a package that never merges itself waits",
        ("`identity` is on the list of what never merges itself.",),
        **moved(package("Identity", "0.10.0", "0.10.1", "patch"), identity="0.10.1"),
    ),
    Row(
        "a security update merges by the same rules",
        **moved(SECURED, flask="3.1.1"),
    ),
    Row(
        "a major security update merges where the policy says so",
        **moved(
            package("gunicorn", "26.1.0", "27.0.0", "major", ghsaId="GHSA-w3h3-4rj7-4ph4"),
            gunicorn="27.0.0",
        ),
    ),
    Row(
        "the same major update without an advisory waits",
        ("`gunicorn` 26.1.0 → 27.0.0 (major): an update of this size waits for a person.",),
        **moved(package("gunicorn", "26.1.0", "27.0.0", "major"), gunicorn="27.0.0"),
    ),
    Row(
        "a policy for updates without advisories leaves the others",
        (
            "`flask` 3.1.0 → 3.1.1 (patch): whether it closes an advisory is not what the policy "
            "asks for.",
        ),
        policy={"automerge.yml": POLICY.replace("jump: 5", "jump: 5\n    security: false")},
        **moved(SECURED, flask="3.1.1"),
    ),
    Row(
        "a development dependency merges",
        **moved(FOR_TESTS, pytest="9.3.0"),
    ),
    Row(
        "a development dependency waits where only production may merge",
        ("`pytest` may not merge itself as a dependency of type development.",),
        policy={"automerge.yml": POLICY.replace("development, ", "")},
        **moved(FOR_TESTS, pytest="9.3.0"),
    ),
    Row(
        "an indirect dependency merges",
        **moved(BELOW, werkzeug="3.1.4"),
    ),
    Row(
        "an indirect dependency waits where only direct ones may merge",
        ("`werkzeug` may not merge itself as a dependency of type indirect.",),
        policy={"automerge.yml": POLICY.replace(", indirect", "")},
        **moved(BELOW, werkzeug="3.1.4"),
    ),
    Row(
        "a group merges when each of it may",
        updates=("`flask` 3.1.0 → 3.2.0 (minor)", "`pytest` 9.2.0 → 9.2.1 (patch)"),
        **moved(FLASK, package("pytest", "9.2.0", "9.2.1", "patch"), flask="3.2.0", pytest="9.2.1"),
    ),
    Row(
        "a group with one bad package waits",
        ("`nh3` 0.3.0 → 0.4.0 (major): an update of this size waits for a person.",),
        **moved(FLASK, package("nh3", "0.3.0", "0.4.0"), flask="3.2.0", nh3="0.4.0"),
    ),
    Row(
        "changed maintainers make it wait",
        ("The maintainers of a package have changed since its last release.",),
        **moved({**FLASK, "maintainerChanges": True}, flask="3.2.0"),
    ),
    Row(
        "changed maintainers of a group's second package make it wait",
        ("The maintainers of a package have changed since its last release.",),
        **moved(
            FLASK,
            package("pytest", "9.2.0", "9.2.1", "patch", maintainerChanges=True),
            flask="3.2.0",
            pytest="9.2.1",
        ),
    ),
]
