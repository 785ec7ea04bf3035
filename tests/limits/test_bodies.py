"""How large a request may be: to the byte, however it is sent, for respondents and authors."""

import io

import pytest
from flask import Flask

from tests.browser import Browser
from tests.surveys.answering import publish

FORM = "application/x-www-form-urlencoded"
MEBIBYTE = 1024 * 1024


def body(size: int) -> bytes:
    return b"why=" + b"x" * (size - 4)


@pytest.mark.parametrize(("size", "status"), [(MEBIBYTE, 400), (MEBIBYTE + 1, 413)])
def test_a_public_form_may_have_a_mebibyte(
    app: Flask, client: Browser, size: int, status: int
) -> None:
    path = publish(app).path
    client.post(path, data=body(size), content_type=FORM, status=status)
    unsaid = {"input_stream": io.BytesIO(body(size)), "content_type": FORM}
    client.post(path, **unsaid, environ_overrides={"wsgi.input_terminated": True}, status=status)


@pytest.mark.parametrize(("size", "status"), [(MEBIBYTE, 400), (MEBIBYTE + 1, 413)])
def test_a_form_of_an_author_may_have_a_mebibyte(
    app: Flask, alice: Browser, monkeypatch: pytest.MonkeyPatch, size: int, status: int
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)  # it has no token: 400 if it is read
    for path in ("/surveys", "/account/sessions/others/end", "/logout"):
        alice.post(path, data=body(size), content_type=FORM, status=status)


def test_a_form_may_have_so_many_parts(app: Flask, client: Browser, alice: Browser) -> None:
    for browser, path, taken in ((client, publish(app).path, 400), (alice, "/surveys", 303)):
        for parts, status in ((5_000, taken), (5_001, 413)):
            part = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
            kind = "multipart/form-data; boundary=x"
            browser.post(path, data=part * parts + b"--x--\r\n", content_type=kind, status=status)


def test_nobody_reads_json(
    app: Flask, client: Browser, alice: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post(publish(app).path, json={"key": "x"}, status=415)
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    token = alice.get("/surveys/new").page.find("input", name="csrf_token")[0]["value"]
    alice.post("/surveys", json={"csrf_token": token, "from": ""}, status=400)
