"""Cards and what stands in them: head, rows, figures, facts, bars."""

from collections.abc import Sequence

import reflex as rx

from coi_app.web.shared import icon
from coi_app.web.shared.kinds import Child, Number, Text, given


def card(*content: Child, padded: bool = False, label: Text | None = None) -> rx.Component:
    """A surface with one hairline; `label` makes it a named region."""
    return rx.el.section(
        *content, class_name=["card", "is-clipped", "card-body" if padded else ""], **given(aria_label=label)
    )


def head(
    title: Text,
    *end: Child,
    count: Text | int | rx.Var = "",
    bare: bool = False,
    small: bool = False,
) -> rx.Component:
    """The card's h2, a count beside it, and links or badges at the end.

    `bare` leaves the line under it out; `small` is for a card inside a dialog.
    """
    number = [rx.el.span(count, class_name="count")] if not isinstance(count, str) or count else []
    return rx.el.div(
        rx.el.h2(title),
        *number,
        rx.el.span(class_name="grow"),
        *end,
        class_name=["card-head", "is-bare" if bare else "", "is-small" if small else ""],
    )


def row(
    title: Text,
    detail: Text,
    *,
    icon_part: Child | None = None,
    kind: Text = "",
    end: Child | None = None,
    compact: bool = False,
) -> rx.Component:
    """Title over detail, with an icon before, a kind ("Delivery") and one action or figure after."""
    return rx.el.div(
        icon_part if icon_part is not None else rx.fragment(),
        rx.el.div(
            rx.el.div(title, class_name="medium clip", title=title),
            rx.el.div(detail, class_name="small muted clip", title=detail),
            class_name="grow",
        ),
        rx.el.span(kind, class_name="card-row-note") if not isinstance(kind, str) or kind else rx.fragment(),
        rx.el.span(end, class_name="small num" if compact else "card-row-action")
        if end is not None
        else rx.fragment(),
        class_name=["card-row", "is-compact" if compact else ""],
    )


def foot(*content: Child) -> rx.Component:
    """The last line of a card, for a link such as "Show all 9"."""
    return rx.el.div(*content, class_name="card-foot")


def stat(
    label: Text, value: Text | Number, detail: Text = "", icon_name: str = "", tone: str = ""
) -> rx.Component:
    """One figure: icon and label over the number and its small words. `tone` colours the icon ("tone-
    red")."""
    mark = [icon.icon(icon_name, 14, tone=tone)] if icon_name else []
    return rx.el.div(
        rx.el.div(*mark, label, class_name="stat-label"),
        rx.el.div(
            rx.el.span(value, class_name="figure"),
            rx.el.span(detail, class_name="small muted"),
            class_name="stat-value",
        ),
        class_name="stat",
    )


def stat_strip(*stats: Child, small: bool = False) -> rx.Component:
    """Figures in one frame, hairlines between them."""
    return rx.el.div(*stats, class_name=["stat-strip", "is-small" if small else ""])


def facts(entries: Sequence[tuple[Text, Child]]) -> rx.Component:
    """A definition list: name at the left, value at the right."""
    parts: list[rx.Component] = []
    for name, value in entries:
        parts += [rx.el.dt(name), rx.el.dd(value)]
    return rx.el.dl(*parts, class_name="facts num")


def share_bar(shares: Sequence[tuple[str, Number]], width: str = "150px") -> rx.Component:
    """How a whole divides: (colour, number) as ("green", 246). Say the numbers in words beside it."""
    return rx.el.div(
        *[
            rx.el.i(
                style={"flex": rx.Var.create(number).to(str) + " 1 0px", "background": f"var(--{color}-9)"}
            )
            for color, number in shares
        ],
        class_name="share-bar",
        style={"width": width},
        aria_hidden="true",
    )


def progress(label: str, done: Number, total: Number) -> rx.Component:
    """A bar of `done` of `total`; the figures stand beside it in words."""
    percent = rx.Var.create(done).to(int) * 100 / rx.Var.create(total).to(int)
    return rx.el.div(
        rx.el.i(style={"width": percent.to(str) + "%"}),
        role="progressbar",
        aria_label=label,
        aria_valuenow=done,
        aria_valuemin=0,
        aria_valuemax=total,
        class_name="progress-bar",
    )
