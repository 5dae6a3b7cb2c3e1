"""The bench: everything that judging many holders of one master has in common, read once."""

import dataclasses
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import or_, select
from sqlmodel import Session

from coi_app.documents import typeface
from coi_app.models import DescriptionTemplate, Master, MasterVersion
from coi_app.queries import agency, facts, fitting, holders, licensed_forms, masters, sight, tables
from coi_app.rules import access, composition, errors, fields, findings, revision, verdict, wording
from coi_app.rules.certificate_content import Address, CertificateContent, SharedContent
from coi_app.rules.certificate_difference import Paper
from coi_app.rules.facts import PLAIN_HOLDER, HolderFacts, InterestFacts, Issuer, MasterFacts
from coi_app.rules.licensed_forms import Sheet
from coi_app.rules.portal_rights import PortalRight


@dataclass(frozen=True, slots=True)
class Wording:
    """What is to stand in the description: a typed text, else a template, else the holder's own wording."""

    template_id: int | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """One holder before the bench: what would be printed, and what the rules say to it."""

    holder: HolderFacts
    interest: InterestFacts
    description: wording.Resolved
    verdict: findings.Verdict


def _unprintable(text: str) -> str:
    """Almost every text is plain; only the others are looked up letter by letter."""
    return "" if text.isascii() and text.isprintable() else typeface.unprintable(text)


@dataclass(frozen=True)
class Bench:
    """One master version today, for one kind of issuer. `default` is the master's own description; `sheet` the licensed
    form it is printed on, None for our own page. `stated`: what a correction keeps of the certificate it corrects, None
    for everything else, which is printed from the records (R3)."""

    master: MasterFacts
    master_id: int
    version_id: int
    default: str
    template: str | None
    typed: str | None
    today: date
    issuer: Issuer
    may_write_freely: bool
    sheet: Sheet | None = None
    stated: SharedContent | None = None

    @cached_property
    def _judge(self) -> verdict.Judge:
        return verdict.Judge(
            self.master,
            self.today,
            self.issuer,
            may_write_freely=self.may_write_freely,
            unprintable_in=_unprintable,
        )

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for benches that judge and print alike."""
        asked = (self.default, self.template, self.typed)
        by = (self.today, self.issuer, self.may_write_freely)
        return self.master, self.version_id, asked, *by, self.sheet, self.stated

    @cached_property
    def papers(self) -> tuple[SharedContent, ...]:
        """What is printed for everybody: one paper, more when there are over six insurers (R12)."""
        if self.stated is not None:
            return (revision.kept(self.stated, self.today),)
        return composition.shared_contents(self.master, self.today)

    @cached_property
    def _shared_values(self) -> dict[str, str]:
        return wording.master_values(self.master, self.today)

    def judged(
        self, holder: HolderFacts, interest: InterestFacts, kept: wording.Resolved | None = None
    ) -> Judged:
        """`kept`: a description that was issued once and is to stay as it is."""
        description = kept if kept is not None else self._description(holder, interest)
        found = self._judge.judge(holder, interest, description)
        if self.stated is not None:
            paper = Paper(self.stated, self.master, self.today)
            found = revision.judged(found, paper, self.master.producer, self.today)
        found = fitting.judged(found, self.papers, self.sheet, holder, description.text)
        return Judged(holder, interest, description, found)

    def _description(self, holder: HolderFacts, interest: InterestFacts) -> wording.Resolved:
        values = self._shared_values | wording.holder_values(holder, interest)
        return wording.resolve(self._text(interest), values, free=self.typed is not None)

    def _text(self, interest: InterestFacts) -> str:
        if self.typed is not None:
            return self.typed
        if self.template is not None:
            return self.template
        return interest.description or self.default

    def draft(self, judged: Judged, paper: int = 0) -> CertificateContent:
        return composition.certificate_content(
            self.papers[paper], judged.holder, judged.verdict, judged.description.text
        )


def bench(session: Session, actor: access.Actor, master_id: object, wanted: Wording) -> Bench:
    """The master's current version. Raises NotFound, or Conflict when master or template is retired."""
    master = masters.in_sight(session, actor, master_id)
    if master.retired_at is not None:
        raise errors.Conflict(f"The master {master.name} is retired. Choose another one.")
    return of_version(session, actor, master, masters.current_version(session, master), wanted)


def of_version(
    session: Session, actor: access.Actor, master: Master, version: MasterVersion, wanted: Wording
) -> Bench:
    assert master.id is not None and version.id is not None
    return Bench(
        master=facts.master_facts(session, version.id, facts.producer(session)),
        master_id=master.id,
        version_id=version.id,
        default=version.default_description,
        template=_template(
            session, actor, master.insured_id, wanted.template_id, version.default_description
        ),
        typed=_typed(wanted.description),
        today=agency.today(session),
        issuer=Issuer.STAFF if actor.is_staff else Issuer.INSURED,
        may_write_freely=actor.may(PortalRight.EDIT_DESCRIPTION),
        sheet=licensed_forms.sheet(session, version.form_id),
    )


def _typed(description: object) -> str | None:
    """The text as the paper takes it: no control characters, not endless. Raises InvalidInput."""
    if description is None:
        return None
    form = fields.Reader({"description": description})
    text = form.text("description", "the description", max_length=wording.MAX_DESCRIPTION, lines=True)
    form.raise_if_wrong()
    return text


def _template(
    session: Session, actor: access.Actor, insured_id: int, template_id: int | None, default: str
) -> str | None:
    """The template's wording, after the master's default one if it is to follow that."""
    if template_id is None:
        return None
    row = tables.description_templates
    query = select(DescriptionTemplate).where(
        row.id == sight.number(template_id), or_(row.insured_id.is_(None), row.insured_id == insured_id)
    )
    if not actor.is_staff:
        query = query.where(row.portal_visible.is_(True))
    template: DescriptionTemplate | None = session.execute(query).scalar()
    if template is None:
        raise errors.NotFound("template")
    if template.retired_at is not None:
        raise errors.Conflict(f"The template {template.name} is retired. Choose another one.")
    return "\n".join(filter(None, (default, template.body))) if template.follows_default else template.body


@dataclass(frozen=True, slots=True)
class Recipient:
    """An additional interest of the insured, or any holder. `project` is for this certificate only."""

    interest_id: object = None
    holder_id: object = None
    project: str | None = None


def pair(session: Session, actor: access.Actor, insured_id: int, recipient: Recipient) -> facts.Pair:
    """Holder and link; a holder without an active link is a plain certificate holder. Raises NotFound."""
    found = _linked(session, actor, insured_id, recipient)
    if found is None:
        holder = holders.in_sight(session, actor, recipient.holder_id)
        assert holder.id is not None
        found = (facts.holder_facts(session, holder.id), PLAIN_HOLDER)
    holder_facts, interest = found
    if recipient.project is not None:
        form = fields.Reader({"project": recipient.project})
        interest = dataclasses.replace(interest, project=form.text("project", "the project"))
        form.raise_if_wrong()
    return holder_facts, interest


def _linked(
    session: Session, actor: access.Actor, insured_id: int, recipient: Recipient
) -> facts.Pair | None:
    row = tables.additional_interests
    query = select(row.id).where(row.insured_id == insured_id, sight.of(actor, row.insured_id))
    if recipient.interest_id is not None:
        query = query.where(row.id == sight.number(recipient.interest_id))
    else:
        query = query.where(row.holder_id == sight.number(recipient.holder_id), row.ended_on.is_(None))
    interest_id = session.execute(query.order_by(row.id).limit(1)).scalar()
    if interest_id is not None:
        return facts.interest_facts(session, [interest_id])[interest_id]
    if recipient.interest_id is not None:
        raise errors.NotFound("additional interest")
    return None


def judge_for(
    session: Session, actor: access.Actor, master_id: object, recipient: Recipient, wanted: Wording
) -> Judged:
    """The verdict as it would be if the certificate were issued now; changes nothing."""
    seat = bench(session, actor, master_id, wanted)
    return seat.judged(*pair(session, actor, seat.master.insured_id, recipient))


# Stands in the holder box of a master's preview, where no holder is chosen yet.
EXAMPLE: facts.Pair = (
    HolderFacts(0, "Certificate Holder", "", Address("123 Main Street", "", "Anytown", "ID", "83702")),
    PLAIN_HOLDER,
)
