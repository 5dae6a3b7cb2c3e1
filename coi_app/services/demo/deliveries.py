"""Mails with certificates, and what the servers of their holders said."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from coi_app import models
from coi_app.queries.mails import MailState
from coi_app.rules import access
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.services import activity
from coi_app.services import deliveries as delivery_service
from coi_app.services.demo import agency, dice
from coi_app.services.demo.ledger import Ledger, Row
from coi_app.services.demo.occasions import Occasion
from coi_app.services.demo.office_hours import OfficeHours

ACCEPTED = "250 2.0.0 Ok: queued"
REFUSALS: tuple[str, ...] = (
    "550 No such mailbox",
    "552 5.2.2 Mailbox full",
    "554 5.7.1 Message refused by policy",
)
BUSY = "451 4.7.1 Greylisted, try again later"
BOUNCED = 0.05
MENDED = 0.75  # share of failures that were sent again, to another address
MOST_WAITING = 2
RETRY_IN = timedelta(hours=2)


@dataclass
class Postbox:
    """`waiting`: mails that a server asked to come back with; they need a job that does. `settled`: those that
    failed, with the mail that took care of each."""

    ledger: Ledger
    hours: OfficeHours
    chance: random.Random
    waiting: list[int] = field(default_factory=list)
    settled: list[tuple[int, int]] = field(default_factory=list)

    def mail(self, certificate: Row, occasion: Occasion, at: datetime | None = None) -> None:
        asked_at = at or occasion.at
        done_at = asked_at + timedelta(seconds=self.chance.randint(2, 40))
        address = occasion.link.email
        if done_at > self.hours.now - timedelta(minutes=30) and len(self.waiting) < MOST_WAITING:
            self._waiting(certificate, occasion, address, asked_at)
        elif not dice.happens(self.chance, BOUNCED):
            self._sent(certificate, occasion, address, asked_at, done_at)
        else:
            failed = self._failed(certificate, occasion, address, asked_at, done_at)
            again = done_at + timedelta(minutes=self.chance.randint(20, 400))
            if dice.happens(self.chance, MENDED) and again < self.hours.now - timedelta(hours=1):
                other = f"office@{address.partition('@')[2]}"
                mended = self._sent(certificate, occasion, other, again, again + timedelta(seconds=9))
                self.settled.append((failed["id"], mended["id"]))

    def _sent(self, row: Row, occasion: Occasion, to: str, asked_at: datetime, done_at: datetime) -> Row:
        done_at = min(done_at, self.hours.now)
        mail = self._mail(row, occasion, to, asked_at, MailState.SENT, ACCEPTED, done_at)
        self._tell(done_at, ActivityKind.DELIVERY_SENT, f"Mailed “{mail['subject']}” to {to}", mail)
        return mail

    def _failed(self, row: Row, occasion: Occasion, to: str, asked_at: datetime, done_at: datetime) -> Row:
        done_at = min(done_at, self.hours.now)
        words = dice.one_of(self.chance, REFUSALS)
        mail = self._mail(row, occasion, to, asked_at, MailState.FAILED, words, done_at)
        self._tell(done_at, ActivityKind.DELIVERY_FAILED, f"Mail to {to} failed: {words}", mail)
        return mail

    def _waiting(self, row: Row, occasion: Occasion, to: str, asked_at: datetime) -> None:
        mail = self._mail(row, occasion, to, asked_at, MailState.QUEUED, BUSY, None)
        mail["next_attempt_at"] = self.hours.now + RETRY_IN
        self.waiting.append(mail["id"])

    def _mail(
        self, row: Row, occasion: Occasion, to: str, asked_at: datetime, state: MailState, words: str,
        done_at: datetime | None,
    ) -> Row:  # fmt: skip
        insured = occasion.client.client.name
        token = dice.digits(self.chance, 20)
        mail = self.ledger.add(
            models.Mail, kind=delivery_service.MAIL_KIND, to_email=to,
            subject=f"Certificate of insurance for {insured}", state=state.value, attempts=1,
            body=f"Attached is certificate {row['number']} of {insured}.\n\n{agency.NAME}",
            message_id=f"<{token}@{agency.DOMAIN}>", server_reply=words, insured_id=row["insured_id"],
            requested_by_id=occasion.actor.account_id, created_at=asked_at, finished_at=done_at,
        )  # fmt: skip
        self.ledger.add(models.Delivery, certificate_id=row["id"], mail_id=mail["id"])
        row |= {"delivery": state.value, "delivery_at": done_at or asked_at}
        details = {"to": to, "cc": [], "mail": mail["id"], "sha256": row["sha256"]}
        entry = activity.Entry(
            ActivityKind.DELIVERY_QUEUED, f"Queued {row['number']} to {to}", row["insured_id"], "certificate",
            row["id"], details,
        )  # fmt: skip
        self.ledger.tell(asked_at, occasion.actor, entry)
        return mail

    def _tell(self, at: datetime, kind: ActivityKind, said: str, mail: Row) -> None:
        details = {"to": mail["to_email"], "attempts": 1}
        entry = activity.Entry(kind, said, mail["insured_id"], "mail", mail["id"], details)
        self.ledger.tell(at, access.system_actor(), entry)
