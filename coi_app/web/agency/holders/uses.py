"""Where a holder is used, in words and with the way there."""

from dataclasses import dataclass, field

from coi_app.queries.holder_uses import Link, Uses
from coi_app.web import routes
from coi_app.web.agency import day_words
from coi_app.web.agency.certificates_sent.lines import STANDING_WORDS


@dataclass(frozen=True)
class Place:
    """Somewhere to go to: an insured, or a request."""

    href: str
    name: str
    note: str


@dataclass(frozen=True)
class Stand:
    """Certificates that stand so: "12 In force", and where they are listed."""

    standing: str
    words: str
    href: str


@dataclass(frozen=True)
class Used:
    """What the dialog of a holder shows of it; counts in words."""

    links: list[Place] = field(default_factory=list)
    links_count: str = "0"
    more: str = ""
    standings: list[Stand] = field(default_factory=list)
    certificates: str = "0"
    certificates_href: str = ""
    failed: int = 0
    failed_href: str = ""
    requests: list[Place] = field(default_factory=list)


NOWHERE = Used()


def used(holder_id: int, uses: Uses, zone: str) -> Used:
    of = str(holder_id)
    more = uses.links_count - len(uses.links)
    return Used(
        links=[_place(link, zone) for link in uses.links],
        links_count=f"{uses.links_count:,}",
        more=f"and {more:,} more" if more else "",
        standings=[
            Stand(kind.value, f"{number:,} {STANDING_WORDS[kind]}", _sent(of, kind.value))
            for kind, number in uses.standings
        ],
        certificates=f"{uses.certificates:,}",
        certificates_href=routes.certificates(holders=of),
        failed=uses.failed,
        failed_href=routes.certificates(holders=of, mailed="failed"),
        requests=[
            Place(
                routes.with_query(routes.REQUESTS, {"request": str(one.id)}),
                one.insured,
                f"needed {day_words.moment(one.due_at, zone)}" if one.due_at else "no day given",
            )
            for one in uses.requests
        ],
    )


def _sent(holder: str, standing: str) -> str:
    return routes.certificates(holders=holder, standing=standing)


def _place(link: Link, zone: str) -> Place:
    parts = [
        link.type_label,
        link.about,
        link.master,
        f"since {day_words.moment(link.since, zone).rsplit(', ', 1)[0]}",
    ]
    if link.ended_on:
        parts.append(f"until {day_words.day(link.ended_on)}")
    href = routes.insured(link.insured_id, "additional-interests", show="ended" if link.ended_on else "")
    return Place(href, link.insured, " · ".join(filter(None, parts)))
