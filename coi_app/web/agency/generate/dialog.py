"""Generate Certificates: the list at the left, the choices at the right, what will happen in the foot."""

import reflex as rx

from coi_app.web.agency.generate.state import GenerateState, PickLine
from coi_app.web.shared import (
    button,
    card,
    checkbox,
    choices,
    data_grid,
    dialog,
    empty,
    fields,
    filters,
    notice,
    tabs,
    verdict_mark,
)
from coi_app.web.shared.kinds import grouped

Gen = GenerateState


def generate_dialog() -> rx.Component:
    return dialog.dialog(
        "Generate Certificates",
        dialog.main(_tools(), _list_head(), _list()),
        dialog.side(*_choices()),
        open=Gen.is_open,
        on_open_change=Gen.close,
        lead=Gen.insured_name + ". Choose who gets a certificate today.",
        size="wide",
        split=True,
        note=_what_will_happen(),
        actions=[
            dialog.cancel_button(),
            button.button(
                "Generate",
                Gen.confirm_generate,
                look="primary",
                busy=Gen.is_busy,
                disabled=Gen.will["ready"] + Gen.will["warned"] == 0,
            ),
        ],
    )


def _tools() -> rx.Component:
    counts = Gen.counts
    shown = [
        ("all", "All", grouped(counts["all"])),
        ("ready", "Ready", grouped(counts["ready"])),
        ("warned", "Warned", grouped(counts["warned"])),
        ("blocked", "Blocked", grouped(counts["blocked"])),
    ]
    return rx.el.div(
        filters.search_box("Search holder, city or e-mail", Gen.text, Gen.search, width="264px"),
        rx.el.div(tabs.choice_segments("Show", shown, Gen.show, Gen.choose_show), class_name="end"),
        class_name="row gap-12 is-wrap pick-tools",
    )


def _list_head() -> rx.Component:
    issuable = grouped(Gen.will["ready"] + Gen.will["warned"])
    return rx.el.div(
        checkbox.named("Check All", Gen.all_checked, Gen.check_all, mixed=Gen.some_checked),
        rx.el.span(
            rx.el.span("Check All ", class_name="ink"),
            rx.el.span(issuable + " of " + grouped(Gen.counts["all"]), class_name="muted num count"),
        ),
        rx.el.span("Type"),
        rx.el.span("E-mail"),
        rx.el.span("Verdict"),
        class_name="pick-row is-head",
    )


def _list() -> rx.Component:
    more = button.button("Show more", Gen.show_more, look="quiet")
    return dialog.scroll(
        rx.cond(
            Gen.problem != "",
            rx.el.div(notice.note(Gen.problem, "red", alert=True), class_name="pick-note"),
        ),
        rx.cond(
            Gen.rows.length() > 0,
            rx.fragment(
                rx.foreach(Gen.rows, _pick),
                rx.cond(Gen.rows.length() < Gen.matching, rx.el.div(more, class_name="pick-more")),
            ),
            rx.cond(Gen.is_judging, data_grid.skeleton(), _nobody()),
        ),
        label="Additional interests",
    )


def _nobody() -> rx.Component:
    return empty.nothing_yet(
        "Nobody to show",
        "No additional interest matches. Add one under Additional Interests, or search for less.",
        icon_name="users",
    )


def _pick(line: rx.Var[PickLine]) -> rx.Component:
    repair = rx.cond(line.cure_href != "", button.text_link(line.cure, line.cure_href, small=True))
    return rx.el.div(
        checkbox.named(
            line.holder, line.checked, lambda on: Gen.check(line.id, on), disabled=line.verdict == "blocked"
        ),
        rx.el.div(
            rx.el.div(line.holder, class_name="medium clip pick-name", title=line.holder),
            rx.el.div(line.place, class_name="muted small clip"),
            class_name="clip",
        ),
        rx.el.div(line.type, class_name="muted clip", title=line.type),
        rx.el.div(line.email, class_name="muted clip", title=line.email),
        rx.el.div(verdict_mark.verdict_mark(line.verdict)),
        rx.cond(line.why != "", verdict_mark.reason(line.rule, line.why, repair)),
        class_name=["pick-row", rx.cond(line.why != "", "has-reason", "")],
        key=line.id,
    )


def _choices() -> list[rx.Component]:
    return [
        fields.select(
            "generate_master",
            "Certificate master",
            Gen.master,
            Gen.choose_master,
            rx.foreach(Gen.masters, lambda one: fields.option(one.value, one.words)),
            icon_name="file_badge",
            hint=Gen.master_hint,
        ),
        fields.select(
            "generate_template",
            "Description template",
            Gen.template,
            Gen.choose_template,
            rx.fragment(
                fields.option("", "Each holder's own description"),
                rx.foreach(Gen.templates, lambda one: fields.option(one.value, one.words)),
            ),
            icon_name="text",
        ),
        choices.choice_group(
            "Output",
            choices.choice(
                "output", "zip", "Individual PDF files (ZIP)", Gen.output, Gen.choose_output,
                hint="One file per holder, with a receipt",
            ),
            choices.choice(
                "output", "pdf", "One combined PDF", Gen.output, Gen.choose_output,
                hint="One page after another, ready to print",
            ),
        ),
        rx.el.div(
            choices.check(
                "generate_save", "Save to Certificates Sent", Gen.save_to_sent, Gen.choose_save,
                hint="Counts as sent to each holder.",
            ),
            choices.check(
                "generate_download", "Download", Gen.download, Gen.choose_download,
                hint="Starts when the last one is done.",
            ),
            class_name="stack is-tight",
        ),
        rx.cond(Gen.will["warned"] > 0, rx.el.div(_reason(), class_name="push-down")),
    ]  # fmt: skip


def _reason() -> rx.Component:
    return fields.text(
        "generate_reason",
        "Reason for issuing " + grouped(Gen.will["warned"]) + " with a warning",
        Gen.reason,
        Gen.type_reason,
        hint="Kept in Activity History with your name.",
        error=rx.cond(Gen.problems.contains("reason"), Gen.problems["reason"], ""),
    )


def _what_will_happen() -> rx.Component:
    will = Gen.will
    return rx.el.div(
        card.share_bar([("green", will["ready"]), ("amber", will["warned"]), ("red", will["blocked"])]),
        rx.el.span(
            rx.el.span(grouped(will["ready"] + will["warned"]), class_name="strong"),
            " will be issued. ",
            rx.cond(
                will["blocked"] > 0,
                rx.el.span(grouped(will["blocked"]) + " blocked are left out.", class_name="muted"),
            ),
            class_name="num",
            aria_live="polite",
        ),
        class_name="row",
    )
