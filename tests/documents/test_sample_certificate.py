"""The paper on the sign-in page: there, light, and one the press still draws."""

from pathlib import Path

from PIL import Image

from tests.documents import reading, sample_certificate

ASSET = Path(__file__).parents[2] / "assets" / "sample-certificate.webp"


def test_the_sample_has_the_proportions_of_letter_paper_and_is_light() -> None:
    assert ASSET.stat().st_size <= 60_000
    with Image.open(ASSET) as image:
        assert image.format == "WEBP"
        assert image.width * 11 == round(image.height * 8.5)
        assert image.width >= 1_200


def test_the_sample_is_what_the_press_draws() -> None:
    """Shrunk so far that only ink and paper count, not how a renderer smooths its edges."""
    drawn = reading.pixels(sample_certificate.pdf(), dpi=sample_certificate.DPI).to_pil().convert("L")
    with Image.open(ASSET) as image:
        small = [picture.convert("L").resize((102, 132)).tobytes() for picture in (image, drawn)]
    assert max(abs(one - other) for one, other in zip(*small, strict=True)) < 40
