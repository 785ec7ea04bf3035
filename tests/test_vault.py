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
    with pytest.raises(ConfigError, match="_SECRET could not be read from Key Vault"):
        read(kept)


def test_a_vault_that_this_process_may_not_read_does_so_too(kept: FakeVault) -> None:
    kept.header = "of-somebody-else"
    with pytest.raises(ConfigError, match="could not be read"):
        read(kept)


def test_the_databases_password_may_come_from_the_vault(kept: FakeVault) -> None:
    kept.kept |= {"DATABASE-URL": "", "DBPASS": "p@ss"}
    settings = read(kept, DBHOST="h", DBUSER="u", DBNAME="d")
    assert settings["SQLALCHEMY_DATABASE_URI"] == "postgresql+psycopg2://u:p%40ss@h/d"


def test_without_a_password_the_vault_is_not_asked_for_one(kept: FakeVault) -> None:
    kept.kept |= {"DATABASE-URL": ""}
    read(kept, DBHOST="h", DBUSER="u", DATABASE_AUTHENTICATION="managed-identity")
    assert "DBPASS" not in kept.asked


@pytest.mark.parametrize(
    ("missing", "given"),
    [
        ("SECRET_KEY", {}),
        ("DATABASE_URL", {"SECRET_KEY": KEY}),
        ("DBPASS", {"SECRET_KEY": KEY, "DBHOST": "h"}),
    ],
)
def test_a_secret_that_is_nowhere_is_named(
    missing: str, given: dict[str, str], kept: FakeVault
) -> None:
    kept.kept = {}
    in_vault = missing.replace("_", "-")
    said = f"{missing} is missing, nor is there a secret {in_vault} in Key Vault"
    with pytest.raises(ConfigError, match=said):
        read(kept, **given)


def ask(kept: FakeVault, name: str = "SECRET-KEY") -> str:
    return vault.secret(kept.environment()["AZURE_KEY_VAULT_URL"], name)


def test_the_token_for_the_vault_is_renewed(kept: FakeVault) -> None:
    kept.lifetime = 60
    assert ask(kept) == KEY
    kept.rotate()
    kept.kept["SECRET-KEY"] = KEY[::-1]
    assert ask(kept) == KEY[::-1]
    assert kept.given == 2


def test_a_token_that_is_good_is_kept(kept: FakeVault) -> None:
    assert ask(kept) == ask(kept) == KEY
    assert kept.given == 1


@pytest.mark.parametrize("which", ["vault", "identity"])
def test_what_hangs_stops_the_start_and_soon(
    which: str, kept: FakeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vault, "LIMITS", {"read_timeout": 0.2, "retry_total": 0})
    kept.hanging = which
    with pytest.raises(ConfigError, match="_SECRET could not be read from Key Vault"):
        read(kept)
