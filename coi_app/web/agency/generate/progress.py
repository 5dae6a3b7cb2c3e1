"""How far a batch is: as a dialog over the page that started it, and as its own result page."""

import reflex as rx

from coi_app.web import routes
from coi_app.web.agency import frame
from coi_app.web.agency.generate.progress_state import FailedLine, ProgressState
from coi_app.web.shared import button, card, dialog, empty, icon, link, notice, page_head, verdict_mark
from coi_app.web.shared.kinds import grouped

Run = ProgressState


def progress_dialog() -> rx.Component:
    return dialog.dialog(
        Run.title,
        _figures(),
        _outcome(),
        _failures(),
        rx.cond(
            Run.is_finished,
            rx.fragment(),
            rx.el.p(
                "You can close this window or reload. The run goes on, and ",
                link.link("its own page", href=_href(), class_name="link"),
                " shows it.",
                class_name="muted",
            ),
        ),
        open=Run.is_open,
        on_open_change=Run.close,
        lead=Run.lead,
        size="progress",
        close_label=rx.cond(Run.is_finished, "Close", "Run in the background"),
        close_icon="minus",
        note=rx.cond(Run.is_finished, "", "Cancel keeps the " + grouped(Run.issued) + " already issued."),
        actions=[_cancel(), _last_action()],
    )


def page() -> rx.Component:
    """/batches/[batch_id]: the result, or the run while it lasts."""
    return frame.desk(
        rx.cond(
            Run.is_missing,
            rx.fragment(
                page_head.page_head("Batch not found", path=[("Certificates", routes.CERTIFICATES)]),
                empty.nothing_yet(
                    "This batch is not here", "The address is not complete, or it is not yours to see."
                ),
            ),
            rx.fragment(
                page_head.page_head(
                    Run.title,
                    path=[("Certificates", routes.CERTIFICATES)],
                    facts=[Run.lead],
                    actions=[_cancel(), button.link_button("Certificates Sent", Run.insured_href)],
                ),
                rx.el.div(_figures(), _outcome(), _failures(), class_name="stack run-page"),
            ),
        ),
        current="certificates",
    )


def _href() -> rx.Var[str]:
    return rx.Var.create("/batches/") + Run.batch.to(str)


def _cancel() -> rx.Component:
    return rx.cond(
        Run.is_finished,
        rx.fragment(),
        button.button(
            rx.cond(Run.cancel_asked, "Cancelling", "Cancel"), Run.cancel, disabled=Run.cancel_asked
        ),
    )


def _last_action() -> rx.Component:
    return rx.cond(
        Run.is_finished,
        button.button("Close", Run.close(False), look="primary"),
        button.button("Run in the background", Run.close(False), look="primary"),
    )


def _figures() -> rx.Component:
    done = rx.el.div(
        rx.el.span(grouped(Run.done), class_name="figure is-large"),
        rx.el.span("of ", grouped(Run.total), class_name="muted num"),
        rx.el.span(Run.time_left, class_name="muted num end", aria_live="polite"),
        class_name="row is-base run-figures",
    )
    return rx.fragment(
        rx.el.div(done, card.progress("Certificates issued", Run.done, Run.total)),
        card.stat_strip(
            card.stat("Issued", grouped(Run.issued), icon_name="circle_check", tone="tone-green"),
            card.stat("Failed", grouped(Run.failed), icon_name="octagon_x", tone="tone-red"),
            card.stat("Waiting", grouped(Run.waiting), icon_name="clock"),
            small=True,
        ),
    )


def _outcome() -> rx.Component:
    file = rx.el.div(
        icon.icon("file_check_2", 18, tone="tone-green"),
        rx.el.div(
            rx.el.div(Run.file_name, class_name="medium clip", title=Run.file_name),
            rx.el.div(Run.file_size, ", SHA-256 ", Run.file_sha256, class_name="small muted clip mono"),
            class_name="grow",
        ),
        link.file("Download", href="/files/batches/" + Run.batch.to(str), class_name="link medium"),
        class_name="card-row",
    )
    return rx.fragment(
        rx.cond(Run.error != "", notice.note(Run.error, "red", alert=True)),
        rx.cond(Run.is_finished & (Run.file_name != ""), card.card(file)),
    )


def _failures() -> rx.Component:
    retry = rx.cond(
        Run.can_retry,
        button.button("Retry", Run.retry, look="quiet", size="1", icon_name="refresh_cw"),
        button.button("Retry when done", look="quiet", size="1", icon_name="refresh_cw", disabled=True),
    )
    return rx.cond(
        Run.failed > 0,
        card.card(
            card.head("Not issued", retry, count=grouped(Run.failed), small=True),
            rx.foreach(Run.failures, _failed),
        ),
        rx.cond(Run.can_retry, rx.el.div(retry)),
    )


def _failed(line: rx.Var[FailedLine]) -> rx.Component:
    return rx.el.div(
        icon.icon("octagon_x", 15, stroke=2, tone="tone-red"),
        rx.el.div(
            rx.el.span(line.holder, class_name="medium"),
            rx.el.div(line.why, class_name="small muted"),
            class_name="grow",
        ),
        rx.cond(line.rule != "", verdict_mark.rule_tag(line.rule)),
        rx.cond(line.cure_href != "", button.text_link(line.cure, line.cure_href)),
        class_name="card-row",
        key=line.position,
    )
