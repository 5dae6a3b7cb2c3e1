"""A holder asks through the insured's public link: no account, so everything is counted and checked here."""

import dataclasses
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from coi_app import clock
from coi_app.queries import public_requests, tables
from coi_app.queries.public_requests import Asked
from coi_app.rules import access, errors, fields
from coi_app.rules.certificate_requests import UNANSWERED, RequestSource
from coi_app.services import request_forms, requests, tries

WRONG_CODES, WINDOW = 20, timedelta(minutes=15)
MOST_AN_HOUR, HOUR = 5, timedelta(hours=1)  # of one network address
MOST_WAITING = 50  # of one insured, from strangers
WRONG_CODE, ASKED = "request_code", "public_request"


class TooManyCodes(errors.Refusal):
    def __init__(self) -> None:
        super().__init__(
            "Too many wrong addresses were tried from your network. Wait 15 minutes, then open the link again as "
            "you were given it."
        )


class TooManyRequests(errors.Refusal):
    def __init__(self) -> None:
        super().__init__(
            "Too many requests came in this way. Nothing was sent: wait an hour, or call the agency. What you "
            "typed stays here."
        )


def refuse_guessing(session: Session, ip: str) -> None:
    """Raises TooManyCodes; right codes are refused too, or a guess could be told from its answer."""
    if tries.count(session, WRONG_CODE, ip, clock.now() - WINDOW) >= WRONG_CODES:
        raise TooManyCodes


def note_wrong_code(session: Session, ip: str) -> None:
    tries.note(session, WRONG_CODE, ip)


def ask(session: Session, code: object, ip: str, values: Mapping[str, Any]) -> int:
    """Fields as in `request_forms.read`, and asked_by, asker_email. Gives the request's id, which stays inside.

    Raises NotFound for a link that ended, TooManyRequests, InvalidInput. The same once more is the same request.
    """
    refuse_guessing(session, ip)
    link = public_requests.by_code(session, code)
    if link is None:
        raise errors.NotFound("link")
    read = _read(session, values)
    if (twin := _twin(session, link, read)) is not None:
        return twin
    _refuse_flood(session, link, ip)
    tries.note(session, ASKED, ip)
    stranger = dataclasses.replace(access.system_actor("Request link"), ip=ip)
    return requests.receive(session, stranger, link.insured_id, read)


def _read(session: Session, values: Mapping[str, Any]) -> dict[str, Any]:
    """All that is wrong at once, whoever's field it is."""
    form = fields.Reader(values)
    said = {
        "source": RequestSource.LINK.value,
        "asked_by_text": form.text("asked_by", "your name", max_length=100, required=True),
        "asker_email": form.email("asker_email", "your e-mail address", required=True),
    }
    try:
        said |= request_forms.read(session, values, stranger=True)
    except errors.InvalidInput as wrong:
        raise errors.InvalidInput(wrong.problems | form.problems) from None
    form.raise_if_wrong()
    return said


def _twin(session: Session, link: Asked, read: Mapping[str, Any]) -> int | None:
    """Pressed twice, or sent again because no answer came yet."""
    row = tables.certificate_requests
    same = [getattr(row, name) == read[name] for name in ("holder_text", "requirements", "asker_email")]
    query = select(row.id).where(row.insured_id == link.insured_id, row.status.in_(UNANSWERED), *same)
    found = session.execute(query.limit(1)).scalar()
    return int(found) if found is not None else None


def _refuse_flood(session: Session, link: Asked, ip: str) -> None:
    row = tables.certificate_requests
    waiting = select(func.count()).where(
        row.insured_id == link.insured_id,
        row.source == RequestSource.LINK.value,
        row.status.in_(UNANSWERED),
    )
    too_often = tries.count(session, ASKED, ip, clock.now() - HOUR) >= MOST_AN_HOUR
    if too_often or session.execute(waiting).scalar_one() >= MOST_WAITING:
        raise TooManyRequests
