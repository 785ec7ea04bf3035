"""The provider is asked as at a sign-in: what keeps people from signing in is told beforehand."""

import pytest

from backend.auth import microsoft
from backend.auth.microsoft import Microsoft
from backend.doctor import provider as doctor
from backend.doctor.finding import State
from devtools.provider import Provider
from devtools.provider.people import TENANT


def asked(provider: Provider, **given):
    settings = {
        "CLIENT_ID": "c", "CLIENT_SECRET": "", "CLIENT_ASSERTION": None, "AUTHORITY": "",
        "OIDC_AUTHORITY": provider.authority, "ALLOWED_TENANTS": ["*"], **given,
    }  # fmt: skip
    found = doctor.answers({**settings, "AUTH": Microsoft(settings)})
    return found.state, found.sentence


def test_a_provider_that_answers_is_good(provider):
    assert asked(provider) == (State.GOOD, f"Answers as {provider.authority}.")


@pytest.mark.parametrize(
    ("lie", "words"),
    [
        ("discovery_500", "status 500"),
        ("discovery_404", "status 404"),
        ("discovery_hangs", "nothing within the time-out"),
        ("discovery_nonsense", "does not answer|cannot be read"),
    ],
)
def test_a_provider_that_does_not_is_told(provider, lie, words, monkeypatch):
    monkeypatch.setattr(microsoft, "TIME_OUT", (0.3, 0.3))
    with provider.lying(lie):
        state, sentence = asked(provider)
    assert state == State.MEND
    assert any(each in sentence for each in words.split("|")), sentence


def test_a_port_that_is_closed_is_told(provider):
    with provider.closed():
        assert "no connection" in asked(provider)[1]


def test_a_certificate_that_nobody_vouches_for_is_told(provider, monkeypatch):
    import certifi

    monkeypatch.setenv("REQUESTS_CA_BUNDLE", certifi.where())
    assert "certificate is not trusted" in asked(provider)[1]


def test_one_that_calls_itself_otherwise_is_told(provider):
    elsewhere = provider.authority.replace("localhost", "127.0.0.1")
    state, sentence = asked(provider, OIDC_AUTHORITY=elsewhere)
    assert (state, provider.authority in sentence) == (State.MEND, True)


def test_plain_http_is_refused_unasked(provider):
    state, sentence = asked(provider, OIDC_AUTHORITY="http://id.example.org")
    assert (state, "https://" in sentence) == (State.MEND, True)


def test_no_provider_is_not_known(provider):
    assert asked(provider, OIDC_AUTHORITY="")[0] == State.UNKNOWN


def test_a_document_without_an_issuer_cannot_be_read(provider, monkeypatch):
    true = provider.discovery()
    monkeypatch.setattr(
        provider, "discovery", lambda: {key: true[key] for key in true if key != "issuer"}
    )
    assert "cannot be read (KeyError)" in asked(provider)[1]


@pytest.mark.parametrize(
    ("authority", "issuer", "tenants", "fits"),
    [
        (f"https://login.a.org/{TENANT}", f"https://login.a.org/{TENANT}/v2.0", [], True),
        ("https://login.a.org/a.onmicrosoft.com", f"https://login.a.org/{TENANT}/v2.0", [], True),
        ("https://login.a.org/organizations", "https://login.a.org/{tenantid}/v2.0", [], True),
        ("https://login.a.org/x", f"https://login.a.org/{TENANT}/v2.0", [TENANT], True),
        ("https://login.a.org/x", f"https://login.a.org/{TENANT}/v2.0", ["*"], True),
        ("https://login.a.org/x", f"https://login.a.org/{TENANT}/v2.0", ["y"], False),
        (f"https://login.a.org/{TENANT}", f"https://login.b.org/{TENANT}/v2.0", [], False),
    ],
)
def test_entra_is_told_by_its_host_and_tenant(authority, issuer, tenants, fits):
    class Described:
        @staticmethod
        def describe(fresh):
            return {"issuer": issuer}, None

    settings = {"OIDC_AUTHORITY": "", "AUTHORITY": authority, "ALLOWED_TENANTS": tenants}
    found = doctor.answers({**settings, "AUTH": Described})
    assert found.state == (State.GOOD if fits else State.MEND)
