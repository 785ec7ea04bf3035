"""By which name a limit knows somebody, and what that name does not tell."""

import pytest

from backend.limits.whom import Whom, address

NOON = 1_800_014_400.0
HALF = 43_200


def test_a_name_holds_for_a_day_and_for_one_installation() -> None:
    whom = Whom("secret")
    name = whom.id(NOON, "pages", "203.0.113.7", "abc")
    assert len(name) == 16
    assert whom.id(NOON + HALF - 1, "pages", "203.0.113.7", "abc") == name
    assert whom.id(NOON + HALF, "pages", "203.0.113.7", "abc") != name
    assert whom.id(NOON - HALF, "pages", "203.0.113.7", "abc") == name
    assert whom.id(NOON - HALF - 1, "pages", "203.0.113.7", "abc") != name
    assert Whom("secret").id(NOON, "pages", "203.0.113.7", "abc") == name
    assert Whom("another").id(NOON, "pages", "203.0.113.7", "abc") != name


def test_each_deed_place_and_survey_has_a_name_of_its_own() -> None:
    whom, told = Whom("secret"), [("pages", "1", ""), ("pages", "1", "2"), ("pages", "12", "")]
    told += [("submissions", "1", ""), ("pages", "\udce9", ""), ("pages", "1\n2", "")]
    assert len({whom.id(NOON, *one) for one in told}) == len(told)


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("203.0.113.7:4711", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "20010db800010002"),
        ("2001:db8:1:2::", "20010db800010002"),
        ("[2001:db8:1:2::1]:4711", "20010db800010002"),
        ("fe80::1%eth0", "fe80000000000000"),
        ("so:we:are", "so:we:are"),
        ("unix", "unix"),
        ("", ""),
    ],
)
def test_an_address_is_read_however_a_proxy_writes_it(told: str, meant: str) -> None:
    assert address({"REMOTE_ADDR": told}) == meant


def test_whoever_has_no_address_has_an_empty_one() -> None:
    assert address({}) == address({"REMOTE_ADDR": None}) == ""
