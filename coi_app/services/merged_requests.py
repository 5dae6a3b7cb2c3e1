"""What waits for a holder that was merged, or for a link that became one with another, waits for what stays."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select, update
from sqlmodel import Session, col

from coi_app.models import BatchItem, Certificate, CertificateRequest
from coi_app.queries import tables
from coi_app.queries.batches import ItemState


def move(
    session: Session, gone: Sequence[int], survivor_id: int, instead: Mapping[int, int]
) -> dict[int, list[int]]:
    """Requests of the merged holders, with what waits for approval in them; gives their ids by insured.

    `instead`: ended link → the one that stays.
    """
    row = tables.certificate_requests
    found = session.execute(
        select(CertificateRequest).where(row.holder_id.in_(gone)).order_by(row.id)
    ).scalars()
    moved: dict[int, list[int]] = {}
    for request in found:
        assert request.id is not None
        request.holder_id = survivor_id
        if request.wish:
            link_id = request.wish["interest_id"]
            request.wish = request.wish | {
                "holder_id": survivor_id,
                "interest_id": instead.get(link_id, link_id),
            }
        moved.setdefault(request.insured_id, []).append(request.id)
    return moved


def follow_link(session: Session, ended_id: int, stays_id: int) -> None:
    """Certificates are of the link that stays; so is what a batch has still to do, unless that is in it already."""
    row = tables.certificates
    issued = update(Certificate).where(row.interest_id == ended_id).values(interest_id=stays_id)
    session.execute(issued.execution_options(synchronize_session=False))
    there = select(col(BatchItem.batch_id)).where(col(BatchItem.interest_id) == stays_id)
    session.execute(
        update(BatchItem)
        .where(
            col(BatchItem.interest_id) == ended_id,
            col(BatchItem.state) == ItemState.WAITING.value,
            col(BatchItem.batch_id).not_in(there),
        )
        .values(interest_id=stays_id)
        .execution_options(synchronize_session=False)
    )
