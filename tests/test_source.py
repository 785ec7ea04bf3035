"""Where settings are looked up, and what is said of those that are not to be had."""

from pathlib import Path

import pytest

from backend.source import ConfigError, Source

REFERENCE = "@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/SECRET-KEY)"


def test_a_reference_that_was_not_resolved_is_no_secret() -> None:
    with pytest.raises(ConfigError, match="SECRET_KEY is a Key Vault reference"):
        Source({}, {"SECRET_KEY": REFERENCE}).text("SECRET_KEY")


def test_a_missing_secret_is_named() -> None:
    assert Source({}, {}).sought("SECRET_KEY") == "SECRET_KEY is missing"


def test_with_a_vault_both_names_are_said() -> None:
    said = Source({}, {"AZURE_KEY_VAULT_URL": "https://v"}).sought("SECRET_KEY")
    assert said == "SECRET_KEY is missing, nor is there a secret SECRET-KEY in Key Vault"


def test_a_secret_may_lie_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text(" in a file\n")
    environ = {"SECRET_KEY_FILE": str(path), "DBHOST_FILE": str(path)}
    assert Source({}, environ).text("SECRET_KEY") == "in a file"
    assert Source({}, environ | {"SECRET_KEY": "closer"}).text("SECRET_KEY") == "closer"
    assert Source({}, environ).text("DBHOST") == ""
    path.write_bytes(b"\xff")
    with pytest.raises(ConfigError, match=r"SECRET_KEY_FILE names .*, which cannot be read"):
        Source({}, environ).text("SECRET_KEY")
