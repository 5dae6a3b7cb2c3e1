"""Uploads: what is no picture, is damaged or would fill the memory is refused with a sentence."""

import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from PIL import Image, PngImagePlugin

from coi_app.documents.images import MOST_BYTES, accepted_picture
from coi_app.rules.errors import InvalidInput
from tests.documents import samples


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    made = io.BytesIO()
    image.save(made, kind, **options)
    return made.getvalue()


def opened(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        return image


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
@pytest.mark.parametrize("mode", ["RGB", "L", "P", "1"])
def test_the_usual_kinds_become_clean_pngs(kind: str, mode: str) -> None:
    if kind == "JPEG" and mode == "P":
        mode = "CMYK"
    image = opened(accepted_picture(encoded(Image.new(mode, (90, 60)), kind)))
    assert (image.format, image.size) == ("PNG", (90, 60))


def test_transparency_is_kept() -> None:
    assert opened(accepted_picture(samples.LOGO)).mode == "RGBA"


def test_an_accepted_picture_is_accepted_again_unchanged() -> None:
    once = accepted_picture(samples.SIGNATURE)
    assert accepted_picture(once) == once


def test_metadata_is_stripped() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "taken at home")
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    image = Image.new("RGB", (64, 64))
    for data in (
        encoded(image, "PNG", pnginfo=notes, exif=exif),
        encoded(image, "JPEG", exif=exif, comment=b"taken at home", icc_profile=b"taken at home"),
    ):
        assert b"taken at home" in data
        kept = accepted_picture(data)
        assert b"taken at home" not in kept
        assert opened(kept).info == {}


def test_a_turned_photograph_is_put_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert opened(accepted_picture(encoded(Image.new("RGB", (80, 40)), "JPEG", exif=exif))).size == (40, 80)


def test_a_large_picture_is_made_smaller() -> None:
    for kind in ("PNG", "JPEG"):
        assert opened(accepted_picture(encoded(Image.new("RGB", (4000, 1000)), kind))).size == (1200, 300)


def bomb(width: int, height: int) -> bytes:
    """A small PNG that says it is enormous."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">L", len(body)) + name + body + struct.pack(">L", zlib.crc32(name + body))

    head = struct.pack(">LLBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(bytes(1_000_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a picture"),
        (b"%PDF-1.7 a certificate", "not a picture"),
        (encoded(Image.new("RGB", (9, 9)), "TIFF"), "not a picture"),
        (encoded(Image.new("RGB", (9, 9)), "BMP"), "not a picture"),
        (samples.LOGO[: len(samples.LOGO) // 2], "damaged"),
        (bomb(30_000, 30_000), "million pixels"),
        (bomb(60_000, 60_000), "million pixels"),
        (encoded(Image.new("RGB", (1, 900)), "PNG"), "too small"),
        (b"\x89PNG\r\n\x1a\n" + bytes(MOST_BYTES), "larger than 10 MB"),
    ],
    ids=["empty", "svg", "pdf", "tiff", "bmp", "half", "bomb", "larger bomb", "line", "heavy"],
)
def test_what_is_no_usable_picture_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(InvalidInput, match=words) as refused:
        accepted_picture(data)
    assert list(refused.value.problems) == ["picture"]


def test_the_caller_sets_how_many_pixels_are_too_many() -> None:
    data = encoded(Image.new("L", (2000, 2000)), "PNG")
    assert accepted_picture(data, max_pixels=4_000_000)
    with pytest.raises(InvalidInput, match="3 million pixels"):
        accepted_picture(data, max_pixels=3_999_999)


@given(some.binary(max_size=200), some.integers(0, 400), some.sampled_from(["PNG", "JPEG", "WEBP", "GIF"]))
@settings(max_examples=150)
def test_damage_never_gets_past(noise: bytes, place: int, kind: str) -> None:
    data = bytearray(encoded(Image.linear_gradient("L"), kind))
    data[place : place + len(noise)] = noise
    try:
        assert opened(accepted_picture(bytes(data))).format == "PNG"
    except InvalidInput as refusal:
        assert str(refusal)
