"""What the revision says otherwise than the issued certificate: before and after beside each other."""

import reflex as rx

from coi_app.web.agency.revise.lines import DifferenceLine, LineChoice
from coi_app.web.agency.revise.state import ReviseState
from coi_app.web.shared import card, checkbox, icon, paper_box, verdict_mark
from coi_app.web.shared.kinds import Flag, Handler

Revise = ReviseState


def card_of() -> rx.Component:
    count = Revise.differences.length()
    words = count.to(str) + rx.cond(count == 1, " change", " changes")
    nothing = rx.el.p(
        "Nothing yet. As it stands, it is the exact copy: resend that instead.", class_name="muted"
    )
    return card.card(
        card.head("What changes", rx.el.span(words, class_name="num muted small", aria_live="polite")),
        rx.cond(
            count > 0,
            rx.el.ul(rx.foreach(Revise.differences, _difference), class_name="revision-changes"),
            rx.el.div(nothing, class_name="card-body"),
        ),
        label="What changes",
    )


def _difference(line: rx.Var[DifferenceLine]) -> rx.Component:
    sign = rx.cond(
        line.is_loss,
        icon.icon("circle_minus", 16, stroke=2, tone="tone-amber"),
        icon.icon("file_pen", 16, stroke=2, tone="tone-gray"),
    )
    has_both = (line.before != "") | (line.after != "")
    return rx.el.li(
        rx.el.div(
            sign,
            rx.el.div(rx.el.span(line.sentence, class_name="medium"), " ", verdict_mark.rule_tag(line.rule)),
            class_name="row is-top gap-8",
        ),
        rx.cond(
            has_both,
            rx.el.dl(_side("Issued", line.before, line.is_box), _side("Revision", line.after, line.is_box)),
        ),
    )


def _side(label: str, said: rx.Var[str], is_box: rx.Var[bool]) -> rx.Component:
    words = rx.cond(said != "", rx.el.span(said), rx.el.span("Nothing", class_name="muted"))
    return rx.el.div(rx.el.dt(label), rx.el.dd(rx.cond(is_box, paper_box.paper_box(said), words)))


def wish(line: rx.Var[LineChoice], box: str, on: Flag, on_change: Handler) -> rx.Component:
    """A check box that asks for a box of the paper on this line."""
    name = box + " on " + line.title
    return rx.el.label(
        checkbox.checkbox(on, on_change, aria_label=name),
        rx.el.span(box, class_name="small"),
        class_name="row gap-8",
    )
