"""A row of Certificates Sent as it is drawn."""

from dataclasses import dataclass

from coi_app.queries.certificates import CertificateRow
from coi_app.web import routes
from coi_app.web.agency import day_words

SOURCE_WORDS = {
    "bulk": "Bulk",
    "portal": "portal",
    "additional_interest": "Additional Interests",
    "renewal": "Renewal",
    "cli": "Command line",
}
SOURCE_CHOICES = {"manual": "Manual", **SOURCE_WORDS, "portal": "Portal"}
DELIVERED_WORDS = {
    "mailed": "E-mailed",
    "queued": "Queued",
    "failed": "Failed",
    "not_mailed": "Not e-mailed",
}
STANDING_WORDS = {
    "in_force": "In force",
    "expires_soon": "Expires within 30 days",
    "expired": "Expired",
    "cancelled": "Cancelled",
    "superseded": "Superseded",
    "withdrawn": "Withdrawn",
    "pending": "Pending",
    "untrue": "Untrue",
}


@dataclass(frozen=True)
class SentLine:
    """`delivery_words` are the address, or what the mail server said; when it was stands in the tooltip.

    `untrue` says what of it is not so any more.
    """

    id: int
    holder: str
    place: str
    insured: str
    insured_href: str
    number: str
    master: str
    issued: str
    issued_exact: str
    by: str
    description: str
    delivery: str
    delivery_words: str
    delivery_title: str
    standing: str
    standing_words: str
    is_current: bool
    link: str
    untrue: str
    revise_href: str
    has_revisions: bool


def line(row: CertificateRow, zone: str) -> SentLine:
    source = SOURCE_WORDS.get(row.source, "")
    batch = f", batch {row.batch_id}" if row.batch_id and row.source == "bulk" else ""
    revision = f", Rev {row.revision}" if row.revision else ""
    at = day_words.exact(row.delivery_at, zone)
    said = row.delivery_reply if row.delivery == "failed" and row.delivery_reply else row.delivery_to
    return SentLine(
        id=row.id,
        holder=row.holder,
        place=row.place,
        insured=row.insured,
        insured_href=routes.insured(row.insured_id),
        number=row.number,
        master=f"{row.master} v{row.master_version}{revision}",
        issued=day_words.moment(row.issued_at, zone),
        issued_exact=day_words.exact(row.issued_at, zone),
        by=f"{row.issued_by}, {source}{batch}" if source else row.issued_by,
        description=row.description,
        delivery=row.delivery,
        delivery_words=said,
        delivery_title=", ".join(filter(None, (row.delivery_to, row.delivery_reply, at))),
        standing=row.standing.kind.value,
        standing_words=row.standing.label,
        link=routes.public(routes.verify(row.verification_code)),
        is_current=row.standing.kind.value not in ("superseded", "withdrawn"),
        untrue=" ".join(row.untrue),
        revise_href=routes.revise(row.id),
        has_revisions=row.revision > 0 or row.standing.kind.value == "superseded",
    )
