"""docs/roles.md says what the table of the code says."""

import re
from pathlib import Path

import pytest

from backend.models.role import RIGHTS, Right, Role

DOCUMENT = (Path(__file__).parents[1] / "docs" / "roles.md").read_text()
ROW = re.compile(r"^\| `(\w+)` \|(.*?)\|(.*?)\|(.*?)\| .+ \|$", re.MULTILINE)
SAYS = {row[0]: [cell.strip() == "yes" for cell in row[1:]] for row in ROW.findall(DOCUMENT)}


def test_every_right_is_explained_for_every_role() -> None:
    assert list(SAYS) == list(Right)
    assert f"| right | {' | '.join(Role)} |" in DOCUMENT


@pytest.mark.parametrize(("place", "role"), list(enumerate(Role)))
def test_a_role_has_the_rights_that_the_page_says(place: int, role: Role) -> None:
    assert {right for right, cells in SAYS.items() if cells[place]} == RIGHTS[role]
    assert {right for right in Right if role.may(right)} == RIGHTS[role]
