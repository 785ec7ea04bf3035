"""Forms that no page of ours sends: refused with a sentence, no error, nothing half-stored."""

import io
import secrets

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.surveys.answering import AGE, MORE, NEWS, VOTE, publish, responses

MATRIX = {
    "kind": "matrix",
    "id": "mat",
    "title": "How was it?",
    "rows": [{"id": "r1", "label": "Bread"}, {"id": "r2", "label": "Soup"}],
}
ALL = [VOTE, NEWS, AGE, MORE, MATRIX]
GOOD = {"version": "1", "section": "1", "vote": "c1", "age": "44"}


def form(**changes):
    """A form as the page sends it, but for these fields; `None` leaves one out."""
    sent = {"key": secrets.token_urlsafe(16), **GOOD, **changes}
    return {name: value for name, value in sent.items() if value is not None}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"nobody": "1"}, "no field “nobody”"),
        ({"vote.text": "1"}, "has no field “text”"),
        ({"mat.r3": "1"}, "has no field “r3”"),
        ({"vote": ["c1", "c2"]}, "more often than it can be filled"),
        ({"news": ["tv"] * 4}, "more often than it can be filled"),
        ({f"f{n}": "1" for n in range(10_000)}, "no field"),
        ({"key": None}, "“key” is missing or wrong"),
        ({"key": "short"}, "“key” is missing or wrong"),
        ({"key": "\x00" * 22}, "“key” is missing or wrong"),
        ({"version": None}, "“version” is missing or wrong"),
        ({"version": "0"}, "“version” is missing or wrong"),
        ({"version": "2"}, "no version of the survey"),
        ({"version": "999999"}, "no version of the survey"),
        ({"version": "9" * 50}, "“version” is missing or wrong"),
        ({"version": "١"}, "“version” is missing or wrong"),
        ({"section": "2"}, "no such section"),
        ({"section": "-1"}, "“section” is missing or wrong"),
        ({"section": None}, "“section” is missing or wrong"),
    ],
)
def test_a_form_of_another_make_is_refused_with_a_sentence(app, client, changes, said):
    asked = publish(app, ALL)
    page = client.post(asked.path, data=form(**changes), status=400).page
    assert page.heading == "This form cannot be read"
    assert said in page.text
    assert responses(app, asked) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"vote": "nobody"},
        {"vote": "noise"},
        {"vote": "c1\x00"},
        {"news": ["tv", "mars"]},
        {"news.text": "\x00"},
        {"age": "NaN"},
        {"age": "1e999"},
        {"age": "9" * 5000},
        {"mat.r1": "99"},
        {"mat.r1": '{"na": true}'},
        {"more": "a\x00b"},
        {"more": "a" * 20_001},
    ],
)
def test_a_value_that_cannot_be_is_refused_beside_its_field(app, client, changes):
    asked = publish(app, ALL)
    page = client.post(asked.path, data=form(**changes), status=422).page
    assert page.find("div", class_="errors")
    assert responses(app, asked) == []


def test_what_is_no_form_is_refused(app, client):
    asked = publish(app, ALL)
    client.post(asked.path, json=form(), status=415)
    client.post(asked.path, data=b"vote=c1", content_type="text/plain", status=415)
    client.post(asked.path, data=b"\xff\xfe", content_type="", status=415)
    url_encoded = "application/x-www-form-urlencoded"
    client.post(asked.path, data=b"\xff=%ff&%00", content_type=url_encoded, status=400)
    client.post(asked.path, data=b"", content_type="multipart/form-data", status=400)
    client.post(asked.path, data=b"x", content_type="multipart/form-data; boundary=x", status=400)
    assert responses(app, asked) == []


def test_a_form_in_parts_is_read_and_a_file_is_not(app, client):
    asked = publish(app, ALL)
    upload = form(more=(io.BytesIO(b"text"), "more.txt"))
    said = client.post(asked.path, data=upload, status=400).page.text
    assert "carries a file" in said
    client.post(asked.path, data=form(), content_type="multipart/form-data", status=303)
    assert len(responses(app, asked)) == 1


def test_too_much_is_refused(app, client):
    asked = publish(app, ALL)
    client.post(asked.path, data=form(more="a" * 10_000_000), status=413)
    part = b'--x\r\nContent-Disposition: form-data; name="more"\r\n\r\n\r\n'
    many = part * 10_000 + b"--x--"
    client.post(asked.path, data=many, content_type="multipart/form-data; boundary=x", status=413)
    assert responses(app, asked) == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({"Origin": "http://localhost"}, 303),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 303),
    ],
)
def test_only_our_own_page_may_send_it(app, client, headers, status):
    asked = publish(app, ALL)
    client.post(asked.path, data=form(), headers=headers, status=status)
    assert len(responses(app, asked)) == (status == 303)


OWN = ("key", "version", "section", "back")
FIELDS = ("vote", "vote.text", "news", "news.text", "age", "more", "mat", "mat.r1", "mat.r2")
NAMES = st.sampled_from((*OWN, *FIELDS, ".", "mat.", "r1", "more.text.text"))
VALUES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["c1", "tv", "other", "1", "2", "44", "k" * 22, "na", "null", "1e9", "-0"]),
)


@pytest.mark.no_cover
def test_no_form_makes_the_server_stumble(app):
    one, three = publish(app, ALL), publish(app, [VOTE, MATRIX], [AGE, NEWS], [MORE])
    client = FlaskClient(app, app.response_class)

    @settings(max_examples=150, deadline=None)
    @given(
        fields=st.dictionaries(NAMES | st.text(max_size=9), st.lists(VALUES, max_size=4)),
        whole=st.booleans(),
        several=st.booleans(),
    )
    def send(fields, whole, several):
        data = {_sendable(name): [*map(_sendable, values)] for name, values in fields.items()}
        sent = client.post((three if several else one).path, data=(form() if whole else {}) | data)
        assert sent.status_code < 500

    send()


def _sendable(text):
    """The text as it arrives: what is no text (half a surrogate pair) becomes a question mark."""
    return text.encode("utf-8", "replace").decode()
