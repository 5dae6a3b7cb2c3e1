"""Uploaded pictures, made safe: what is kept is always a small PNG that we wrote ourselves."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from coi_app.rules import errors

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
MOST_BYTES = 10_000_000
MOST_SIDE = 1_200  # pixels of the kept picture; on paper it is at most two inches wide
FIELD = "picture"


def accepted_picture(data: bytes, max_pixels: int = 40_000_000) -> bytes:
    """A clean PNG of the picture: upright, without metadata, at most 1,200 pixels on a side.

    Raises InvalidInput. Size and format are judged from the file's head, before its pixels take any memory.
    """
    if not data:
        raise _refusal("This file is empty. Choose a PNG or JPEG picture.")
    if len(data) > MOST_BYTES:
        raise _refusal("This file is larger than 10 MB. Choose a smaller picture.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # we judge the size ourselves
            with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
                _check_size(opened, max_pixels)
                return _clean(opened)
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
    """Only pixels go over into the new picture: no profile, comment, thumbnail or second frame."""
    image.draft("RGB", (MOST_SIDE, MOST_SIDE))  # JPEG only: decodes at a fraction of the size
    image.load()
    upright = ImageOps.exif_transpose(image)
    see_through = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
    pixels = upright.convert("RGBA" if see_through else "RGB")
    pixels.thumbnail((MOST_SIDE, MOST_SIDE), Image.Resampling.LANCZOS)
    bare = Image.frombytes(pixels.mode, pixels.size, pixels.tobytes())
    made = io.BytesIO()
    bare.save(made, "PNG", optimize=True)
    return made.getvalue()
