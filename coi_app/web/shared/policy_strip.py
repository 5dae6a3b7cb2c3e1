"""The policies' standing in one strip: dot, words, number, end date, and how much of the term is over."""

import reflex as rx

from coi_app.web.shared.kinds import Child, Number, Text

# standing -> tone of dot and bar; anything else is gray
TONES = {"in_force": "is-green", "expires_soon": "is-amber", "expired": "is-red", "cancelled": "is-red"}


def _tone(standing: Text) -> Text:
    return rx.match(standing, *TONES.items(), "")


def dot(standing: Text) -> rx.Component:
    """The 7 px dot alone (portal, lists). Put words beside it: colour is never the only sign."""
    return rx.el.span(class_name=["dot", _tone(standing)], aria_hidden="true")


def policy_cell(
    line: Text, standing: Text, words: Text, number: Text, ends: Text, elapsed: Number
) -> rx.Component:
    """`words` as shown ("In force", "23 days left"), `ends` ("to 07/01/2026"), `elapsed` percent of the
    term, 0-100."""
    percent = rx.Var.create(elapsed).to(str) + "%"
    return rx.el.li(
        rx.el.div(
            rx.el.span(class_name="dot", aria_hidden="true"),
            rx.el.span(line, class_name="clip", title=line),
            rx.el.span(words, class_name="policy-standing"),
            class_name="policy-line",
        ),
        rx.el.div(rx.el.span(number, class_name="clip"), rx.el.span(ends), class_name="policy-number mono"),
        rx.el.div(
            rx.el.i(style={"width": percent}),
            role="img",
            aria_label=percent + " of the term elapsed",
            class_name="term-bar",
        ),
        class_name=["policy-cell", _tone(standing)],
    )


def policy_strip(cells: Child) -> rx.Component:
    """`cells` is `rx.foreach(State.policies, ...policy_cell...)`, soonest to expire first when there are
    more than five."""
    return rx.el.ul(cells, class_name="policy-strip", aria_label="Policies' standing", tab_index=0)
