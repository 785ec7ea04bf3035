"""The database without a password: which settings go together, and which stop the start."""

import pytest
from sqlalchemy import make_url

from backend.config import Config, ConfigError
from backend.identity_token import IdentityToken

BASE = {
    "SECRET_KEY": "a-random-text-of-more-than-32-characters",
    "DATABASE_AUTHENTICATION": "managed-identity",
    "DBHOST": "h.example.org",
    "DBUSER": "id-surveys",
    "DBNAME": "d",
}
CA = "/etc/ssl/certs/ca-certificates.crt"


def read(**environ: str) -> Config:
    return Config.from_environment(environ=BASE | environ)


def query(settings: Config, name: str = "SQLALCHEMY_DATABASE_URI") -> dict[str, str]:
    return dict(make_url(str(settings[name])).query)


def test_the_identity_is_who_connects() -> None:
    settings = read(DBPASS="forgotten")
    uri = "postgresql+psycopg2://id-surveys@h.example.org/d?sslmode=require"
    assert settings["SQLALCHEMY_DATABASE_URI"] == settings["DATABASE_URL_DIRECT"] == uri
    assert isinstance(settings["DATABASE_TOKEN"], IdentityToken)


def test_with_a_password_there_is_no_token() -> None:
    assert read(DATABASE_AUTHENTICATION="")["DATABASE_TOKEN"] is None


def test_migrations_are_without_a_password_too() -> None:
    direct = read(DATABASE_URL="postgresql://u@pooler/d", DATABASE_URL_DIRECT="postgresql://u@h/d")
    assert direct["DATABASE_URL_DIRECT"] == "postgresql+psycopg2://u@h/d?sslmode=require"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, {"sslmode": "require"}),
        ({"PGSSLMODE": "verify-full"}, {"sslmode": "verify-full"}),
        ({"PGSSLROOTCERT": CA}, {"sslmode": "verify-full", "sslrootcert": CA}),
        ({"PGSSLROOTCERT": CA, "PGSSLMODE": "verify-ca"}, {"sslmode": "verify-ca"}),
        (
            {"DATABASE_URL": f"postgresql://u@h/d?sslrootcert={CA}", "PGSSLMODE": ""},
            {"sslmode": "verify-full", "sslrootcert": CA},
        ),
    ],
)
def test_a_token_travels_encrypted(given: dict[str, str], expected: dict[str, str]) -> None:
    assert query(read(**given)).items() >= expected.items()
    assert query(read(**given), "DATABASE_URL_DIRECT").items() >= expected.items()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"DATABASE_AUTHENTICATION": "yes"}, "must be “managed-identity” or empty, not “yes”"),
        ({"CLIENT_AUTHENTICATION": "secret"}, "CLIENT_AUTHENTICATION must be"),
        ({"DATABASE_URL": "postgresql://u:hidden@h/d"}, "holds a password: take it out"),
        ({"DATABASE_URL_DIRECT": "postgresql://u:hidden@h/d"}, "holds a password: take it out"),
        ({"DATABASE_URL": "postgresql://h/d?password=hidden"}, "holds a password: take it out"),
        ({"DBUSER": ""}, "DBUSER must be the identity's name"),
        ({"PGSSLMODE": "prefer"}, "sslmode must be one of require, verify-ca, verify-full"),
        ({"DATABASE_URL": "postgresql://u@h/d?sslmode=disable"}, "sslmode must be one of"),
        ({"DATABASE_URL": "postgresql://u@h/d?sslmode=require&sslmode=allow"}, "must be one of"),
    ],
)
def test_what_does_not_go_together_is_said_in_a_sentence(
    wrong: dict[str, str], sentence: str
) -> None:
    with pytest.raises(ConfigError, match=sentence) as failed:
        read(**wrong)
    assert "hidden" not in str(failed.value)
