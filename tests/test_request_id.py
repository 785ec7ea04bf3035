"""The request's id, and whom we believe about it."""

import re

import pytest
from flask import Flask

from backend import create_app
from tests.browser import Browser
from tests.server import SECRET

TOLD = {"X-Request-ID": "3f2b1a90-aaaa-bbbb-cccc-1234567890ab"}
OURS = re.compile(r"[0-9a-f]{16}")


def answered(client: Browser, path: str, headers: dict[str, str]) -> str:
    [told] = client.get(path, headers=headers, status=404).headers.getlist("X-Request-ID")
    return told


@pytest.fixture
def behind_a_proxy(app: Flask, database_url: str) -> Browser:
    house = create_app({"SECRET_KEY": SECRET, "DATABASE_URL": database_url, "PROXY_HOPS": "1"})
    house.test_client_class = Browser
    return house.test_client()


def test_every_response_has_an_id_of_its_own(client: Browser) -> None:
    ids = {answered(client, "/nothing", TOLD) for _ in range(3)}
    assert len(ids) == 3
    assert all(OURS.fullmatch(id) for id in ids)


def test_a_proxy_s_id_is_taken_where_proxies_are_believed(behind_a_proxy: Browser) -> None:
    assert answered(behind_a_proxy, "/nothing", TOLD) == TOLD["X-Request-ID"]


@pytest.mark.parametrize("told", ["", "short", "x" * 129, 'a"quoted"id', "two words"])
def test_an_id_that_is_none_is_not_taken(told: str, behind_a_proxy: Browser) -> None:
    assert OURS.fullmatch(answered(behind_a_proxy, "/nothing", {"X-Request-ID": told}))


def test_a_respondent_s_id_leads_to_no_other_log(behind_a_proxy: Browser) -> None:
    assert OURS.fullmatch(answered(behind_a_proxy, "/s/nothing", TOLD))
