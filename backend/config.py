"""The settings, read once: from what the caller gives, the environment, and Key Vault."""

import os
from collections.abc import Mapping
from datetime import timedelta
from typing import Self
from urllib.parse import urlsplit

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

SECRETS = ("SECRET_KEY", "CLIENT_SECRET", "DATABASE_URL", "DATABASE_URL_DIRECT", "DBPASS")
PLAIN = (
    "DBHOST", "DBUSER", "DBNAME", "DATABASE_POOLER", "DATABASE_POOL_SIZE",
    "CLIENT_ID", "AUTHORITY", "TENANT_ID", "OIDC_AUTHORITY", "ALLOWED_TENANTS", "REDIRECT_URI",
    "PROXY_HOPS", "TRUSTED_HOSTS", "SESSION_IDLE_MINUTES", "AZURE_KEY_VAULT_URL",
)  # fmt: skip
SHORTEST_SECRET = 32
MICROSOFT = "https://login.microsoftonline.com"
MEBIBYTE = 1024 * 1024
LIMITS = (
    "-c statement_timeout=5s -c lock_timeout=2s"
    " -c idle_in_transaction_session_timeout=10s -c jit=off"
)


class ConfigError(Exception):
    """A setting is missing or wrong; the message is one sentence for whoever starts the server."""


class Config(dict[str, object]):
    """What Flask, its extensions and our rooms read from `app.config`."""

    @classmethod
    def from_environment(
        cls, given: Mapping[str, object] | None = None, environ: Mapping[str, str] | None = None
    ) -> Self:
        """Settings from `given` first, then the environment, then (secrets only) Key Vault.

        Raises ConfigError where a setting is missing, weak or malformed.
        """
        given = given or {}
        source = _Source(given, os.environ if environ is None else environ)
        theirs = {name: value for name, value in given.items() if name not in SECRETS + PLAIN}
        return cls({**_flask(source), **_database(source), **_sign_in(source), **theirs})


class _Source:
    """Where settings are looked up; an empty one counts as not given."""

    def __init__(self, given: Mapping[str, object], environ: Mapping[str, str]) -> None:
        self.given, self.environ = given, environ
        self.vault = self._here("AZURE_KEY_VAULT_URL")

    def text(self, name: str, default: str = "") -> str:
        found = self._here(name)
        if not found and name in SECRETS and self.vault:
            found = _from_vault(self.vault, name)
        return found or default

    def number(self, name: str, default: int, least: int = 0) -> int:
        written = self.text(name, str(default))
        if not written.isdecimal() or int(written) < least:
            raise ConfigError(f"{name} must be a whole number of {least} or more, not “{written}”.")
        return int(written)

    def words(self, name: str) -> list[str]:
        return [word for word in self.text(name).replace(",", " ").split() if word]

    def yes(self, name: str) -> bool:
        return self.text(name).lower() in ("1", "true", "yes", "on")

    def _here(self, name: str) -> str:
        return str(self.given.get(name) or self.environ.get(name) or "").strip()


def _from_vault(address: str, name: str) -> str:
    from backend.vault import VaultError, secret  # 20 MB of memory, for those who use it alone

    try:
        return secret(address, name.replace("_", "-"))
    except VaultError as error:
        raise ConfigError(f"{name} could not be read from Key Vault: {error}") from error


def _flask(source: _Source) -> dict[str, object]:
    return {
        "SECRET_KEY": _secret_key(source),
        "PROXY_HOPS": source.number("PROXY_HOPS", 0),
        "TRUSTED_HOSTS": source.words("TRUSTED_HOSTS") or None,
        "SESSION_IDLE": timedelta(minutes=source.number("SESSION_IDLE_MINUTES", 30, least=1)),
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,  # a slow author must not lose the form
        "MAX_CONTENT_LENGTH": MEBIBYTE,
        "MAX_FORM_MEMORY_SIZE": MEBIBYTE,
        "MAX_FORM_PARTS": 5_000,
    }


def _secret_key(source: _Source) -> str:
    key = source.text("SECRET_KEY")
    if not key:
        raise ConfigError(
            "SECRET_KEY is missing: set it to a random text of at least 32 characters."
        )
    if len(key) < SHORTEST_SECRET or len(set(key)) < 8:
        raise ConfigError("SECRET_KEY is weak: use a random text of at least 32 characters.")
    return key


def _database(source: _Source) -> dict[str, object]:
    url = _database_url(source)
    direct = source.text("DATABASE_URL_DIRECT")
    return {
        "SQLALCHEMY_DATABASE_URI": url.render_as_string(hide_password=False),
        "DATABASE_URL_DIRECT": (_parsed(direct, "DATABASE_URL_DIRECT") if direct else url)
        .render_as_string(hide_password=False),
        "SQLALCHEMY_ENGINE_OPTIONS": _engine(source, url),
    }  # fmt: skip


def _database_url(source: _Source) -> URL:
    if written := source.text("DATABASE_URL"):
        return _parsed(written, "DATABASE_URL")
    if not (host := source.text("DBHOST")):
        raise ConfigError("The database is missing: set DATABASE_URL, or DBHOST and its friends.")
    name, _, port = host.partition(":")
    return URL.create(
        "postgresql+psycopg2",
        username=source.text("DBUSER") or None,
        password=source.text("DBPASS") or None,
        host=name,
        port=int(port) if port.isdecimal() else None,
        database=source.text("DBNAME") or None,
    )


def _parsed(written: str, name: str) -> URL:
    try:
        url = make_url(written)
    except (ArgumentError, ValueError):
        raise ConfigError(f"{name} is not a database address.") from None
    if url.drivername.partition("+")[0] not in ("postgres", "postgresql"):
        raise ConfigError(f"{name} must be the address of a PostgreSQL database.")
    return url.set(drivername="postgresql+psycopg2")


def _engine(source: _Source, url: URL) -> dict[str, object]:
    """Behind a pooler the limits are the role's (`ALTER ROLE`): a pooler refuses `options`.

    What a statement carried is hidden from errors, and so from the log: it may be an answer.
    """
    connect: dict[str, object] = {"connect_timeout": 3, "application_name": "surveys"}
    if source.yes("DATABASE_POOLER"):
        return {"connect_args": connect, "poolclass": NullPool, "hide_parameters": True}
    connect["options"] = " ".join([LIMITS, *_options(url)])
    size = source.number("DATABASE_POOL_SIZE", 10, least=1)
    pool: dict[str, object] = {"pool_pre_ping": True, "pool_recycle": 300, "pool_size": size}
    return {**pool, "connect_args": connect, "hide_parameters": True}


def _options(url: URL) -> list[str]:
    written = url.query.get("options", ())
    return [written] if isinstance(written, str) else list(written)


def _sign_in(source: _Source) -> dict[str, object]:
    tenant = source.text("TENANT_ID")
    authority = source.text("AUTHORITY") or (f"{MICROSOFT}/{tenant}" if tenant else "")
    return {
        "CLIENT_ID": source.text("CLIENT_ID"),
        "CLIENT_SECRET": source.text("CLIENT_SECRET"),
        "AUTHORITY": authority.rstrip("/"),
        "OIDC_AUTHORITY": source.text("OIDC_AUTHORITY").rstrip("/"),
        "ALLOWED_TENANTS": source.words("ALLOWED_TENANTS") or _tenants(source, tenant, authority),
        "REDIRECT_URI": source.text("REDIRECT_URI"),
    }


def _tenants(source: _Source, tenant: str, authority: str) -> list[str]:
    """Where no list is given: the one tenant that is named, or all of another provider."""
    if tenant or not source.text("OIDC_AUTHORITY"):
        named = tenant or urlsplit(authority).path.strip("/").partition("/")[0]
        return [named] if named else []
    return ["*"]
