"""How a certificate comes to be: number, code, drawn bytes; one alone, or a step of many. `certificate_rows` stores it.

Drawing needs no transaction. So a batch draws outside and holds the writer's lock only to store.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from sqlmodel import Session

from coi_app import settings
from coi_app.documents.certificate import CertificatePress, Drawn, Form
from coi_app.models import StoredPicture
from coi_app.queries import agency, licensed_forms
from coi_app.queries.judging import Bench, Judged
from coi_app.rules import composition, errors
from coi_app.rules.certificate_content import CertificateContent
from coi_app.services import numbers, signatures

CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U to misread
CODE_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Replaced:
    """The certificate that a revision takes the place of (R30)."""

    id: int
    number: str
    revision: int


@dataclass(frozen=True, slots=True)
class Order:
    """One certificate to be made. `paper`: which of the bench's papers; `position`: its place in a batch."""

    judged: Judged
    paper: int = 0
    position: int | None = None
    replaces: Replaced | None = None


@dataclass(frozen=True, slots=True)
class Made:
    order: Order
    content: CertificateContent
    code: str
    drawn: Drawn


@dataclass(frozen=True, slots=True)
class Refused:
    """The paper cannot carry it: a text is too long or has characters the fonts lack."""

    order: Order
    why: str


@dataclass(frozen=True, slots=True)
class Occasion:
    """What the certificates of one issue have in common. `reason`: why warned ones leave all the same; `why`: what the
    revisions among them are made for."""

    source: str
    reason: str = ""
    sent: bool = True
    batch_id: int | None = None
    why: str = ""


class Workshop:
    """The bench with its presses: what all share is drawn once."""

    def __init__(
        self, bench: Bench, pictures: dict[str, bytes], form: Form | None = None, *, with_json: bool = False
    ) -> None:
        self.bench = bench
        self._pictures = pictures
        self._form = form
        self._with_json = with_json

    @cached_property
    def presses(self) -> tuple[CertificatePress, ...]:
        return tuple(
            CertificatePress(paper, self._pictures, self._form, with_json=self._with_json)
            for paper in self.bench.papers
        )

    def draft(self, judged: Judged, paper: int = 0) -> bytes:
        return self.presses[paper].draw_draft(self.bench.draft(judged, paper))

    def make(
        self, orders: Iterable[Order], series: str = "", first: int = 0
    ) -> tuple[list[Made], list[Refused]]:
        """Draw and sign, numbered from `first` on without a gap; revisions have the number of what they replace.

        Raises Refusal when certificates are to be signed and cannot be.
        """
        seal = signatures.seal()
        made: list[Made] = []
        refused: list[Refused] = []
        for order in orders:
            code = new_code()
            try:
                content = self._content(order, numbers.text(series, first + len(made)), code)
                drawn = self.presses[order.paper].draw(content)
                made.append(Made(order, content, code, seal.signed(drawn) if seal else drawn))
            except errors.Refusal as error:
                refused.append(Refused(order, str(error)))
        return made, refused

    def _content(self, order: Order, next_number: str, code: str) -> CertificateContent:
        old = order.replaces
        return composition.issued_content(
            self.bench.draft(order.judged, order.paper),
            order.judged.verdict,
            number=old.number if old else next_number,
            revision=old.revision + 1 if old else 0,
            issued_on=self.bench.today,
            verification_url=f"{settings.current().public_url.rstrip('/')}/v/{code}",
        )


def workshop(session: Session, bench: Bench) -> Workshop:
    producer = bench.master.producer
    wanted = [sha256 for sha256 in (producer.logo_sha256, producer.signature_sha256) if sha256]
    pictures = [session.get(StoredPicture, sha256) for sha256 in wanted]
    form = Form(bench.sheet, licensed_forms.blank(bench.sheet)) if bench.sheet else None
    bodies = {one.sha256: one.body for one in pictures if one is not None}
    return Workshop(bench, bodies, form, with_json=agency.row(session).attach_json)


def new_code() -> str:
    """60 random bits, the address of the public verification page."""
    bits = secrets.randbits(5 * CODE_LENGTH)
    return "".join([CODE_LETTERS[bits >> shift & 31] for shift in range(0, 5 * CODE_LENGTH, 5)])
