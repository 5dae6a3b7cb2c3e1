"""What a person sees when a handler raises: the trade's own sentence, or a reference that the log explains."""

import logging
import uuid

from reflex.event import EventSpec

from coi_app.rules import errors
from coi_app.web import session

log = logging.getLogger(__name__)


def on_backend_error(exception: Exception) -> EventSpec:
    """Replaces the default, which shows the error's text and evaluates script that our policy forbids."""
    if isinstance(exception, errors.Refusal):
        return session.SessionState.notify("red", str(exception))
    reference = uuid.uuid4().hex[:8]
    log.error("handler failed (ref %s)", reference, exc_info=exception)
    return session.SessionState.notify(
        "red",
        f"Something went wrong (ref {reference}). Nothing was changed. Try again, or tell your admin the reference.",
    )
