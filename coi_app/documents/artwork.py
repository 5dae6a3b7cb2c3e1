"""Logo and signature made ready for their place on the page."""

import io
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image

from coi_app.documents.sheet import Picture


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
    return Fitted(image, mark.x + (mark.w - w) / 2, mark.y + (mark.h - h) / 2, w, h)


def _on_paper(image: Image.Image) -> Image.Image:
    """As it looks on white; without colors when it has none."""
    whole = image.convert("RGBA")
    paper = Image.new("RGB", whole.size, "white")
    paper.paste(whole, mask=whole.getchannel("A"))
    red, green, blue = (band.tobytes() for band in paper.split())
    return paper.getchannel(0) if red == green == blue else paper
