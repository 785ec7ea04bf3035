from tests.surveys.shelf import DAY, NOW, answer, now, publish, shelve


def said(browser, survey):
    return browser.get(f"/surveys/{survey}/share").page.text


def test_a_draft_is_invited_to_be_published(app, alice):
    page = alice.get(f"/surveys/{shelve(app, alice)}/share").page
    assert page.heading == "Not published yet"
    assert "The survey is ready." in page.text
    assert not page.find("input", id="address")


def test_an_unfinished_draft_is_told_what_to_put_right(app, alice):
    assert "2 things have to be put right" in said(
        alice, shelve(app, alice, {"sections": [{"id": "s"}]})
    )


def test_an_open_survey_shows_its_address_and_its_code(app, alice):
    survey = publish(app, alice)
    page = alice.get(f"/surveys/{survey}/share").page
    address = f"http://localhost/s/{now(app, survey).link_key}"
    assert page.find("input", id="address")[0]["value"] == address
    assert page.find("img")[0]["src"] == f"/surveys/{survey}/share/code.svg"
    assert "Open: it takes responses now." in page.text
    assert "without an account" in page.text


def test_who_may_answer_and_until_when_is_said(app, alice):
    until = NOW + 2 * DAY
    survey = publish(app, alice, access="organisation", closes_at=until)
    assert "Only people of your organisation" in said(alice, survey)
    assert f"Closes on {until.day} {until:%B %Y, %H:%M} (UTC)." in said(alice, survey)


def test_a_scheduled_survey_says_when_it_opens(app, alice):
    assert "Opens on " in said(alice, publish(app, alice, opens_at=NOW + DAY))


def test_a_closed_survey_offers_to_reopen(app, alice):
    by_hand, by_date = publish(app, alice, closed_at=NOW), publish(app, alice, closes_at=NOW - DAY)
    assert "Closed since" in said(alice, by_hand)
    assert "Closed on" in said(alice, by_date)
    assert "Reopen" in said(alice, by_date)


def test_a_cap_is_counted_and_a_full_survey_says_so(app, alice):
    survey = publish(app, alice, cap=2)
    answer(app, survey)
    assert "1 of 2 responses so far." in said(alice, survey)
    answer(app, survey, 1, at=NOW - DAY)
    assert "Full: it has all 2 responses" in said(alice, survey)


def test_the_code_is_a_picture_of_the_address(app, alice):
    survey = publish(app, alice)
    svg = alice.get(f"/surveys/{survey}/share/code.svg")
    png = alice.get(f"/surveys/{survey}/share/code.png")
    assert (svg.mimetype, png.mimetype) == ("image/svg+xml", "image/png")
    assert svg.data.startswith(b"<?xml")
    assert png.data.startswith(b"\x89PNG")


def test_there_is_no_code_before_there_is_an_address(app, alice):
    alice.get(f"/surveys/{shelve(app, alice)}/share/code.svg", status=404)


def test_another_persons_survey_is_not_found(app, alice, bob, client):
    survey = publish(app, alice)
    for path in ("share", "share/code.svg", "share/code.png"):
        bob.get(f"/surveys/{survey}/{path}", status=404)
        assert client.get(f"/surveys/{survey}/{path}", status=303).location.startswith("/login")


def tracked(app, alice, **query):
    source = {"kind": "hidden", "id": "src", "title": "Where", "parameter": "source"}
    choices = [{"id": "r", "label": "Red & blue"}, {"id": "g", "label": "Green"}]
    colour = {"kind": "single_choice", "id": "c", "title": "Colour?", "choices": choices}
    colour["parameter"] = "colour"
    sections = [{"id": "s", "questions": [source, colour]}]
    survey = publish(app, alice, {"title": "T", "sections": sections})
    page = alice.get(f"/surveys/{survey}/share", query_string=query).page
    return survey, page


def test_a_survey_that_takes_nothing_from_its_link_says_how(app, alice):
    assert "add a hidden value" in said(alice, publish(app, alice))


def test_links_that_bring_answers_along_are_made_by_a_form(app, alice):
    survey, page = tracked(app, alice)
    assert not page.find("input", id="tracked")
    assert [one["value"] for one in page.find("option")][-2:] == ["Red & blue", "Green"]
    assert page.find("form", action=f"/surveys/{survey}/share#links")[0]["method"] == "get"
    query = {"source": "mail", "colour": "red & Blue"}
    made = alice.get(f"/surveys/{survey}/share", query_string=query).page
    (link,) = made.find("input", id="tracked")
    asked = alice.get(link["value"].replace("http://localhost", "")).page
    assert asked.find("input", name="src")[0]["value"] == "mail"
    assert "checked" in asked.find("input", value="r")[0].attributes


def test_what_a_question_would_not_take_makes_no_link(app, alice):
    _, page = tracked(app, alice, colour="Purple", source="", other="x")
    assert "would not take this" in page.text
    assert page.find("input", id="link-colour")[0]["value"] == "Purple"
    assert not page.find("input", id="tracked")
