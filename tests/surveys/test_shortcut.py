"""The page from memory is the page of the door, and everything else goes to the door."""

import re

import pytest

from backend.models import link
from backend.surveys import kept, page
from tests.surveys.answering import HOUR, NOW, VOTE, change, publish


@pytest.fixture
def asked(app, client):
    """A survey whose page was shown before, so that it is in memory."""
    asked = publish(app)
    client.get(asked.path)
    return asked


@pytest.fixture
def doors(app, monkeypatch):
    """The keys with which the door itself was reached."""
    reached = []
    view = app.view_functions["surveys.answer"]

    def watched(key):
        reached.append(key)
        return view(key)

    monkeypatch.setitem(app.view_functions, "surveys.answer", watched)
    return reached


def without_key(response):
    return re.sub(r'name="key" value="[^"]+"', "", response.get_data(as_text=True))


def test_it_gives_what_the_door_gives(app, client, asked, doors):
    short = client.get(asked.path)
    assert doors == []
    link.forget(asked.key)
    long = client.get(asked.path)
    assert doors == [asked.key]
    assert without_key(short) == without_key(long)
    for answer in (short, long):
        assert answer.headers.pop("X-Request-ID")
    assert sorted(short.headers) == sorted(long.headers)


def test_what_a_link_says_goes_to_the_door_where_it_is_asked_for(app, client, doors):
    asked = publish(app, [VOTE | {"parameter": "vote"}])
    for query in ("", "?utm_source=mail", "?x=1&y=&vot=c1", "?" + "a=1&" * 99):
        client.get(asked.path + query)
    assert len(doors) == 1
    for query in ("?vote=c1", "?x=1&%76ote=c1", "?" + "a=1&" * 101):
        client.get(asked.path + query)
    assert len(doors) == 4


def test_nobody_reads_a_link_that_no_question_asks_for(client, asked, doors):
    client.get(f"{asked.path}?vote=c1")
    assert doors == []


def test_every_page_has_a_key_of_its_own(client, asked):
    keys = {
        re.search(r'name="key" value="([^"]+)"', client.get(asked.path).get_data(as_text=True))[1]
        for _ in range(3)
    }
    assert len(keys) == 3


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"closed_at": NOW}, 410),
        ({"opens_at": NOW + HOUR}, 403),
        ({"access": "organisation"}, 303),
        ({"cap": 1, "closed_at": None}, 200),
    ],
)
def test_what_is_not_plain_goes_to_the_door(app, client, asked, doors, facts, status):
    change(app, asked, **facts)
    client.get(asked.path, status=status)
    client.get(asked.path, status=status)
    assert doors[0] == asked.key


def test_other_methods_go_to_the_door(client, asked, doors):
    client.head(asked.path)
    assert doors == [asked.key]


def test_a_page_that_is_not_kept_goes_to_the_door(app, client, asked, doors, monkeypatch):
    monkeypatch.setattr(kept, "_pages", {})
    client.get(asked.path)
    assert doors == [asked.key]


def test_only_so_many_pages_are_kept(app, client, monkeypatch):
    monkeypatch.setattr(page, "KEPT", 1)
    monkeypatch.setattr(kept, "_pages", {})
    for _ in range(2):
        client.get(publish(app).path)
    assert len(kept._pages) == 1


def test_a_host_that_is_not_trusted_is_refused_as_ever(app, client, asked, monkeypatch):
    monkeypatch.setitem(app.config, "TRUSTED_HOSTS", ["surveys.example"])
    client.get(asked.path, status=400)
    client.get(asked.path, headers={"Host": "surveys.example"}, status=200)
