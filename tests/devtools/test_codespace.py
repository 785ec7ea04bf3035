"""In a codespace, browsers find our ports at GitHub's addresses, and come back from there."""

import pytest

from devtools import codespace
from devtools.provider import Provider


@pytest.fixture
def otter(monkeypatch):
    """A codespace."""
    monkeypatch.setenv("CODESPACE_NAME", "kind-otter-7")
    monkeypatch.setenv("GITHUB_CODESPACES_PORT_FORWARDING_DOMAIN", "app.github.dev")


@pytest.fixture
def alone(monkeypatch):
    """No codespace."""
    monkeypatch.delenv("CODESPACE_NAME", raising=False)


def test_elsewhere_everything_is_localhost(alone):
    assert codespace.address(5001) == "http://localhost:5001"
    assert codespace.settings() == {}
    assert codespace.is_ours("localhost")
    assert not codespace.is_ours("kind-otter-7-5001.app.github.dev")


def test_a_port_has_an_address_of_its_own(otter):
    assert codespace.address(5001) == "https://kind-otter-7-5001.app.github.dev"
    assert codespace.settings() == {"PROXY_HOPS": "1"}


@pytest.mark.parametrize("host", ["kind-otter-7-5001.app.github.dev", "localhost", "127.0.0.1"])
def test_people_come_back_to_us(otter, host):
    assert codespace.is_ours(host)


@pytest.mark.parametrize(
    "host",
    [None, "", "app.github.dev", "mean-otter-5001.app.github.dev", "kind-otter-7-5001.example.org"],
)
def test_people_are_sent_to_nobody_else(otter, host):
    assert not codespace.is_ours(host)


def test_the_page_of_people_is_at_the_address_that_browsers_reach(otter):
    with Provider(address=codespace.address) as provider:
        said = provider.discovery()
    assert ".app.github.dev/" in said["authorization_endpoint"]
    assert said["token_endpoint"].startswith("https://localhost:")


def test_the_page_of_people_moves_when_its_port_is_taken(alone, unused_port):
    with Provider(page_port=unused_port) as first, Provider(page_port=unused_port) as second:
        ends = [one.discovery()["end_session_endpoint"] for one in (first, second)]
    assert ends[0].startswith(f"http://localhost:{unused_port}/")
    assert not ends[1].startswith(f"http://localhost:{unused_port}/")
