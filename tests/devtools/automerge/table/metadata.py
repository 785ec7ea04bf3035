"""What Dependabot's description says, and leaves out."""

from tests.devtools.automerge.table.row import FLASK, MISSING, Row, moved
from tests.devtools.automerge.world import (
    described,
    package,
)

METADATA = [
    Row("without a description it waits", (f"{MISSING}: there is none.",), metadata={}),
    Row(
        "a description that is no JSON makes it wait",
        (f"{MISSING}: there is none.",),
        metadata=described(FLASK, METADATA_UPDATED_DEPENDENCIES_JSON="[undefined]"),
    ),
    Row(
        "a description of nothing makes it wait",
        (f"{MISSING}: it names no package.",),
        metadata=described(FLASK, METADATA_UPDATED_DEPENDENCIES_JSON="[]"),
    ),
    Row(
        "a description of no known type makes it wait",
        (f"{MISSING}: 'direct' is no type of dependency.",),
        metadata=described({**FLASK, "dependencyType": "direct"}),
    ),
    Row(
        "a description of no known step makes it wait",
        (f"{MISSING}: 'huge' is no type of update.",),
        metadata=described({**FLASK, "updateType": "huge"}),
    ),
    Row(
        "a summary of other packages makes it wait",
        (f"{MISSING}: its summary names other packages than its details.",),
        metadata=described(FLASK, METADATA_DEPENDENCY_NAMES="flask, nh3"),
    ),
    Row(
        "a summary of another step makes it wait",
        (f"{MISSING}: its summary tells of another update type than its details.",),
        metadata=described(FLASK, METADATA_UPDATE_TYPE="version-update:semver-patch"),
    ),
    Row(
        "a summary of another ecosystem makes it wait",
        (f"{MISSING}: its summary and its details differ in packageEcosystem.",),
        metadata=described(FLASK, METADATA_PACKAGE_ECOSYSTEM="docker"),
    ),
    Row(
        "details of two branches make it wait",
        (f"{MISSING}: its summary and its details differ in targetBranch.",),
        metadata=described(FLASK, {**package("nh3", "1", "2"), "targetBranch": "release"}),
    ),
    Row(
        "a description that is silent about maintainers makes it wait",
        (f"{MISSING}: it does not tell whether maintainers changed.",),
        metadata=described(FLASK, METADATA_MAINTAINER_CHANGES=""),
    ),
    Row(
        "a named package that no file changes makes it wait",
        ("`nh3` is named, and no file changes it.",),
        metadata=described(FLASK, package("nh3", "0.3.0", "0.3.1", "patch")),
    ),
    Row(
        "another version in the file makes it wait",
        (
            "requirements.txt: `flask` goes from 3.1.0 to 3.3.0, and the description says from "
            "3.1.0 to 3.2.0.",
        ),
        **moved(FLASK, flask="3.3.0"),
    ),
    Row(
        "another version before makes it wait",
        (
            "requirements.txt: `flask` goes from 3.1.0 to 3.2.0, and the description says from "
            "3.0.0 to 3.2.0.",
        ),
        **moved(package("flask", "3.0.0", "3.2.0"), flask="3.2.0"),
    ),
    Row(
        "a step that is called smaller than it is makes it wait",
        ("`flask` 3.1.0 → 3.2.0 (minor): its description calls this a patch update.",),
        **moved(package("flask", "3.1.0", "3.2.0", "patch"), flask="3.2.0"),
    ),
    Row(
        "versions left out are taken from the lock",
        updates=("`flask` 3.1.0 → 3.2.0 (minor)",),
        **moved(package("flask", "", "", ""), flask="3.2.0"),
    ),
    Row(
        "another ecosystem waits",
        ("Nobody told how to read updates of npm_and_yarn.",),
        metadata=described({**FLASK, "packageEcosystem": "npm_and_yarn"}),
        files=(("package.json", "{}", "{ }"),),
    ),
]
