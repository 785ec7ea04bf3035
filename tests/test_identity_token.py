"""A managed identity's token, from an endpoint that speaks App Service's protocol."""

import logging
import subprocess
import sys
import threading
import time

import pytest

from backend import identity_token
from backend.identity_token import DATABASE, IdentityToken, TokenError
from devtools.identity import Identity
from tests.server import ROOT, SECRET

RESOURCE = "https://ossrdbms-aad.database.windows.net"


@pytest.fixture
def token(identity: Identity) -> IdentityToken:
    return IdentityToken(DATABASE, identity.client_id)


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """What hangs is given up on sooner than in earnest."""
    monkeypatch.setattr(identity_token, "READ_SECONDS", 0.5)


def test_it_is_asked_for_by_resource_and_identity(token: IdentityToken, identity: Identity) -> None:
    assert token() == identity.issued[0]
    assert identity.asked[0]["resource"] == RESOURCE
    assert identity.asked[0]["client_id"] == identity.client_id


def test_it_is_kept(token: IdentityToken, identity: Identity) -> None:
    assert {token() for _ in range(5)} == set(identity.issued)
    assert len(identity.issued) == 1


def test_it_is_renewed_before_its_end(token: IdentityToken, identity: Identity) -> None:
    identity.lifetime = identity_token.EARLY - 1
    assert token() != token()
    identity.lifetime = 3600
    assert token() == token() == identity.issued[-1]


@pytest.mark.parametrize("failing", [400, 500, 503, "nonsense", "hang"])
def test_a_failing_endpoint_gives_a_sentence_and_soon(
    failing: int | str, token: IdentityToken, identity: Identity, soon: None
) -> None:
    identity.failing = failing
    began = time.monotonic()
    with pytest.raises(TokenError, match="The managed identity gives no token"):
        token()
    assert time.monotonic() - began < 8
    assert len(identity.asked) == 1


def test_a_wrong_header_is_refused(
    token: IdentityToken, identity: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IDENTITY_HEADER", "of-somebody-else")
    with pytest.raises(TokenError, match="401, wrong header"):
        token()
    assert not identity.issued


def test_another_identity_is_not_to_be_had(identity: Identity) -> None:
    with pytest.raises(TokenError, match="no such identity"):
        IdentityToken(DATABASE, "another")()


def test_an_endpoint_that_is_away_gives_a_sentence(
    token: IdentityToken, monkeypatch: pytest.MonkeyPatch, unused_port: int
) -> None:
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"http://127.0.0.1:{unused_port}/")
    with pytest.raises(TokenError):
        token()


def test_a_token_past_its_end_is_none(token: IdentityToken, identity: Identity) -> None:
    identity.lifetime = -10
    with pytest.raises(TokenError, match="has expired") as failed:
        token()
    assert identity.issued[0] not in str(failed.value)


def test_while_the_old_one_is_good_a_failure_is_nobodys(
    token: IdentityToken, identity: Identity
) -> None:
    identity.lifetime = 60
    old = token()
    identity.failing = 500
    assert token() == token() == old
    assert len(identity.asked) == 2, "a failure is remembered for a while"


def test_while_the_old_one_is_good_nobody_waits(
    token: IdentityToken, identity: Identity, soon: None
) -> None:
    identity.lifetime = 60
    old = token()
    identity.failing = "hang"
    fetching = threading.Thread(target=token)
    fetching.start()
    while len(identity.asked) < 2:
        time.sleep(0.01)
    began = time.monotonic()
    assert token() == old
    assert time.monotonic() - began < identity_token.READ_SECONDS / 2
    fetching.join()


def test_a_failure_answers_for_all_who_wait(
    token: IdentityToken, identity: Identity, soon: None
) -> None:
    identity.failing = "hang"
    failed: list[str] = []

    def ask() -> None:
        try:
            token()
        except TokenError as error:
            failed.append(str(error))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert time.monotonic() - began < 8
    assert len(failed) == 8
    assert len(identity.asked) == 1


def test_after_the_pause_it_is_asked_again(
    token: IdentityToken, identity: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity_token, "PAUSE", 0)
    identity.failing = 500
    with pytest.raises(TokenError):
        token()
    identity.failing = 0
    assert token() == identity.issued[0]


def test_many_who_ask_at_once_get_one(token: IdentityToken, identity: Identity) -> None:
    got: list[str] = []
    threads = [threading.Thread(target=lambda: got.append(token())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == identity.issued * 8


def test_a_refused_token_is_renewed_once(
    token: IdentityToken, identity: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = token()
    assert token.after_refusal(refused) is None, "it was fetched a moment ago"
    monkeypatch.setattr(identity_token, "YOUNG", 0)
    newer = token.after_refusal(refused)
    assert newer == identity.issued[1] == token()
    assert token.after_refusal(refused) == newer, "somebody else has renewed it"
    assert len(identity.issued) == 2


def test_no_log_ever_holds_a_token(
    token: IdentityToken, identity: Identity, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    identity.lifetime = 60
    token()
    identity.failing = 500
    token()
    said = caplog.text
    assert said
    assert identity.header not in said
    assert not [text for text in identity.issued if text in said]


def test_nothing_of_azure_is_loaded_before_it_is_needed() -> None:
    script = (
        "import sys, backend; backend.create_app(); "
        "more = {'DATABASE_AUTHENTICATION': 'managed-identity', 'DATABASE_URL': 'postgresql://u@h/d'};"
        "backend.create_app(more | {'CLIENT_AUTHENTICATION': 'managed-identity'}); "
        "print([name for name in sys.modules if name.split('.')[0] == 'azure'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={"SECRET_KEY": SECRET, "DATABASE_URL": "postgresql://h/d"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
