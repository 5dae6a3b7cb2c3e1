"""The only place that asks the time. Instants are UTC and aware; days are days in a named zone."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    return datetime.now(UTC)


def today(time_zone: str) -> date:
    """The calendar day it is now in that IANA zone (an agency's day decides whether a policy is in force)."""
    return now().astimezone(ZoneInfo(time_zone)).date()
