"""A file taken apart where it was drawn, or after it was kept: the same objects, and the same combined PDF."""

import io
from collections.abc import Callable
from dataclasses import replace

import pypdf
import pytest

from coi_app.documents import certificate, parts
from coi_app.documents.certificate import CertificatePress
from coi_app.documents.combined import CombinedPdf
from coi_app.documents.plate import Drawn
from coi_app.rules.certificate_content import CertificateContent
from tests.documents import forms, samples

Press = Callable[[], tuple[CertificatePress, CertificateContent]]

PRESSES: dict[str, Press] = {
    "one page": lambda: (CertificatePress(samples.MINIMAL.shared, samples.PICTURES), samples.MINIMAL),
    "two pages": lambda: (CertificatePress(samples.DENSE.shared, samples.PICTURES), samples.DENSE),
    "with JSON": lambda: (
        CertificatePress(samples.DENSE.shared, samples.PICTURES, with_json=True),
        samples.DENSE,
    ),
    "on a form": lambda: (forms.press(forms.FITTING, forms.form()), forms.FITTING),
}


def some(kind: str) -> list[Drawn]:
    """The last has a longer number: everything behind it stands elsewhere."""
    press, content = PRESSES[kind]()
    return [press.draw(replace(content, number=f"NL-{n}")) for n in (7, 8, 1_000_000)]


def kept(drawn: Drawn) -> Drawn:
    return Drawn(drawn.plate, drawn.tail)


def joined(some: list[Drawn], title: str = "All", holder: str = "Holder") -> bytes:
    file = io.BytesIO()
    made = CombinedPdf(file, title)
    for one in some:
        made.add(one, holder)
    made.finish()
    return file.getvalue()


@pytest.mark.parametrize("kind", PRESSES)
def test_it_is_taken_apart_alike_whether_it_was_kept_or_not(kind: str) -> None:
    first, *others = some(kind)
    known = parts.Parts(first, {}).shared
    for drawn in others:
        assert drawn.places and not kept(drawn).places
        assert vars(parts.Parts(drawn, known)) == vars(parts.Parts(kept(drawn), known))


@pytest.mark.parametrize("kind", PRESSES)
def test_one_pdf_is_the_same_of_what_was_kept(kind: str) -> None:
    """A batch that is tried again takes from the database what it had drawn before."""
    drawn = some(kind)
    assert joined(drawn) == joined([kept(one) for one in drawn]) == joined([*drawn[:2], kept(drawn[2])])


def identity(pdf: bytes) -> bytes:
    first, second = pypdf.PdfReader(io.BytesIO(pdf)).trailer["/ID"]
    assert first == second and len(first.original_bytes) == 16
    return bytes(first.original_bytes)


def test_each_combined_pdf_has_an_identity_of_its_own() -> None:
    drawn = some("one page")
    again = identity(joined(drawn))
    assert again == identity(joined(drawn))
    others = (joined(drawn[:2]), joined(drawn[::-1]), joined(drawn, "Some"), joined(drawn, holder="Other"))
    assert len({again, *map(identity, others)}) == 5


def test_files_of_another_renderer_never_share_a_plate(monkeypatch: pytest.MonkeyPatch) -> None:
    """R35: which one drew a certificate is kept with its plate."""
    ours = [some(kind)[0].plate for kind in ("one page", "on a form")]
    assert b"%sheet " in ours[0][:40] and b"%form " in ours[1][:40]
    monkeypatch.setattr(certificate, "RENDERER", "sheet 0")
    monkeypatch.setattr(certificate, "FORM_RENDERER", "form 0")
    others = [some(kind)[0].plate for kind in ("one page", "on a form")]
    assert ours[0] != others[0] and ours[1] != others[1]
