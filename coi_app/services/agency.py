"""The agency's own data, as it is printed on every certificate issued from then on."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

from sqlmodel import Session

from coi_app import clock
from coi_app.documents import images
from coi_app.models import Agency, StoredPicture
from coi_app.queries import agency as agencies
from coi_app.rules import access, errors, fields
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.services import activity, row_changes

LARGEST_UPLOAD = 5_000_000  # bytes
_PREFIX = re.compile(r"[A-Z][A-Z0-9]{0,5}")


def change(
    session: Session, actor: access.Actor, values: Mapping[str, Any], seen_revision: int | None = None
) -> None:
    """Fields as in `queries.agency.form`; those left out stay. Raises InvalidInput, Conflict."""
    access.require(actor, access.Right.SETTINGS_CHANGE)
    agency = agencies.row(session, for_change=True)
    row_changes.require_seen(agency, seen_revision, "page")
    differences = row_changes.apply(agency, _read({**agencies.form(agency), **values}))
    if differences:
        agency.revision += 1
        _record(session, actor, "Changed the agency's settings", differences)


def _read(values: Mapping[str, Any]) -> dict[str, Any]:
    form = fields.Reader(values)
    place = form.address(whose="the agency's")
    read = {
        "name": form.text("name", "the agency's name", required=True),
        "address_line_one": place.line_one,
        "address_line_two": place.line_two,
        "city": place.city,
        "state": place.state,
        "zip_code": place.zip_code,
        "phone": form.phone("phone"),
        "fax": form.phone("fax", "the fax number"),
        "email": form.email("email"),
        "contact_name": form.text("contact_name", "the contact's name"),
        "representative": form.text("representative", "the authorized representative's name"),
        "time_zone": _time_zone(form),
        "number_prefix": _prefix(form),
    }
    form.raise_if_wrong()
    return read


def _time_zone(form: fields.Reader) -> str:
    zone = form.text("time_zone", "the time zone", max_length=80, required=True)
    if zone and zone not in available_timezones():
        form.add("time_zone", "Choose the time zone from the list, for example America/Boise.")
    return zone


def _prefix(form: fields.Reader) -> str:
    prefix = form.text(
        "number_prefix", "the prefix of certificate numbers", max_length=6, required=True
    ).upper()
    if prefix and not _PREFIX.fullmatch(prefix):
        form.add("number_prefix", "Enter a prefix of 1 to 6 letters and digits that begins with a letter.")
    return prefix


def attach_json(session: Session, actor: access.Actor, wanted: object) -> None:
    """Whether certificates issued from now on carry their content for machines; those issued stay (R36)."""
    access.require(actor, access.Right.SETTINGS_CHANGE)
    agency: Agency = agencies.row(session, for_change=True)
    said = "Certificates carry their content as JSON" if wanted is True else "Certificates carry no JSON"
    _set(session, actor, agency, {"attach_json": wanted is True}, said)


def set_logo(session: Session, actor: access.Actor, data: object) -> str:
    """Keep a PNG or JPEG as the logo; gives its SHA-256. Raises InvalidInput for what is no safe picture."""
    return _set_picture(session, actor, "logo_sha256", "logo", data)


def set_signature(session: Session, actor: access.Actor, data: object) -> str:
    return _set_picture(session, actor, "signature_sha256", "signature", data)


def remove_logo(session: Session, actor: access.Actor) -> None:
    """New certificates go without; those issued keep theirs (R36)."""
    _point(session, actor, "logo_sha256", "", "Removed the logo")


def remove_signature(session: Session, actor: access.Actor) -> None:
    _point(session, actor, "signature_sha256", "", "Removed the signature")


def _set_picture(session: Session, actor: access.Actor, column: str, field: str, data: object) -> str:
    access.require(actor, access.Right.SETTINGS_CHANGE)
    sha256 = keep_picture(session, _accepted(field, data))
    _point(session, actor, column, sha256, f"Changed the {field}")
    return sha256


def _accepted(field: str, data: object) -> bytes:
    if not isinstance(data, bytes) or not data:
        raise errors.InvalidInput({field: f"Choose a PNG or JPEG file as the {field}."})
    if len(data) > LARGEST_UPLOAD:
        raise errors.InvalidInput({field: f"Choose a {field} of at most 5 MB."})
    try:
        return images.accepted_picture(data)
    except errors.InvalidInput as wrong:
        raise errors.InvalidInput({field: str(wrong)}) from wrong


def keep_picture(session: Session, png: bytes) -> str:
    """Store an accepted picture once, under the SHA-256 that is given back."""
    sha256 = hashlib.sha256(png).hexdigest()
    if session.get(StoredPicture, sha256) is None:
        session.add(StoredPicture(sha256=sha256, body=png, created_at=clock.now()))
    return sha256


def _point(session: Session, actor: access.Actor, column: str, sha256: str, sentence: str) -> None:
    access.require(actor, access.Right.SETTINGS_CHANGE)
    _set(session, actor, agencies.row(session, for_change=True), {column: sha256}, sentence)


def _set(
    session: Session, actor: access.Actor, agency: Agency, values: Mapping[str, Any], sentence: str
) -> None:
    differences = row_changes.apply(agency, values)
    if differences:
        agency.revision += 1
        _record(session, actor, sentence, differences)


def _record(session: Session, actor: access.Actor, sentence: str, differences: Mapping[str, Any]) -> None:
    session.flush()
    entry = activity.Entry(
        ActivityKind.AGENCY_CHANGED,
        sentence,
        subject="agency",
        subject_id=1,
        details={"changed": differences},
    )
    activity.record(session, actor, entry)
