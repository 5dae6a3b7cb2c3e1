"""`coi generate`: the Generate Certificates dialog without a browser, run here and now."""

import secrets
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypedDict

from sqlalchemy import func, select
from sqlmodel import Session

from coi_app import db
from coi_app.adapters import file_store
from coi_app.jobs import drawing_room, generate_batch
from coi_app.jobs.drawing_beside import Foresee
from coi_app.models import Holder
from coi_app.queries import additional_interests, batches, sight, tables
from coi_app.queries.batches import Progress
from coi_app.queries.judging import Wording
from coi_app.queries.verdicts import EVERYONE, Selection
from coi_app.rules import access, errors
from coi_app.services import batches as batch_service

ACTOR = access.system_actor("Command line")


class Summary(TypedDict):
    """`blocked`: those that got none, whatever the reason; `path` is "" when nobody got one."""

    batch: int
    requested: int
    issued: int
    blocked: int
    seconds: float
    path: str
    sha256: str


def run(
    *,
    insured: str,
    master: str,
    holders: Sequence[str] | None,
    output: str,
    to: Path,
    save_to_sent: bool = True,
    override_reason: str = "",
) -> Summary:
    """Names or ids; `holders` None means all. Warned ones need the reason, else they are left out.

    `to` is a file, or a folder that exists. Raises a Refusal whose text is fit to show.
    """
    began = time.monotonic()
    _refuse_unwritable(to)
    with db.reading() as session:
        insured_id = _insured(session, insured)
        selection = _selection(session, insured_id, holders)
        master_id = _master(session, insured_id, master)
        many = (
            len(additional_interests.ids(session, ACTOR, insured_id, EVERYONE)) if selection.everyone else 0
        )
    asked = batch_service.Asked(
        selection, output=output, save_to_sent=save_to_sent, reason=override_reason,
        leave_out_warned=not override_reason, request_key=secrets.token_hex(16),
    )  # fmt: skip
    foreseen = Foresee(ACTOR, master_id, Wording())
    with drawing_room.beside(many, foreseen) as beside:  # it judges everybody while that is done here
        with db.writing() as session:
            batch_id = batch_service.start(
                session, ACTOR, insured_id, master_id, asked, source="cli", enqueue=False
            )
        generate_batch.run(batch_id, 1, beside)
    with db.reading() as session:
        done = batches.progress(session, ACTOR, batch_id)
    if done.error:
        raise errors.Refusal(done.error)
    path = _copied(batch_id, done, to)
    seconds = round(time.monotonic() - began, 3)
    return {
        "batch": batch_id,
        "requested": done.total,
        "issued": done.issued,
        "blocked": done.failed,
        "seconds": seconds,
        "path": path,
        "sha256": done.file_sha256,
    }


def _refuse_unwritable(to: Path) -> None:
    folder = to if to.is_dir() else to.parent
    if not folder.is_dir():
        raise errors.Refusal(
            f"The folder {folder} does not exist. Create it, or give another path after --to."
        )


def _copied(batch_id: int, done: Progress, to: Path) -> str:
    """The file's own name in a folder, else the name asked for; complete or not there at all."""
    if not done.has_file:
        return ""
    target = to / done.file_name if to.is_dir() else to
    source = file_store.batch_path(f"batch-{batch_id}-1.{done.output}")
    with file_store.replacing(target) as copy, source.open("rb") as original:
        shutil.copyfileobj(original, copy, 1 << 20)
    return str(target)


def _insured(session: Session, typed: str) -> int:
    row = tables.insureds
    return _found(session, "insured", typed, row.id, row.legal_name, sight.of(ACTOR, row.id))


def _master(session: Session, insured_id: int, typed: str) -> int:
    row = tables.masters
    mine = (row.insured_id == insured_id) & row.retired_at.is_(None)
    return _found(session, "master of this insured", typed, row.id, row.name, mine)


def _found(session: Session, what: str, typed: str, key: Any, name: Any, condition: Any) -> int:
    """By the exact name, whatever its case, else by the id."""
    named = select(key).where(condition, func.lower(name) == typed.strip().lower()).limit(2)
    ids = list(session.execute(named).scalars())
    if not ids:
        ids = list(session.execute(select(key).where(condition, key == sight.number(typed))).scalars())
    if not ids:
        raise errors.Refusal(f"There is no {what} called “{typed}”. Check the name, or give its id.")
    if len(ids) > 1:
        raise errors.Refusal(f"More than one {what} is called “{typed}”. Give its id.")
    return int(ids[0])


def _selection(session: Session, insured_id: int, holders: Sequence[str] | None) -> Selection:
    if holders is None:
        return Selection(everyone=True)
    active = set(additional_interests.ids(session, ACTOR, insured_id, EVERYONE))
    return Selection(
        ids=frozenset(one for typed in holders for one in _links(session, insured_id, typed, active))
    )


def _links(session: Session, insured_id: int, typed: str, active: set[int]) -> set[int]:
    """The insured's active links to that holder, by name or by the holder's id."""
    link, holder = tables.additional_interests, tables.holders
    query = select(link.id).join(Holder, holder.id == link.holder_id).where(link.insured_id == insured_id)
    by_name = query.where(func.lower(holder.name) == typed.strip().lower())
    found = set(session.execute(by_name).scalars()) & active
    found = found or set(session.execute(query.where(holder.id == sight.number(typed))).scalars()) & active
    if not found:
        raise errors.Refusal(f"“{typed}” is no active additional interest of this insured. Check the name.")
    return found
