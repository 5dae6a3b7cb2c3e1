"""Days and instants as the portal says them, where the agency is."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from coi_app import clock


def day(at: datetime, zone: str) -> str:
    """ "today", "yesterday", "Mar 5", or with its year when that is over: "Mar 5, 2025"."""
    on, today = at.astimezone(ZoneInfo(zone)).date(), clock.today(zone)
    if on == today:
        return "today"
    if on == today - timedelta(days=1):
        return "yesterday"
    return f"{on:%b} {on.day}" if on.year == today.year else f"{on:%b} {on.day}, {on.year}"


def hour(at: datetime, zone: str) -> str:
    """ "9:14 PM MST"."""
    return f"{at.astimezone(ZoneInfo(zone)):%I:%M %p %Z}".removeprefix("0")


def moment(at: datetime, zone: str) -> str:
    """ "Mar 5, 9:14 PM MST"."""
    return f"{day(at, zone)}, {hour(at, zone)}"
