import pytest

from backend.questionnaire.samples import SAMPLES


def test_a_stranger_sees_no_template(client):
    for path in ("rsvp", "rsvp/1"):
        assert client.get(f"/surveys/new/{path}", status=303).location.startswith("/login")


def test_the_gallery_says_what_each_is_for(alice):
    page = alice.get("/surveys/new").page
    for name, sample in SAMPLES.items():
        assert sample.purpose in page.text
        assert page.find("a", href=f"/surveys/new/{name}")[0].text == sample.title


def test_templates_are_searched(alice):
    page = alice.get("/surveys/new?q=usability+scale").page
    assert [a.text for a in page.find("a", class_="title")] == ["System Usability Scale"]
    assert "No template has “xyz” in it" in alice.get("/surveys/new?q=xyz%00").page.text


def test_a_template_tells_its_source_and_stands_on_a_stage(alice):
    answer = alice.get("/surveys/new/sus?width=desk")
    page = answer.page
    assert page.heading == "System Usability Scale"
    assert "Brooke, J. (1996)" in page.text
    assert "3 questions, 1 required" in page.text
    (frame,) = page.find("iframe")
    assert (frame["src"], frame["class"]) == ("/surveys/new/sus/1", "frame desk")
    assert "frame-src 'self'" in answer.headers["Content-Security-Policy"]
    (use,) = [button for button in page.find("button") if button.text == "Use this template"]
    assert (use["name"], use["value"]) == ("from", "sus")


def test_it_is_tried_as_a_respondent_would(alice):
    first = alice.get("/surveys/new/customer-satisfaction/1")
    assert first.headers["Content-Security-Policy"].endswith("frame-ancestors 'self'")
    path = "/surveys/new/customer-satisfaction/1"
    alice.send(first.page, path, status=422)
    onward = alice.send(first.page, path, satisfied="4", status=303)
    assert onward.location == "/surveys/new/customer-satisfaction/2"
    closing = alice.get("/surveys/new/customer-satisfaction/3").page
    assert closing.heading == "Your answers were received"
    assert closing.find("a", href=path)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_section_can_be_seen(alice, name):
    for number in range(1, len(SAMPLES[name].document()["sections"]) + 2):
        alice.get(f"/surveys/new/{name}/{number}")


@pytest.mark.parametrize("path", ["nonsense", "nonsense/1", "rsvp/0", "rsvp/9"])
def test_what_is_not_there_is_not_found(alice, path):
    alice.get(f"/surveys/new/{path}", status=404)
