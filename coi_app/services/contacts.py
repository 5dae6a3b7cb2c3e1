"""The people at an insured."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import update
from sqlmodel import Session

from coi_app import clock
from coi_app.models import Contact
from coi_app.queries import insureds, tables
from coi_app.rules import access, fields
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.services import activity, row_changes


def add(session: Session, actor: access.Actor, insured_id: object, values: Mapping[str, Any]) -> int:
    """Fields: name, title, email, phone, is_primary. Gives the contact's id."""
    insured = insureds.in_sight(session, actor, insured_id)
    access.require(actor, access.Right.INSUREDS_CHANGE)
    assert insured.id is not None
    contact = Contact(insured_id=insured.id, **_read(values))
    session.add(contact)
    session.flush()
    _only_one_primary(session, contact)
    details = {"entered": row_changes.plain_values(_read(values))}
    _record(session, actor, contact, ActivityKind.CONTACT_ADDED, f"Added the contact {contact.name}", details)
    assert contact.id is not None
    return contact.id


def change(session: Session, actor: access.Actor, contact_id: object, values: Mapping[str, Any]) -> None:
    """Fields as in `add`; those left out stay."""
    contact = insureds.contact_in_sight(session, actor, contact_id)
    access.require(actor, access.Right.INSUREDS_CHANGE)
    before = contact.name
    differences = row_changes.apply(contact, _read({**insureds.contact_form_of(contact), **values}))
    if differences:
        session.flush()
        _only_one_primary(session, contact)
        details = {"changed": differences}
        _record(
            session, actor, contact, ActivityKind.CONTACT_CHANGED, f"Changed the contact {before}", details
        )


def remove(session: Session, actor: access.Actor, contact_id: object) -> None:
    """The row stays for the activity's sake; lists leave it out."""
    contact = insureds.contact_in_sight(session, actor, contact_id)
    access.require(actor, access.Right.INSUREDS_CHANGE)
    contact.ended_at = clock.now()
    contact.is_primary = False
    _record(session, actor, contact, ActivityKind.CONTACT_REMOVED, f"Removed the contact {contact.name}", {})


def _read(values: Mapping[str, Any]) -> dict[str, Any]:
    form = fields.Reader(values)
    read = {
        "name": form.text("name", "the contact's name", required=True),
        "title": form.text("title", "the contact's title", max_length=100),
        "email": form.email("email", "the contact's e-mail address"),
        "phone": form.phone("phone", "the contact's phone number"),
        "is_primary": form.flag("is_primary", "primary contact"),
    }
    form.raise_if_wrong()
    return read


def _only_one_primary(session: Session, contact: Contact) -> None:
    if not contact.is_primary:
        return
    row = tables.contacts
    others = update(Contact).where(row.insured_id == contact.insured_id, row.id != contact.id)
    session.execute(others.values(is_primary=False))


def _record(
    session: Session,
    actor: access.Actor,
    contact: Contact,
    kind: ActivityKind,
    sentence: str,
    details: Mapping[str, Any],
) -> None:
    session.flush()
    entry = activity.Entry(kind, sentence, contact.insured_id, "contact", contact.id, details)
    activity.record(session, actor, entry)
