import re
from pathlib import Path

import pytest

from backend.models.audit_acts import DETAILS, Act, checked

DOCUMENT = Path(__file__).parents[2] / "docs" / "audit.md"


def test_every_act_says_what_it_may_tell_and_is_documented() -> None:
    assert DETAILS.keys() == set(Act)
    told = set(re.findall(r"`(\w+)`", DOCUMENT.read_text()))
    assert set(Act) <= told
    assert {name for names in DETAILS.values() for name in names} <= told


def test_no_act_can_tell_anything_else() -> None:
    assert checked(Act.PUBLISHED, {"version": 2}) == {"version": 2}
    with pytest.raises(ValueError, match="closed does not tell answers, title"):
        checked(Act.CLOSED, {"title": "Lunch", "answers": 3})
