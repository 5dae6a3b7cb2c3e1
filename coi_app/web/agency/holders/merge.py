"""The dialog that makes several holders one."""

import reflex as rx

from coi_app.web.agency.holders.merge_state import Cell, Column, FieldRow, JoinLine, MergeState
from coi_app.web.shared import button, card, dialog, notice

Merge = MergeState


def merge_dialog() -> rx.Component:
    return dialog.dialog(
        "Merge holders",
        rx.cond(Merge.refusal != "", notice.note(Merge.refusal, "red", alert=True)),
        _side_by_side(),
        _links(),
        open=Merge.is_open,
        on_open_change=Merge.close,
        lead="One stays and gets everything of the others: additional interests, certificates, requests, "
        "endorsements that name them. Issued certificates stay as printed.",
        note="The others are offered no more. This cannot be undone.",
        actions=[
            dialog.cancel_button(),
            button.button("Merge", Merge.merge, look="primary", icon_name="merge"),
        ],
        size="wide",
    )


def _side_by_side() -> rx.Component:
    """A table of its own width: it scrolls in itself on a phone."""
    heads = rx.foreach(Merge.columns, _head)
    counts = rx.foreach(Merge.columns, _counts)
    table = rx.el.table(
        rx.el.thead(rx.el.tr(rx.el.td(), heads)),
        rx.el.tbody(
            rx.foreach(Merge.rows, _row),
            rx.el.tr(rx.el.th("Has", scope="row"), counts),
        ),
        class_name="compare",
        aria_label="Holders side by side",
    )
    return rx.el.div(
        table,
        class_name="compare-room",
        tab_index=0,
        role="group",
        aria_label="Holders side by side, scrollable",
    )


def _head(one: rx.Var[Column]) -> rx.Component:
    stays = rx.el.input(
        type="radio",
        name="merge_stays",
        value=one.id.to(str),
        checked=Merge.stays == one.id,
        on_change=Merge.choose_survivor(one.id),
        aria_label="This one stays: " + one.label,
        class_name="choice-radio",
    )
    words = rx.cond(Merge.stays == one.id, "Stays", "Is merged into it")
    return rx.el.th(
        rx.el.label(stays, rx.el.span(words), class_name="compare-choice"),
        scope="col",
        class_name=rx.cond(Merge.stays == one.id, "is-chosen", ""),
    )


def _row(row: rx.Var[FieldRow]) -> rx.Component:
    return rx.el.tr(
        rx.el.th(row.label, scope="row"),
        rx.foreach(row.cells.to(list[Cell]), lambda cell: _cell(row, cell)),
    )


def _cell(row: rx.Var[FieldRow], cell: rx.Var[Cell]) -> rx.Component:
    chosen = Merge.kept[row.key] == cell.id
    radio = rx.el.input(
        type="radio",
        name="merge_" + row.key,
        value=cell.id.to(str),
        checked=chosen,
        on_change=Merge.keep(row.key, cell.id),
        aria_label="Keep " + row.label + ": " + cell.words,
        class_name="choice-radio",
    )
    words = rx.el.span(cell.words, class_name="compare-words")
    return rx.el.td(
        rx.cond(
            cell.can_stay,
            rx.el.label(radio, words, class_name="compare-choice"),
            rx.el.span(words, class_name="muted"),
        ),
        class_name=rx.cond(cell.can_stay & chosen, "is-chosen", ""),
    )


def _counts(one: rx.Var[Column]) -> rx.Component:
    return rx.el.td(
        rx.el.div(one.has, class_name="num"),
        rx.cond(one.waits != "", rx.el.div(one.waits, class_name="small tone-red num")),
        class_name=rx.cond(Merge.stays == one.id, "is-chosen", ""),
    )


def _links() -> rx.Component:
    """What is said before: links of one insured that become one, and those that do not."""
    count = Merge.joining_count
    one = rx.cond(
        count == 1, " pair of additional interests becomes one", " pairs of additional interests become one"
    )
    differ = rx.cond(Merge.joining.length() > 0, ". These differ:", ": they agree.")
    apart = rx.cond(Merge.apart == 1, " insured keeps several", " insureds keep several")
    differing = rx.el.ul(
        rx.foreach(Merge.joining, _joining),
        class_name="use-list",
        tab_index=0,
        aria_label="Links that differ",
    )
    return rx.cond(
        (count > 0) | (Merge.apart > 0),
        rx.el.div(
            card.card(
                card.head("Insureds that have more than one of these holders", small=True),
                rx.cond(count > 0, rx.el.p(count.to(str) + one + differ, class_name="use-note")),
                rx.cond(Merge.joining.length() > 0, differing),
                rx.cond(
                    Merge.apart > 0,
                    rx.el.p(
                        Merge.apart.to(str) + apart + ", for different projects or loans.",
                        class_name="use-note",
                    ),
                ),
            ),
            class_name="use-card",
        ),
    )


def _joining(line: rx.Var[JoinLine]) -> rx.Component:
    return rx.el.li(
        rx.el.span(line.insured, class_name="medium"),
        rx.foreach(line.words.to(list[str]), lambda said: rx.el.div(said, class_name="small muted")),
    )
