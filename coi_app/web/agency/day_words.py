"""Days and instants as the desk shows them: days as the trade writes them, instants in the agency's zone."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from coi_app.rules.facts import shown_day
from coi_app.rules.standing import Standing, StandingKind


def day(value: date | None) -> str:
    """ "07/01/2026"; "" for none."""
    return shown_day(value) if value else ""


def left(standing: Standing) -> str:
    """What a standing strip says: "In force", "23 days left", "Expired"."""
    if standing.kind is StandingKind.EXPIRES_SOON and standing.days is not None:
        return f"{standing.days} day{'' if standing.days == 1 else 's'} left"
    words = {
        StandingKind.EXPIRED: "Expired",
        StandingKind.CANCELLED: "Cancelled",
        StandingKind.PENDING: "Pending",
    }
    return words.get(standing.kind, standing.label)


def moment(value: datetime | None, zone: str) -> str:
    """ "Mar 5, 2026, 9:42 AM" in that zone; "" for none."""
    if value is None:
        return ""
    local = value.astimezone(ZoneInfo(zone))
    return f"{local:%b} {local.day}, {local.year}, {local:%I:%M %p}".replace(", 0", ", ")


def exact(value: datetime | None, zone: str) -> str:
    """The exact instant for a tooltip: "2026-03-05 09:42:17 MST"."""
    return f"{value.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M:%S %Z}" if value else ""


def zone_words(now: datetime, zone: str) -> str:
    """ "Times in America/Boise (MST)" for a grid's footer."""
    return f"Times in {zone.replace('_', ' ')} ({now.astimezone(ZoneInfo(zone)):%Z})"
