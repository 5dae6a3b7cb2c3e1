"""The verdict and its findings on a page where a certificate is issued by hand.

`of` is the state that has them: `verdict`, `warnings`, `boxes`, `findings`, `reason` (see `verdict_lines`).
"""

from typing import Any

import reflex as rx

from coi_app.rules.findings import Severity
from coi_app.web.agency.verdict_lines import BoxLine, FindingLine, Repair
from coi_app.web.shared import button, card, fields, icon, standing_badge, verdict_card, verdict_mark
from coi_app.web.shared.kinds import Handler


def verdict(of: Any) -> rx.Component:
    count = of.warnings.to(str) + rx.cond(of.warnings == 1, " warning", " warnings")
    whole = rx.cond(
        of.verdict == "blocked",
        standing_badge.badge("Cannot be issued", "red", "octagon_x"),
        standing_badge.badge("Can be issued", "green", "check"),
    )
    warned = rx.cond(of.warnings > 0, standing_badge.badge(count, "amber", "triangle_alert"))
    return rx.cond(
        of.boxes.length() > 0, verdict_card.verdict_card(rx.foreach(of.boxes, _box), whole, warned)
    )


def _box(box: rx.Var[BoxLine]) -> rx.Component:
    insured = verdict_card.verdict_reason("ADDL INSD", box.insured_why, _repair(box.insured_repair))
    waiver = verdict_card.verdict_reason("SUBR WVD", box.waiver_why, _repair(box.waiver_repair))
    return verdict_card.verdict_policy(
        box.title,
        box.insured,
        box.waiver,
        rx.cond(box.insured_why != "", insured),
        rx.cond(box.waiver_why != "", waiver),
        changed_insured=box.insured_turned,
        changed_waiver=box.waiver_turned,
    )


def _repair(repair: rx.Var[Repair]) -> rx.Component:
    """Opens beside this page, so that nothing typed here is lost."""
    return rx.cond(
        repair.href != "",
        button.text_link(repair.words, repair.href, small=True, target="_blank"),
        rx.el.span(),
    )


def findings(of: Any, on_reason: Handler, on_check_again: Handler, *, error: rx.Var[str]) -> rx.Component:
    """With the field for the reason while there are warnings; `error` is what is wrong with that."""
    reason = fields.text(
        "reason", "Reason", of.reason, on_reason, error=error, hint="Kept in Activity History with your name."
    )
    again = button.text_link("Check again", on_click=on_check_again, small=True)
    return rx.cond(
        of.findings.length() > 0,
        card.card(
            rx.el.div(rx.foreach(of.findings, _finding), class_name="stack"),
            rx.el.div(rx.cond(of.verdict == "warned", reason), again, class_name="finding-end"),
            padded=True,
            label="What to look at",
        ),
    )


def _finding(finding: rx.Var[FindingLine]) -> rx.Component:
    mark = rx.match(
        finding.severity,
        (Severity.BLOCK.value, icon.icon("octagon_x", 16, stroke=2, tone="tone-red")),
        (Severity.WARN.value, icon.icon("triangle_alert", 16, stroke=2, tone="tone-amber")),
        icon.icon("info", 16, stroke=2, tone="tone-gray"),
    )
    said = rx.el.div(
        rx.el.span(finding.why, class_name="medium"),
        verdict_mark.rule_tag(finding.rule),
        class_name="finding-why",
    )
    cure = rx.el.div(finding.cure, " ", _repair(finding.repair), class_name="muted")
    return rx.el.div(
        mark,
        rx.el.div(said, rx.cond(finding.cure != "", cure), class_name="grow"),
        class_name="row is-top finding",
    )
