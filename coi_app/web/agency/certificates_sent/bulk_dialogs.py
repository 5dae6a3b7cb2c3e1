"""The bar over a selection, the questions it asks, and how far a run is."""

import reflex as rx

from coi_app.services import bulk_runs
from coi_app.web.agency import frame, mail_parts
from coi_app.web.agency.certificates_sent.bulk_state import BulkState, LeftLine
from coi_app.web.agency.certificates_sent.state import SentState
from coi_app.web.agency.form_fields import Form
from coi_app.web.shared import button, card, data_grid, dialog, fields, icon, link, menu, notice
from coi_app.web.shared.kinds import grouped

Bulk, Sent = BulkState, SentState
FORM = Form(Bulk.values, Bulk.problems, Bulk.form_round)


def bar(*more: rx.Component) -> rx.Component:
    """`more`: what can be done on this page besides."""
    download = data_grid.bulk_menu(
        "Download",
        "download",
        [
            menu.Item("Individual PDF files (ZIP)", "file_archive", Bulk.download("zip")),
            menu.Item("One combined PDF", "file_text", Bulk.download("pdf")),
        ],
    )
    export = data_grid.bulk_menu(
        "Export",
        "file_down",
        [
            menu.Item("CSV", "file_text", Bulk.export("csv")),
            menu.Item("Excel (XLSX)", "file_spreadsheet", Bulk.export("xlsx")),
        ],
    )
    return data_grid.bulk_bar(
        grouped(Sent.chosen) + " selected",
        rx.cond(frame.may("certificates:send"), data_grid.bulk_button("Resend", "send", Bulk.ask_resend)),
        rx.cond(frame.may("certificates:download"), download),
        rx.cond(frame.may("exports:run"), export),
        rx.cond(
            frame.may("certificates:revise"),
            data_grid.bulk_button("Reissue", "file_pen", Bulk.ask_reissue(0, 0)),
        ),
        *more,
        rx.cond(
            frame.may("certificates:withdraw"), data_grid.bulk_button("Withdraw", "ban", Bulk.ask_withdraw(0))
        ),
        on_clear=Sent.tick_none,
        all_words="Select all " + Sent.pager.total + " matching",
        on_all=Sent.tick_all,
        can_all=~Sent.is_everyone,
    )


def notify_button() -> rx.Component:
    return rx.cond(
        frame.may("certificates:send"), data_grid.bulk_button("Notify holders", "mail", Bulk.ask_notify(0))
    )


def all_dialogs() -> rx.Component:
    return rx.fragment(_resend(), _withdraw(), _reissue(), _run())


def _count() -> rx.Var[str]:
    return grouped(Bulk.count) + rx.cond(Bulk.count == 1, " certificate", " certificates")


def _resend() -> rx.Component:
    hint = "{certificate.number}, {holder.name} and {insured.name} are filled in for each."
    return dialog.dialog(
        "Resend " + _count(),
        FORM.draw(
            "bulk_resend_form",
            Bulk.resend,
            FORM.choose("how", "How they go", mail_parts.HOW),
            FORM.text("subject", "Subject", hint=hint),
            FORM.area("message", "Message", rows=6),
        ),
        open=Bulk.asking == "resend",
        on_open_change=Bulk.close_asking,
        lead="Each goes as the exact copy to whom it went last, or to the holder's own address. "
        "Superseded and withdrawn ones are left out and listed.",
        note="Mail cannot be called back.",
        actions=[
            dialog.cancel_button(),
            button.button("Send", look="primary", icon_name="send", type="submit", form="bulk_resend_form"),
        ],
    )


def _withdraw() -> rx.Component:
    return dialog.dialog(
        "Withdraw " + _count(),
        FORM.draw(
            "bulk_withdraw_form",
            Bulk.withdraw,
            FORM.area(
                "reason",
                "Why they are withdrawn",
                rows=3,
                hint="Kept in Activity History. The holders do not see it.",
            ),
        ),
        open=Bulk.asking == "withdraw",
        on_open_change=Bulk.close_asking,
        lead="For good: their public pages turn red. Those withdrawn already are left out.",
        note="The papers stay on record.",
        actions=[
            dialog.cancel_button(),
            button.button(
                "Withdraw", look="danger", icon_name="ban", type="submit", form="bulk_withdraw_form"
            ),
        ],
    )


def _reissue() -> rx.Component:
    own = fields.option(bulk_runs.OWN, "Each holder's own description as it is now")
    wordings = rx.fragment(
        fields.option(bulk_runs.KEEP, "As it is on each certificate"),
        own,
        rx.foreach(Bulk.templates, lambda one: fields.option(one[0], "Template: " + one[1])),
    )
    same = fields.option("", "As of each certificate, with its policies of today")
    listed = rx.fragment(same, rx.foreach(Bulk.masters, lambda one: fields.option(one[0], one[1])))
    return dialog.dialog(
        "Reissue " + _count(),
        FORM.draw(
            "bulk_reissue_form",
            Bulk.reissue,
            FORM.choose("master", "Certificate master", listed),
            FORM.choose("wording", "Description of operations", wordings),
            FORM.area(
                "reason",
                "Reason",
                rows=2,
                hint="Asked for by those with a warning. Kept in Activity History.",
            ),
            FORM.tick("mail", "E-mail each", "To whom the old one went, or to the holder's own address."),
            FORM.text("subject", "Subject"),
            FORM.area("message", "Message", rows=4),
        ),
        open=Bulk.asking == "reissue",
        on_open_change=Bulk.close_asking,
        lead="Each gets a new revision from today's policies, signature and agency, which supersedes the old one. "
        "What the policies do not give is left out and listed.",
        note="Mail cannot be called back.",
        actions=[
            dialog.cancel_button(),
            button.button(
                "Reissue", look="primary", icon_name="file_pen", type="submit", form="bulk_reissue_form"
            ),
        ],
    )


def notify_dialog() -> rx.Component:
    hint = "{certificate.number}, {holder.name}, {insured.name}, {changes} and {link} are filled in for each."
    return dialog.dialog(
        "Notify the holders of " + _count(),
        FORM.draw(
            "bulk_notify_form",
            Bulk.notify_holders,
            FORM.text("subject", "Subject", hint=hint),
            FORM.area("message", "Message", rows=11),
        ),
        open=Bulk.asking == "notify",
        on_open_change=Bulk.close_asking,
        lead="Each is told what is not so any more, with the link that shows how the certificate stands.",
        note="Mail cannot be called back.",
        actions=[
            dialog.cancel_button(),
            button.button("Send", look="primary", icon_name="send", type="submit", form="bulk_notify_form"),
        ],
    )


def _run() -> rx.Component:
    cancel = button.button("Cancel", Bulk.cancel, disabled=~Bulk.can_cancel)
    close = button.button(
        rx.cond(Bulk.is_finished, "Close", "Run in the background"), Bulk.close(False), look="primary"
    )
    return dialog.dialog(
        Bulk.title,
        rx.cond(Bulk.error != "", notice.note(Bulk.error, "red", alert=True)),
        rx.el.div(_figure(), card.progress("Certificates done", Bulk.done + Bulk.failed, Bulk.total)),
        rx.cond(Bulk.file_name != "", card.card(_file())),
        rx.cond(Bulk.left.length() > 0, _left_out()),
        open=Bulk.is_open,
        on_open_change=Bulk.close,
        lead=rx.cond(
            Bulk.is_finished, "It is recorded in Activity History.", "You can close this window; it goes on."
        ),
        size="progress",
        actions=[rx.cond(~Bulk.is_finished, cancel), close],
    )


def _figure() -> rx.Component:
    return rx.el.div(
        rx.el.span(grouped(Bulk.done), class_name="figure is-large"),
        rx.el.span("of ", grouped(Bulk.total), class_name="muted num"),
        class_name="row is-base run-figures",
    )


def _file() -> rx.Component:
    return rx.el.div(
        icon.icon("file_check_2", 18, tone="tone-green"),
        rx.el.div(
            rx.el.div(Bulk.file_name, class_name="medium clip", title=Bulk.file_name),
            rx.el.div(Bulk.file_size, ", SHA-256 ", Bulk.file_sha256, class_name="small muted clip mono"),
            class_name="grow",
        ),
        link.file("Download", href="/files/bulk/" + Bulk.run.to(str), class_name="link medium"),
        class_name="card-row",
    )


def _left_out() -> rx.Component:
    return card.card(
        card.head(rx.cond(Bulk.failed > 0, "Left out", "Not e-mailed"), count=_left_count(), small=True),
        rx.foreach(Bulk.left, _left),
    )


def _left_count() -> rx.Var[str]:
    return rx.cond(Bulk.failed > 0, grouped(Bulk.failed), grouped(Bulk.left.length()))


def _left(line: rx.Var[LeftLine]) -> rx.Component:
    return rx.el.div(
        icon.icon("octagon_x", 15, stroke=2, tone="tone-red"),
        rx.el.div(
            rx.el.span(line.number, class_name="medium mono"),
            rx.el.div(line.why, class_name="small muted"),
            class_name="grow",
        ),
        class_name="card-row",
        key=line.number,
    )
