"""The square of the certificate: Y, blank, or no such box. The same everywhere a box is spoken of."""

import reflex as rx

from coi_app.web.shared.kinds import Flag, Text, classes, when

YES = "Y"
BLANK = ""
ABSENT = "-"


def paper_box(value: Text, name: Text = "", *, large: bool = False, changed: Flag = False) -> rx.Component:
    """`value` is "Y", "" (blank) or "-" (the line has no such box). `name` ("ADDL INSD") goes to screen
    readers.

    `changed` gives the soft halo for one second; set it when a live verdict turned this box.
    """
    look = rx.match(value, (YES, "paper-box"), (ABSENT, "paper-box is-absent"), "paper-box is-blank")
    said = rx.match(value, (YES, "Y"), (ABSENT, "no such box"), "blank")
    return rx.el.span(
        rx.match(value, (YES, "Y"), (ABSENT, "\N{EN DASH}"), ""),
        role="img",
        aria_label=rx.Var.create(name).to(str) + " " + said.to(str)
        if not (isinstance(name, str) and not name)
        else said,
        class_name=classes(look, "is-large" if large else "", when(changed, "is-changed")),
    )
