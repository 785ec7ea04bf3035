"""The settings of the database: where it is, who this process is there, and the limits."""

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

from backend.identity_token import DATABASE, IdentityToken
from backend.source import MANAGED_IDENTITY, ConfigError, Source

LIMITS = (
    "-c statement_timeout=5s -c lock_timeout=2s"
    " -c idle_in_transaction_session_timeout=10s -c jit=off"
)
PATIENCE = {
    "connect_timeout": 3,
    # A server that is gone without a word is given up after some ten seconds, not two hours.
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
}
"""How long we wait for the other side: seconds, of which `tcp_user_timeout` counts thousandths."""
KEPT = {"pool_pre_ping": True, "pool_recycle": 300, "pool_timeout": 3}
"""How connections are kept: tried before use, for five minutes; who gets none waits 3 seconds."""
ENCRYPTED = ("require", "verify-ca", "verify-full")


def database_settings(source: Source) -> dict[str, object]:
    """What Flask-SQLAlchemy and the migrations read; raises ConfigError.

    `DATABASE_TOKEN` is the token that is every connection's password, or None.
    """
    by_token = source.by_identity("DATABASE_AUTHENTICATION")
    url = _url(source, by_token)
    direct = source.text("DATABASE_URL_DIRECT")
    direct_url = _parsed(direct, "DATABASE_URL_DIRECT") if direct else url
    if by_token:
        url, direct_url = _for_token(url, source), _for_token(direct_url, source)
    return {
        "SQLALCHEMY_DATABASE_URI": url.render_as_string(hide_password=False),
        "DATABASE_URL_DIRECT": direct_url.render_as_string(hide_password=False),
        "DATABASE_TOKEN": (
            IdentityToken(DATABASE, source.text("AZURE_CLIENT_ID")) if by_token else None
        ),
        "SQLALCHEMY_ENGINE_OPTIONS": _engine(source, url),
    }


def _url(source: Source, by_token: bool) -> URL:
    if written := source.text("DATABASE_URL"):
        return _parsed(written, "DATABASE_URL")
    if not (host := source.text("DBHOST")):
        raise ConfigError(f"{source.sought('DATABASE_URL')}: set it, or DBHOST and its friends.")
    name, _, port = host.partition(":")
    if port and not (port.isascii() and port.isdecimal()):
        raise ConfigError("DBHOST is not a host, or a host and a port such as db:5432.")
    return URL.create(
        "postgresql+psycopg2",
        username=source.text("DBUSER") or None,
        password=None if by_token else _password(source),
        host=name,
        port=int(port) if port else None,
        database=source.text("DBNAME") or None,
    )


def _password(source: Source) -> str | None:
    """It may be missing, as PostgreSQL knows other ways, but not where a vault is to hold it."""
    if not (password := source.text("DBPASS")) and source.has_vault:
        raise ConfigError(f"{source.sought('DBPASS')}: set it, or DATABASE_AUTHENTICATION.")
    return password or None


def _parsed(written: str, name: str) -> URL:
    try:
        url = make_url(written)
    except (ArgumentError, ValueError):
        raise ConfigError(f"{name} is not a database address.") from None
    if url.drivername.partition("+")[0] not in ("postgres", "postgresql"):
        raise ConfigError(f"{name} must be the address of a PostgreSQL database.")
    return url.set(drivername="postgresql+psycopg2")


def _for_token(url: URL, source: Source) -> URL:
    """The address without a password, and never without encryption: the server sees the token."""
    switch = f"DATABASE_AUTHENTICATION is {MANAGED_IDENTITY}"
    if url.password or "password" in url.query:
        raise ConfigError(f"{switch}, but the database's address holds a password: take it out.")
    if not url.username:
        raise ConfigError(f"{switch}: DBUSER must be the identity's name in the database.")
    known = url.query.get("sslrootcert") or source.text("PGSSLROOTCERT")
    usual = "verify-full" if known else "require"
    mode = url.query.get("sslmode") or source.text("PGSSLMODE", usual)
    if mode not in ENCRYPTED:
        raise ConfigError(f"{switch}: sslmode must be one of {', '.join(ENCRYPTED)}.")
    return url.update_query_dict({"sslmode": mode} | ({"sslrootcert": known} if known else {}))


def _engine(source: Source, url: URL) -> dict[str, object]:
    """Behind a pooler the limits are the role's (`ALTER ROLE`): a pooler refuses `options`.

    What a statement carried is hidden from errors, and so from the log: it may be an answer.
    """
    connect: dict[str, object] = {"application_name": "surveys", **PATIENCE}
    if source.yes("DATABASE_POOLER"):
        return {"connect_args": connect, "poolclass": NullPool, "hide_parameters": True}
    connect["options"] = " ".join([LIMITS, *_options(url)])
    size = source.number("DATABASE_POOL_SIZE", 10, least=1)
    return {**KEPT, "pool_size": size, "connect_args": connect, "hide_parameters": True}


def _options(url: URL) -> list[str]:
    written = url.query.get("options", ())
    return [written] if isinstance(written, str) else list(written)
