"""What the address of Certificates Sent asks for; what it cannot mean is left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from coi_app.queries.certificate_filters import SOURCES, UNTRUE, CertificateFilter, Delivered
from coi_app.queries.certificates import CertificateSort
from coi_app.rules.coverage import Line
from coi_app.rules.field_values import Wrong, day
from coi_app.rules.standing import StandingKind

PRESETS = ("today", "7", "14", "30", "week", "month", "term", "any")
PRESET_WORDS = {
    "today": "Today",
    "7": "Last 7 days",
    "14": "Last 14 days",
    "30": "Last 30 days",
    "week": "This week",
    "month": "This month",
    "term": "Last 12 months",
    "any": "Any time",
}
MOST_HOLDERS, LONGEST_LIST = 20, 400
FILTERS = (
    "q",
    "from",
    "to",
    "days",
    "mailed",
    "standing",
    "source",
    "by",
    "master",
    "cause",
    "line",
    "holders",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Days are ISO; `days` is a preset and then says `from_on` and `to_on` as of today."""

    text: str
    from_on: str
    to_on: str
    days: str
    mailed: str
    standing: str
    source: str
    by: str
    master: str
    cause: str
    line: str
    holders: str
    sort: str
    descending: bool

    @property
    def is_upside_down(self) -> bool:
        return bool(self.from_on and self.to_on and self.from_on > self.to_on)

    def filters(self) -> CertificateFilter:
        """What is untrue is shown whether it counts as sent or not: somebody may have it all the same."""
        start, end = _day(self.from_on), _day(self.to_on)
        only_sent = self.standing != UNTRUE
        by, master, cause = (int(one) if one else None for one in (self.by, self.master, self.cause))
        return CertificateFilter(
            self.text, start, end, self.mailed, only_sent, self.standing, self.source, by, master, cause,
            line=self.line, holder_ids=self.holder_ids,
        )  # fmt: skip

    @property
    def holder_ids(self) -> tuple[int, ...]:
        return tuple(int(one) for one in self.holders.split(",") if one)


def read(query: Mapping[str, Any], today: date) -> Asked:
    days = _one_of(query.get("days"), PRESETS)
    start, end = _span(days, today) if days else (_iso(query.get("from")), _iso(query.get("to")))
    sort = _one_of(query.get("sort"), CertificateSort) or CertificateSort.ISSUED.value
    return Asked(
        text=str(query.get("q") or "")[:200],
        from_on=start,
        to_on=end,
        days=days,
        mailed=_one_of(query.get("mailed"), Delivered),
        standing=_one_of(query.get("standing"), (*StandingKind, UNTRUE)),
        source=_one_of(query.get("source"), SOURCES),
        by=_number(query.get("by")),
        master=_number(query.get("master")),
        cause=_number(query.get("cause")),
        line=_one_of(query.get("line"), Line),
        holders=_numbers(query.get("holders")),
        sort=sort,
        descending=(query.get("dir") or usual_direction(sort)) == "desc",
    )


def row(query: Mapping[str, Any]) -> int:
    """The number of the page's first row, for the footer."""
    typed = _number(query.get("row"))
    return min(int(typed), 10**9) if typed and query.get("after") else 1


def usual_direction(sort: str) -> str:
    return "asc" if sort in (CertificateSort.HOLDER, CertificateSort.INSURED) else "desc"


def _one_of(typed: object, choices: Any) -> str:
    return str(typed) if typed in {str(one) for one in choices} else ""


def _number(typed: object) -> str:
    text = str(typed or "")
    return text if text.isascii() and text.isdigit() and len(text) < 19 else ""


def _numbers(typed: object) -> str:
    """Ids apart by commas; some that are none are left out."""
    parts = [_number(part) for part in str(typed or "")[:LONGEST_LIST].split(",")[:MOST_HOLDERS]]
    return ",".join(filter(None, parts))


def _iso(typed: object) -> str:
    found = _day(str(typed or ""))
    return found.isoformat() if found else ""


def _day(typed: str) -> date | None:
    try:
        return day(typed, "a day") if typed else None
    except Wrong:
        return None


def _span(preset: str, today: date) -> tuple[str, str]:
    if preset == "any":
        return "", ""
    starts = {
        "today": today,
        "week": today - timedelta(days=today.weekday()),
        "month": today.replace(day=1),
        "term": today - timedelta(days=365),
    }
    start = starts[preset] if preset in starts else today - timedelta(days=int(preset) - 1)
    return start.isoformat(), today.isoformat()
