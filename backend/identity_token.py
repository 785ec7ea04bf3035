"""A managed identity's token: what this process shows in place of a password or a secret."""

import threading
import time
from dataclasses import dataclass

DATABASE = "https://ossrdbms-aad.database.windows.net/.default"
EXCHANGE = "api://AzureADTokenExchange/.default"
CONNECT_SECONDS, READ_SECONDS = 3, 5
EARLY = 300  # seconds before its end at which a token is renewed
PAUSE = 5  # seconds after a failure for which nobody asks again
YOUNG = 60  # seconds for which a refusal is not taken for the token's fault


class TokenError(Exception):
    """The managed identity gives no token; the message says why, and never holds one."""


@dataclass(frozen=True)
class _Kept:
    text: str = ""
    since: float = 0
    until: float = 0


class IdentityToken:
    """The token for one scope, kept for the whole process, and renewed before its end."""

    def __init__(self, scope: str, client_id: str = "") -> None:
        """Take the scope; `client_id` chooses among identities. The network is used later."""
        self._scope, self._client_id = scope, client_id
        self._kept = _Kept()
        self._lock = threading.Lock()
        self._paused_until, self._reason = 0.0, ""

    def __call__(self) -> str:
        """A token that is good now; raises TokenError.

        While an old one is good nobody waits for who fetches a new one, nor for its failure.
        """
        kept, now = self._kept, time.time()
        if now < kept.until - EARLY:
            return kept.text
        good = now < kept.until
        try:
            return self._renewed(kept, wait=not good).text
        except TokenError:
            if good:
                return kept.text
            raise

    def after_refusal(self, refused: str) -> str | None:
        """Another token than the refused one, or None where another would not help.

        That is so where it was fetched a moment ago; raises TokenError.
        """
        kept = self._kept
        if kept.text == refused and time.time() >= kept.since + YOUNG:
            kept = self._renewed(kept, wait=True)
        return kept.text if kept.text != refused else None

    def _renewed(self, old: _Kept, wait: bool) -> _Kept:
        if not self._lock.acquire(blocking=wait):
            return old
        try:
            if self._kept is old:  # else somebody has renewed it while we waited
                self._kept = self._ask()
            return self._kept
        finally:
            self._lock.release()

    def _ask(self) -> _Kept:
        """One failure answers for all who wait, or they would wait for theirs in turn."""
        if time.monotonic() < self._paused_until:
            raise TokenError(self._reason)
        try:
            return _fetched(self._scope, self._client_id)
        except TokenError as error:
            self._paused_until, self._reason = time.monotonic() + PAUSE, str(error)
            raise


def _fetched(scope: str, client_id: str) -> _Kept:
    from azure.identity import ManagedIdentityCredential  # 20 MB, for those who use it alone

    now = time.time()
    try:
        with ManagedIdentityCredential(
            client_id=client_id or None,
            connection_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retry_total=0,
        ) as credential:
            got = credential.get_token(scope)
    except Exception as error:  # azure and msal raise whatever they meet
        reason = str(error).partition("\n")[0]
        raise TokenError(f"The managed identity gives no token: {reason}") from error
    if got.expires_on <= now:
        raise TokenError("The managed identity gives a token that has expired: is the clock right?")
    return _Kept(got.token, now, got.expires_on)
