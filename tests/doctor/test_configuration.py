"""Settings that do not fit each other are told, each with what to do."""

import pytest

from backend.doctor import configuration
from backend.doctor.finding import State

HTTPS = "https://surveys.example.org/getAToken"


def judged(check, **given):
    usual = {
        "REDIRECT_URI": "", "PROXY_HOPS": 0, "PLATFORM": "", "TRUSTED_HOSTS": None,
        "CLIENT_ID": "c", "OIDC_AUTHORITY": "", "AUTHORITY": "https://login.example.org/t",
        "ALLOWED_TENANTS": ["t"],
    }  # fmt: skip
    found = check(usual | given)
    return found.state, found.sentence


@pytest.mark.parametrize(
    ("settings", "state", "words"),
    [
        ({}, State.GOOD, "Secure"),
        ({"REDIRECT_URI": HTTPS, "PROXY_HOPS": 1}, State.GOOD, "Secure"),
        ({"REDIRECT_URI": "http://localhost:8000/getAToken"}, State.GOOD, "on this machine"),
        ({"REDIRECT_URI": "http://surveys.example.org/a"}, State.MEND, "in the clear"),
        ({"REDIRECT_URI": HTTPS}, State.MEND, "set PROXY_HOPS"),
    ],
)
def test_cookies_are_secure_where_people_come_over_https(settings, state, words):
    found, sentence = judged(configuration.cookies, **settings)
    assert (found, words in sentence) == (state, True)


@pytest.mark.parametrize(
    ("hops", "platform", "state"),
    [
        (0, "", State.GOOD),
        (1, "surveys", State.GOOD),
        (3, "", State.GOOD),
        (4, "", State.MEND),
        (0, "surveys", State.MEND),
    ],
)
def test_as_many_proxies_are_believed_as_there_can_be(hops, platform, state):
    assert judged(configuration.proxies, PROXY_HOPS=hops, PLATFORM=platform)[0] == state


def test_host_names_are_to_be_set():
    assert judged(configuration.hosts)[0] == State.CONSIDER
    named = judged(configuration.hosts, TRUSTED_HOSTS=["a.org", "b.org"])
    assert named == (State.GOOD, "Answers as a.org, b.org.")


@pytest.mark.parametrize(
    ("settings", "state"),
    [
        ({}, State.GOOD),
        ({"CLIENT_ID": ""}, State.MEND),
        ({"AUTHORITY": ""}, State.MEND),
        ({"AUTHORITY": "", "OIDC_AUTHORITY": "https://id.example.org"}, State.GOOD),
        ({"ALLOWED_TENANTS": []}, State.MEND),
        ({"ALLOWED_TENANTS": ["*"]}, State.GOOD),
        (
            {"ALLOWED_TENANTS": ["*"], "AUTHORITY": "https://login.example.org/organizations"},
            State.CONSIDER,
        ),
    ],
)
def test_somebody_can_sign_in(settings, state):
    assert judged(configuration.sign_in, **settings)[0] == state
