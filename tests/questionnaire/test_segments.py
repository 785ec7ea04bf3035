import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.questionnaire.segments import colours, picture

LEVELS = st.shared(st.integers(2, 11))
COUNTS = LEVELS.flatmap(
    lambda k: st.lists(st.lists(st.integers(0, 9), min_size=k, max_size=k), min_size=1, max_size=5)
)


@given(COUNTS)
def test_bars_lie_within_the_picture_with_their_middles_in_line(rows):
    shares = [[n / sum(row) for n in row] if sum(row) else [] for row in rows]
    drawn = picture(shares)
    for row, bar in zip(shares, drawn.bars, strict=True):
        assert len(bar) == sum(share > 0 for share in row)
        at = drawn.middle
        for part in bar:
            assert -1e-9 <= part.x <= part.x + part.width <= 100 + 1e-9
            if part.level < len(row) // 2:
                assert part.x + part.width <= at + 1e-9
            elif part.level >= (len(row) + 1) // 2:
                assert part.x >= at - 1e-9
            else:
                assert part.x + part.width / 2 == pytest.approx(at)


def test_a_share_is_written_where_there_is_room():
    (bar,) = picture([(0.05, 0.95)]).bars
    assert [part.text for part in bar] == ["", "95"]


def test_nothing_is_drawn_of_nothing():
    assert picture([]).bars == ()
    assert picture([()]).bars == ((),)


@pytest.mark.parametrize(
    ("levels", "names"),
    [
        (2, "n2 p2"),
        (3, "n2 mid p2"),
        (4, "n2 n1 p1 p2"),
        (5, "n2 n1 mid p1 p2"),
        (7, "n3 n2 n1 mid p1 p2 p3"),
        (11, "n3 n3 n2 n2 n1 mid p1 p2 p2 p3 p3"),
    ],
)
def test_colours_deepen_towards_the_ends(levels, names):
    assert colours(levels) == tuple(names.split())
