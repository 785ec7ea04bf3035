"""Signing in without a client's secret: the application shows a managed identity's assertion."""

import logging
from collections.abc import Iterator

import pytest
import requests
from flask import Flask

from backend import create_app, identity_token
from backend.identity_token import IdentityToken
from devtools.identity import Identity
from devtools.provider import Provider
from devtools.provider.clients import AUDIENCE, Federation
from tests.auth.conftest import Visitor, serve
from tests.auth.test_microsoft import assert_it_says_what_to_do, nobody_is_in
from tests.server import SECRET


@pytest.fixture
def trusting(identity: Identity) -> Iterator[Provider]:
    """A provider that trusts the identity instead of a secret."""
    federation = Federation(identity.issuer, identity.subject, identity.keys())
    with Provider(client_secret="", federation=federation) as provider:
        yield provider


@pytest.fixture
def site(
    app: Flask, database_url: str, trusting: Provider, identity: Identity,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[str]:  # fmt: skip
    """A running application without a secret."""
    told = trusting.environment()
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", told["REQUESTS_CA_BUNDLE"])
    switch = {"CLIENT_AUTHENTICATION": "managed-identity", "AZURE_CLIENT_ID": identity.client_id}
    settings = {"SECRET_KEY": SECRET, "DATABASE_URL": database_url, **told, **switch}
    yield from serve(create_app(settings))


def test_an_assertion_signs_people_in(visitor: Visitor, identity: Identity) -> None:
    visitor.sign_in()
    assert visitor.signed_in
    assert [asked["resource"] for asked in identity.asked] == [AUDIENCE]


def test_it_is_kept_for_the_next_person(site: str, visitor: Visitor, identity: Identity) -> None:
    visitor.sign_in()
    with Visitor(site) as other:
        other.sign_in("bob")
        assert other.signed_in
    assert len(identity.issued) == 1


def test_it_is_renewed_before_its_end(site: str, visitor: Visitor, identity: Identity) -> None:
    identity.lifetime = 60
    visitor.sign_in()
    with Visitor(site) as other:
        other.sign_in("bob")
        assert other.signed_in
    assert len(identity.issued) == 2


def test_a_provider_that_does_not_trust_it_lets_nobody_in(
    visitor: Visitor, identity: Identity, app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    identity.subject = "another"
    caplog.set_level(logging.DEBUG)
    answer = visitor.sign_in()
    assert_it_says_what_to_do(answer)
    assert "not set up" in answer.text
    assert nobody_is_in(app)
    assert identity.issued[0] not in caplog.text + answer.text


@pytest.mark.parametrize("failing", [400, 500, "nonsense", "hang"])
def test_without_an_assertion_the_page_says_what_to_do(
    failing: int | str, visitor: Visitor, identity: Identity, app: Flask,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(identity_token, "READ_SECONDS", 0.2)
    identity.failing = failing
    answer: requests.Response = visitor.sign_in()
    assert_it_says_what_to_do(answer)
    assert "does not answer" in answer.text
    assert nobody_is_in(app)


def test_the_secret_is_not_read() -> None:
    settings = create_app(
        {
            "SECRET_KEY": SECRET,
            "DATABASE_URL": "postgresql://h/d",
            "CLIENT_AUTHENTICATION": "managed-identity",
            "CLIENT_SECRET": "forgotten",
        }
    ).config
    assert settings["CLIENT_SECRET"] == ""
    assert isinstance(settings["CLIENT_ASSERTION"], IdentityToken)
