"""The policy's files: what is read from them, and each mistake's own sentence."""

from pathlib import Path

import pytest

from devtools.automerge.fault import Fault
from devtools.automerge.policy import Policy, Rule
from devtools.automerge.policy_file import read_policy

RULE = """merge:
  - packages: [flask]
    ecosystems: [pip]
    dependency-types: [production]
    update-types: [patch]
"""
FILE = ".github/automerge.yml"


def _policy(root: Path, text: str, name: str = "automerge.yml") -> Policy:
    (root / ".github").mkdir(exist_ok=True)
    (root / ".github" / name).write_text(text)
    return read_policy(root)


def _fault(root: Path, text: str, name: str = "automerge.yml") -> str:
    with pytest.raises(Fault) as caught:
        _policy(root, text, name)
    return str(caught.value)


def test_the_shortest_policy_leaves_the_rest_open(tmp_path: Path) -> None:
    rule = Rule(("flask",), ("pip",), ("production",), ("patch",), None, None)
    assert _policy(tmp_path, RULE) == Policy((rule,), (), ())


def test_every_key_is_read(tmp_path: Path) -> None:
    text = RULE + (
        "    largest-jump: 1\n    security: true\nnever: [msal]\nprotected-files: ['.github/*']\n"
    )
    rule = Rule(("flask",), ("pip",), ("production",), ("patch",), 1, True)
    assert _policy(tmp_path, text) == Policy((rule,), ("msal",), (".github/*",))


@pytest.mark.parametrize("name", ["dependabot-bot.yml", "dependabot-bot.yaml"])
def test_a_former_list_allows_small_steps_of_its_packages(tmp_path: Path, name: str) -> None:
    rule = Rule(
        packages=("flask", "black"),
        ecosystems=("devcontainers", "docker", "github-actions", "pip"),
        dependency_types=("production", "development", "indirect"),
        update_types=("digest", "patch", "minor"),
        largest_jump=None,
        security=None,
    )
    assert _policy(tmp_path, "safe:\n - flask\n - black\n", name) == Policy((rule,), (), ())


def test_two_former_lists_are_one_too_many(tmp_path: Path) -> None:
    _policy(tmp_path, "safe: [flask]", "dependabot-bot.yml")
    assert _fault(tmp_path, "safe: [flask]", "dependabot-bot.yaml") == (
        ".github/dependabot-bot.yml and .github/dependabot-bot.yaml both exist: keep one of them."
    )


def test_no_file_is_no_policy(tmp_path: Path) -> None:
    with pytest.raises(Fault) as caught:
        read_policy(tmp_path)
    assert str(caught.value) == "There is no policy: .github/automerge.yml does not exist."


def test_both_files_add_up(tmp_path: Path) -> None:
    _policy(tmp_path, "safe: [black]", "dependabot-bot.yml")
    policy = _policy(tmp_path, RULE + "never: [msal]\nprotected-files: [a]\n")
    assert [rule.packages for rule in policy.rules] == [("flask",), ("black",)]
    assert (policy.never, policy.protected_files) == (("msal",), ("a",))


UNKNOWN = f"{FILE} has the unknown key 'meger'; known are merge, never, protected-files."
KEYS = "packages, ecosystems, dependency-types, update-types, largest-jump, security"
FIRST = f"{FILE}: merge[0]"
MISTAKES = [
    ("", f"{FILE} does not consist of keys and values."),
    ("- merge\n", f"{FILE} does not consist of keys and values."),
    ("meger: []\n", UNKNOWN),
    ("never: []\n", f"{FILE}: merge has to be a list of what may merge itself."),
    ("merge: []\n", f"{FILE}: merge has to be a list of what may merge itself."),
    ("merge: flask\n", f"{FILE}: merge has to be a list of what may merge itself."),
    ("merge: [flask]\n", f"{FIRST} does not consist of keys and values."),
    (RULE + "  - {}\n", f"{FILE}: merge[1] does not say its packages."),
    (RULE.replace("[flask]", "flask"), f"{FIRST}.packages has to be a list of texts."),
    (RULE.replace("[flask]", "[1]"), f"{FIRST}.packages has to be a list of texts."),
    (
        RULE.replace("[flask]", "['fl?sk']"),
        f"{FIRST}.packages: 'fl?sk' is neither a name nor a pattern with *.",
    ),
    (RULE.replace("[pip]", "pip"), f"{FIRST}.ecosystems has to be a list of texts."),
    (
        RULE.replace("[pip]", "[npm]"),
        f"{FIRST}.ecosystems: 'npm' is unknown; known are devcontainers, docker, github-actions, "
        "pip.",
    ),
    (
        RULE.replace("[production]", "[direct]"),
        f"{FIRST}.dependency-types: 'direct' is unknown; known are production, development, "
        "indirect.",
    ),
    (
        RULE.replace("[patch]", "[all]"),
        f"{FIRST}.update-types: 'all' is unknown; known are digest, patch, minor, major.",
    ),
    (RULE + "    package: [a]\n", f"{FIRST} has the unknown key 'package'; known are {KEYS}."),
    (RULE.replace("    ecosystems: [pip]\n", ""), f"{FIRST} does not say its ecosystems."),
    (
        RULE.replace("    dependency-types: [production]\n", ""),
        f"{FIRST} does not say its dependency-types.",
    ),
    (RULE.replace("    update-types: [patch]\n", ""), f"{FIRST} does not say its update-types."),
    (
        RULE + "    largest-jump: 0\n",
        f"{FIRST}.largest-jump has to be a whole number of at least 1.",
    ),
    (
        RULE + "    largest-jump: true\n",
        f"{FIRST}.largest-jump has to be a whole number of at least 1.",
    ),
    (
        RULE + "    largest-jump: '1'\n",
        f"{FIRST}.largest-jump has to be a whole number of at least 1.",
    ),
    (RULE + "    security: 1\n", f"{FIRST}.security has to be true or false."),
    (RULE + "never: msal\n", f"{FILE}.never has to be a list of texts."),
    (RULE + "protected-files: [1]\n", f"{FILE}.protected-files has to be a list of texts."),
]


@pytest.mark.parametrize(("text", "sentence"), MISTAKES)
def test_each_mistake_has_its_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    assert _fault(tmp_path, text) == sentence


FORMER = [
    ("save: [flask]\n", ".github/dependabot-bot.yml has the unknown key 'save'; known are safe."),
    ("safe: flask\n", ".github/dependabot-bot.yml: safe has to be a list of texts."),
    ("{}\n", ".github/dependabot-bot.yml: safe has to be a list of texts."),
    ("[]\n", ".github/dependabot-bot.yml does not consist of keys and values."),
    (
        "safe: ['a b']\n",
        ".github/dependabot-bot.yml: safe: 'a b' is neither a name nor a pattern with *.",
    ),
]


@pytest.mark.parametrize(("text", "sentence"), FORMER)
def test_each_mistake_in_a_former_list_has_its_sentence(
    tmp_path: Path, text: str, sentence: str
) -> None:
    assert _fault(tmp_path, text, "dependabot-bot.yml") == sentence


def test_a_key_said_twice_is_a_mistake(tmp_path: Path) -> None:
    expected = f"{FILE} is no YAML: the key 'merge' is said twice"
    assert _fault(tmp_path, RULE + RULE) == expected


def test_a_key_that_is_no_text_is_a_mistake(tmp_path: Path) -> None:
    assert _fault(tmp_path, RULE + "1: a\n") == f"{FILE} is no YAML: the key 1 is not a text"


def test_keys_inside_an_entry_are_said_once_too(tmp_path: Path) -> None:
    text = RULE + "    update-types: [major]\n"
    assert _fault(tmp_path, text) == f"{FILE} is no YAML: the key 'update-types' is said twice"


@pytest.mark.parametrize("text", ["merge: [\n", "merge: !!python/name:os.system\n"])
def test_what_is_no_plain_yaml_is_a_mistake(tmp_path: Path, text: str) -> None:
    fault = _fault(tmp_path, text)
    assert fault.startswith(f"{FILE} is no YAML: ")
    assert "\n" not in fault


def test_bytes_that_are_no_text_are_a_mistake(tmp_path: Path) -> None:
    (tmp_path / ".github").mkdir()
    (tmp_path / FILE).write_bytes(b"merge: \xff\n")
    with pytest.raises(Fault, match=r"^\.github/automerge\.yml is no YAML: "):
        read_policy(tmp_path)
