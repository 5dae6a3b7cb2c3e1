"""A certificate as it would be if it were issued now: the drawn page and the verdict, changing nothing (R33)."""

from dataclasses import dataclass

from sqlmodel import Session

from coi_app.documents import svg
from coi_app.models import StoredPicture
from coi_app.queries import judging, licensed_forms
from coi_app.queries.judging import Judged, Recipient, Wording
from coi_app.rules import access, errors
from coi_app.rules.certificate_content import CertificateContent, Producer


@dataclass(frozen=True, slots=True)
class DraftShown:
    """`page` is SVG with the DRAFT mark, "" when the paper cannot carry a text (`problem` says which).

    `number` counts from 1 to `count`, through all papers when there are more than six insurers (R12).
    """

    page: str
    number: int
    count: int
    problem: str
    judged: Judged


def of_certificate(
    session: Session,
    actor: access.Actor,
    master_id: object,
    recipient: Recipient,
    wanted: Wording,
    page: int = 1,
) -> DraftShown:
    """A page past the end shows the last one. Raises NotFound, or Conflict when master or template is retired."""
    bench = judging.bench(session, actor, master_id, wanted)
    pair = judging.pair(session, actor, bench.master.insured_id, recipient)
    return of_bench(session, bench, bench.judged(*pair), page)


def of_master(session: Session, actor: access.Actor, master_id: object, page: int = 1) -> DraftShown:
    """The master's page with an example holder and its default description."""
    bench = judging.bench(session, actor, master_id, Wording())
    return of_bench(session, bench, bench.judged(*judging.EXAMPLE), page)


def of_bench(
    session: Session, bench: judging.Bench, judged: Judged, page: int = 1, only: int | None = None
) -> DraftShown:
    """For who has made sure that bench and holder are in sight; `only` one of the bench's papers."""
    papers = range(len(bench.papers)) if only is None else (only,)
    try:
        form = licensed_forms.shown(session, bench.sheet) if bench.sheet else None
        pages = [
            (content, place)
            for content in (bench.draft(judged, paper) for paper in papers)
            for place in range(svg.page_count(content, True, form))
        ]
        number = max(1, min(page, len(pages)))
        drawn = _drawn(session, bench, form, *pages[number - 1])
    except errors.Refusal as refusal:
        return DraftShown("", 0, 0, str(refusal), judged)
    return DraftShown(drawn, number, len(pages), "", judged)


def _drawn(
    session: Session,
    bench: judging.Bench,
    form: svg.FormShown | None,
    content: CertificateContent,
    place: int,
) -> str:
    pictures = _pictures(session, bench.master.producer)
    return svg.page_as_svg(content, pictures, draft=True, page=place, form=form)


def _pictures(session: Session, producer: Producer) -> dict[str, bytes]:
    """The images that the paper names, by the SHA-256 of their bytes."""
    wanted = {sha256 for sha256 in (producer.logo_sha256, producer.signature_sha256) if sha256}
    stored = [session.get(StoredPicture, sha256) for sha256 in sorted(wanted)]
    return {one.sha256: one.body for one in stored if one is not None}
