"""Pictures as they are put on paper: few colors where nobody can tell, all of them where somebody could."""

import io

import pytest
from PIL import Image, ImageChops, ImageStat

from coi_app.documents import artwork
from coi_app.documents.sheet import Picture
from tests.documents import samples


def fitted(image: Image.Image) -> Image.Image:
    made = io.BytesIO()
    image.save(made, "PNG")
    return artwork.fitted(Picture(0, 0, 144, 72, sha256="any"), made.getvalue(), 400).image


@pytest.mark.parametrize("data", samples.PICTURES.values())
def test_a_drawn_picture_needs_few_colors_and_looks_the_same(data: bytes) -> None:
    with Image.open(io.BytesIO(data)) as opened:
        on_white = Image.new("RGBA", opened.size, "white")
        on_white.alpha_composite(opened.convert("RGBA"))
        shown = fitted(opened)
    whole = on_white.convert("RGB").resize(shown.size, Image.Resampling.LANCZOS)
    assert shown.mode == "P"
    assert max(ImageStat.Stat(ImageChops.difference(shown.convert("RGB"), whole)).rms) < 4


def test_a_photograph_keeps_its_colors() -> None:
    sky = Image.merge("RGB", [Image.linear_gradient("L").rotate(angle) for angle in (0, 90, 180)])
    assert fitted(sky).mode == "RGB"


def test_transparency_is_white_paper() -> None:
    assert fitted(Image.new("RGBA", (40, 20), (255, 0, 0, 0))).convert("RGB").getcolors() == [
        (800, (255, 255, 255))
    ]
