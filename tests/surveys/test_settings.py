from datetime import UTC, datetime

import pytest

from backend.models import draft, link
from backend.questionnaire.edit import Set
from tests.surveys.shelf import NOW, document, now, publish, shelve, whole


@pytest.fixture
def survey(app, alice, bob):
    shelve(app, bob, cap=7)
    return shelve(app, alice)


def shown(browser, survey):
    return browser.get(f"/surveys/{survey}/settings").page


def save(browser, survey, page=None, **values):
    page = page or shown(browser, survey)
    values = {"status": 303, **values}
    return browser.send(page, f"/surveys/{survey}/settings", **values)


def closing(app, owner, survey, before, after):
    with app.app_context():
        draft.change(survey, [Set("", "closing", before, after)], owner.user.id, NOW)


def test_settings_are_saved_and_shown_again(app, alice, survey):
    save(
        alice,
        survey,
        opens_at="2030-07-01T09:00",
        closes_at="2030-12-31T17:30",
        timezone="Europe/Paris",
        cap="200",
        access="organisation",
        anonymous="no",
        closing="Thank you!\r\n\r\nBye. ",
    )
    stored = now(app, survey)
    assert stored.opens_at == datetime(2030, 7, 1, 7, tzinfo=UTC)
    assert stored.closes_at == datetime(2030, 12, 31, 16, 30, tzinfo=UTC)
    assert (stored.cap, stored.access, stored.anonymous) == (200, "organisation", False)
    assert document(app, survey)["closing"] == "Thank you!\n\nBye."
    page = shown(alice, survey)
    assert "The settings are saved." in page.text
    form = next(form for form in page.find("form") if form["action"].endswith("/settings"))
    values = page.values(form)
    assert values["opens_at"] == ["2030-07-01T09:00"]
    assert values["timezone"] == ["Europe/Paris"]
    assert values["closing"][0].strip() == "Thank you!\n\nBye."


def test_settings_are_taken_away_by_emptying_the_fields(app, alice, survey):
    save(alice, survey, opens_at="2030-07-01T09:00", cap="3", closing="Bye")
    save(alice, survey, opens_at="", cap="", closing="")
    stored = now(app, survey)
    assert (stored.opens_at, stored.cap, document(app, survey)["closing"]) == (None, None, "")


def test_nothing_changed_makes_no_edit(app, alice, survey):
    save(alice, survey)
    with app.app_context():
        assert draft.Draft.of(survey).revision == 0


def test_the_time_zone_is_guessed_by_the_browser_until_it_was_said(alice, survey):
    assert (
        shown(alice, survey).find("select", id="timezone")[0]["data-zone"] == "opens_at closes_at"
    )
    save(alice, survey, timezone="America/New_York")
    assert not shown(alice, survey).find("select", id="timezone")[0]["data-zone"]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("opens_at", "tomorrow", "Enter a day and a time, such as 2030-12-31T17:00."),
        ("opens_at", "0001-01-01T00:00", "Enter a year from 2000 to 2199."),
        ("closes_at", "9999-12-31T23:59", "Enter a year from 2000 to 2199."),
        ("closes_at", "nonsense", "Enter a day and a time, such as 2030-12-31T17:00."),
        ("timezone", "Mars/Olympus", "Not a valid choice."),
        ("cap", "0", "Enter a number from 1 to 1,000,000,000."),
        ("cap", "99999999999999999999", "Enter a number from 1 to 1,000,000,000."),
        ("cap", "9" * 5000, "Enter a whole number, such as 200."),
        ("cap", "many", "Enter a whole number, such as 200."),
        ("access", "nobody", "Not a valid choice."),
        ("anonymous", "perhaps", "Not a valid choice."),
        ("closing", "x" * 5001, "Write at most 5000 characters."),
        ("closing", "a\0b", "Remove the characters that cannot be stored."),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(app, alice, survey, field, value, said):
    page = save(alice, survey, **{field: value, "status": 422}).page
    links = [a for a in page.find("a") if a["href"] in (f"#{field}", f"#{field}-0")]
    assert [a.text for a in links] == [said]
    assert page.texts("p", id=f"{field}-error") == [said]
    stored = now(app, survey)
    assert (stored.opens_at, stored.closes_at, stored.cap) == (None, None, None)
    assert document(app, survey)["closing"] == ""


def test_what_was_typed_is_given_back(alice, survey):
    page = save(alice, survey, cap="many", closing="Bye", opens_at="soon", status=422).page
    assert page.find("input", id="cap")[0]["value"] == "many"
    assert page.find("input", id="opens_at")[0]["value"] == "soon"
    assert page.texts("textarea", id="closing") == ["Bye"]


def test_it_has_to_close_after_it_opens(alice, survey):
    moments = {"opens_at": "2030-07-01T09:00", "closes_at": "2030-07-01T09:00"}
    page = save(alice, survey, **moments, status=422).page
    assert page.texts("p", id="closes_at-error") == ["The survey has to close after it opens."]


def test_moments_are_compared_as_moments_where_the_clock_leaps(app, alice, survey):
    leap = {"timezone": "Europe/Paris", "opens_at": "2030-03-31T02:45"}
    page = save(alice, survey, **leap, closes_at="2030-03-31T03:15", status=422).page
    assert page.texts("p", id="closes_at-error") == ["The survey has to close after it opens."]
    assert now(app, survey).opens_at is None


def test_another_tab_does_not_put_back_what_was_changed_meanwhile(app, alice, survey):
    old = shown(alice, survey)
    save(alice, survey, access="organisation", opens_at="2030-07-01T09:00")
    save(alice, survey, old, cap="9")
    stored = now(app, survey)
    assert (stored.access, stored.cap) == ("organisation", 9)
    assert stored.opens_at == datetime(2030, 7, 1, 9, tzinfo=UTC)


def test_a_setting_that_was_changed_meanwhile_is_not_lost(app, alice, survey):
    save(alice, survey, cap="3", opens_at="2030-07-01T09:00", closing="Bye")
    old = shown(alice, survey)
    save(alice, survey, cap="5", opens_at="", access="organisation")
    mine = {"cap": "9", "opens_at": "2031-07-01T09:00", "closing": "Mine"}
    refused = save(alice, survey, old, **mine, status=422).page
    again = "Save again to put yours in its place."
    met = "This was changed meanwhile, in another window or by somebody else. It is now: "
    assert refused.texts("p", id="cap-error") == [f"{met}5. {again}"]
    assert refused.texts("p", id="opens_at-error") == [f"{met}empty. {again}"]
    assert refused.find("input", id="cap")[0]["value"] == "9"
    assert (now(app, survey).cap, document(app, survey)["closing"]) == (5, "Bye")
    save(alice, survey, refused)
    stored = now(app, survey)
    assert (stored.cap, stored.access) == (9, "organisation")
    assert stored.opens_at == datetime(2031, 7, 1, 9, tzinfo=UTC)
    assert document(app, survey)["closing"] == "Mine"


def test_who_can_answer_is_told_in_words_where_two_met(alice, survey):
    old = shown(alice, survey)
    mine = values(old) | {"access": "anyone", "seen": "access=organisation"}
    save(alice, survey, access="organisation", anonymous="no")
    mine = values(old) | {"access": "anyone", "seen": "access=nobody anonymous=x"}
    refused = alice.post(f"/surveys/{survey}/settings", data=mine, status=422).page
    assert "It is now: Only people of your organisation, signed in." in refused.text


def test_what_the_form_had_seen_may_be_nonsense(app, alice, survey):
    page = shown(alice, survey)
    data = {**values(page), "seen": "cap cap=x =", "cap": "4"}
    refused = alice.post(f"/surveys/{survey}/settings", data=data, status=422).page
    assert "It is now: empty." in refused.text


def test_an_empty_form_is_refused(alice, survey):
    page = alice.post(f"/surveys/{survey}/settings", status=422).page
    assert "Choose who can answer." in page.text


def test_anonymity_is_fixed_by_the_first_publication(app, alice):
    survey = publish(app, alice)
    page = shown(alice, survey)
    assert "This was fixed when the survey was first published" in page.text
    assert not page.find("input", name="anonymous")
    save(alice, survey, page, anonymous="no", cap="5")
    assert (now(app, survey).anonymous, now(app, survey).cap) == (True, 5)


def test_a_survey_that_is_not_anonymous_says_what_is_kept(app, alice):
    survey = publish(app, alice, anonymous=False)
    assert "Responses are kept with their moment" in shown(alice, survey).text


def test_settings_take_effect_at_once(app, alice):
    survey = publish(app, alice)
    key = now(app, survey).link_key
    with app.app_context():
        assert link.find(key).cap is None
    save(alice, survey, cap="9")
    with app.app_context():
        assert link.find(key).cap == 9


def test_a_closing_text_that_somebody_changed_meanwhile_is_not_lost(app, alice, survey):
    page = shown(alice, survey)
    closing(app, alice, survey, "", "Theirs")
    refused = save(alice, survey, page, closing="Mine", cap="4", status=422).page
    assert "It now says: “Theirs”." in refused.text
    assert refused.texts("textarea", id="closing") == ["Mine"]
    assert document(app, survey)["closing"] == "Theirs"
    save(alice, survey, refused)
    assert document(app, survey)["closing"] == "Mine"
    assert now(app, survey).cap == 4


def test_other_changes_of_the_draft_meanwhile_are_no_conflict(app, alice, survey):
    page = shown(alice, survey)
    with app.app_context():
        edit = Set("", "title", "Lunch", "Dinner")
        draft.change(survey, [edit], alice.user.id, NOW)
    save(alice, survey, page, closing="Mine")
    assert document(app, survey)["title"] == "Dinner"
    assert document(app, survey)["closing"] == "Mine"


@pytest.mark.parametrize("revision", ["", "-5", "99", "x", "9" * 30])
def test_a_revision_that_never_was_breaks_nothing(app, alice, survey, revision):
    page = shown(alice, survey)
    answer = alice.post(
        f"/surveys/{survey}/settings",
        data={**values(page), "revision": revision, "closing": "Mine"},
        status=422 if revision == "x" else 303,
    )
    assert answer.status_code < 500


def values(page):
    form = next(form for form in page.find("form") if form["action"].endswith("/settings"))
    return page.values(form)


def test_deleting_starts_here_and_names_what_goes(app, alice):
    survey = publish(app, alice, whole("Lunch"))
    page = shown(alice, survey)
    assert "Deletes the survey. You can restore it" in page.text
    assert page.find("a", href=f"/surveys/{survey}/deletion")[0]["data-dialog"] == "deletion"


def test_another_persons_survey_is_not_found(alice, bob, client, survey):
    for method in ("GET", "POST"):
        bob.open(f"/surveys/{survey}/settings", method=method, status=404)
        sent = client.open(f"/surveys/{survey}/settings", method=method, status=303)
        assert sent.location.startswith("/login")
