"""The local OpenID Connect provider: honest unless told otherwise."""

import base64
import hashlib
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import certifi
import jwt
import pytest
import requests

from devtools.identity import Identity
from devtools.provider import Provider
from devtools.provider.clients import AUDIENCE, KIND, Federation
from devtools.provider.lies import LIES
from devtools.provider.people import OTHER_TENANT, PEOPLE, TENANT

BACK = "http://localhost:5001/getAToken"
VERIFIER = "a-verifier-of-forty-three-characters-or-more-0123"


def challenge(verifier: str = VERIFIER) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def documents(provider: Provider, name: str = "") -> Any:
    found = requests.get(
        provider.authority + "/.well-known/openid-configuration", verify=str(provider.ca_bundle)
    ).json()
    return found[name] if name else found


def ask(provider: Provider, **changed: str) -> dict[str, str]:
    asked = {
        "client_id": provider.client_id,
        "redirect_uri": BACK,
        "response_type": "code",
        "scope": "openid profile offline_access",
        "state": "s",
        "nonce": "n",
        "code_challenge": challenge(),
        "code_challenge_method": "S256",
    }
    return asked | changed


def choose(provider: Provider, person: str = "alice", **changed: str) -> dict[str, str]:
    """What the browser brings back to the application after somebody was chosen."""
    response = requests.post(
        documents(provider, "authorization_endpoint"),
        params=ask(provider, **changed),
        data={"person": person},
        allow_redirects=False,
    )
    assert response.status_code == 303
    assert response.headers["Location"].startswith(BACK)
    return dict(parse_qsl(urlsplit(response.headers["Location"]).query))


def exchange(provider: Provider, code: str, /, **changed: str) -> requests.Response:
    form = {
        "grant_type": "authorization_code",
        "client_id": provider.client_id,
        "client_secret": provider.client_secret,
        "redirect_uri": BACK,
        "code": code,
        "code_verifier": VERIFIER,
    }
    return requests.post(
        documents(provider, "token_endpoint"), data=form | changed, verify=str(provider.ca_bundle)
    )


def claims(provider: Provider, token: str) -> dict[str, Any]:
    keys = requests.get(documents(provider, "jwks_uri"), verify=str(provider.ca_bundle)).json()
    return jwt.decode(
        token,
        jwt.PyJWKSet.from_dict(keys).keys[0].key,
        algorithms=["RS256"],
        audience=provider.client_id,
        issuer=provider.authority,
    )


def id_token(provider: Provider, **changed: str) -> str:
    return exchange(provider, choose(provider, **changed)["code"]).json()["id_token"]


def test_its_certificate_is_not_trusted_without_its_own_authority(provider):
    with pytest.raises(requests.exceptions.SSLError):
        requests.get(provider.authority, verify=certifi.where())


def test_it_sends_the_browser_to_plain_http_and_the_application_to_tls(provider):
    document = documents(provider)
    assert document["issuer"] == provider.authority
    for name in ("authorization_endpoint", "end_session_endpoint"):
        assert document[name].startswith("http://localhost:")
    for name in ("token_endpoint", "jwks_uri"):
        assert document[name].startswith("https://localhost:")


def test_it_shows_people_to_choose_from(provider):
    page = requests.get(documents(provider, "authorization_endpoint"), params=ask(provider))
    assert page.status_code == 200
    for person in PEOPLE.values():
        assert person.name in page.text


def test_it_tells_who_was_chosen_as_entra_does(provider):
    told = claims(provider, id_token(provider, person="dan"))
    assert (told["name"], told["preferred_username"]) == ("Dan Diaz", "dan@example.org")
    assert (told["tid"], told["oid"]) == (TENANT, PEOPLE["dan"].oid)
    assert (told["nonce"], told["sub"]) == ("n", PEOPLE["dan"].claims()["sub"])
    assert told["exp"] > time.time()


def test_it_gives_the_state_back(provider):
    assert choose(provider, state="a b&c")["state"] == "a b&c"


def test_it_lets_people_cancel(provider):
    assert choose(provider, person="")["error"] == "access_denied"


@pytest.mark.parametrize(
    "changed",
    [
        {"code_challenge": ""},
        {"code_challenge_method": "plain"},
        {"response_type": "token"},
        {"scope": "profile"},
    ],
)
def test_it_wants_a_code_flow_with_a_challenge(provider, changed):
    assert choose(provider, **changed)["error"] == "invalid_request"


@pytest.mark.parametrize(
    "changed", [{"client_id": "other"}, {"redirect_uri": "https://example.org/getAToken"}]
)
def test_it_sends_nobody_to_strangers(provider, changed):
    response = requests.get(
        documents(provider, "authorization_endpoint"), params=ask(provider, **changed)
    )
    assert response.status_code == 400


def test_a_code_works_once(provider):
    code = choose(provider)["code"]
    assert exchange(provider, code).status_code == 200
    again = exchange(provider, code)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")


@pytest.mark.parametrize(
    "changed",
    [
        {"code_verifier": "another-verifier-of-forty-three-characters-0123"},
        {"redirect_uri": "http://localhost:5001/other"},
        {"code": "invented"},
        {"grant_type": "password"},
    ],
)
def test_it_refuses_a_code_that_does_not_fit(provider, changed):
    response = exchange(provider, choose(provider)["code"], **changed)
    assert response.status_code == 400


@pytest.mark.parametrize("secret", ["", "wrong"])
def test_it_asks_for_the_clients_secret(provider, secret):
    response = exchange(provider, choose(provider)["code"], client_secret=secret)
    assert (response.status_code, response.json()["error"]) == (401, "invalid_client")


def test_a_public_client_needs_no_secret():
    with Provider(client_secret="") as provider:
        code = choose(provider)["code"]
        assert exchange(provider, code, client_secret="").status_code == 200


def test_the_secret_may_come_in_a_header(provider):
    response = requests.post(
        documents(provider, "token_endpoint"),
        data={
            "grant_type": "authorization_code",
            "redirect_uri": BACK,
            "code": choose(provider)["code"],
            "code_verifier": VERIFIER,
        },
        auth=(provider.client_id, provider.client_secret),
        verify=str(provider.ca_bundle),
    )
    assert response.status_code == 200


def test_a_refresh_token_works_once(provider):
    first = exchange(provider, choose(provider)["code"]).json()["refresh_token"]
    changed = {"grant_type": "refresh_token", "refresh_token": first}
    second = exchange(provider, "", **changed).json()
    assert second["refresh_token"] != first
    assert claims(provider, second["id_token"])["name"] == "Alice Archer"
    assert exchange(provider, "", **changed).json()["error"] == "invalid_grant"


def test_it_ends_a_session_and_sends_back(provider):
    end = documents(provider, "end_session_endpoint")
    asked = {"post_logout_redirect_uri": "http://localhost:5001/"}
    back = requests.get(end, params=asked, allow_redirects=False)
    assert back.headers["Location"] == "http://localhost:5001/"
    elsewhere = requests.get(end, params={"post_logout_redirect_uri": "https://example.org/"})
    assert "You are signed out" in elsewhere.text


@pytest.mark.parametrize(
    ("lie", "claim", "told"),
    [
        ("wrong_audience", "aud", "00000000-aaaa-bbbb-cccc-dddddddddddd"),
        ("wrong_issuer", "iss", "https://login.example.org/elsewhere/v2.0"),
        ("wrong_tenant", "tid", OTHER_TENANT),
        ("wrong_nonce", "nonce", "not-the-one-you-sent"),
        ("no_nonce", "nonce", None),
        ("nobody", "oid", None),
    ],
)
def test_it_can_lie_in_a_claim(provider, lie, claim, told):
    with provider.lying(lie):
        token = id_token(provider)
    content = jwt.decode(token, options={"verify_signature": False})
    assert content.get(claim) == told


def test_it_can_lie_about_time(provider):
    with provider.lying("expired"), pytest.raises(jwt.ExpiredSignatureError):
        claims(provider, id_token(provider))
    with provider.lying("not_yet_valid"), pytest.raises(jwt.ImmatureSignatureError):
        claims(provider, id_token(provider))


def test_it_can_send_an_unsigned_token(provider):
    with provider.lying("unsigned"):
        token = id_token(provider)
    assert jwt.get_unverified_header(token)["alg"] == "none"


def test_it_can_sign_with_a_key_that_nobody_knows(provider):
    with provider.lying("foreign_signature"), pytest.raises(jwt.InvalidSignatureError):
        claims(provider, id_token(provider))


def test_it_can_let_a_code_work_twice(provider):
    with provider.lying("codes_work_twice"):
        code = choose(provider)["code"]
        assert [exchange(provider, code).status_code for _ in range(2)] == [200, 200]


def test_it_can_fail(provider):
    with provider.lying("token_500"):
        assert exchange(provider, choose(provider)["code"]).status_code == 500
    with provider.lying("token_without_id"):
        assert "id_token" not in exchange(provider, choose(provider)["code"]).json()
    with provider.lying("discovery_nonsense"), pytest.raises(requests.JSONDecodeError):
        documents(provider)


def test_it_can_hang_until_the_lie_is_over(provider):
    address = provider.authority + "/.well-known/openid-configuration"
    with provider.lying("discovery_hangs"), pytest.raises(requests.ReadTimeout):
        requests.get(address, verify=str(provider.ca_bundle), timeout=0.3)


def test_it_can_be_away_and_come_back(provider):
    with provider.closed(), pytest.raises(requests.ConnectionError):
        documents(provider)
    assert documents(provider, "issuer") == provider.authority


def test_it_tells_the_truth_again_after_every_lie(provider):
    for lie in LIES:
        with provider.lying(lie):
            pass
    assert claims(provider, id_token(provider))["name"] == "Alice Archer"


def test_its_settings_are_those_of_the_application(provider):
    settings = provider.environment()
    assert settings["OIDC_AUTHORITY"] == provider.authority
    assert parse_qs(urlsplit(settings["OIDC_AUTHORITY"]).query) == {}
    assert set(settings) == {
        "CLIENT_ID",
        "CLIENT_SECRET",
        "OIDC_AUTHORITY",
        "TENANT_ID",
        "NO_PROXY",
        "REQUESTS_CA_BUNDLE",
    }


@pytest.fixture(scope="module")
def identity() -> Iterator[Identity]:
    with Identity() as identity:
        yield identity


@pytest.fixture(scope="module")
def trusting(identity: Identity) -> Iterator[Provider]:
    """A provider that trusts the identity instead of a secret."""
    federation = Federation(identity.issuer, identity.subject, identity.keys())
    with Provider(client_secret="", federation=federation) as provider:
        yield provider


def show(provider: Provider, assertion: str, **changed: str) -> requests.Response:
    form = {"client_assertion": assertion, "client_assertion_type": KIND}
    return exchange(provider, choose(provider)["code"], **form | changed)


def test_an_assertion_stands_for_the_secret(trusting: Provider, identity: Identity) -> None:
    answer = show(trusting, identity.issue(AUDIENCE))
    assert answer.status_code == 200
    assert answer.json()["id_token"]


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": "api://another"},
        {"iss": "https://login.example.org/"},
        {"sub": "another"},
        {"exp": 1},
        {"nbf": 4102444800},
    ],
)
def test_an_assertion_of_something_else_is_refused(
    changed: dict[str, Any], trusting: Provider, identity: Identity
) -> None:
    answer = show(trusting, identity.issue(AUDIENCE, **changed))
    assert answer.status_code == 401
    assert answer.json()["error"] == "invalid_client"


def test_an_assertion_by_another_key_is_refused(trusting: Provider, identity: Identity) -> None:
    with Identity() as other:
        assert show(trusting, other.issue(AUDIENCE)).status_code == 401
    claims = jwt.decode(identity.issue(AUDIENCE), options={"verify_signature": False})
    unsigned = jwt.encode(claims, None, algorithm="none", headers={"kid": "identity"})
    assert show(trusting, unsigned).status_code == 401
    assert show(trusting, "nonsense").status_code == 401
    assert show(trusting, "").status_code == 401


def test_an_assertion_says_its_type_and_its_client(trusting: Provider, identity: Identity) -> None:
    good = identity.issue(AUDIENCE)
    assert show(trusting, good, client_assertion_type="another").status_code == 401
    assert show(trusting, good, client_id="another").status_code == 401
