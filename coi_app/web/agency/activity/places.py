"""Where the object of an entry is: the page that shows it."""

from collections.abc import Callable

from coi_app.queries.activity import ActivityRow
from coi_app.web import routes

Place = Callable[[ActivityRow], str]


def _tab(name: str, sub: str = "") -> Place:
    return lambda row: routes.insured(row.insured_id, name, sub) if row.insured_id else ""


def _settings(tab: str) -> Place:
    return lambda _row: routes.with_query(routes.SETTINGS, {"tab": tab})


def _certificate(row: ActivityRow) -> str:
    if not row.insured_id:
        return ""
    return routes.insured(row.insured_id, "documents", "certificates-sent", q=row.certificate_number)


def _holder(row: ActivityRow) -> str:
    return routes.holder(row.subject_id or 0)


PLACES: dict[str, Place] = {
    "account": _settings("users"),
    "agency": _settings("agency"),
    "batch": lambda row: routes.batch(row.subject_id or 0),
    "bulk_run": lambda row: routes.with_query(routes.CERTIFICATES, {"run": str(row.subject_id)}),
    "carrier": _settings("carriers"),
    "certificate": _certificate,
    "holder": _holder,
    "contact": _tab("overview"),
    "endorsement": _tab("policies"),
    "insured": _tab("overview"),
    "interest": _tab("additional-interests"),
    "mail": lambda row: routes.with_query(routes.OUTBOX, {"mail": str(row.subject_id)}),
    "master": _tab("documents", "masters"),
    "policy": _tab("policies"),
    "radar": lambda row: routes.radar(row.subject_id or 0),
    "template": _settings("templates"),
    "view": lambda _row: routes.CERTIFICATES,
}


def of(row: ActivityRow) -> str:
    """ "" when it has no page of its own."""
    return PLACES[row.subject](row) if row.subject in PLACES and row.subject_id else ""
