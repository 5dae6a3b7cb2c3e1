"""What the verdict says, always with its word; and the rule it stands on, in a hairline tag."""

import reflex as rx

from coi_app.web.shared import icon
from coi_app.web.shared.kinds import Child, Text

# verdict value -> (icon, tone, word)
VERDICTS: dict[str, tuple[str, str, str]] = {
    "ready": ("circle_check", "tone-green", "Ready"),
    "warned": ("triangle_alert", "tone-amber", "Warned"),
    "blocked": ("octagon_x", "tone-red", "Blocked"),
}


def _one(verdict: str) -> rx.Component:
    icon_name, tone, word = VERDICTS[verdict]
    return rx.el.span(icon.icon(icon_name, 15, stroke=2), word, class_name=f"state-mark is-verdict {tone}")


def verdict_mark(verdict: Text) -> rx.Component:
    """`verdict` is "ready", "warned" or "blocked"."""
    if isinstance(verdict, str):
        return _one(verdict)
    return rx.match(verdict, *[(key, _one(key)) for key in VERDICTS], _one("ready"))


def rule_tag(rule: Text) -> rx.Component:
    """ "R20": the number of the rule as the help names it."""
    return rx.el.span(rule, class_name="rule-tag")


def reason(rule: Text, sentence: Text, repair: Child | None = None) -> rx.Component:
    """A finding under a name: rule, sentence, and the link that repairs it."""
    return rx.el.div(
        rule_tag(rule),
        rx.el.span(sentence, " ", repair if repair is not None else ""),
        class_name="pick-reason",
    )
