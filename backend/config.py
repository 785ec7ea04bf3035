"""The settings, read once: from what the caller gives, the environment, and Key Vault."""

import os
import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Self
from urllib.parse import urlsplit

from backend.database_settings import database_settings
from backend.identity_token import EXCHANGE, IdentityToken
from backend.source import SECRETS, ConfigError, Source

__all__ = ["PLAIN", "SECRETS", "Config", "ConfigError"]

PLAIN = (
    "DBHOST", "DBUSER", "DBNAME", "DATABASE_AUTHENTICATION", "DATABASE_POOLER",
    "DATABASE_POOL_SIZE", "PGSSLMODE", "PGSSLROOTCERT",
    "CLIENT_ID", "CLIENT_AUTHENTICATION", "AUTHORITY", "TENANT_ID", "OIDC_AUTHORITY",
    "ALLOWED_TENANTS", "REDIRECT_URI",
    "PROXY_HOPS", "TRUSTED_HOSTS", "FRONT_DOOR_ID", "SESSION_IDLE_MINUTES",
    "LIMIT_PAGES", "LIMIT_SUBMISSIONS", "LIMIT_WRONG_LINKS",
    "LIMIT_SIGN_INS", "LIMIT_FAILED_SIGN_INS", "LIMIT_WRITES",
    "AZURE_KEY_VAULT_URL", "AZURE_CLIENT_ID",
    "OPERATORS", "OPERATOR_ROLE",
    "APPLICATIONINSIGHTS_CONNECTION_STRING", "OTEL_EXPORTER_OTLP_ENDPOINT",
    "MAP_TILES", "MAP_ATTRIBUTION",
    "WEB_CONCURRENCY", "CONTAINER_APP_NAME", "WEBSITE_SITE_NAME",
)  # fmt: skip
SHORTEST_SECRET = 32
MICROSOFT = "https://login.microsoftonline.com"
MEBIBYTE = 1024 * 1024
INSTRUMENTED = re.compile(r"(^|;)\s*InstrumentationKey=[0-9a-fA-F-]{36}\s*(;|$)")


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
        source = Source(given, os.environ if environ is None else environ)
        theirs = {name: value for name, value in given.items() if name not in SECRETS + PLAIN}
        sign_in = _sign_in(source)
        operation = {**_operators(source, sign_in["ALLOWED_TENANTS"]), **_collectors(source)}
        operation |= _maps(source)
        found = {**_flask(source), **database_settings(source), **sign_in, **operation}
        return cls({**found, **theirs})


def _flask(source: Source) -> dict[str, object]:
    return {
        "SECRET_KEY": _secret_key(source),
        "FRONT_DOOR_ID": source.text("FRONT_DOOR_ID"),
        "PROXY_HOPS": source.number("PROXY_HOPS", 0),
        "PROCESSES": source.number("WEB_CONCURRENCY", 0),  # of gunicorn; for flask doctor
        "PLATFORM": source.text("CONTAINER_APP_NAME") or source.text("WEBSITE_SITE_NAME"),
        "TRUSTED_HOSTS": source.words("TRUSTED_HOSTS") or None,
        "LIMITS": _limits(source),
        "SESSION_IDLE": timedelta(minutes=source.number("SESSION_IDLE_MINUTES", 30, least=1)),
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,  # a slow author must not lose the form
        "MAX_CONTENT_LENGTH": MEBIBYTE,
        "MAX_FORM_MEMORY_SIZE": MEBIBYTE,
        "MAX_FORM_PARTS": 5_000,
    }


def _limits(source: Source) -> dict[str, int]:
    """How often a minute one address, or one person, may do what; 0 is no limit."""
    return {
        "pages": source.number("LIMIT_PAGES", 600),
        "submissions": source.number("LIMIT_SUBMISSIONS", 120),
        "wrong_links": source.number("LIMIT_WRONG_LINKS", 30),
        "sign_ins": source.number("LIMIT_SIGN_INS", 60),
        "failed_sign_ins": source.number("LIMIT_FAILED_SIGN_INS", 6),
        "writes": source.number("LIMIT_WRITES", 300),
    }


def _secret_key(source: Source) -> str:
    key = source.text("SECRET_KEY")
    if not key:
        missing = source.sought("SECRET_KEY")
        raise ConfigError(f"{missing}: set it to a random text of at least 32 characters.")
    if len(key) < SHORTEST_SECRET or len(set(key)) < 8:
        raise ConfigError("SECRET_KEY is weak: use a random text of at least 32 characters.")
    return key


def _sign_in(source: Source) -> dict[str, Any]:
    tenant = source.text("TENANT_ID")
    authority = source.text("AUTHORITY") or (f"{MICROSOFT}/{tenant}" if tenant else "")
    return {
        "CLIENT_ID": source.text("CLIENT_ID"),
        **_client_credential(source),
        "AUTHORITY": authority.rstrip("/"),
        "OIDC_AUTHORITY": source.text("OIDC_AUTHORITY").rstrip("/"),
        "ALLOWED_TENANTS": source.words("ALLOWED_TENANTS") or _tenants(source, tenant, authority),
        "REDIRECT_URI": source.text("REDIRECT_URI"),
    }


def _client_credential(source: Source) -> dict[str, object]:
    """By what the application shows the provider that it is itself; a switch rules out a secret."""
    if source.by_identity("CLIENT_AUTHENTICATION"):
        token = IdentityToken(EXCHANGE, source.text("AZURE_CLIENT_ID"))
        return {"CLIENT_SECRET": "", "CLIENT_ASSERTION": token}
    return {"CLIENT_SECRET": source.text("CLIENT_SECRET"), "CLIENT_ASSERTION": None}


def _tenants(source: Source, tenant: str, authority: str) -> list[str]:
    """Where no list is given: the one tenant that is named, or all of another provider."""
    if tenant or not source.text("OIDC_AUTHORITY"):
        named = tenant or urlsplit(authority).path.strip("/").partition("/")[0]
        return [named] if named else []
    return ["*"]


def _operators(source: Source, tenants: Sequence[str]) -> dict[str, object]:
    """Who runs this installation, by tenant and object id: an e-mail address changes hands.

    A role counts only where nobody else's administrators can give it: in one organisation, or at
    a provider of our own.
    """
    home = tenants[0] if len(tenants) == 1 and tenants[0] != "*" else ""
    role = source.text("OPERATOR_ROLE", "Surveys.Operator")
    return {
        "OPERATORS": frozenset(_operator(word, home) for word in source.words("OPERATORS")),
        "OPERATOR_ROLE": role if home or source.text("OIDC_AUTHORITY") else "",
    }


def _operator(word: str, home: str) -> tuple[str, str]:
    tenant, _, person = word.rpartition("/")
    if "@" in word or not person or not (tenant or home):
        raise ConfigError(
            "OPERATORS must be object ids, each as tenant/object where people of several"
            f" organisations may sign in, not “{word}”."
        )
    return tenant or home, person


def _collectors(source: Source) -> dict[str, object]:
    azure = source.text("APPLICATIONINSIGHTS_CONNECTION_STRING")
    if azure and not INSTRUMENTED.search(azure):
        raise ConfigError("APPLICATIONINSIGHTS_CONNECTION_STRING holds no InstrumentationKey.")
    otlp = source.text("OTEL_EXPORTER_OTLP_ENDPOINT").rstrip("/")
    if otlp and not otlp.startswith(("https://", "http://")):
        raise ConfigError("OTEL_EXPORTER_OTLP_ENDPOINT must be an address of http or https.")
    return {"APPLICATIONINSIGHTS_CONNECTION_STRING": azure, "OTEL_EXPORTER_OTLP_ENDPOINT": otlp}


def _maps(source: Source) -> dict[str, object]:
    """Whose tiles maps are drawn on; whoever draws them is named below."""
    tiles, named = source.text("MAP_TILES"), source.text("MAP_ATTRIBUTION")
    if tiles and not (tiles.startswith("https://") and all(f"{{{n}}}" in tiles for n in "zxy")):
        raise ConfigError("MAP_TILES must be an address of https with {z}, {x} and {y} in it.")
    if tiles and not named:
        raise ConfigError("MAP_ATTRIBUTION is missing: say whose tiles MAP_TILES are.")
    return {"MAP_TILES": tiles, "MAP_ATTRIBUTION": named}


def silence(names: Sequence[str]) -> None:
    """Switch off what libraries ask the environment about."""
    os.environ.update(dict.fromkeys(names, "true"))
