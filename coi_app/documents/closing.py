"""The last panel: the notices that nobody can edit (R1), the signature, and the foot of every page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from coi_app.documents.panels import in_parts
from coi_app.documents.sheet import GUTTER, LEFT, RIGHT, STYLE, Canvas, Group, Picture
from coi_app.documents.tags import Part, Tag
from coi_app.documents.typeface import thousandths_of, width
from coi_app.documents.typeset import Kind, block, one_row_size, put, wrap
from coi_app.rules.certificate_content import CertificateContent, Producer
from coi_app.rules.facts import shown_day

SIGNATURE_X = 412
NOTICES_WIDTH = SIGNATURE_X - 20 - GUTTER
SIGNED_HEIGHT = 41  # for the names under the signature, above the foot
FOOT = 748
FOOT_TEXT = FOOT + 9.5

# A lawyer must read these before the first release; docs/ says so.
NOTICES = (
    (
        "Information only.",
        "This certificate reports insurance; it does not provide any. It gives the certificate holder no "
        "rights, and it does not amend, extend or alter the coverage of any policy listed. It is not a "
        "contract between the holder and the insurers, the producer or the insured.",
    ),
    (
        "The policies decide.",
        "Whatever a contract may ask for, each policy applies with its own terms, exclusions and conditions. "
        "Limits are those at inception; claims may have reduced them.",
    ),
    (
        "Additional insured.",
        "A holder is an additional insured only if the policy, or an endorsement to it, says so. "
        "ADDL INSD = Y reports that endorsement; it does not replace it.",
    ),
    (
        "Waiver of subrogation.",
        "An insurer waives recovery only by endorsement. SUBR WVD = Y reports that one is on the policy.",
    ),
    (
        "Cancellation.",
        "If a listed policy is cancelled before it expires, whoever is entitled to notice under that policy "
        "is notified as it provides. This certificate promises no further notice.",
    ),
)


@dataclass(frozen=True, slots=True, eq=False)
class Stance:
    """Where the notices begin, and how they are set: the more room the description needs, the smaller."""

    top: float
    size: float
    pitch: float
    gap: float


STANCES = (Stance(528, 8, 9.75, 4), Stance(592, 7, 8.6, 3.2), Stance(634, 6.75, 8.1, 1.7))


def notices(canvas: Canvas, stance: Stance) -> None:
    canvas.add(Tag(Part.NOTICES))
    canvas.rule(stance.top, weight="mid")
    canvas.text(LEFT, stance.top + 12, "Notices", "head")
    y = stance.top + 12
    for title, words in NOTICES:
        y = _run_in(canvas, stance, y, title, words) + stance.gap


def _run_in(canvas: Canvas, stance: Stance, y: float, title: str, words: str) -> float:
    """A strong head and its sentence on the same row."""
    canvas.text(GUTTER, y, title, "notice_strong", stance.size)
    x = GUTTER + width(title, STYLE["notice_strong"].font, stance.size)
    x += width(" ", STYLE["notice"].font, stance.size)
    first = wrap(words, "notice", stance.size, GUTTER + NOTICES_WIDTH - x)[0]
    canvas.text(x, y, first, "notice", stance.size)
    rest = words[len(first) :].strip()
    for row in wrap(rest, "notice", stance.size, NOTICES_WIDTH) if rest else ():
        y += stance.pitch
        canvas.text(GUTTER, y, row, "notice", stance.size)
    return y + stance.pitch


def signature(canvas: Canvas, agency: Producer, stance: Stance, draft: bool) -> None:
    top = stance.top
    canvas.add(Tag(Part.SIGNED))
    canvas.text(SIGNATURE_X, top + 12, "Authorized representative", "head")
    canvas.rule(top + 67, SIGNATURE_X, weight="mid")
    if draft:
        canvas.text(SIGNATURE_X, top + 59, "Not signed: draft", "label")
    names = [
        (agency.representative, Kind("cell_strong", 9.5, "The authorized representative's name", 2)),
        (f"for {agency.name}", Kind("label", 8, "The agency's name", 2)),
    ]
    put(canvas, SIGNATURE_X, top + 77, block(names, RIGHT - SIGNATURE_X, SIGNED_HEIGHT))
    if agency.signature_sha256 and not draft:
        written = Picture(SIGNATURE_X + 4, top + 25, 150, 40, sha256=agency.signature_sha256)
        canvas.add(Tag(Part.SIGNATURE, f"Signature of {agency.representative}"), written)


def identity(content: CertificateContent, draft: bool) -> tuple[str, ...]:
    """In parts, of which a batch has most alike."""
    if draft:
        return ("Draft, not issued",)
    return "Certificate ", content.number, _issue(content.revision, content.issued_on)


@lru_cache(maxsize=100)
def _issue(revision: int, issued_on: date | None) -> str:
    day = f", issued {shown_day(issued_on)}" if issued_on else ""
    return f", revision {revision}{day}"


def foot(canvas: Canvas, content: CertificateContent, draft: bool, number: int, pages: int) -> None:
    which = identity(content, draft)
    canvas.text(LEFT, FOOT_TEXT, "".join(which), "label")
    canvas.add(_page_number(number, pages))
    if not draft and content.verification_url:
        where = "Check it at ", *in_parts(content.verification_url)
        _address(canvas, where, FOOT_TEXT, LEFT + _wide(which))


def _wide(parts: Iterable[str]) -> float:
    return thousandths_of(parts, STYLE["label"].font) * STYLE["label"].size / 1000


@lru_cache(maxsize=100)
def _page_number(number: int, pages: int) -> Group:
    canvas = Canvas()
    canvas.right(RIGHT, FOOT_TEXT, f"Page {number} of {pages}", "label")
    return canvas.as_group()


def _address(canvas: Canvas, parts: tuple[str, ...], y: float, end: float) -> None:
    """In the middle of the foot; below it when the number or the address is long."""
    text, half = "".join(parts), _wide(parts) / 2
    if 306 - half > end + 8 and 306 + half < RIGHT - 48:
        canvas.text(round(306 - half, 1), y, text, "label")  # few places, each of which is written once
    elif one_row_size(text, "label", RIGHT - LEFT):
        canvas.text(LEFT, y + 8.5, text, "label")
    else:
        for n, row in enumerate(wrap(text, "label", 6.5, RIGHT - LEFT)):
            canvas.text(LEFT, y + 8.5 + 7.6 * n, row, "label")
