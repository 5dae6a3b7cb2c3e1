"""A certificate as it would be if it were issued now: the drawn page and the verdict, changing nothing (R33)."""

from dataclasses import dataclass

from sqlmodel import Session

from coi_app.documents import svg
from coi_app.models import StoredPicture
from coi_app.queries import judging
from coi_app.queries.judging import Judged, Recipient, Wording
from coi_app.rules import access, errors
from coi_app.rules.certificate_content import Producer


@dataclass(frozen=True, slots=True)
class DraftShown:
    """`page` is the first page as SVG with the DRAFT mark, "" when the paper cannot carry a text (`problem`)."""

    page: str
    problem: str
    judged: Judged


def of_certificate(
    session: Session, actor: access.Actor, master_id: object, recipient: Recipient, wanted: Wording
) -> DraftShown:
    """Raises NotFound, or Conflict when master or template is retired."""
    bench = judging.bench(session, actor, master_id, wanted)
    return _shown(
        session, bench, bench.judged(*judging.pair(session, actor, bench.master.insured_id, recipient))
    )


def of_master(session: Session, actor: access.Actor, master_id: object) -> DraftShown:
    """The master's page with an example holder and its default description."""
    bench = judging.bench(session, actor, master_id, Wording())
    return _shown(session, bench, bench.judged(*judging.EXAMPLE))


def _shown(session: Session, bench: judging.Bench, judged: Judged) -> DraftShown:
    try:
        page = svg.page_as_svg(bench.draft(judged), pictures(session, bench.master.producer), draft=True)
    except errors.Refusal as refusal:
        return DraftShown("", str(refusal), judged)
    return DraftShown(page, "", judged)


def pictures(session: Session, producer: Producer) -> dict[str, bytes]:
    """The images that the paper names, by the SHA-256 of their bytes."""
    wanted = {sha256 for sha256 in (producer.logo_sha256, producer.signature_sha256) if sha256}
    stored = [session.get(StoredPicture, sha256) for sha256 in sorted(wanted)]
    return {one.sha256: one.body for one in stored if one is not None}
