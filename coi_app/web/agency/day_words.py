"""Days and instants as the desk shows them: days as the trade writes them, instants in the agency's zone."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from coi_app.rules.facts import shown_day
from coi_app.rules.standing import Standing, StandingKind

JUST_NOW = "just now"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


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
    half = "AM" if local.hour < 12 else "PM"
    # Without strftime, which takes four times as long: a list says fifty of them.
    return f"{MONTHS[local.month - 1]} {local.day}, {local.year}, {local.hour % 12 or 12}:{local.minute:02} {half}"


def exact(value: datetime | None, zone: str) -> str:
    """The exact instant for a tooltip: "2026-03-05 09:42:17 MST"."""
    if value is None:
        return ""
    local = value.astimezone(ZoneInfo(zone))
    return f"{local.replace(tzinfo=None).isoformat(' ', 'seconds')} {local.tzname()}"


def zone_words(now: datetime, zone: str) -> str:
    """ "Times in America/Boise (MST)" for a grid's footer."""
    return f"Times in {zone.replace('_', ' ')} ({now.astimezone(ZoneInfo(zone)):%Z})"


def due(value: datetime | None, now: datetime, zone: str) -> str:
    """When something is needed: "Today, 3 PM", "Tomorrow, 5 PM", "Mar 9, 2:30 PM"; "" for no day."""
    if value is None:
        return ""
    local, today = value.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    days = (local.date() - today).days
    day_said = {0: "Today", 1: "Tomorrow", -1: "Yesterday"}.get(days, f"{local:%b} {local.day}")
    if local.year != today.year:
        day_said += f", {local.year}"
    return f"{day_said}, {hour(local)}"


def by(value: datetime, now: datetime, zone: str) -> str:
    """ "by 3 PM" of today, "by Mar 9, 5 PM", "was needed Yesterday, 5 PM"."""
    said = due(value, now, zone)
    if value < now:
        return (
            f"was needed {said[0].lower() if said.startswith(('Today', 'Yesterday')) else said[0]}{said[1:]}"
        )
    said = said.removeprefix("Today, ")
    return f"by {said[0].lower()}{said[1:]}" if said.startswith("Tomorrow") else f"by {said}"


def hour(local: datetime) -> str:
    """ "3 PM", "2:30 PM"."""
    return f"{local:%I:%M %p}".lstrip("0").replace(":00", "")


def ago(value: datetime, now: datetime) -> str:
    """JUST_NOW, "40 minutes", "2 h", "3 days": how long ago, roughly."""
    minutes = int((now - value).total_seconds()) // 60
    if minutes < 1:
        return JUST_NOW
    if minutes < 60:
        return f"{minutes} minute{'' if minutes == 1 else 's'}"
    if minutes < 48 * 60:
        return f"{minutes // 60} h"
    return f"{minutes // (24 * 60)} days"
