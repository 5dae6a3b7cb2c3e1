"""The list of what stands in the way, over a form. It takes the focus and each entry leads to its field.

Always mount it; after a refused submit return `rx.set_focus(error_summary.FOCUS)`.
"""

import reflex as rx
from reflex.event import EventSpec
from reflex.vars import FunctionVar

from coi_app.web.shared import icon
from coi_app.web.shared.kinds import Child, Flag, Text

FOCUS = "error_summary"


def focus_field(field_id: Text) -> EventSpec:
    """Puts the focus on an element by its id, in the browser alone; the address does not change."""
    found = rx.Var("document").to(dict).getElementById.to(FunctionVar).call(field_id).to(dict)
    return rx.run_script(found.focus.to(FunctionVar).call()).prevent_default


def entry(field_id: Text, sentence: Text) -> rx.Component:
    """One error: a link to its field."""
    return rx.el.li(rx.el.a(sentence, href="#" + field_id, on_click=focus_field(field_id)))


def error_summary(
    entries: Child, *, has_errors: Flag, title: Text = "Please look at these first", focus: str = FOCUS
) -> rx.Component:
    """`entries` is `rx.foreach(State.errors, lambda e: entry(e.field, e.sentence))`. A page with several
    forms gives each a `focus` of its own."""
    box = rx.el.div(
        icon.icon("circle_alert", 16, stroke=2),
        rx.el.div(rx.el.p(title), rx.el.ul(entries)),
        class_name="error-summary-box",
        role="group",
        aria_label=title,
    )
    return rx.el.div(rx.cond(has_errors, box), id=focus, tab_index=-1, class_name="error-summary")
