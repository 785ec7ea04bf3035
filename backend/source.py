"""Where settings are looked up: what the caller gives, the environment, files, and Key Vault."""

from collections.abc import Mapping
from pathlib import Path

SECRETS = ("SECRET_KEY", "CLIENT_SECRET", "DATABASE_URL", "DATABASE_URL_DIRECT", "DBPASS")
MANAGED_IDENTITY = "managed-identity"
REFERENCE = "@Microsoft.KeyVault("


class ConfigError(Exception):
    """A setting is missing or wrong; the message is one sentence for whoever starts the server."""


class Source:
    """Settings by their names; an empty one counts as not given, and secrets may be in a vault."""

    def __init__(self, given: Mapping[str, object], environ: Mapping[str, str]) -> None:
        """Look in `given` first, then in `environ`."""
        self._given, self._environ = given, environ
        self._vault = self._here("AZURE_KEY_VAULT_URL")

    def text(self, name: str, default: str = "") -> str:
        """A setting as it is written, or `default`; raises ConfigError as the others do."""
        found = self._here(name)
        if not found and name in SECRETS and self._vault:
            found = self._from_vault(name)
        return found or default

    def number(self, name: str, default: int, least: int = 0) -> int:
        """A whole number of `least` or more."""
        written = self.text(name, str(default))
        if not written.isdecimal() or int(written) < least:
            raise ConfigError(f"{name} must be a whole number of {least} or more, not “{written}”.")
        return int(written)

    def words(self, name: str) -> list[str]:
        """Words with commas or blanks between."""
        return [word for word in self.text(name).replace(",", " ").split() if word]

    def yes(self, name: str) -> bool:
        """Whether a switch is on."""
        return self.text(name).lower() in ("1", "true", "yes", "on")

    def by_identity(self, name: str) -> bool:
        """Whether a setting names the managed identity; it may be left empty, and else is wrong."""
        written = self.text(name)
        if written not in ("", MANAGED_IDENTITY):
            raise ConfigError(f"{name} must be “{MANAGED_IDENTITY}” or empty, not “{written}”.")
        return bool(written)

    @property
    def has_vault(self) -> bool:
        """Whether secrets may be in a vault."""
        return bool(self._vault)

    def sought(self, secret: str) -> str:
        """Where a secret was looked for in vain, for the sentence that says so."""
        vault = f", nor is there a secret {_in_vault(secret)} in Key Vault" if self._vault else ""
        return f"{secret} is missing{vault}"

    def _here(self, name: str) -> str:
        here = self._given.get(name) or self._environ.get(name) or self._in_file(name)
        found = str(here).strip()
        if found.startswith(REFERENCE):  # App Service puts the reference where it cannot read
            raise ConfigError(
                f"{name} is a Key Vault reference that was not resolved: is the secret there, "
                "and may the identity of this application read it?"
            )
        return found

    def _in_file(self, name: str) -> str:
        path = self._environ.get(f"{name}_FILE") if name in SECRETS else None
        try:
            return Path(path).read_text(encoding="utf-8") if path else ""
        except (OSError, UnicodeDecodeError):
            raise ConfigError(f"{name}_FILE names {path}, which cannot be read.") from None

    def _from_vault(self, name: str) -> str:
        from backend.vault import VaultError, secret  # 20 MB of memory, for those who use it alone

        try:
            return secret(self._vault, _in_vault(name), self._here("AZURE_CLIENT_ID"))
        except VaultError as error:
            raise ConfigError(f"{name} could not be read from Key Vault: {error}") from error


def _in_vault(name: str) -> str:
    return name.replace("_", "-")
