"""compose.yaml without an engine: what it names is there, and its commands work by hand."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import requests
import yaml

from backend.config import PLAIN
from backend.source import SECRETS
from devtools.provider import CLIENT_ID, Provider, keys
from devtools.provider import __main__ as alone

ROOT = Path(__file__).parents[2]
IGNORED = (ROOT / ".dockerignore").read_text()
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
OURS = [name for name, service in SERVICES.items() if "build" in service]
KNOWN = {*SECRETS, *PLAIN, *(f"{name}_FILE" for name in SECRETS), "PORT", "REQUESTS_CA_BUNDLE"}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_can_do_no_more_than_it_has_to(name):
    service = SERVICES[name]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "/tmp" in service["tmpfs"]


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_service_waits_for_says_when_it_is_there(name):
    for other, when in SERVICES[name].get("depends_on", {}).items():
        ends = SERVICES[other].get("restart") == "no"
        assert when["condition"] == (
            "service_completed_successfully" if ends else "service_healthy"
        )
        assert ends or SERVICES[other]["healthcheck"]["test"]


def test_volumes_are_named_and_ports_are_of_this_machine_alone():
    for service in SERVICES.values():
        assert {volume.partition(":")[0] for volume in service["volumes"]} <= {*COMPOSE["volumes"]}
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))


def test_no_secret_but_the_provider_s_public_one_is_written_down():
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if any(word in name for word in ("SECRET", "PASS")) and not name.endswith("_FILE"):
                assert value == "a-secret-that-only-this-machine-knows"


def test_settings_are_known_and_fit_the_provider():
    for name in ("app", "migrations"):
        assert SERVICES[name]["environment"].keys() <= KNOWN
    settings = SERVICES["app"]["environment"]
    with Provider() as provider:
        authority = provider.authority.partition("/5d1c")[2]
    assert settings["OIDC_AUTHORITY"] == f"https://localhost:{alone.TLS_PORT}/5d1c{authority}"
    assert settings["CLIENT_ID"] == CLIENT_ID
    published = {int(port.split(":")[1]) for port in SERVICES["provider"]["ports"]}
    assert published == {alone.PAGE_PORT, int(settings["PORT"])}
    assert str(alone.PAGE_PORT) in SERVICES["provider"]["healthcheck"]["test"][-1]


def test_images_are_built_of_what_the_dockerfile_has():
    stages = (ROOT / "Dockerfile").read_text()
    for name in OURS:
        target = SERVICES[name]["build"].get("target")
        assert target is None or f" AS {target}\n" in stages


def test_the_builder_gets_what_the_dockerfile_copies_and_no_more():
    sent = {line[1:] for line in IGNORED.splitlines() if line.startswith("!")}
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    copies = [line.split()[1:-1] for line in lines if line.startswith("COPY ") and "--" not in line]
    assert sent == {"Dockerfile", *(name for names in copies for name in names)}
    assert all((ROOT / name).exists() for name in sent)


def test_secrets_are_made_once(tmp_path):
    keys.make(tmp_path)
    made = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert made.keys() == {"secret_key", "dbpass"}
    assert all(len(value) >= 32 for value in made.values())
    keys.make(tmp_path)
    assert made == {path.name: path.read_text() for path in tmp_path.iterdir()}


def test_the_provider_s_command_serves_is_trusted_and_ends(tmp_path):
    command = [sys.executable, *SERVICES["provider"]["command"][1:-1], str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            authority = process.stdout.readline().split()[-1]
            told = requests.get(
                f"{authority.rstrip('/')}/.well-known/openid-configuration",
                verify=str(tmp_path / "ca.pem"),
                timeout=10,
            )
            check = SERVICES["provider"]["healthcheck"]["test"][2:]
            subprocess.run([sys.executable, *check], check=True, timeout=20, env=os.environ)
        finally:
            process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    assert told.json()["issuer"] == SERVICES["app"]["environment"]["OIDC_AUTHORITY"]
