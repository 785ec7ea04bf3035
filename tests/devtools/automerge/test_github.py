"""The client of GitHub's API, against a server that speaks its shapes."""

import socket

import pytest

from devtools.automerge import github
from devtools.automerge.fault import Fault
from devtools.automerge.github import GitHub
from tests.devtools.automerge.hub import REPOSITORY, Hub

LIST = f"GET /repos/{REPOSITORY}/pulls/2/commits?per_page=100&page="


def _fault(*, hub: Hub, path: str, patience: float = 5.0) -> str:
    with pytest.raises(Fault) as caught:
        hub.client(patience).one(path)
    return str(caught.value)


def test_every_page_of_a_list_is_read(hub: Hub) -> None:
    hub.documents["pulls/2/commits"] = list(range(250))
    assert hub.client().all("pulls/2/commits") == list(range(250))
    assert hub.asked == [f"{LIST}1", f"{LIST}2", f"{LIST}3"]


def test_a_full_last_page_is_followed_by_an_empty_one(hub: Hub) -> None:
    hub.documents["pulls/2/commits"] = list(range(100))
    assert hub.client().all("pulls/2/commits") == list(range(100))
    assert hub.asked == [f"{LIST}1", f"{LIST}2"]


def test_a_short_list_is_asked_for_once(hub: Hub) -> None:
    hub.documents["pulls/2/commits"] = list(range(99))
    assert hub.client().all("pulls/2/commits") == list(range(99))
    assert hub.asked == [f"{LIST}1"]


def test_each_request_says_who_asks_and_what_it_reads(hub: Hub) -> None:
    hub.documents["pulls/2"] = {"number": 2}
    assert hub.client().one("pulls/2") == {"number": 2}
    assert hub.headers[0]["Authorization"] == "Bearer secret-token"
    assert hub.headers[0]["Accept"] == "application/vnd.github+json"
    assert hub.headers[0]["X-Github-Api-Version"] == "2022-11-28"
    assert "Content-Length" not in hub.headers[0]


def test_a_file_is_read_as_it_is_at_a_commit(hub: Hub) -> None:
    hub.files["a folder/ä.txt", "abc"] = "flask==3.1 ö\n".encode()
    assert hub.client().file("a folder/ä.txt", "abc") == "flask==3.1 ö\n"
    assert hub.asked == [f"GET /repos/{REPOSITORY}/contents/a%20folder/%C3%A4.txt?ref=abc"]
    assert hub.headers[0]["Accept"] == "application/vnd.github.raw+json"


def test_a_file_that_is_no_text_is_a_fault(hub: Hub) -> None:
    hub.files["a.png", "abc"] = b"\xff\xfe"
    with pytest.raises(Fault, match=r"^a\.png is no text\.$"):
        hub.client().file("a.png", "abc")


@pytest.mark.parametrize("status", [403, 404, 499])
def test_a_refusal_is_told_and_not_asked_again(hub: Hub, status: int) -> None:
    hub.faults["pulls/2"] = [status] * 5
    assert _fault(hub=hub, path="pulls/2") == f"GitHub answered GET pulls/2 with {status}."
    assert len(hub.asked) == 1


def test_a_failure_of_githubs_is_asked_again_twice(hub: Hub) -> None:
    hub.faults["pulls/2"] = [500, 503]
    hub.documents["pulls/2"] = {"number": 2}
    assert hub.client().one("pulls/2") == {"number": 2}
    assert len(hub.asked) == 3


def test_a_failure_that_stays_is_told(hub: Hub) -> None:
    hub.faults["pulls/2"] = [500] * 9
    assert _fault(hub=hub, path="pulls/2") == "GitHub answered GET pulls/2 with 500."
    assert len(hub.asked) == 3


def test_an_answer_that_takes_too_long_is_told(hub: Hub) -> None:
    hub.slow["pulls/2"] = 0.5
    hub.documents["pulls/2"] = {}
    assert _fault(hub=hub, path="pulls/2", patience=0.1) == "GitHub did not answer GET pulls/2."


def test_nobody_listening_is_told() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        with pytest.raises(Fault, match=r"^GitHub did not answer GET pulls/2\.$"):
            GitHub(f"http://127.0.0.1:{port}", REPOSITORY, "", 1.0).one("pulls/2")


def test_an_answer_that_is_no_json_is_told(hub: Hub) -> None:
    hub.documents["pulls/2"] = b"<html>"
    assert _fault(hub=hub, path="pulls/2") == "GitHub's answer to GET pulls/2 is no JSON."


def test_a_list_that_is_none_is_told(hub: Hub) -> None:
    hub.documents["pulls/2/files"] = {"message": "no"}
    with pytest.raises(Fault, match=r"^The document is not a list\.$"):
        hub.client().all("pulls/2/files")


def test_an_answer_of_the_largest_size_is_read(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(github, "LARGEST", 12)
    hub.documents["pulls/2"] = b'{"number":2}'
    assert hub.client().one("pulls/2") == {"number": 2}
    hub.documents["pulls/2"] = b'{"number":22}'
    assert _fault(hub=hub, path="pulls/2") == "GitHub's answer to GET pulls/2 is too long."


def test_answers_may_be_large_but_not_endless() -> None:
    assert github.LARGEST == 4_000_000


def test_only_the_comments_of_robots_are_found(hub: Hub) -> None:
    hub.documents["issues/2/comments"] = [
        {"id": 7, "body": "Hello", "user": {"login": "mallory", "type": "User"}},
        {"id": 8, "body": "Hi", "user": {"login": "github-actions[bot]", "type": "Bot"}},
    ]
    assert hub.client().comments(2) == [("issues/comments/8", "Hi")]


def test_a_comment_is_added_and_changed(hub: Hub) -> None:
    hub.client().add(2, "Hello")
    hub.client().write("issues/comments/8", "Hi")
    assert hub.written == [
        ("POST", "issues/2/comments", {"body": "Hello"}),
        ("PATCH", "issues/comments/8", {"body": "Hi"}),
    ]
    assert hub.headers[0]["Content-Type"] == "application/json"


def test_what_was_written_in_vain_is_not_written_again(hub: Hub) -> None:
    hub.faults["issues/2/comments"] = [502] * 3
    with pytest.raises(Fault, match=r"^GitHub answered POST issues/2/comments with 502\.$"):
        hub.client().add(2, "Hello")
    assert len(hub.asked) == 1
