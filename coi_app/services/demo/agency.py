"""The demo's agency: its row, pictures, people, carriers and templates."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from coi_app import models
from coi_app.rules import access
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.services import activity, passwords
from coi_app.services.demo import artwork, carriers, wordings
from coi_app.services.demo.ledger import Ledger, Row
from coi_app.services.demo.office_hours import OfficeHours

NAME, PREFIX, ZONE = "Kestrel & Vane Insurance", "KV", "America/Boise"
DOMAIN = "kestrelvane.example"
OPENED_DAYS_AGO = 1_200
PASSWORD_BYTES = 12  # 96 random bits

DemoAccount = dict[str, str]


@dataclass(frozen=True, slots=True)
class Staff:
    maya: access.Actor
    tom: access.Actor


def write(ledger: Ledger, hours: OfficeHours) -> None:
    """The agency itself, with everything that has no password."""
    opened = hours.now - timedelta(days=OPENED_DAYS_AGO)
    logo, signature = (_picture(ledger, body, opened) for body in (artwork.logo(), artwork.signature()))
    ledger.add(
        models.Agency, name=NAME, address_line_one="214 W Idaho Street", city="Boise", state="ID",
        zip_code="83702", phone="(208) 555-0109", fax="(208) 555-0110", email=f"certificates@{DOMAIN}",
        contact_name="Maya Okafor", representative="Maya Okafor", logo_sha256=logo, signature_sha256=signature,
        time_zone=ZONE, number_prefix=PREFIX,
    )  # fmt: skip
    for company in carriers.COMPANIES:
        row = ledger.add(models.Carrier, legal_name=company.legal_name, naic=company.naic)
        said = f"Created the carrier {company.legal_name}"
        _tell(ledger, opened, ActivityKind.CARRIER_CREATED, said, row["id"])
    for template in wordings.TEMPLATES:
        row = ledger.add(
            models.DescriptionTemplate, name=template.name, category=template.category, body=template.body,
            portal_visible=template.portal_visible, created_at=opened, updated_at=opened,
        )  # fmt: skip
        said = f"Created the template {template.name}"
        _tell(ledger, opened, ActivityKind.TEMPLATE_CREATED, said, row["id"])


def _picture(ledger: Ledger, body: bytes, at: datetime) -> str:
    sha256 = hashlib.sha256(body).hexdigest()
    ledger.add(models.StoredPicture, sha256=sha256, body=body, created_at=at)
    return sha256


def _tell(ledger: Ledger, at: datetime, kind: ActivityKind, said: str, row_id: int) -> None:
    entry = activity.Entry(kind, said, None, kind.subject, row_id)
    ledger.tell(at, access.system_actor("First start"), entry)


def staff(ledger: Ledger, hours: OfficeHours) -> tuple[Staff, list[DemoAccount]]:
    """Admin, agent and viewer, each with a new random password."""
    made = [
        account(ledger, hours, "Maya Okafor", f"maya@{DOMAIN}", access.Role.ADMIN),
        account(ledger, hours, "Tom Becker", f"tom@{DOMAIN}", access.Role.AGENT),
        account(ledger, hours, "Priya Lindqvist", f"priya@{DOMAIN}", access.Role.VIEWER),
    ]
    actors = [
        access.staff_actor(row["id"], row["name"], row["email"], access.Role(row["role"])) for row, _ in made
    ]
    return Staff(actors[0], actors[1]), [shown for _, shown in made]


def account(
    ledger: Ledger,
    hours: OfficeHours,
    name: str,
    email: str,
    role: access.Role,
    *,
    insured_id: int | None = None,
    rights: tuple[str, ...] = (),
) -> tuple[Row, DemoAccount]:
    """An active account; gives its row and what its owner needs to sign in."""
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    at = hours.now - timedelta(days=OPENED_DAYS_AGO if insured_id is None else 700)
    row = ledger.add(
        models.Account, email=email, name=name, password_hash=passwords.hashed(password), role=role.value,
        status="active", insured_id=insured_id, rights=list(rights), created_at=at,
    )  # fmt: skip
    entry = activity.Entry(
        ActivityKind.ACCOUNT_CREATED, f"Created the account of {name}", insured_id, "account", row["id"]
    )
    ledger.tell(at, access.system_actor("First start"), entry)
    return row, {"role": role.value, "email": email, "password": password}
