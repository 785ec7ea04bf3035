"""Refusals of the domain."""

import pytest

from backend.models.errors import Conflict, Gone, NotAllowed, NotFound, Refusal


@pytest.mark.parametrize(
    ("kind", "status"),
    [(Refusal, 422), (NotFound, 404), (NotAllowed, 403), (Conflict, 409), (Gone, 410)],
)
def test_a_refusal_has_a_status_and_words_for_people(kind: type[Refusal], status: int) -> None:
    assert kind.status == status
    assert kind.title
    assert str(kind()) == kind.sentence


def test_it_may_be_said_more_closely() -> None:
    assert Conflict("Bob was quicker.").sentence == "Bob was quicker."
