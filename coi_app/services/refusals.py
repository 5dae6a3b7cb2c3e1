"""Somebody tried what they may not: that is part of the history."""

from sqlmodel import Session

from coi_app.rules import access
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.services import activity


def record(session: Session, actor: access.Actor, what: str) -> None:
    """`what` as it stands after "to": "issue certificates"."""
    entry = activity.Entry(ActivityKind.ACCESS_REFUSED, f"Was refused to {what}", insured_id=actor.insured_id)
    activity.record(session, actor, entry)
