"""Days and instants of the demo: all told from the moment it is filled, in the agency's time zone."""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

OPENS, CLOSES = time(8), time(17, 30)
SATURDAY = 5


def years_later(day: date, years: int) -> date:
    """The same day of another year; February 29 becomes March 1."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def month_start(day: date, months: int) -> date:
    """The first day of the month so many months later."""
    month = day.year * 12 + day.month - 1 + months
    return date(month // 12, month % 12 + 1, 1)


@dataclass(frozen=True, slots=True)
class OfficeHours:
    now: datetime
    zone: ZoneInfo

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def ago(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def workday_on_or_before(self, day: date) -> date:
        return day - timedelta(days=max(0, day.weekday() - SATURDAY + 1))

    def instant(self, day: date, dice: random.Random) -> datetime:
        """Some moment of that day in office hours, in UTC, never later than now."""
        opens = datetime.combine(day, OPENS, self.zone)
        closes = datetime.combine(day, CLOSES, self.zone)
        if day == self.today and self.now < closes:
            closes = self.now
            opens = opens if opens < self.now else datetime.combine(day, time(), self.zone)
        seconds = (closes - opens).total_seconds()
        return (opens + timedelta(seconds=int(dice.random() * seconds))).astimezone(UTC)

    def day_of(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()
