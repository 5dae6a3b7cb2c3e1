"""One insured: its head, contacts, tabs and forms. The list of all is in `insured_list`."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlmodel import Session

from coi_app.models import Contact, Insured
from coi_app.queries import facts, insured_list, paging, policies, radar, sight, tables
from coi_app.rules import access, errors
from coi_app.rules.certificate_content import Address
from coi_app.rules.insured_kinds import InsuredKind

InsuredFilter = insured_list.InsuredFilter
InsuredRow = insured_list.InsuredRow
InsuredSort = insured_list.InsuredSort
page = insured_list.page


@dataclass(frozen=True, slots=True)
class ContactRow:
    """`values` prefill the form of `services.contacts.change`."""

    id: int
    name: str
    title: str
    email: str
    phone: str
    is_primary: bool
    values: dict[str, object]


@dataclass(frozen=True, slots=True)
class TabCounts:
    """Figures at the tabs; `policies` are those not over, `interests` the active ones."""

    policies: int
    interests: int
    certificates_sent: paging.Count
    masters: int
    files: int


@dataclass(frozen=True, slots=True)
class InsuredProfile:
    """`portal` is "active" (somebody can sign in), "invited", "closed" or "" (no account yet); `untrue` is how many of
    its live certificates became untrue."""

    id: int
    name: str
    dba: str
    kind: InsuredKind
    address: Address
    phone: str
    email: str
    portal: str
    contacts: tuple[ContactRow, ...]
    policies: tuple[policies.PolicyRow, ...]
    counts: TabCounts
    untrue: int
    values: dict[str, str]
    created_at: datetime
    updated_at: datetime
    revision: int


def profile(session: Session, actor: access.Actor, insured_id: object) -> InsuredProfile:
    """The head of the insured's page and its tabs. Raises NotFound."""
    insured = in_sight(session, actor, insured_id)
    assert insured.id is not None
    return InsuredProfile(
        id=insured.id,
        name=insured.legal_name,
        dba=insured.dba,
        kind=InsuredKind(insured.kind),
        address=facts.address(insured),
        phone=insured.phone,
        email=insured.email,
        portal=_portal(session, insured),
        contacts=contacts(session, insured.id),
        policies=policies.strip(session, insured.id),
        counts=_counts(session, insured.id),
        untrue=radar.number_of(session, insured.id),
        values=form_of(insured),
        created_at=insured.created_at,
        updated_at=insured.updated_at,
        revision=insured.revision,
    )


def _portal(session: Session, insured: Insured) -> str:
    row = tables.accounts
    states = set(session.execute(select(row.status).where(row.insured_id == insured.id)).scalars())
    if states & {"active", "invited"} and not insured.portal_open:
        return "closed"
    return next((state for state in ("active", "invited") if state in states), "")


def contacts(session: Session, insured_id: int) -> tuple[ContactRow, ...]:
    """The primary one first, then by name. The caller has made sure that the insured is in sight."""
    row = tables.contacts
    found = session.execute(
        select(Contact)
        .where(row.insured_id == insured_id, row.ended_at.is_(None))
        .order_by(row.is_primary.desc(), func.lower(row.name), row.id)
    ).scalars()
    return tuple(_contact_row(contact) for contact in found)


def _contact_row(contact: Contact) -> ContactRow:
    assert contact.id is not None
    return ContactRow(
        contact.id, contact.name, contact.title, contact.email, contact.phone, contact.is_primary,
        contact_form_of(contact),
    )  # fmt: skip


def _counts(session: Session, insured_id: int) -> TabCounts:
    link, master, file = tables.additional_interests, tables.masters, tables.shared_files
    certificate = tables.certificates
    counted = select(
        select(func.count())
        .where(link.insured_id == insured_id, link.ended_on.is_(None))
        .scalar_subquery()
        .label("interests"),
        select(func.count())
        .where(master.insured_id == insured_id, master.retired_at.is_(None))
        .scalar_subquery()
        .label("masters"),
        select(func.count())
        .where(file.insured_id == insured_id, file.removed_at.is_(None), file.replaced_at.is_(None))
        .scalar_subquery()
        .label("files"),
    )
    found = session.execute(counted).one()
    sent = select(certificate.id).where(certificate.insured_id == insured_id, certificate.sent.is_(True))
    return TabCounts(
        policies=policies.number_of(session, insured_id),
        interests=found.interests,
        certificates_sent=paging.counted(session, sent),
        masters=found.masters,
        files=found.files,
    )


def form_of(insured: Insured) -> dict[str, str]:
    """The values of the form, by the field names that `services.insureds.change` takes."""
    return {
        "kind": insured.kind,
        "legal_name": insured.legal_name,
        "dba": insured.dba,
        "line_one": insured.address_line_one,
        "line_two": insured.address_line_two,
        "city": insured.city,
        "state": insured.state,
        "zip_code": insured.zip_code,
        "phone": insured.phone,
        "email": insured.email,
        "portal_approval": insured.portal_approval,
    }


def contact_form_of(contact: Contact) -> dict[str, object]:
    return {
        "name": contact.name,
        "title": contact.title,
        "email": contact.email,
        "phone": contact.phone,
        "is_primary": contact.is_primary,
    }


def in_sight(
    session: Session, actor: access.Actor, insured_id: object, *, for_change: bool = False
) -> Insured:
    """For services; `for_change` locks the row until the change is committed. Raises NotFound."""
    row = tables.insureds
    statement = select(Insured).where(row.id == sight.number(insured_id), sight.of(actor, row.id))
    if for_change:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    insured: Insured | None = session.execute(statement).scalar_one_or_none()
    if insured is None:
        raise errors.NotFound("insured")
    return insured


def contact_in_sight(session: Session, actor: access.Actor, contact_id: object) -> Contact:
    row = tables.contacts
    contact: Contact | None = session.execute(
        select(Contact)
        .where(row.id == sight.number(contact_id), row.ended_at.is_(None), sight.of(actor, row.insured_id))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if contact is None:
        raise errors.NotFound("contact")
    return contact


def names_of(session: Session, insured_ids: set[int]) -> dict[int, str]:
    """Legal names for rows that only know the number."""
    row = tables.insureds
    found = session.execute(select(row.id, row.legal_name).where(row.id.in_(insured_ids)))
    return {insured_id: name for insured_id, name in found}


def expiring(
    session: Session, actor: access.Actor, until: date, limit: int
) -> tuple[tuple[insured_list.Expiring, ...], paging.Count]:
    """Policies that end up to that day, soonest first, with how many there are."""
    return insured_list.expiring(session, actor, until, limit)
