"""/renewals/[master]: per holder what the renewal changes; the clean ones go at once, the others wait on this list."""

import reflex as rx

from coi_app.rules.renewal import STATE_LABELS, RenewalState
from coi_app.web import routes
from coi_app.web.agency import frame, list_pages
from coi_app.web.agency.form_fields import Form
from coi_app.web.agency.generate import progress
from coi_app.web.agency.renewals.run_state import HolderLine, RenewalRunState
from coi_app.web.shared import (
    button,
    card,
    data_grid,
    dialog,
    empty,
    filters,
    icon,
    notice,
    page_head,
    tabs,
    verdict_mark,
)
from coi_app.web.shared.kinds import grouped

Run = RenewalRunState
FORM = Form(Run.values, Run.problems, Run.form_round)
MARKS = {
    RenewalState.BLOCKED: ("octagon_x", "tone-red"),
    RenewalState.WARNED: ("triangle_alert", "tone-amber"),
    RenewalState.LESS: ("circle_minus", "tone-amber"),
    RenewalState.CLEAN: ("circle_check", "tone-green"),
}
OUTPUTS = [("zip", "Individual PDF files (ZIP)"), ("pdf", "One combined PDF")]


def page() -> rx.Component:
    missing = rx.fragment(
        page_head.page_head("Renewal not found", path=[("Renewals", routes.RENEWALS)]),
        empty.nothing_yet("This master is not here", "The address is not complete, or it was removed."),
    )
    return frame.desk(
        rx.cond(Run.is_missing, missing, rx.fragment(_head(), _content())),
        _ask(),
        progress.progress_dialog(),
        _bar(),
        current="certificates",
        action_bar=True,
    )


def _head() -> rx.Component:
    done = rx.cond(Run.done > 0, page_head.fact(grouped(Run.done) + " have the new term already", "check"))
    return page_head.page_head(
        rx.cond(Run.master_name != "", "Renew " + Run.master_name, "Renewal"),
        path=[("Certificates", routes.CERTIFICATES), ("Renewals", routes.RENEWALS)],
        facts=["New certificates with new numbers, from today's policies.", done],
    )


def _content() -> rx.Component:
    return rx.el.div(
        rx.cond(Run.problem != "", notice.note(Run.problem, "red", alert=True)),
        rx.match(
            Run.phase,
            (list_pages.READY, rx.fragment(_strip(), _tools(), _list())),
            data_grid.skeleton(),
        ),
        class_name="stack",
        style={"margin_top": "16px"},
    )


def _strip() -> rx.Component:
    return card.stat_strip(
        *[
            card.stat(STATE_LABELS[state], grouped(Run.counts[state.value]), icon_name=name, tone=tone)
            for state, (name, tone) in reversed(MARKS.items())
        ],
        small=True,
    )


def _tools() -> rx.Component:
    shown = [("all", "All", ""), *((state.value, STATE_LABELS[state], "") for state in reversed(MARKS))]
    whom = [("historical", "Holders of the last term", ""), ("everybody", "All additional interests", "")]
    return rx.el.div(
        filters.search_box("Search holder", Run.text, Run.search, width="226px"),
        rx.el.div(
            tabs.choice_segments("Whom", whom, Run.who, Run.choose_who),
            style={"max_width": "100%", "overflow_x": "auto"},
        ),
        rx.el.div(
            tabs.choice_segments("Show", shown, Run.show, Run.choose_show),
            class_name="end",
            style={"max_width": "100%", "overflow_x": "auto"},
        ),
        class_name="row gap-12 is-wrap",
    )


def _list() -> rx.Component:
    more = rx.el.div(button.button("Show more", Run.show_more, look="quiet"), class_name="pick-more")
    return data_grid.frame(
        label="Holders",
        head=[
            data_grid.check_column(Run.clean_checked, Run.some_checked, Run.check_clean, "All clean ones"),
            data_grid.column("Holder", "24%"),
            data_grid.column("Last term", "138px", shown="medium"),
            data_grid.column("What changes"),
            data_grid.column("Result", "118px"),
        ],
        body=rx.foreach(Run.rows, _row),
        foot=rx.cond(Run.rows.length() < Run.matching, more),
        instead=empty.nothing_yet(
            "Nobody to show", "Nobody is left to renew here, or nobody matches the search.", icon_name="users"
        ),
        has_rows=Run.rows.length() > 0,
    )


def _row(line: rx.Var[HolderLine]) -> rx.Component:
    is_blocked = line.state == RenewalState.BLOCKED.value
    return data_grid.row(
        data_grid.check_cell(
            line.holder, line.checked, lambda on: Run.check(line.key, on), disabled=is_blocked
        ),
        data_grid.cell(data_grid.two_lines(line.holder, line.place), phone="lead"),
        data_grid.cell(data_grid.two_lines(line.last, line.last_on, look="mono"), shown="medium"),
        data_grid.cell(_changes(line), phone="note"),
        data_grid.cell(_mark(line), phone="mark"),
        selected=line.checked,
        key=line.key,
    )


def _changes(line: rx.Var[HolderLine]) -> rx.Component:
    """What is lost in full; the rest, such as new numbers and days, unfolds."""
    others = rx.el.details(
        rx.el.summary(
            line.other.length().to(str), rx.cond(line.other.length() == 1, " other change", " other changes"),
            class_name="small muted",
        ),
        rx.foreach(line.other, lambda one: verdict_mark.reason(one[0], one[1])),
    )  # fmt: skip
    return rx.fragment(
        rx.foreach(line.lost, lambda one: verdict_mark.reason(one[0], one[1])),
        rx.cond(line.other.length() > 0, others),
    )


def _mark(line: rx.Var[HolderLine]) -> rx.Component:
    def one(name: str, tone: str) -> rx.Component:
        return rx.el.span(
            icon.icon(name, 15, stroke=2), line.state_words, class_name=f"state-mark is-verdict {tone}"
        )

    return rx.match(line.state, *[(state.value, one(*look)) for state, look in MARKS.items()], rx.fragment())


def _bar() -> rx.Component:
    less = rx.el.span(grouped(Run.less), " of them with a reason.", class_name="muted")
    words = rx.el.span(
        rx.el.span(grouped(Run.going), class_name="strong"), " will be renewed. ", rx.cond(Run.less > 0, less),
        class_name="num", aria_live="polite",
    )  # fmt: skip
    issue = button.button(
        "Issue renewals", Run.ask, look="primary", icon_name="calendar_sync", disabled=Run.going == 0
    )
    return page_head.action_bar(words, rx.cond(frame.may("certificates:issue"), issue))


def _ask() -> rx.Component:
    reason = FORM.text(
        "reason", "Reason for issuing " + grouped(Run.less) + " that get less or have a warning",
        hint="Kept in Activity History with your name.",
    )  # fmt: skip
    return dialog.dialog(
        "Issue " + grouped(Run.going) + rx.cond(Run.going == 1, " renewal", " renewals"),
        FORM.draw(
            "renewal_form",
            Run.start,
            FORM.choose("output", "Output", OUTPUTS),
            FORM.tick("save", "Save to Certificates Sent", "Counts as sent to each holder."),
            rx.cond(Run.less > 0, reason),
            rx.cond(frame.may("certificates:send"), _letter()),
        ),
        open=Run.is_asking,
        on_open_change=Run.close,
        lead="Everybody left out stays on the list, with what is to be done.",
        actions=[
            dialog.cancel_button(),
            button.button("Issue", look="primary", type="submit", form="renewal_form"),
        ],
    )


def _letter() -> rx.Component:
    hint = "{certificate.number}, {holder.name} and {insured.name} are filled in for each."
    return rx.fragment(
        FORM.tick("mail", "E-mail each to its holder", "When the run is done. Mail cannot be called back."),
        FORM.text("subject", "Subject", hint=hint),
        FORM.area("message", "Message", rows=4),
    )
