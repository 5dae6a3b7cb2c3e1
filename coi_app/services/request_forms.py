"""What somebody types to ask for a certificate: at the desk, in the portal, behind a public link."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from coi_app.queries import agency
from coi_app.rules import fields, names

MAX_REQUIREMENTS = 2_000
CLOSE_OF_BUSINESS = time(17)  # a day without an hour means until the office closes
_HOUR = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


def read(session: Session, values: Mapping[str, Any], *, stranger: bool = False) -> dict[str, Any]:
    """The columns of a request. Fields: holder_name, holder_attention, holder_line_one … holder_zip_code,
    holder_email, requirements, due_on, due_time. A stranger must give all the agency needs to answer.

    Raises InvalidInput.
    """
    form = fields.Reader(values)
    holder = _holder(form, stranger)
    read = {
        "holder": holder,
        "holder_text": in_rows(holder),
        "requirements": form.text(
            "requirements", "what the certificate is for", max_length=MAX_REQUIREMENTS, lines=True,
            required=stranger,
        ),
        "due_at": due(session, form, values),
    }  # fmt: skip
    form.raise_if_wrong()
    return read


def _holder(form: fields.Reader, stranger: bool) -> dict[str, str]:
    name = form.text("holder_name", "the holder's name", required=True)
    if name and not names.folded(name):
        form.add("holder_name", "Enter the holder's name with letters or digits in it.")
    place = form.address("holder_", "the holder's", required=stranger)
    typed = {
        "name": name,
        "attention": form.text("holder_attention", "the person or department", max_length=100),
        "line_one": place.line_one,
        "line_two": place.line_two,
        "city": place.city,
        "state": place.state,
        "zip_code": place.zip_code,
        "email": form.email("holder_email", "the address to send it to"),
    }
    return {field: value for field, value in typed.items() if value}


def in_rows(holder: Mapping[str, str]) -> str:
    """The holder as on paper: name, attention, street, place."""
    state = f"{holder.get('state', '')} {holder.get('zip_code', '')}".strip()
    place = ", ".join(part for part in (holder.get("city", ""), state) if part)
    rows = [holder.get(field, "") for field in ("name", "attention", "line_one", "line_two")]
    return "\n".join(row for row in (*rows, place) if row)


def due(session: Session, form: fields.Reader, values: Mapping[str, Any]) -> datetime | None:
    """The instant of due_on and due_time where the agency is; past days are refused."""
    day = form.day("due_on", "the day it is needed")
    hour = _time(form, values.get("due_time"))
    if day is None:
        return None
    return _at(session, form, day, hour)


def _at(session: Session, form: fields.Reader, day: date, hour: time) -> datetime | None:
    if day < agency.today(session):
        form.add("due_on", "Choose today or a later day.")
        return None
    return datetime.combine(day, hour, ZoneInfo(agency.time_zone(session)))


def _time(form: fields.Reader, typed: object) -> time:
    if not typed:
        return CLOSE_OF_BUSINESS
    found = _HOUR.fullmatch(typed.strip()) if isinstance(typed, str) else None
    if found is None:
        form.add("due_time", "Enter the hour as 14:30.")
        return CLOSE_OF_BUSINESS
    return time(int(found[1]), int(found[2]))
