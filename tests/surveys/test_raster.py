"""What becomes of the files that authors send: images, and nothing else."""

import contextlib
from io import BytesIO

import pytest
from PIL import Image as Pillow

from backend.surveys import raster
from backend.surveys.raster import NoImage, TooLarge, read


def file_of(image, form, **options):
    file = BytesIO()
    image.save(file, form, **options)
    return BytesIO(file.getvalue())


def opened(found):
    return Pillow.open(BytesIO(found.body))


@pytest.mark.parametrize(
    ("form", "mode", "kept", "colours"),
    [
        ("PNG", "RGB", "image/png", "RGB"),
        ("PNG", "RGBA", "image/png", "RGBA"),
        ("PNG", "P", "image/png", "RGB"),
        ("PNG", "I;16", "image/png", "RGB"),
        ("PNG", "1", "image/png", "RGB"),
        ("JPEG", "RGB", "image/jpeg", "RGB"),
        ("JPEG", "CMYK", "image/jpeg", "RGB"),
        ("WEBP", "RGBA", "image/webp", "RGBA"),
        ("GIF", "P", "image/png", "RGB"),
    ],
)
def test_each_format_is_read_and_written_anew(form, mode, kept, colours):
    found = read(file_of(Pillow.new(mode, (30, 20)), form))
    assert (found.media_type, found.width, found.height) == (kept, 30, 20)
    assert opened(found).mode == colours


def test_only_the_first_picture_of_a_film_is_kept():
    red, blue = (Pillow.new("RGB", (8, 8), colour) for colour in ("red", "blue"))
    found = read(file_of(red, "GIF", save_all=True, append_images=[blue]))
    assert opened(found).convert("RGB").getpixel((0, 0)) == (255, 0, 0)
    assert getattr(opened(found), "n_frames", 1) == 1


def test_what_a_camera_wrote_beside_the_picture_is_gone_but_the_picture_stands_upright():
    image, exif = Pillow.new("RGB", (40, 20), "red"), Pillow.Exif()
    exif[0x0112], exif[0x010F] = 6, "Secret camera"
    exif.get_ifd(0x8825)[1] = "N"
    found = read(file_of(image, "JPEG", exif=exif, comment=b"Secret place"))
    assert (found.width, found.height) == (20, 40)
    assert b"Secret" not in found.body
    assert b"Exif" not in found.body
    assert not opened(found).getexif()


def test_words_in_a_png_are_gone():
    from PIL.PngImagePlugin import PngInfo

    words = PngInfo()
    words.add_text("Author", "Secret person")
    found = read(file_of(Pillow.new("RGB", (4, 4)), "PNG", pnginfo=words))
    assert b"Secret" not in found.body


def test_a_large_image_is_made_smaller():
    found = read(file_of(Pillow.new("L", (4000, 1000)), "PNG"))
    assert (found.width, found.height) == (1600, 400)
    found = read(file_of(Pillow.new("L", (3000, 4000)), "JPEG"))
    assert (found.width, found.height) == (1200, 1600)


@pytest.mark.parametrize("side", [200, 900])
def test_a_bomb_is_not_unpacked(monkeypatch, side):
    monkeypatch.setattr(raster, "MOST_PIXELS", 30_000)
    with pytest.raises(TooLarge):
        read(file_of(Pillow.new("1", (side, side)), "PNG"))


def test_a_file_that_is_too_large_is_not_looked_at():
    with pytest.raises(TooLarge):
        read(BytesIO(b"x" * (raster.LARGEST + 1)))


PNG = file_of(Pillow.new("RGB", (64, 64), "red"), "PNG").getvalue()
BROKEN = [
    b"",
    b"GIF89a",
    b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    b"%PDF-1.7",
    b"<html>",
    PNG[:40],
    PNG[:70],
    PNG.replace(b"IHDR", b"IHDX"),
    file_of(Pillow.new("RGB", (4, 4)), "BMP").getvalue(),
    file_of(Pillow.new("RGB", (4, 4)), "TIFF").getvalue(),
    b"RIFF\x10\0\0\0WEBPVP8 \xff\xff\xff\xff",
    b"\xff\xd8\xff\xe0" + b"\xff" * 60,
]


@pytest.mark.parametrize("body", BROKEN)
def test_what_is_no_image_is_refused(body):
    with pytest.raises(NoImage):
        read(BytesIO(body))


def test_no_broken_byte_brings_the_reader_down():
    for form in ("PNG", "GIF", "JPEG", "WEBP"):
        whole = file_of(
            Pillow.linear_gradient("L").resize((24, 24)).convert("RGB"), form
        ).getvalue()
        for place in range(0, min(len(whole), 700), 3):
            broken = whole[:place] + bytes([whole[place] ^ 0x5A]) + whole[place + 1 :]
            with contextlib.suppress(NoImage, TooLarge):
                assert read(BytesIO(broken)).width >= 1
