"""Authors upload images with the question's form; what is kept was written anew."""

from io import BytesIO

import pytest
from PIL import Image as Pillow
from sqlalchemy import func, select

from backend.extensions import db
from backend.models import image as images
from backend.models.image import Image
from backend.models.survey import Survey
from backend.surveys import raster, upload
from backend.surveys.images import image_url
from tests.surveys.drafting import Desk

CHOICES = {"kind": "image_choice", "id": "q1", "title": "Which?"}
LINES = [{"id": "c1", "label": "Red"}, {"id": "c2", "label": ""}]
STATEMENT = {"kind": "statement", "id": "q2", "title": "Look"}


def picture(colour="red", size=(40, 30), form="PNG", name="a.png"):
    """A file of one colour."""
    file = BytesIO()
    Pillow.new("RGB", size, colour).save(file, form)
    return BytesIO(file.getvalue()), name


def none():
    """What a browser sends of a field in which no file was chosen."""
    return BytesIO(), ""


@pytest.fixture
def desk(app, alice):
    return Desk(app, alice, CHOICES | {"choices": LINES}, STATEMENT)


def kept(app, desk):
    with app.app_context():
        count = select(func.count()).select_from(Image).where(Image.survey_id == desk.id)
        return db.session.scalar(count)


def send(desk, part, status=303, **fields):
    form = {name: value for name, value in desk.form(part).items() if not name.endswith("-file")}
    form.pop("choices-more", None)
    return desk.send(part, form | fields, "images", status=status)


def said(response):
    return response.location.partition("said=")[2].partition("#")[0].partition("&")[0]


def test_a_statement_shows_its_image_to_its_author_alone(app, desk, bob, client):
    assert not said(send(desk, "q2", title="Look here", **{"image-file": picture()}))
    shown = desk.part("q2")
    assert shown["title"] == "Look here"
    assert (shown["image"]["width"], shown["image"]["height"], shown["image"]["alt"]) == (
        40,
        30,
        "",
    )
    address = f"/surveys/{desk.id}/images/{shown['image']['id']}"
    assert [img["src"] for img in desk.open("q2").find("img")] == [address]
    found = desk.author.get(address)
    assert found.mimetype == "image/png"
    assert found.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert found.headers["X-Content-Type-Options"] == "nosniff"
    again = {"If-None-Match": found.headers["ETag"]}
    assert desk.author.get(address, headers=again).status_code == 304
    bob.get(address, status=404)
    for other in ("0" * 32, "%00", "x"):
        desk.author.get(f"/surveys/{desk.id}/images/{other}", status=404)
    assert client.get(address, status=303).location.startswith("/login")


def test_an_alternative_text_is_written_and_an_image_removed(app, desk):
    send(desk, "q2", **{"image-file": picture()})
    assert "without an alternative text" in desk.open("q2").text
    desk.save("q2", **{"image-alt": "A red field"})
    assert desk.part("q2")["image"]["alt"] == "A red field"
    assert "without an alternative text" not in desk.open("q2").text
    page = desk.save("q2", 422, **{"image-alt": "x" * 301}).page
    assert "Write at most 300 characters." in page.text
    desk.save("q2", **{"image-remove": "1"})
    assert desk.part("q2")["image"] is None
    desk.author.post(f"/surveys/{desk.id}/undo", status=303)
    assert desk.part("q2")["image"]["alt"] == "A red field"


def test_each_line_has_its_own_image_and_a_new_one_is_called_as_its_file(app, desk):
    files = [none(), picture("blue", name="blue sky.png"), picture("green", name="lawn.png")]
    send(
        desk, "q1", **{"choices-file": files, "choices-more": [picture("red", name="x/tulip.png")]}
    )
    lines = desk.part("q1")["choices"]
    assert [line["label"] for line in lines] == ["Red", "blue sky", "lawn", "tulip"]
    assert [bool(line["image"]) for line in lines] == [False, True, True, True]
    assert kept(app, desk) == 3
    desk.save("q1", **{"choices-alt": ["No image", "The sky", "Grass", "A flower"]})
    lines = desk.part("q1")["choices"]
    assert [(line["image"] or {}).get("alt") for line in lines] == [
        None,
        "The sky",
        "Grass",
        "A flower",
    ]


def test_images_fill_the_lines_that_have_neither_label_nor_image(app, desk):
    first = desk.part("q1")["choices"][0]
    labels = ["", *desk.form("q1")["choices-label"][1:]]
    many = [picture("red", name="rose.png"), picture("blue", name="iris.png")]
    send(desk, "q1", **{"choices-label": labels, "choices-more": many})
    choices = desk.part("q1")["choices"]
    assert (choices[0]["id"], choices[0]["label"]) == (first["id"], "rose")
    assert choices[-1]["label"] == "iris"
    assert all(choices[n]["image"] for n in (0, -1))


def test_a_line_may_be_sent_without_its_label(app, desk):
    form = {"choices": "sent", "choices-id": ["c1", "c2"], "choices-label": "Red"}
    send(desk, "q1", **form, **{"choices-file": [none(), picture(name="sea.png")]})
    assert [line["label"] for line in desk.part("q1")["choices"]] == ["Red", "sea"]


@pytest.mark.parametrize("name", ["title-file", "required-file", "more", "choices-file"])
def test_a_file_for_what_is_no_image_is_left_alone(app, desk, name):
    send(desk, "q2", **{name: picture()})
    assert kept(app, desk) == 0
    assert desk.part("q2") == {**desk.part("q2"), **STATEMENT, "image": None}


def test_a_line_that_is_taken_away_takes_no_image(app, desk):
    send(desk, "q1", **{"choices-remove": "c1", "choices-file": [picture(), none()]})
    assert [line["id"] for line in desk.part("q1")["choices"]] == ["c2"]
    assert kept(app, desk) == 0


def test_what_is_wrong_with_a_file_is_said_and_the_form_is_saved(app, desk, monkeypatch):
    assert said(send(desk, "q2", title="One")) == "no_file"
    text = (BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "a.svg")
    assert said(send(desk, "q2", title="Two", **{"image-file": text})) == "no_image"
    monkeypatch.setattr(raster, "LARGEST", 1_000)
    large = (BytesIO(b"x" * 1_001), "a.png")
    assert said(send(desk, "q2", title="Three", **{"image-file": large})) == "large_image"
    monkeypatch.setattr(images, "QUOTA", 10)
    assert said(send(desk, "q2", title="Four", **{"image-file": picture()})) == "images_full"
    assert desk.part("q2") == {**desk.part("q2"), "title": "Four", "image": None}
    assert kept(app, desk) == 0


def test_a_form_that_is_refused_keeps_no_image(app, desk):
    send(desk, "q2", 422, title="x" * 501, **{"image-file": picture()})
    assert kept(app, desk) == 0


def test_the_same_image_is_kept_once(app, desk):
    send(desk, "q2", **{"image-file": picture()})
    send(desk, "q2", **{"image-file": picture()})
    assert kept(app, desk) == 1


def test_only_this_address_takes_much_and_only_from_who_signed_in(app, desk, client, monkeypatch):
    def much(size):
        return {"image-file": (BytesIO(b"x" * size), "a.png")}

    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 2_000)
    monkeypatch.setattr(upload, "MOST_BYTES", 20_000)
    assert said(send(desk, "q2", **much(10_000))) == "no_image"
    send(desk, "q2", 413, **much(30_000))
    desk.author.post(f"{desk.url}/q2", data=much(10_000), status=413)
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    client.post(f"{desk.url}/q2/images", data=much(10_000), status=413)


def test_a_copy_of_a_survey_has_its_images_and_needs_the_other_no_more(app, desk):
    send(desk, "q2", **{"image-file": picture()})
    send(desk, "q1", **{"choices-file": [picture("blue"), none()]})
    copied = desk.author.post(f"/surveys/{desk.id}/copy", status=303).location.split("/")[2]
    with app.app_context():
        db.session.execute(Image.__table__.delete().where(Image.survey_id == desk.id))
        db.session.commit()
    page = desk.author.get(f"/surveys/{copied}/questions").page
    shown = [img["src"] for img in page.find("img")]
    assert len(shown) == 2
    for address in shown:
        assert address.startswith(f"/surveys/{copied}/")
        desk.author.get(address)


def test_respondents_see_images_through_the_link(app, alice, client):
    desk = Desk(app, alice, {"kind": "number", "id": "n", "title": "How many?"}, STATEMENT)
    send(desk, "q2", **{"image-file": picture(form="JPEG")})
    desk.save("q2", **{"image-alt": "Red"})
    desk.publish()
    with app.app_context():
        key = db.session.get_one(Survey, desk.id).link_key
    (img,) = client.get(f"/s/{key}").page.find("img")
    assert (img["alt"], img["width"], img["height"], img["loading"]) == ("Red", "40", "30", "lazy")
    found = client.get(img["src"])
    assert found.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert found.mimetype == "image/jpeg"
    client.get(f"/s/{key}/images/{'0' * 32}", status=404)


def test_an_image_that_is_gone_leaves_the_rest_of_a_copy_as_it_was(app, desk):
    send(desk, "q2", **{"image-file": picture()})
    with app.app_context():
        db.session.execute(Image.__table__.delete().where(Image.survey_id == desk.id))
        db.session.commit()
    copied = desk.author.post(f"/surveys/{desk.id}/copy", status=303).location.split("/")[2]
    (img,) = desk.author.get(f"/surveys/{copied}/questions").page.find("img")
    desk.author.get(img["src"], status=404)


def test_a_page_of_no_survey_shows_no_image(app):
    with app.test_request_context("/surveys/new"):
        assert image_url("0" * 32) == ""
