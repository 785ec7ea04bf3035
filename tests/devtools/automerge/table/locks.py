"""What a lock and its sources do beside the update."""

from tests.devtools.automerge.table.row import BEYOND, FLASK, TO_FLASK, Row, moved
from tests.devtools.automerge.world import (
    PINS,
    described,
    lock,
    locked,
    package,
)

OLD_PYTHONS, NEW_PYTHONS = "nh3 python_version < '3.12'", "nh3 python_version >= '3.12'"
REMOVED = package("nh3", "0.3.0", "", "")

LOCKS = [
    Row(
        "what a named package needs moves along",
        updates=(
            "`flask` 3.1.0 → 3.2.0 (minor)",
            "`markupsafe` 3.0.2 → 3.0.3 (patch)",
            "`werkzeug` 3.1.3 → 3.1.4 (patch)",
        ),
        **moved(FLASK, flask="3.2.0", werkzeug="3.1.4", markupsafe="3.0.3"),
    ),
    Row(
        "what a named package needs obeys the policy too",
        ("`werkzeug` 3.1.3 → 4.0.0 (major): an update of this size waits for a person.",),
        **moved(FLASK, flask="3.2.0", werkzeug="4.0.0"),
    ),
    Row(
        "a lock that moves another package waits",
        (f"requirements.txt: `pytest` {BEYOND}",),
        **moved(FLASK, flask="3.2.0", pytest="9.2.1"),
    ),
    Row(
        "a lock that moves who needs the named package waits",
        (f"requirements.txt: `flask` {BEYOND}",),
        **moved(package("werkzeug", "3.1.3", "3.1.4", "patch"), werkzeug="3.1.4", flask="3.1.1"),
    ),
    Row(
        "a new package waits, even when needed",
        ("requirements.txt: `colorama` is new; a person looks at new packages.",),
        files=(
            (
                "requirements.txt",
                locked(),
                lock({**PINS, "flask": "3.2.0", "colorama": "0.4.6"}, {"colorama": ["flask"]}),
            ),
        ),
    ),
    Row(
        "a new package that nothing needs waits twice over",
        (
            f"requirements.txt: `colorama` {BEYOND}",
            "requirements.txt: `colorama` is new; a person looks at new packages.",
        ),
        **moved(FLASK, flask="3.2.0", colorama="0.4.6"),
    ),
    Row(
        "a package that is no longer needed goes",
        updates=("`flask` 3.1.0 → 3.2.0 (minor)",),
        files=(("requirements.txt", locked(), locked(flask="3.2.0", markupsafe=None)),),
    ),
    Row(
        "a removed package of its own waits",
        (f"requirements.txt: `nh3` {BEYOND}",),
        files=(("requirements.txt", locked(), locked(flask="3.2.0", nh3=None)),),
    ),
    Row(
        "a removed package that is named waits",
        ("requirements.txt: `nh3` is removed.",),
        metadata=described(REMOVED),
        files=(("requirements.txt", locked(), locked(nh3=None)),),
    ),
    Row(
        "hashes that change behind a version make it wait",
        (
            "requirements.txt: `certifi` keeps its version 2026.10.18 and changes its hashes.",
            "`flask` is named, and no file changes it.",
        ),
        files=(("requirements.txt", locked(), lock({**PINS, "flask": "3.2.0"}, salt="x")),),
    ),
    Row(
        "a lock with another index waits",
        (
            "requirements.txt: line 1 is neither a pin, a hash nor a comment.",
            "`flask` is named, and no file changes it.",
        ),
        files=(
            (
                "requirements.txt",
                locked(),
                "--index-url https://mallory.example/simple\n" + locked(flask="3.2.0"),
            ),
        ),
    ),
    Row(
        "a lock without hashes waits",
        (
            "requirements.txt: `flask` has no hash.",
            "`flask` is named, and no file changes it.",
        ),
        files=(("requirements.txt", locked(), "flask==3.2.0 \\\n    # via -r requirements.in\n"),),
    ),
    Row(
        "a package pinned twice waits",
        (
            "requirements.txt: line 4 pins `flask` a second time.",
            "`flask` is named, and no file changes it.",
        ),
        files=(("requirements.txt", locked(), lock({"flask": "3.2.0"}) * 2),),
    ),
    Row(
        "a package that holds for some Pythons only moves under each",
        updates=("`nh3` 0.3.0 → 0.3.1 (patch)",),
        metadata=described(package("nh3", "0.3.0", "0.3.1", "patch")),
        files=(
            (
                "requirements.txt",
                lock(
                    {
                        "nh3 python_version < '3.12'": "0.2.0",
                        "nh3 python_version >= '3.12'": "0.3.0",
                    }
                ),
                lock(
                    {
                        "nh3 python_version < '3.12'": "0.2.0",
                        "nh3 python_version >= '3.12'": "0.3.1",
                    }
                ),
            ),
        ),
    ),
    Row(
        "a package whose marker changes is new",
        (
            "requirements.txt: `flask` is removed.",
            "requirements.txt: `flask` is new; a person looks at new packages.",
        ),
        files=(
            ("requirements.txt", lock({"flask": "3.1.0"}), lock({"flask python_version": "3.2.0"})),
        ),
    ),
    Row(
        "both locks and their sources change together",
        updates=("`flask` 3.1.0 → 3.2.0 (minor)",),
        event={"pull_request.changed_files": 3},
        files=(
            TO_FLASK,
            ("requirements-dev.txt", locked(), locked(flask="3.2.0")),
            ("requirements.in", "# What runs.\nflask>=3.1\n", "# What runs.\nflask>=3.2\n"),
        ),
    ),
    Row(
        "a lock in a folder of its own counts as one",
        updates=("`flask` 3.1.0 → 3.2.0 (minor)",),
        files=(("devtools/checkov/requirements.txt", *TO_FLASK[1:]),),
    ),
    Row(
        "a source that loosens another package waits",
        (f"requirements.in: `nh3` {BEYOND}",),
        event={"pull_request.changed_files": 2},
        files=(TO_FLASK, ("requirements.in", "flask\nnh3>=0.3\n", "flask\nnh3>=0.2\n")),
    ),
    Row(
        "a source that fetches from elsewhere waits",
        ("requirements.in: line 2 changes more than a version.",),
        event={"pull_request.changed_files": 2},
        files=(TO_FLASK, ("requirements.in", "flask\n", "flask\nnh3 @ https://mallory.example\n")),
    ),
    Row(
        "a file that updates never change makes it wait",
        ("backend/auth/session.py: is no file that an update of pip changes.",),
        event={"pull_request.changed_files": 2},
        files=(TO_FLASK, ("backend/auth/session.py", "a\n", "b\n")),
    ),
    Row(
        "what follows a file that makes it wait is looked at as well",
        (
            "backend/auth/session.py: is no file that an update of pip changes.",
            f"requirements.txt: `pytest` {BEYOND}",
        ),
        event={"pull_request.changed_files": 2},
        files=(
            ("backend/auth/session.py", "a\n", "b\n"),
            ("requirements.txt", locked(), locked(flask="3.2.0", pytest="9.2.1")),
        ),
    ),
    Row(
        "a file that looks like a lock makes it wait",
        ("requirements.txt.py: is no file that an update of pip changes.",),
        event={"pull_request.changed_files": 2},
        files=(TO_FLASK, ("requirements.txt.py", "a\n", "b\n")),
    ),
    Row(
        "a workflow that changes with a package makes it wait",
        (".github/workflows/checks.yml: is no file that an update of pip changes.",),
        event={"pull_request.changed_files": 2},
        files=(TO_FLASK, (".github/workflows/checks.yml", "a\n", "b\n")),
    ),
    Row(
        "an added file makes it wait",
        ("requirements-new.txt: is added, and updates only change files.",),
        event={"pull_request.changed_files": 2},
        files=(TO_FLASK, ("requirements-new.txt", "", "", "added")),
    ),
    Row(
        "files that GitHub does not list make it wait",
        ("GitHub lists 1 of its 2 changed files.",),
        event={"pull_request.changed_files": 2},
    ),
]
