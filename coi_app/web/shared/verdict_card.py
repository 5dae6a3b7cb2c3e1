"""The verdict beside a form: a line for each policy with both boxes, and one sentence for each box."""

import reflex as rx

from coi_app.web.shared import paper_box
from coi_app.web.shared.kinds import Child, Flag, Text


def verdict_reason(box: Text, sentence: Text, repair: Child | None = None) -> rx.Component:
    """`box` is "ADDL INSD" or "SUBR WVD"; the sentence names form, edition and ground, or why blank and
    what to do."""
    return rx.el.p(
        rx.el.span(box),
        rx.el.span(sentence),
        repair if repair is not None else rx.el.span(),
        class_name="verdict-reason",
    )


def verdict_policy(
    line: Text,
    additional_insured: Text,
    waiver: Text,
    *reasons: Child,
    changed_insured: Flag = False,
    changed_waiver: Flag = False,
) -> rx.Component:
    """One policy: its line, both boxes ("Y", "", "-"), its reasons."""
    return rx.el.div(
        rx.el.div(
            rx.el.h3(line),
            paper_box.paper_box(additional_insured, "ADDL INSD", changed=changed_insured),
            paper_box.paper_box(waiver, "SUBR WVD", changed=changed_waiver),
            class_name="verdict-line",
        ),
        rx.el.div(*reasons, class_name="verdict-reasons"),
        class_name="verdict-policy",
    )


def verdict_card(policies: Child, *badges: Child, title: Text = "Verdict") -> rx.Component:
    """`badges` say the whole ("Can be issued", "1 warning"); `policies` is an rx.foreach of
    `verdict_policy`."""
    heads = rx.el.span(
        rx.el.span("ADDL INSD"), rx.el.span("SUBR WVD"), class_name="verdict-heads", aria_hidden="true"
    )
    return rx.el.section(
        rx.el.div(rx.el.h2(title), *badges, heads, class_name="card-head"),
        policies,
        aria_label=title if isinstance(title, str) else "Verdict",
        aria_live="polite",
        class_name="card",
    )
