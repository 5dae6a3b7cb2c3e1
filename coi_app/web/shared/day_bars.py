"""A bar for each day, the last one strong: plain SVG drawn from heights the state has worked out."""

import reflex as rx

from coi_app.web.shared.kinds import Child, Text

HEIGHT = 94
BASE = 92
STEP = 12.2
WIDTH = 8.6


def heights(counts: list[int]) -> list[float]:
    """Bar heights in SVG units for `day_bars`; a day without any keeps a sliver, so the rhythm of weeks
    stays."""
    most = max(counts, default=0) or 1
    return [round(max(1.5, count / most * (HEIGHT - 6)), 1) for count in counts]


def _bar(height: rx.Var[float], index: rx.Var[int], last: rx.Var[int]) -> rx.Component:
    return rx.el.rect(
        x=(index * STEP).to(str),
        y=rx.cond(height > 2, BASE - height, BASE).to(str),
        width=str(WIDTH),
        height=height.to(str),
        rx="2",
        fill=rx.cond(index == last, "var(--indigo-9)", "var(--indigo-6)"),
    )


def day_bars(
    values: rx.Var[list[float]] | list[float], summary: Text, first_day: Text, last_day: Text
) -> rx.Component:
    """`values` from `heights(...)`, about 30 of them; `summary` says the shape in words for who does not
    see it."""
    bars = rx.Var.create(values).to(list[float])
    box = "0 0 " + (bars.length() * STEP).to(str) + f" {HEIGHT}"
    drawn: Child = rx.foreach(bars, lambda height, index: _bar(height, index, bars.length() - 1))
    return rx.fragment(
        rx.el.svg(
            drawn, width="100%", view_box=box, role="img", aria_label=summary, style={"display": "block"}
        ),
        rx.el.div(
            rx.el.span(first_day),
            rx.el.span(last_day),
            class_name="row small muted num",
            style={"justify_content": "space-between", "margin_top": "9px"},
        ),
    )
