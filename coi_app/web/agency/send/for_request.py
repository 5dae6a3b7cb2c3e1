"""Send Certificate as the answer to a request: what it fills in, and the note that says for whom it is."""

from dataclasses import dataclass, field

import reflex as rx

from coi_app import clock
from coi_app.queries import holders, requests
from coi_app.rules import errors
from coi_app.rules.certificate_requests import UNANSWERED
from coi_app.web import routes, session
from coi_app.web.agency import day_words
from coi_app.web.shared import button, notice

OWN, DEFAULT = "own", ""


@dataclass(frozen=True)
class Asked:
    """The request that is answered here; `id` 0 while there is none."""

    id: int = 0
    lead: str = ""
    requirements: str = ""
    href: str = ""


@dataclass(frozen=True)
class FilledIn:
    """What the form begins with. `holder` are the values of a new holder's form; "" and 0 leave a field as it is."""

    asked: Asked = Asked()
    holder_id: int = 0
    holder: dict[str, str] = field(default_factory=dict)
    master: str = ""
    template: str = DEFAULT
    description: str = ""
    project: str | None = None
    to: str = ""
    copies: tuple[str, ...] = ()


async def read(request_id: str, insured_id: str, zone: str) -> FilledIn:
    """Raises NotFound, also for a request of another insured, and Conflict when it is answered."""
    found = await session.look(requests.detail, request_id)
    if str(found.row.insured_id) != insured_id:
        raise errors.NotFound("request")
    if found.row.status not in UNANSWERED:
        raise errors.Conflict(
            "Somebody has answered this request already. What you send here is sent besides."
        )
    asked, wish = _asked(found, zone), found.wish
    if wish is None:
        holder_id = found.holder_id or await _only_one_named(found.row.holder)
        return FilledIn(asked, holder_id, dict(found.holder), to=found.asker_email)
    return FilledIn(
        asked,
        wish.holder_id,
        master=str(wish.master_id),
        template=OWN if wish.description is not None else str(wish.template_id or DEFAULT),
        description=wish.description or "",
        project=wish.project,
        to=wish.to,
        copies=wish.cc,
    )


async def _only_one_named(name: str) -> int:
    """The agency's holder of that name, when there is just one; the agent compares the address."""
    twins = await session.look(holders.same_name, name)
    return twins[0].id if len(twins) == 1 else 0


def _asked(found: requests.RequestDetail, zone: str) -> Asked:
    row, now = found.row, clock.now()
    needed = f", {day_words.by(row.due_at, now, zone)}" if row.due_at else ""
    holder = ", ".join(part for part in (row.holder, row.place) if part)
    lead = f"{row.asked_by or row.source_label} asks for a certificate for {holder}{needed}."
    copies = f"\nCopies go to {', '.join(found.wish.cc)}." if found.wish and found.wish.cc else ""
    href = routes.with_query(routes.REQUESTS, {"request": str(row.id)})
    return Asked(row.id, lead, row.requirements + copies, href)


def note(asked: rx.Var[Asked], add_holder: rx.Component) -> rx.Component:
    """Stands over the form while a request is answered."""
    words = rx.el.div(
        rx.el.div(asked.lead, class_name="medium"),
        rx.cond(
            asked.requirements != "",
            rx.el.div(asked.requirements, style={"white_space": "pre-wrap", "overflow_wrap": "anywhere"}),
        ),
        add_holder,
    )
    open_it = button.text_link("Open the request", asked.href, small=True)
    return rx.cond(asked.id > 0, notice.note(words, "gray", action=open_it))
