"""Each check alone: a token that is right in every other way."""

import base64
import hashlib
import hmac
import json
import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from backend.auth.claims import SKEW, SignInFailed, check, has_role, read

NOW = 1_800_000_000.0
RIGHT: dict[str, Any] = {
    "aud": "us", "iss": "https://login/t1/v2.0", "tid": "t1", "oid": "o", "sub": "s",
    "exp": NOW + 60, "nbf": NOW - 60,
}  # fmt: skip
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def checked(**changes: Any) -> object:
    claims = {name: value for name, value in (RIGHT | changes).items() if value is not None}
    return check(claims, "https://login/{tenantid}/v2.0", "us", ["t1"], NOW)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"oid": None},
        {"aud": ["us"]},
        {"nbf": None},
        {"exp": NOW - SKEW + 1},
        {"nbf": NOW + SKEW},
    ],
)
def test_it_believes_what_is_right(changes: dict[str, Any]) -> None:
    assert checked(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "them"}, {"aud": None}, {"aud": ["us", "them"]},
        {"iss": "https://login/t2/v2.0"}, {"iss": None},
        {"exp": NOW - SKEW}, {"exp": None}, {"exp": "9999999999"}, {"exp": float("nan")},
        {"nbf": NOW + SKEW + 1}, {"nbf": "0"},
        {"tid": "t2", "iss": "https://login/t2/v2.0"}, {"tid": None, "iss": "https://login//v2.0"},
        {"sub": None}, {"sub": ""}, {"sub": 7}, {"sub": "s" * 256},
        {"oid": "a\0b"}, {"oid": "\ud800"}, {"oid": ["o"]},
    ],
)  # fmt: skip
def test_it_refuses_what_is_not(changes: dict[str, Any]) -> None:
    with pytest.raises(SignInFailed):
        checked(**changes)


def test_any_tenant_may_come_in_where_that_is_configured() -> None:
    claims = RIGHT | {"tid": "t2", "iss": "https://login/t2/v2.0"}
    assert check(claims, "https://login/{tenantid}/v2.0", "us", ["*"], NOW)


def test_a_token_is_read_that_the_key_has_signed() -> None:
    token = jwt.encode(RIGHT, KEY, algorithm="RS256", headers={"kid": "k"})
    assert read(token, keys(), "k")["sub"] == "s"


@pytest.mark.parametrize("kind", ["none", "foreign", "public key as a secret", "nonsense"])
def test_a_token_is_refused_that_it_has_not(kind: str) -> None:
    with pytest.raises(SignInFailed):
        read(forged(kind), keys(), "k")


def test_a_token_of_an_unknown_key_is_refused() -> None:
    token = jwt.encode(RIGHT, KEY, algorithm="RS256", headers={"kid": "other"})
    with pytest.raises(SignInFailed):
        read(token, keys(), "other")


def keys() -> jwt.PyJWKSet:
    key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
    return jwt.PyJWKSet.from_dict({"keys": [key | {"kid": "k", "alg": "RS256"}]})


def forged(kind: str) -> str:
    if kind == "none":
        return jwt.encode(RIGHT, None, algorithm="none", headers={"kid": "k"})
    if kind == "foreign":
        other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        return jwt.encode(RIGHT, other, algorithm="RS256", headers={"kid": "k"})
    if kind == "nonsense":
        return "a.b"
    public = KEY.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    head = ".".join(encoded(part) for part in ({"alg": "HS256", "kid": "k"}, RIGHT))
    mark = hmac.new(public, head.encode(), hashlib.sha256).digest()
    return f"{head}.{base64.urlsafe_b64encode(mark).decode().rstrip('=')}"


def encoded(part: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


def test_the_moment_is_now() -> None:
    claims = RIGHT | {"exp": time.time() + 60, "nbf": time.time()}
    assert check(claims, RIGHT["iss"], "us", ["t1"], time.time())


@pytest.mark.parametrize(
    ("roles", "role", "has"),
    [
        (["Surveys.Operator"], "Surveys.Operator", True),
        (["Another"], "Surveys.Operator", False),
        ("Surveys.Operator", "Surveys.Operator", False),
        (None, "Surveys.Operator", False),
        ([""], "", False),
    ],
)
def test_a_role_is_one_of_a_list(roles: object, role: str, has: bool) -> None:
    assert has_role({"roles": roles}, role) is has
