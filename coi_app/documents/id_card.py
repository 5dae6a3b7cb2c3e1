"""Auto ID cards: a card for each vehicle, eight to a sheet of US Letter, to be cut out. Our own layout."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from fpdf import FPDF

from coi_app.documents import typeface, typeset
from coi_app.documents.sheet import RULE, STYLE, WIDTH, DoesNotFit
from coi_app.rules.facts import shown_day

CARD_WIDTH, CARD_HEIGHT = 252, 162  # points: 3.5 by 2.25 inches, as cards of a wallet are
ACROSS, DOWN = 2, 4
LEFT, TOP = (WIDTH - ACROSS * CARD_WIDTH) / 2, 84
PAD, SPLIT, BETWEEN = 12, 150, 8  # the second column begins at SPLIT
ANY = "Any vehicle the policy covers"


@dataclass(frozen=True, slots=True)
class CardVehicle:
    """`title` as "2024 Kestler H-250"."""

    title: str
    vin: str


@dataclass(frozen=True, slots=True)
class IdCards:
    """What all cards of a policy say. Without vehicles one card is made, for any vehicle it covers."""

    carrier: str
    naic: str
    policy_number: str
    effective_on: date
    expires_on: date
    insured: str
    insured_rows: tuple[str, ...]
    agency: str
    agency_phone: str
    issued_on: date
    vehicles: tuple[CardVehicle, ...]


def draw(cards: IdCards, made_at: datetime) -> bytes:
    """A PDF. Raises DoesNotFit or UnprintableText, which say what has to be changed."""
    fonts = typeface.load(typeface.pack_for(_words(cards)))
    try:
        return _drawn(_paper(cards, fonts, made_at), cards)
    finally:
        for font in fonts.values():
            font.close()


def _drawn(paper: FPDF, cards: IdCards) -> bytes:
    vehicles = cards.vehicles or (CardVehicle(ANY, ""),)
    for start in range(0, len(vehicles), ACROSS * DOWN):
        _sheet(paper, cards, vehicles[start : start + ACROSS * DOWN])
    return bytes(paper.output())


def _words(cards: IdCards) -> str:
    words = [cards.carrier, cards.policy_number, cards.insured, *cards.insured_rows, cards.agency, ANY]
    said = "".join(words + [one.title + one.vin for one in cards.vehicles])
    if wrong := typeface.beyond(said):
        raise typeface.UnprintableText(wrong)
    return said


def _paper(cards: IdCards, fonts: "typeface.Fonts", made_at: datetime) -> FPDF:
    paper = FPDF(unit="pt", format="letter")
    paper.fonts.update(fonts)
    paper.set_auto_page_break(False)
    paper.set_title(f"Auto ID cards {cards.policy_number}")
    paper.set_lang("en-US")
    paper.set_creation_date(made_at)
    return paper


def _sheet(paper: FPDF, cards: IdCards, vehicles: Sequence[CardVehicle]) -> None:
    paper.add_page()
    _put(paper, LEFT, 48, "Auto ID cards", "name", 14)
    lead = f"Policy {cards.policy_number}. Cut along the lines and keep a card in each vehicle."
    _put(paper, LEFT, 64, lead, "lead")
    for place, vehicle in enumerate(vehicles):
        row, column = divmod(place, ACROSS)
        _card(paper, cards, vehicle, LEFT + column * CARD_WIDTH, TOP + row * CARD_HEIGHT)


def _card(paper: FPDF, cards: IdCards, vehicle: CardVehicle, x: float, y: float) -> None:
    paper.set_line_width(RULE["hair"])
    paper.set_draw_color(160)
    paper.rect(x, y, CARD_WIDTH, CARD_HEIGHT)
    paper.set_draw_color(0)
    left, right, end = x + PAD, x + SPLIT, x + CARD_WIDTH - PAD
    _put(paper, left, y + 19, "Auto Insurance ID Card", "name")
    paper.set_line_width(RULE["heavy"])
    paper.line(left, y + 25, end, y + 25)
    wide, narrow = SPLIT - PAD - BETWEEN, CARD_WIDTH - SPLIT - PAD
    _field(paper, left, y + 36, "Insurance company", cards.carrier, wide, "The carrier's name", rows=2)
    _field(paper, right, y + 36, "Policy number", cards.policy_number, narrow, "The policy number")
    under = _field(paper, left, y + 68, "Insured", cards.insured, wide, "The insured's name", rows=2)
    _rows(paper, left, under, cards.insured_rows, wide)
    _field(paper, right, y + 62, "NAIC", cards.naic, narrow, "The NAIC code")
    _field(paper, right, y + 86, "Effective", shown_day(cards.effective_on), narrow, "The date")
    _field(paper, right + 48, y + 86, "Expires", shown_day(cards.expires_on), narrow - 44, "The date")
    _field(paper, left, y + 122, "Vehicle", vehicle.title, wide, "The vehicle's make and model", rows=1)
    if vehicle.vin:
        _field(paper, right, y + 122, "VIN", vehicle.vin, narrow, "The VIN")
    paper.set_line_width(RULE["hair"])
    paper.line(left, y + 138, end, y + 138)
    _row(
        paper, left, y + 147, f"{cards.agency}  {cards.agency_phone}".strip(), end - left, "The agency's name"
    )
    note = f"As of {shown_day(cards.issued_on)}. The policy itself decides; this card does not change it."
    _row(paper, left, y + 155, note, end - left, "The note")


def _field(
    paper: FPDF, x: float, y: float, label: str, value: str, measure: float, what: str, rows: int = 1
) -> float:
    """A small label, and the value under it; gives the baseline of what would follow."""
    _put(paper, x, y, label, "label")
    texts, size = typeset.fit(typeface.one_line(value), "cell_strong", measure, rows)
    if len(texts) > rows:
        raise DoesNotFit(what)
    for place, text in enumerate(texts):
        _put(paper, x, y + 9.5 + place * (size + 1), text, "cell_strong", size)
    return y + 9.5 + len(texts) * (size + 1)


def _rows(paper: FPDF, x: float, y: float, rows: Sequence[str], measure: float) -> None:
    for place, row in enumerate(rows):
        _row(paper, x, y + place * 8, row, measure, "The insured's address")


def _row(paper: FPDF, x: float, y: float, text: str, measure: float, what: str) -> None:
    size = typeset.one_row_size(typeface.one_line(text), "lead", measure)
    if size is None:
        raise DoesNotFit(what)
    _put(paper, x, y, typeface.one_line(text), "lead", size)


def _put(paper: FPDF, x: float, y: float, text: str, style: str, size: float = 0) -> None:
    paper.set_font(STYLE[style].font, size=size or STYLE[style].size)
    paper.text(x, y, text)
