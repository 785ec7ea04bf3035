"""A secret is judged by what guessing it would take, and never told."""

import secrets as chance

import pytest

from backend.doctor import secrets
from backend.doctor.finding import State
from tests.server import SECRET

STRONG = "q7VkZ2nXw9TfLrB4mYcHs6JdPa8GeUx3NvKzRt5W"


def settings(**given):
    return {
        "SECRET_KEY": STRONG,
        "CLIENT_SECRET": STRONG,
        "CLIENT_ASSERTION": None,
        "DATABASE_TOKEN": None,
        "SQLALCHEMY_DATABASE_URI": f"postgresql+psycopg2://surveys:{STRONG}@db/surveys",
        **given,
    }


@pytest.mark.parametrize("check", [secrets.key, secrets.client, secrets.password])
def test_a_random_secret_is_good(check):
    for _ in range(50):
        made = chance.token_urlsafe(48)
        address = f"postgresql+psycopg2://surveys:{made}@db/surveys"
        found = check(
            settings(SECRET_KEY=made, CLIENT_SECRET=made, SQLALCHEMY_DATABASE_URI=address)
        )
        assert found.state == State.GOOD
        assert made not in found.sentence


def test_random_hexadecimal_digits_are_good_too():
    assert all(secrets.bits(chance.token_hex(32)) > secrets.ENOUGH for _ in range(50))


@pytest.mark.parametrize(
    "key",
    [
        SECRET,
        "change-me-change-me-change-me-change-me",
        "abcdefghijklmnopqrstuvwxyz0123456789",
        "aaaaaaaaaaaaaaaaaaaabbbbbbbbcdefghhhhh",
        "my-secret-password-for-the-development-server",
    ],
)
def test_a_weak_key_is_to_be_replaced(key):
    found = secrets.key(settings(SECRET_KEY=key))
    assert found.state == State.MEND
    assert found.sentence.startswith("SECRET_KEY is weak (at most ")
    assert "token_urlsafe" in found.sentence
    assert key not in found.sentence


def test_a_weak_client_secret_is_to_be_replaced():
    found = secrets.client(settings(CLIENT_SECRET="password1"))
    assert (found.state, "at the provider" in found.sentence) == (State.MEND, True)


def test_an_identity_needs_no_secret():
    assert secrets.client(settings(CLIENT_ASSERTION=object())).state == State.GOOD
    assert secrets.password(settings(DATABASE_TOKEN=object())).state == State.GOOD


def test_a_missing_client_secret_is_worth_a_thought():
    assert secrets.client(settings(CLIENT_SECRET="")).state == State.CONSIDER


@pytest.mark.parametrize("password", ["surveys", "postgres", "Secret123", "hunter2", "summer2026"])
def test_a_password_that_can_be_guessed_is_to_be_replaced(password):
    address = f"postgresql+psycopg2://surveys:{password}@db/surveys"
    found = secrets.password(settings(SQLALCHEMY_DATABASE_URI=address))
    assert (found.state, "ALTER ROLE" in found.sentence) == (State.MEND, True)


def test_no_password_is_the_databases_affair():
    address = "postgresql+psycopg2://surveys@/surveys?host=/run/postgresql"
    assert secrets.password(settings(SQLALCHEMY_DATABASE_URI=address)).state == State.GOOD
