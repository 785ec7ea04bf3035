"""What the provider can be told to do wrong, so that tests see it noticed."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from devtools.provider.people import OTHER_TENANT


@dataclass(frozen=True)
class Lie:
    """A way of not telling the truth.

    `claims` changes an ID token's claims; `None` as a value leaves the claim out. `signature` is
    one of `true`, `none` (an unsigned token) and `foreign` (a key that was never published).
    `answer` names an endpoint and how it fails: a status, `hang`, or `nonsense`.
    """

    claims: Callable[[dict[str, Any]], dict[str, Any]] = lambda claims: {}
    signature: str = "true"
    answer: dict[str, int | str] = field(default_factory=dict)
    codes_work_twice: bool = False


def _instead(**claims: Any) -> Lie:
    return Lie(claims=lambda _: claims)


TRUTH = Lie()
LIES = {
    "wrong_audience": _instead(aud="00000000-aaaa-bbbb-cccc-dddddddddddd"),
    "audience_among_others": Lie(claims=lambda true: {"aud": ["somebody-else", true["aud"]]}),
    "no_audience": _instead(aud=None),
    "wrong_issuer": _instead(iss="https://login.example.org/elsewhere/v2.0"),
    "no_issuer": _instead(iss=None),
    "wrong_tenant": _instead(tid=OTHER_TENANT),
    "foreign_tenant": Lie(
        claims=lambda true: {
            "tid": OTHER_TENANT,
            "iss": true["iss"].replace(true["tid"], OTHER_TENANT),
        }
    ),
    "no_tenant": _instead(tid=None),
    "expired": Lie(claims=lambda _: {"exp": int(time.time()) - 3600}),
    "no_expiry": _instead(exp=None),
    "expiry_is_text": _instead(exp="tomorrow"),
    "not_yet_valid": Lie(claims=lambda _: {"nbf": int(time.time()) + 3600}),
    "wrong_nonce": _instead(nonce="not-the-one-you-sent"),
    "no_nonce": _instead(nonce=None),
    "nobody": _instead(oid=None, sub=None),
    "unsigned": Lie(signature="none"),
    "foreign_signature": Lie(signature="foreign"),
    "codes_work_twice": Lie(codes_work_twice=True),
    "token_500": Lie(answer={"token": 500}),
    "token_hangs": Lie(answer={"token": "hang"}),
    "token_nonsense": Lie(answer={"token": "nonsense"}),
    "token_without_id": Lie(answer={"token": "no_id_token"}),
    "discovery_500": Lie(answer={"discovery": 500}),
    "discovery_404": Lie(answer={"discovery": 404}),
    "discovery_hangs": Lie(answer={"discovery": "hang"}),
    "discovery_nonsense": Lie(answer={"discovery": "nonsense"}),
}
