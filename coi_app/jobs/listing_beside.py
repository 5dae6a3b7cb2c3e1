"""The process that `listing_room.lists` starts: takes a run's certificates, gives their rows, until nobody asks."""

from coi_app import db
from coi_app.adapters import beside
from coi_app.jobs import process_beside
from coi_app.queries import agency, certificate_export
from coi_app.services import bulk_steps

Rows = list[tuple[str, ...]]


def main() -> None:
    process_beside.answer_each(*beside.pipes(), lambda order: rows(*order))


def rows(run_id: int, certificate_ids: list[int]) -> Rows:
    """As whoever started the run may see them at this moment (R41). Raises NotAllowed."""
    with db.reading() as session:
        actor = bulk_steps.issuer(session, bulk_steps.look(session, run_id))
        return certificate_export.rows(session, actor, certificate_ids, agency.time_zone(session))


if __name__ == "__main__":
    main()
