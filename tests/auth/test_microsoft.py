"""A provider that lies, over TLS, to the running application: nobody is ever signed in."""

from typing import Any

import pytest
import requests
from flask import Flask
from sqlalchemy import func, select

from backend.auth import microsoft
from backend.auth.claims import SignInFailed
from backend.extensions import db
from backend.models.session import Session
from devtools.provider import LIES, Provider
from tests.auth.conftest import Visitor
from tests.page import Page

HARMLESS = {"codes_work_twice", "no_nbf"}
OF_TOKENS = sorted(
    name for name in LIES if not name.startswith("discovery_") and name not in HARMLESS
)
OF_DISCOVERY = sorted(name for name in LIES if name.startswith("discovery_"))


def nobody_is_in(app: Flask) -> bool:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Session)) == 0


def assert_it_says_what_to_do(answer: requests.Response) -> None:
    assert 400 <= answer.status_code < 500
    page = Page(answer.text)
    assert page.heading == "You are not signed in"
    assert page.find("a", class_="btn primary")


@pytest.mark.parametrize("lie", OF_TOKENS)
def test_it_believes_no_lie_of_a_token(
    lie: str, visitor: Visitor, provider: Provider, app: Flask
) -> None:
    back = visitor.choose("alice", visitor.begin())
    with provider.lying(lie):
        answer = visitor.get(back)
    assert_it_says_what_to_do(answer)
    assert "session" not in visitor.cookies
    assert nobody_is_in(app)


@pytest.mark.parametrize("lie", OF_DISCOVERY)
def test_it_survives_a_provider_that_does_not_describe_itself(
    lie: str, visitor: Visitor, provider: Provider
) -> None:
    with provider.lying(lie):
        assert_it_says_what_to_do(visitor.get("/login"))


def test_it_survives_a_provider_that_is_away(
    visitor: Visitor, provider: Provider, app: Flask
) -> None:
    with provider.closed():
        assert_it_says_what_to_do(visitor.get("/login"))
    back = visitor.choose("alice", visitor.begin())
    with provider.closed():
        assert_it_says_what_to_do(visitor.get(back))
    assert nobody_is_in(app)


def test_it_tries_again_once_the_provider_is_back(visitor: Visitor, provider: Provider) -> None:
    with provider.closed():
        visitor.get("/login")
    visitor.sign_in()
    assert visitor.signed_in


def test_it_refuses_another_organisation(visitor: Visitor, app: Flask) -> None:
    assert_it_says_what_to_do(visitor.sign_in("erin"))
    assert nobody_is_in(app)


def test_it_refuses_an_answer_to_a_question_it_did_not_ask(
    visitor: Visitor, site: str, app: Flask
) -> None:
    back = visitor.choose("alice", visitor.begin())
    assert_it_says_what_to_do(Visitor(site).get(back))
    assert_it_says_what_to_do(visitor.get(back.replace("state=", "state=x")))
    assert_it_says_what_to_do(visitor.get("/getAToken"))
    assert nobody_is_in(app)


def test_a_code_works_once(visitor: Visitor, provider: Provider, app: Flask) -> None:
    back = visitor.choose("alice", visitor.begin())
    with provider.lying("codes_work_twice"):
        assert visitor.get(back).status_code == 303
        visitor.cookies.clear()
        assert_it_says_what_to_do(visitor.get(back))


def test_the_provider_refuses_a_code_that_was_used(visitor: Visitor, provider: Provider) -> None:
    back = visitor.choose("alice", visitor.begin())
    kept = visitor.cookies["visit"]
    assert visitor.get(back).status_code == 303
    visitor.cookies.clear()
    visitor.cookies.set("visit", kept)
    assert_it_says_what_to_do(visitor.get(back))


def test_whoever_changes_their_mind_is_told_so(visitor: Visitor) -> None:
    back = visitor.choose("nobody", visitor.begin())
    answer = visitor.get(back)
    assert_it_says_what_to_do(answer)
    assert "You chose not to sign in" in answer.text


def test_keys_are_asked_for_again_when_they_change(
    visitor: Visitor, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.sign_in("alice")
    monkeypatch.setattr(provider.mint, "kid", "a-newer-key")
    other = Visitor(visitor.address)
    other.sign_in("bob")
    assert other.signed_in


def test_signing_out_works_while_the_provider_is_away(visitor: Visitor, provider: Provider) -> None:
    with provider.closed():
        answer = visitor.get("/logout")
    assert answer.status_code == 200
    assert answer.headers["Refresh"].endswith(visitor.address + "/")


def test_no_page_of_ours_waits_for_the_provider(visitor: Visitor, provider: Provider) -> None:
    visitor.sign_in("alice")
    with provider.closed():
        assert visitor.signed_in


@pytest.mark.parametrize("flow", [{"error": "configuration_error"}, {}])
def test_a_flow_without_an_address_is_a_failure(
    flow: dict[str, Any], app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.test_request_context():
        monkeypatch.setitem(app.config, "AUTH", Refusing(flow))
        with pytest.raises(SignInFailed) as failure:
            microsoft.begin("/")
    assert failure.value.status == 424


class Refusing:
    """A provider with which no sign-in can be begun."""

    _client_id = _authority = "known"
    _oidc_authority = None

    def __init__(self, flow: dict[str, Any]) -> None:
        self.flow = flow

    def log_in(self, **_: object) -> dict[str, Any]:
        return self.flow


def test_entra_is_asked_at_its_second_version() -> None:
    settings = {"CLIENT_ID": "a", "CLIENT_SECRET": "", "OIDC_AUTHORITY": ""}
    provider = microsoft.Microsoft({**settings, "AUTHORITY": "https://login.example.org/tenant"})
    asked: list[str] = []

    def fetch(address: str) -> dict[str, Any]:
        asked.append(address)
        return {"jwks_uri": "https://login.example.org/keys", "keys": []}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(microsoft, "_fetch", fetch)
        with pytest.raises(Exception, match="keys"):
            provider.describe()
    assert asked[0] == "https://login.example.org/tenant/v2.0/.well-known/openid-configuration"


def test_the_client_has_nothing_to_close() -> None:
    microsoft.Http().close()
