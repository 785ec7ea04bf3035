"""Secrets from Key Vault, over TLS, challenge and managed identity included."""

from collections.abc import Iterator

import pytest

from backend import vault
from backend.config import Config, ConfigError
from devtools.vault import FakeVault

KEY = "a-random-text-that-only-the-vault-knows"
URL = "postgresql+psycopg2://u:p@h/d"


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeVault]:
    """A vault with two secrets, and this process as one that may read them."""
    with FakeVault(**{"SECRET-KEY": KEY, "DATABASE-URL": URL}) as kept:
        for name, value in kept.environment().items():
            monkeypatch.setenv(name, value)
        vault._client.cache_clear()
        yield kept
        vault._client(kept.environment()["AZURE_KEY_VAULT_URL"], "").close()


def read(kept: FakeVault, **environ: str) -> Config:
    return Config.from_environment(environ=kept.environment() | environ)


def test_a_secret_may_come_from_the_vault(kept: FakeVault) -> None:
    settings = read(kept)
    assert settings["SECRET_KEY"] == KEY
    assert settings["SQLALCHEMY_DATABASE_URI"] == URL
    assert settings["CLIENT_SECRET"] == ""


def test_the_environment_goes_first_and_only_secrets_are_asked_for(kept: FakeVault) -> None:
    settings = read(kept, SECRET_KEY=KEY[::-1], CLIENT_ID="")
    assert settings["SECRET_KEY"] == KEY[::-1]
    assert "SECRET-KEY" not in kept.asked
    assert "CLIENT-ID" not in kept.asked


@pytest.mark.parametrize("status", [403, 400])
def test_a_vault_that_refuses_stops_the_start_with_a_sentence(status: int, kept: FakeVault) -> None:
    kept.failing = status
    with pytest.raises(ConfigError, match="SECRET_KEY could not be read from Key Vault"):
        read(kept)


def test_a_vault_that_this_process_may_not_read_does_so_too(kept: FakeVault) -> None:
    kept.header = "of-somebody-else"
    with pytest.raises(ConfigError, match="could not be read"):
        read(kept)
