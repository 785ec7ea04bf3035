"""docs/container.md: its commands are there, or need an engine and say what script/image tries."""

import re
import shlex
from pathlib import Path

import pytest

from devtools.image.container import SEALED

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "container.md").read_text()
BLOCKS = re.findall(r"^```sh\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
COMMANDS = [line for block in BLOCKS for line in block.splitlines()]
RUN = [shlex.split(line) for line in COMMANDS if line.startswith("docker run")]
NOT_TRIED = "Commands that begin with `docker` need a container engine."


def test_every_command_is_there_or_is_said_to_need_an_engine() -> None:
    assert NOT_TRIED in TEXT
    for command in COMMANDS:
        program = command.split()[0]
        assert program == "docker" or (ROOT / program).stat().st_mode & 0o100


@pytest.mark.parametrize("command", RUN, ids=[" ".join(words[:3]) for words in RUN])
def test_what_is_run_is_sealed_as_what_is_tried(command: list[str]) -> None:
    written = " ".join(command).replace("=", " ")
    for option in SEALED:
        if option.startswith(("--read-only", "--tmpfs", "--cap-drop", "--security-opt")):
            assert option.replace("=", " ") in written


def test_the_arguments_of_the_build_are_those_of_the_dockerfile() -> None:
    given = set(re.findall(r"--build-arg (\w+)=", TEXT))
    assert given == set(re.findall(r"^ARG (\w+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE))


def test_the_image_is_what_the_text_says() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert "USER 10001:10001\nEXPOSE 8000\n" in dockerfile
    assert "--require-hashes --only-binary=:all:" in dockerfile
    assert 'CMD ["gunicorn"]' in dockerfile.splitlines()
