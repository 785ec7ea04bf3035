"""Settings: where they come from, and what stops the start."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from backend import create_app
from backend.config import Config, ConfigError
from backend.extensions import db

KEY = "a-random-text-of-more-than-32-characters"
BASE = {"SECRET_KEY": KEY, "DATABASE_URL": "postgresql+psycopg2://u:p@h/d"}


def read(**environ: str) -> Config:
    return Config.from_environment(environ=BASE | environ)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg2"])
def test_every_way_of_writing_the_database_means_psycopg2(scheme: str) -> None:
    settings = read(DATABASE_URL=f"{scheme}://u:p%40ss@h:6000/d?sslmode=require")
    assert settings["SQLALCHEMY_DATABASE_URI"] == (
        "postgresql+psycopg2://u:p%40ss@h:6000/d?sslmode=require"
    )


def test_the_database_may_be_given_in_parts() -> None:
    parts = {"DATABASE_URL": "", "DBHOST": "h", "DBUSER": "u", "DBPASS": "p@:/", "DBNAME": "d"}
    uri = "postgresql+psycopg2://u:p%40%3A%2F@h/d"
    assert read(**parts)["SQLALCHEMY_DATABASE_URI"] == uri
    assert read(**{**parts, "DBHOST": "h:6000", "DBPASS": ""})["SQLALCHEMY_DATABASE_URI"] == (
        "postgresql+psycopg2://u@h:6000/d"
    )


def test_migrations_may_take_the_direct_way() -> None:
    assert read()["DATABASE_URL_DIRECT"] == BASE["DATABASE_URL"]
    direct = read(DATABASE_URL_DIRECT="postgres://h:5432/d")["DATABASE_URL_DIRECT"]
    assert direct == "postgresql+psycopg2://h:5432/d"


def test_the_pool_has_limits() -> None:
    engine = read(DATABASE_POOL_SIZE="3")["SQLALCHEMY_ENGINE_OPTIONS"]
    assert (engine["pool_size"], engine["pool_pre_ping"], engine["pool_recycle"]) == (3, True, 300)
    assert engine["connect_args"]["connect_timeout"] == 3
    assert "statement_timeout=5s" in engine["connect_args"]["options"]


def test_the_address_may_have_options_of_its_own() -> None:
    url = "postgresql://h/d?options=-csearch_path%3Dtests"
    engine = read(DATABASE_URL=url)["SQLALCHEMY_ENGINE_OPTIONS"]
    assert engine["connect_args"]["options"].endswith("jit=off -csearch_path=tests")
    engine = read(DATABASE_URL=f"{url}&options=-cx.y%3D1")["SQLALCHEMY_ENGINE_OPTIONS"]
    assert engine["connect_args"]["options"].endswith("-csearch_path=tests -cx.y=1")


def test_behind_a_pooler_no_options_are_sent() -> None:
    engine = read(DATABASE_POOLER="yes")["SQLALCHEMY_ENGINE_OPTIONS"]
    assert "options" not in engine["connect_args"]
    assert engine["poolclass"] is NullPool


def test_what_the_caller_gives_goes_first() -> None:
    given = {"SECRET_KEY": KEY[::-1], "TESTING": True}
    settings = Config.from_environment(given, BASE)
    assert settings["SECRET_KEY"] == KEY[::-1]
    assert settings["TESTING"] is True


def test_without_a_caller_it_is_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in BASE.items():
        monkeypatch.setenv(name, value)
    assert Config.from_environment()["SECRET_KEY"] == KEY


def test_lists_and_numbers_are_read() -> None:
    settings = read(TRUSTED_HOSTS="a.example, b.example", SESSION_IDLE_MINUTES="45", PROXY_HOPS="1")
    assert settings["TRUSTED_HOSTS"] == ["a.example", "b.example"]
    assert settings["SESSION_IDLE"] == timedelta(minutes=45)
    assert settings["PROXY_HOPS"] == 1


@pytest.mark.parametrize(
    ("given", "tenants"),
    [
        ({"TENANT_ID": "t1"}, ["t1"]),
        ({"AUTHORITY": "https://login.microsoftonline.com/t2/"}, ["t2"]),
        ({"TENANT_ID": "t1", "ALLOWED_TENANTS": "t1,t3"}, ["t1", "t3"]),
        ({"AUTHORITY": "https://login.microsoftonline.com/common", "ALLOWED_TENANTS": "*"}, ["*"]),
        ({"OIDC_AUTHORITY": "https://login.example.org/"}, ["*"]),
        ({}, []),
    ],
)
def test_the_tenants_that_may_sign_in(given: dict[str, str], tenants: list[str]) -> None:
    assert read(**given)["ALLOWED_TENANTS"] == tenants


def test_a_tenant_stands_for_its_authority() -> None:
    assert read(TENANT_ID="t1")["AUTHORITY"] == "https://login.microsoftonline.com/t1"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is missing"),
        ({"SECRET_KEY": "dev"}, "SECRET_KEY is weak"),
        ({"SECRET_KEY": "ab" * 20}, "SECRET_KEY is weak"),
        ({"DATABASE_URL": ""}, "DATABASE_URL is missing: set it, or DBHOST"),
        ({"DATABASE_URL": "sqlite:///x.db"}, "must be the address of a PostgreSQL database"),
        ({"DATABASE_URL": "h/d"}, "is not a database address"),
        ({"DATABASE_URL": "postgresql://h:port/d"}, "is not a database address"),
        ({"DATABASE_URL": "", "DBHOST": "db:port"}, "DBHOST is not a host"),
        ({"DATABASE_URL_DIRECT": "nonsense"}, "DATABASE_URL_DIRECT is not"),
        ({"PROXY_HOPS": "-1"}, "PROXY_HOPS must be a whole number of 0 or more"),
        ({"SESSION_IDLE_MINUTES": "0"}, "must be a whole number of 1 or more"),
        ({"PROXY_HOPS": "many"}, "not “many”"),
    ],
)
def test_what_is_missing_or_wrong_is_said_in_a_sentence(
    wrong: dict[str, str], sentence: str
) -> None:
    with pytest.raises(ConfigError, match=sentence):
        read(**wrong)


def test_it_stops_the_start(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        create_app({"SECRET_KEY": "short", "DATABASE_URL": BASE["DATABASE_URL"]})
    assert stop.value.code == 3
    said = capsys.readouterr().err
    assert said.startswith("Surveys cannot start. SECRET_KEY is weak")
    assert "short" not in said


def test_an_error_of_the_database_says_nothing_of_what_was_sent(context):
    with pytest.raises(DBAPIError) as failed:
        db.session.execute(text("SELECT 1 / 0, :answer"), {"answer": "my secret"})
    assert "my secret" not in str(failed.value)


def test_operators_are_named_by_object_id() -> None:
    assert read(TENANT_ID="t1", OPERATORS="o1, t2/o2")["OPERATORS"] == {("t1", "o1"), ("t2", "o2")}
    issued = read(OIDC_AUTHORITY="https://p", OPERATORS="https://p/i/s1")["OPERATORS"]
    assert issued == {("https://p/i", "s1")}


@pytest.mark.parametrize("word", ["alice@example.org", "t1/", "t1/a@example.org"])
def test_an_operator_is_no_address(word: str) -> None:
    with pytest.raises(ConfigError, match="object ids"):
        read(TENANT_ID="t1", OPERATORS=word)


def test_an_operator_s_organisation_must_be_known() -> None:
    with pytest.raises(ConfigError, match="tenant/object"):
        read(AUTHORITY="https://login/organizations", ALLOWED_TENANTS="t1,t2", OPERATORS="o1")


def test_a_role_counts_only_where_nobody_else_can_give_it() -> None:
    assert read(TENANT_ID="t1")["OPERATOR_ROLE"] == "Surveys.Operator"
    assert read(TENANT_ID="t1", OPERATOR_ROLE="Boss")["OPERATOR_ROLE"] == "Boss"
    assert read(OIDC_AUTHORITY="https://p")["OPERATOR_ROLE"] == "Surveys.Operator"
    for tenants in ("t1,t2", "*"):
        assert read(TENANT_ID="t1", ALLOWED_TENANTS=tenants)["OPERATOR_ROLE"] == ""


def test_collectors_are_addresses() -> None:
    with pytest.raises(ConfigError, match="InstrumentationKey"):
        read(APPLICATIONINSIGHTS_CONNECTION_STRING="https://example.org")
    with pytest.raises(ConfigError, match="http"):
        read(OTEL_EXPORTER_OTLP_ENDPOINT="collector:4318")
    assert (
        read(OTEL_EXPORTER_OTLP_ENDPOINT="http://c/")["OTEL_EXPORTER_OTLP_ENDPOINT"] == "http://c"
    )


TILES = "https://tiles.example.org/{z}/{x}/{y}.png"


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"MAP_TILES": TILES}, "MAP_ATTRIBUTION"),
        ({"MAP_TILES": TILES.replace("https", "http"), "MAP_ATTRIBUTION": "T"}, "https"),
        ({"MAP_TILES": "https://tiles.example.org/{z}", "MAP_ATTRIBUTION": "T"}, "{x}"),
    ],
)
def test_map_tiles_have_an_address_and_an_attribution(settings: dict[str, str], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        read(**settings)


def test_there_need_not_be_map_tiles() -> None:
    assert read()["MAP_TILES"] == ""
    assert read(MAP_TILES=TILES, MAP_ATTRIBUTION="T")["MAP_TILES"] == TILES
