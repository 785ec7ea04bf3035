"""The dev container, its tasks and its launch entries say the same as the code that they start."""

import json
import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import json5
import pytest
import yaml

from devtools.server import words
from devtools.settings import PORT

ROOT = Path(__file__).parents[2]
FOLDER = "${workspaceFolder}/"
EXTENSIONS = {
    "ms-python.python",
    "ms-python.debugpy",
    "ms-python.mypy-type-checker",
    "charliermarsh.ruff",
    "mtxr.sqltools",
    "mtxr.sqltools-driver-pg",
    "ms-azuretools.vscode-bicep",
    "ms-azuretools.vscode-containers",
}
DEVCONTAINER = json5.loads((ROOT / ".devcontainer/devcontainer.json").read_text())
CODE = DEVCONTAINER["customizations"]["vscode"]
COMPOSE = yaml.safe_load((ROOT / ".devcontainer/compose.yaml").read_text())
APP, DB = COMPOSE["services"]["app"], COMPOSE["services"]["db"]
TASKS = json5.loads((ROOT / ".vscode/tasks.json").read_text())["tasks"]
ENTRIES = json5.loads((ROOT / ".vscode/launch.json").read_text())["configurations"]
LABELS = {task["label"] for task in TASKS}


def test_the_container_is_a_service_of_the_compose_file_that_is_named():
    assert (ROOT / ".devcontainer" / DEVCONTAINER["dockerComposeFile"]).exists()
    assert DEVCONTAINER["service"] == "app"
    assert APP["network_mode"] == "service:db"
    assert APP["depends_on"] == {"db": {"condition": "service_healthy"}}


def test_the_checkout_is_where_the_editor_opens_it():
    mounted = [volume.split(":")[:2] for volume in APP["volumes"]]
    assert ["..", DEVCONTAINER["workspaceFolder"]] in mounted
    assert ["environment", DEVCONTAINER["workspaceFolder"] + "/.venv"] in mounted


def test_every_volume_is_declared_and_the_data_lie_where_this_postgresql_keeps_them():
    named = [volume.split(":")[0] for volume in APP["volumes"] + DB["volumes"]]
    assert {name for name in named if name != ".."} == set(COMPOSE["volumes"])
    major = int(re.match(r"postgres:(\d+)", DB["image"])[1])
    assert major >= 18
    assert DB["volumes"] == ["database:/var/lib/postgresql"]


@pytest.mark.parametrize("service", [APP, DB], ids=["app", "db"])
def test_every_image_has_a_whole_version(service):
    assert re.search(r":\d+\.\d+(\.\d+)?-[\w.-]+$", service["image"])


def test_the_image_has_a_python_that_we_support():
    version = re.search(r"-(3\.\d+)-", APP["image"])[1]
    assert version in {"3.11", "3.12", "3.13", "3.14"}


def test_neither_container_sees_the_engine_or_listens_outside():
    for service in (APP, DB):
        assert "docker.sock" not in str(service)
        assert not {"ports", "privileged", "cap_add", "devices"} & set(service)


def test_the_preset_connection_is_that_of_the_application_and_of_the_database():
    url = urlsplit(DEVCONTAINER["containerEnv"]["DATABASE_URL"])
    given = {name: DB["environment"][f"POSTGRES_{name}"] for name in ("USER", "PASSWORD", "DB")}
    (preset,) = CODE["settings"]["sqltools.connections"]
    ours = (url.hostname, url.port, url.path[1:], url.username, url.password)
    assert ours == ("localhost", 5432, given["DB"], given["USER"], given["PASSWORD"])
    keys = ("server", "port", "database", "username", "password")
    assert tuple(preset[key] for key in keys) == ours
    assert preset["driver"] == "PostgreSQL"


def test_the_only_secret_is_the_password_of_the_database():
    password = DB["environment"]["POSTGRES_PASSWORD"]
    files = [ROOT / ".vscode/tasks.json", ROOT / ".vscode/launch.json"]
    files += sorted((ROOT / ".devcontainer").iterdir())
    for path in files:
        text = path.read_text().replace(password, "")
        assert not re.search(r"(?i)(secret|token|_key|password)\W{1,4}[\w-]{6,}", text), path


def test_the_ports_are_those_of_the_application_the_people_and_the_database():
    assert DEVCONTAINER["forwardPorts"] == [PORT, PORT + 1, 5432]
    attributes = DEVCONTAINER["portsAttributes"]
    assert list(map(int, attributes)) == DEVCONTAINER["forwardPorts"]
    assert all(one["label"] for one in attributes.values())
    assert attributes["5432"]["onAutoForward"] == "silent"


def test_the_extensions_are_those_that_the_settings_speak_to():
    assert set(CODE["extensions"]) == EXTENSIONS
    assert len(CODE["extensions"]) == len(EXTENSIONS)
    assert CODE["settings"]["[python]"]["editor.defaultFormatter"] in EXTENSIONS


def test_the_interpreter_is_that_of_the_environment_and_tests_are_found():
    workspace = DEVCONTAINER["workspaceFolder"]
    assert CODE["settings"]["python.defaultInterpreterPath"] == f"{workspace}/.venv/bin/python"
    assert CODE["settings"]["python.testing.pytestEnabled"] is True
    assert all((ROOT / path).is_dir() for path in CODE["settings"]["python.testing.pytestArgs"])


def test_what_runs_in_a_new_container_is_there_and_can_be_started():
    assert os.access(ROOT / DEVCONTAINER["postCreateCommand"], os.X_OK)
    assert "script/bootstrap" in (ROOT / DEVCONTAINER["postCreateCommand"]).read_text()


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task["label"])
def test_a_task_starts_a_script_that_is_there(task):
    assert task["command"].startswith(FOLDER)
    assert os.access(ROOT / task["command"].removeprefix(FOLDER), os.X_OK)
    assert task.get("dependsOn", task["label"]) in LABELS


@pytest.mark.parametrize("name", ["server", "test", "check", "bench"])
def test_every_daily_script_has_a_task(name):
    assert f"{FOLDER}script/{name}" in {task["command"] for task in TASKS}


def test_the_editor_sees_that_the_server_is_ready():
    (serve,) = (task for task in TASKS if task.get("isBackground"))
    said = serve["problemMatcher"]["background"]["endsPattern"]
    assert said in (ROOT / "devtools/server.py").read_text()
    assert "Detected change" in (ROOT / "devtools/serve.py").read_text()


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["name"])
def test_a_launch_entry_runs_in_one_process_of_our_environment(entry):
    assert (entry["type"], entry["request"]) == ("debugpy", "launch")
    assert entry["python"] == f"{FOLDER}.venv/bin/python"
    assert entry["preLaunchTask"] in LABELS
    assert entry["subProcess"] is False


@pytest.mark.parametrize(
    "entry",
    [entry for entry in ENTRIES if entry["module"].startswith("devtools.")],
    ids=lambda entry: entry["name"],
)
def test_a_launch_entry_names_a_module_that_takes_its_arguments(entry, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", [entry["module"], *entry["args"], "--help"])
    monkeypatch.delitem(sys.modules, f"{entry['module']}.__main__", raising=False)
    with pytest.raises(SystemExit) as ended:
        runpy.run_module(entry["module"], run_name="__main__", alter_sys=True)
    assert ended.value.code == 0
    assert "usage:" in capsys.readouterr().out


def test_a_file_is_tested_with_options_that_pytest_knows(pytestconfig):
    (entry,) = (entry for entry in ENTRIES if entry["module"] == "pytest")
    (task,) = (task for task in TASKS if "${file}" in task.get("args", []))
    assert entry["args"] == task["args"] == ["${file}", "--browser"]
    assert pytestconfig.getoption("--browser") in {True, False}


def test_the_browser_opens_where_the_debugged_server_says_it_is(monkeypatch):
    monkeypatch.delenv("CODESPACE_NAME", raising=False)
    (entry,) = (entry for entry in ENTRIES if "serverReadyAction" in entry)
    said = words({}, PORT)
    assert re.search(entry["serverReadyAction"]["pattern"], said)[1] == f"http://localhost:{PORT}"


def test_the_tool_that_reads_it_is_pinned_by_content_and_names_no_registry():
    folder = ROOT / "devtools/devcontainer-cli"
    (asked,) = json.loads((folder / "package.json").read_text())["devDependencies"].items()
    locked = json.loads((folder / "package-lock.json").read_text())["packages"]
    pinned = locked[f"node_modules/{asked[0]}"]
    assert pinned["version"] == asked[1]
    assert pinned["integrity"].startswith("sha512-")
    assert not any("resolved" in one for one in locked.values())
    assert "omit-lockfile-registry-resolved=true" in (folder / ".npmrc").read_text().split()


@pytest.mark.parametrize(
    "kept", [("docker-compose", "/.devcontainer"), ("npm", "/devtools/devcontainer-cli")]
)
def test_dependabot_keeps_its_images_and_its_tool_fresh(kept):
    updates = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text())["updates"]
    assert kept in {(one["package-ecosystem"], one.get("directory")) for one in updates}


def test_a_machine_without_npm_is_told_what_was_not_checked(tmp_path):
    for tool in ("sh", "dirname"):
        (tmp_path / tool).symlink_to(shutil.which(tool))
    done = subprocess.run(
        [ROOT / ".devcontainer/check"],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert done.stdout.startswith("NOT CHECKED: .devcontainer/")
    assert len(done.stdout.splitlines()) == 1
