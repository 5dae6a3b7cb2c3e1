"""How the agency's certificates go out by mail: attached or as a link, and with which words."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from coi_app.queries import agency as agencies
from coi_app.queries import mail_settings
from coi_app.rules import access, fields, mail_wording
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.mail_wording import How
from coi_app.services import activity, mails, row_changes

LONGEST_LINK = 365  # days
LONGEST_MESSAGE = 5_000


def change(
    session: Session, actor: access.Actor, values: Mapping[str, Any], seen_revision: int | None = None
) -> None:
    """Fields as in `queries.mail_settings.form`; those left out stay. Raises InvalidInput, Conflict."""
    access.require(actor, access.Right.SETTINGS_CHANGE)
    agency = agencies.row(session, for_change=True)
    row_changes.require_seen(agency, seen_revision, "page")
    before = mail_settings.form(mail_settings.of_agency(agency))
    differences = row_changes.apply(agency, _read({**before, **values}))
    if not differences:
        return
    agency.revision += 1
    session.flush()
    said = "Changed how certificates are mailed"
    entry = activity.Entry(ActivityKind.SETTING_CHANGED, said, None, "agency", 1, {"changed": differences})
    activity.record(session, actor, entry)


def _read(values: Mapping[str, Any]) -> dict[str, Any]:
    form = fields.Reader(values)
    how = form.choice("how", "how certificates go out", How, How.ATTACHMENT)
    days = form.whole(
        "link_days", "for how many days a link works", least=1, most=LONGEST_LINK, required=True
    )
    subject = form.text("subject", "a subject", max_length=mails.MAX_SUBJECT, required=True)
    message = form.text("message", "a message", max_length=LONGEST_MESSAGE, required=True, lines=True)
    for field, text in (("subject", subject), ("message", message)):
        for problem in mail_wording.problems_of(text):
            form.add(field, problem)
    form.raise_if_wrong()
    return {
        "send_links": how is How.LINK,
        "link_days": days,
        "mail_subject": "" if subject == mail_wording.SUBJECT else subject,
        "mail_message": "" if message == mail_wording.MESSAGE.strip() else message,
    }
