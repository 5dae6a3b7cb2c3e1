"""Revisions, their differences and their boxes as the page draws them."""

from dataclasses import dataclass

from coi_app.queries.certificate_detail import Revision
from coi_app.queries.revisions import LineShown
from coi_app.rules.certificate_difference import Difference
from coi_app.web import routes
from coi_app.web.agency import day_words

BOXES = frozenset({"additional_insured", "subrogation_waived"})


@dataclass(frozen=True)
class RevisionLine:
    """One link of the chain; `href` is its exact copy, to look at."""

    id: int
    name: str
    issued: str
    issued_exact: str
    by: str
    why: str
    href: str
    is_this: bool


@dataclass(frozen=True)
class DifferenceLine:
    """`before` and `after` as printed; `is_box` when they are those of a box; `is_loss`: the holder had it."""

    rule: str
    sentence: str
    before: str
    after: str
    is_box: bool
    is_loss: bool


@dataclass(frozen=True)
class LineChoice:
    """A line of business with the boxes that can be asked for."""

    key: str
    title: str
    has_insured: bool


def chain(revisions: tuple[Revision, ...], zone: str) -> list[RevisionLine]:
    """The newest first."""
    return [
        RevisionLine(
            id=one.id,
            name=f"Revision {one.revision}" if one.revision else "First issue",
            issued=day_words.moment(one.issued_at, zone),
            issued_exact=day_words.exact(one.issued_at, zone),
            by=one.issued_by,
            why=one.why,
            href=routes.with_query(routes.certificate_file(one.id), {"use": "preview"}),
            is_this=one.is_this,
        )
        for one in reversed(revisions)
    ]


def differences(found: tuple[Difference, ...]) -> list[DifferenceLine]:
    return [
        DifferenceLine(one.rule, one.sentence, one.before, one.after, one.field in BOXES, one.claims_more)
        for one in found
    ]


def choices(lines: tuple[LineShown, ...]) -> list[LineChoice]:
    return [LineChoice(one.line.value, one.title, one.has_additional_insured) for one in lines]
