"""Uploaded pictures, made safe: what is kept is always a small PNG that we wrote ourselves."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageOps, UnidentifiedImageError

from coi_app.rules import errors

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
MOST_BYTES = 10_000_000
MOST_SIDE = 1_200  # pixels of the kept picture; on paper it is at most two inches wide
PHOTO_SIDE = 4_000
FIELD = "picture"


def accepted_picture(data: bytes, max_pixels: int = 40_000_000) -> bytes:
    """A clean PNG of the picture: upright, without metadata, at most 1,200 pixels on a side.

    Raises InvalidInput. Size and format are judged from the file's head, before its pixels take any memory.
    """
    if not data:
        raise _refusal("This file is empty. Choose a PNG or JPEG picture.")
    if len(data) > MOST_BYTES:
        raise _refusal("This file is larger than 10 MB. Choose a smaller picture.")
    with _opened(data, FORMATS, max_pixels) as picture:
        return _clean(picture)


def kept_photo(data: bytes, max_pixels: int = 60_000_000) -> tuple[bytes, str]:
    """The picture drawn anew at the size it has, upright and without metadata; and its format, PNG or JPEG.

    Sides over 4,000 pixels become that: a paper photographed stays legible. Raises InvalidInput.
    """
    with _opened(data, ("PNG", "JPEG"), max_pixels) as picture:
        file_format = str(picture.format)
        bare, made = _bare(picture, PHOTO_SIDE), io.BytesIO()
        if file_format == "PNG":
            bare.save(made, "PNG")
        else:
            bare.convert("RGB").save(made, "JPEG", quality=90)
        return made.getvalue(), file_format


@contextmanager
def _opened(data: bytes, formats: tuple[str, ...], max_pixels: int) -> Iterator[Image.Image]:
    """Whatever goes wrong in the block is the picture's fault and becomes a refusal."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # we judge the size ourselves
            with Image.open(io.BytesIO(data), formats=formats) as opened:
                _check_size(opened, max_pixels)
                yield opened
    except errors.InvalidInput:
        raise
    except UnidentifiedImageError:
        raise _refusal("This file is not a picture that can be read. Choose a PNG or JPEG picture.") from None
    except Image.DecompressionBombError:
        raise _too_large(max_pixels) from None
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, MemoryError):
        raise _refusal(
            "This picture is damaged. Save it again as PNG or JPEG and choose the new file."
        ) from None


def _refusal(sentence: str) -> errors.InvalidInput:
    return errors.InvalidInput({FIELD: sentence})


def _too_large(max_pixels: int) -> errors.InvalidInput:
    return _refusal(
        f"This picture has more than {max_pixels // 1_000_000 or 1} million pixels. Choose a smaller one."
    )


def _check_size(image: Image.Image, max_pixels: int) -> None:
    if image.width * image.height > max_pixels:
        raise _too_large(max_pixels)
    if image.width < 2 or image.height < 2:
        raise _refusal("This picture is too small to be seen. Choose one of at least 60 pixels.")


def _clean(image: Image.Image) -> bytes:
    made = io.BytesIO()
    _bare(image, MOST_SIDE).save(made, "PNG", optimize=True)
    return made.getvalue()


def _bare(image: Image.Image, most_side: int) -> Image.Image:
    """Only pixels go over into the new picture: no profile, comment, thumbnail or second frame."""
    image.draft("RGB", (most_side, most_side))  # JPEG only: decodes at a fraction of the size
    image.load()
    upright = ImageOps.exif_transpose(image)
    see_through = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
    pixels = upright.convert("RGBA" if see_through else "RGB")
    pixels.thumbnail((most_side, most_side), Image.Resampling.LANCZOS)
    return Image.frombytes(pixels.mode, pixels.size, pixels.tobytes())
