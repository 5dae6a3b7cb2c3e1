"""Logo and signature made ready for their place on the page."""

import io
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageChops, ImageStat

from coi_app.documents.sheet import Picture

COLORS = (16, 64, 256)
UNSEEN = 2.5  # of 255: what the colors of a picture may differ on average, root of the mean square


@dataclass(frozen=True, slots=True)
class Fitted:
    """The picture without transparency, and the rectangle that it fills unstretched, in points."""

    image: Image.Image
    x: float
    y: float
    w: float
    h: float


@lru_cache(maxsize=32)
def fitted(mark: Picture, data: bytes, dpi: int) -> Fitted:
    """In the middle of the mark's place; `data`: its PNG bytes. Finer pixels than `dpi` are given up."""
    with Image.open(io.BytesIO(data)) as opened:
        image = _on_paper(opened)
    scale = min(mark.w / image.width, mark.h / image.height)
    w, h = image.width * scale, image.height * scale
    most = max(1, round(w * dpi / 72)), max(1, round(h * dpi / 72))
    if most[0] < image.width:
        image = image.resize(most, Image.Resampling.LANCZOS)
    image = _with_few_colors(image)
    return Fitted(image, mark.x + (mark.w - w) / 2, mark.y + (mark.h - h) / 2, w, h)


def _on_paper(image: Image.Image) -> Image.Image:
    """As it looks on white; without colors when it has none."""
    whole = image.convert("RGBA")
    paper = Image.new("RGB", whole.size, "white")
    paper.paste(whole, mask=whole.getchannel("A"))
    red, green, blue = (band.tobytes() for band in paper.split())
    return paper.getchannel(0) if red == green == blue else paper


def _with_few_colors(image: Image.Image) -> Image.Image:
    """With the smallest palette that nobody can tell from the picture: a third of the bytes of a plain logo, in every
    certificate. A photograph stays as it is."""
    plain = image.convert("RGB")
    for colors in COLORS:
        few = plain.quantize(colors, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        if max(ImageStat.Stat(ImageChops.difference(few.convert("RGB"), plain)).rms) <= UNSEEN:
            return few
    return image
