"""A certificate that did not arrive goes out once more, to an address that works; the failed mail stays on record."""

from collections.abc import Mapping

from sqlmodel import Session

from coi_app.models import Certificate, Mail
from coi_app.queries import delivery_failures
from coi_app.queries.delivery_failures import Keeper, KeptBy
from coi_app.rules import access, errors, fields, mail_wording
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.mail_wording import How
from coi_app.services import additional_interests, contacts, deliveries, holders
from coi_app.services.deliveries import Message


def send_again(session: Session, actor: access.Actor, mail_id: object, values: Mapping[str, object]) -> int:
    """The exact copies that a failed mail carried, with its words, to another address or the same; gives the new
    mail's id. The failed one counts as taken care of.

    Fields: to, also_change (the record that has the old address takes the new one). Raises NotFound, Conflict,
    InvalidInput.
    """
    mail = delivery_failures.in_need(session, actor, mail_id, for_change=True)
    access.require(actor, access.Right.CERTIFICATES_SEND)
    carried = delivery_failures.certificates_of(session, mail)
    if any(one.withdrawn_at is not None for one in carried):
        raise errors.Conflict("This certificate was withdrawn meanwhile. Issue a new one instead.")
    form = fields.Reader(values)
    to = form.email("to", "the e-mail address to send to", required=True)
    also = form.flag("also_change", "whether the address is changed in the record too")
    form.raise_if_wrong()
    message = _as_before(session, mail, to)
    kind = ActivityKind.CERTIFICATE_RESENT
    new_id = deliveries.queue(session, actor, carried, message, kind, instead_of=mail.to_email)
    mail.replaced_by_id = new_id
    if also:
        _change_address(session, actor, carried[0], mail.to_email, to)
    return new_id


def _as_before(session: Session, mail: Mail, to: str) -> Message:
    """Its words went out filled in: braces in them are only braces."""
    how = How.LINK if delivery_failures.goes_by_link(session, mail) else How.ATTACHMENT
    subject, body = mail_wording.literal(mail.subject), mail_wording.literal(mail.body)
    return Message(to, tuple(one for one in mail.cc if one != to), subject, body, how)


def _change_address(
    session: Session, actor: access.Actor, certificate: Certificate, before: str, to: str
) -> None:
    keeper: Keeper = delivery_failures.keeper(session, certificate, before)
    if keeper.kind is KeptBy.INTEREST:
        additional_interests.change(session, actor, keeper.id, {"delivery_email": to})
    elif keeper.kind is KeptBy.CONTACT:
        contacts.change(session, actor, keeper.id, {"email": to})
    else:
        holders.change(session, actor, keeper.id, {"email": to})
