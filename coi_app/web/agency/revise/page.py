"""/certificates/[id]/revise: on which ground, what changes, verdict and draft; then the revision is issued."""

from typing import Any

import reflex as rx

from coi_app.rules.revision import Ground
from coi_app.web import routes
from coi_app.web.agency import frame, mail_parts, verdict_parts
from coi_app.web.agency.revise import chain, changes
from coi_app.web.agency.revise.lines import LineChoice
from coi_app.web.agency.revise.mail_state import ReviseMailState
from coi_app.web.agency.revise.state import ReviseState
from coi_app.web.agency.send import preview
from coi_app.web.shared import (
    button,
    card,
    choices,
    data_grid,
    empty,
    error_summary,
    fields,
    notice,
    page_head,
)

Revise, Mail = ReviseState, ReviseMailState
SENT = "/insureds/" + Revise.insured + "?tab=documents&sub=certificates-sent"
CORRECTION_HINT = (
    "Policies, limits, carriers and signature stay as they were printed. Change the holder's part."
)
RECORDS_HINT = "Policies, limits, carriers and signature as they are now, from the master's newest version."


def page() -> rx.Component:
    return frame.desk(
        page_head.page_head(
            title(),
            path=[("Insureds", routes.INSUREDS), (Revise.insured_name, SENT)],
            facts=[page_head.fact(Revise.holder, "building_2"), page_head.fact(Revise.master, "file_badge")],
        ),
        rx.cond(Revise.is_loaded, rx.cond(Revise.is_missing, _missing(), _content()), data_grid.skeleton(6)),
        chain.copy_dialog(),
        page_head.action_bar(
            _what_will_happen(),
            button.link_button("Cancel", SENT, look="quiet"),
            rx.cond(
                _may(),
                button.button(
                    "Issue revision", Revise.issue, look="primary", icon_name="file_pen",
                    busy=Revise.is_busy, disabled=_stops(),
                ),
            ),
        ),
        current="certificates",
        action_bar=True,
        rail=True,
    )  # fmt: skip


def title() -> rx.Var[str]:
    named = rx.cond(_may(), "Revise " + Revise.number, "Revisions of " + Revise.number)
    return rx.cond(Revise.number != "", named, "Revise").to(str)


def _may() -> Any:
    return (Revise.conflict == "") & frame.may("certificates:revise")


def _stops() -> Any:
    is_ready = (Revise.verdict == "ready") | (Revise.verdict == "warned")
    return ~is_ready | Revise.is_same | Revise.is_busy | ~_may()


def _missing() -> rx.Component:
    return empty.nothing_yet(
        "This certificate is not here",
        "The address is not complete, or you do not have access to it.",
        button.link_button("All certificates", routes.CERTIFICATES),
        "file_badge",
    )


def _content() -> rx.Component:
    alone = rx.el.div(_why_not(), chain.card_of(), class_name="stack", style={"margin_top": "16px"})
    return rx.cond(_may(), _columns(), alone)


def _why_not() -> rx.Component:
    is_older = (Revise.newest != Revise.certificate) & (Revise.conflict != "")
    href = "/certificates/" + Revise.newest.to(str) + "/revise"
    newest = rx.cond(is_older, button.text_link("Open the newest revision", href), rx.fragment())
    return rx.cond(Revise.conflict != "", notice.note(Revise.conflict, "amber", action=newest))


def _columns() -> rx.Component:
    said = "The revision appears here as it would be printed."
    return rx.el.div(
        rx.el.div(
            _problems(),
            _form(),
            changes.card_of(),
            preview.opener(),
            verdict_parts.verdict(Revise),
            verdict_parts.findings(Revise, Revise.type_reason, Revise.check_again, error=_problem("reason")),
            _ending(),
            chain.card_of(),
            class_name="stack",
        ),
        preview.preview(Revise, said),
        class_name="send-columns",
    )


def _problems() -> rx.Component:
    """Always there: a refused Issue puts the focus on it. "form" belongs to no field."""
    entries = rx.foreach(
        Revise.problems.entries(),
        lambda pair: rx.cond(pair[0] == "form", rx.el.li(pair[1]), error_summary.entry(pair[0], pair[1])),
    )
    return error_summary.error_summary(entries, has_errors=Revise.problems.length() > 0)


def _problem(field_id: str) -> rx.Var[str]:
    return Revise.problems.get(field_id, "").to(str)


def _form() -> rx.Component:
    grounds = [
        choices.choice("ground", key, words, Revise.ground, Revise.choose_ground, hint=hint)
        for key, words, hint in (
            (Ground.CORRECTION.value, "Correct this certificate", CORRECTION_HINT),
            (Ground.RECORDS.value, "From today's records", RECORDS_HINT),
        )
    ]
    return card.card(
        fields.stack(
            choices.choice_group("What the revision says of the policies", *grounds),
            fields.text_area(
                "description", "Description of operations", Revise.description, Revise.type_description, rows=6,
                error=_problem("description"),
            ),
            fields.text(
                "attention", "Person or department", Revise.attention, Revise.type_attention, optional=True,
                error=_problem("attention"), hint=_holder_hint(),
            ),
            _wishes(),
        ),
        padded=True,
        label="Revision",
    )  # fmt: skip


def _holder_hint() -> rx.Component:
    href = "/holders?holder=" + Revise.holder_id.to(str)
    edit = button.text_link("Edit holder", href, small=True, target="_blank")
    again = button.text_link("Check again", on_click=Revise.check_again, small=True)
    return rx.el.span(
        rx.el.span("For this certificate. Name and address come from the holder's record."),
        rx.cond(frame.may("holders:change"), edit),
        again,
        class_name="holder-hint",
    )


def _wishes() -> rx.Component:
    words = "For this certificate. A box gets its Y only where an endorsement gives it."
    return rx.el.fieldset(
        rx.el.legend("Boxes asked for"),
        rx.el.div(rx.foreach(Revise.choices, _wish), class_name="stack", style={"gap": "6px"}),
        rx.el.div(words, class_name="hint"),
        class_name="choice-group",
    )


def _wish(line: rx.Var[LineChoice]) -> rx.Component:
    insured = changes.wish(
        line,
        "ADDL INSD",
        Revise.wants_insured.contains(line.key),
        lambda on: Revise.wish_insured(line.key, on),
    )
    waiver = changes.wish(
        line, "SUBR WVD", Revise.wants_waiver.contains(line.key), lambda on: Revise.wish_waiver(line.key, on)
    )
    return rx.el.div(
        rx.el.span(line.title, class_name="medium grow"),
        rx.cond(line.has_insured, insured),
        waiver,
        class_name="row gap-12 is-wrap",
    )


def _ending() -> rx.Component:
    """Why, and to whom it goes."""
    mail = choices.check(
        "goes", "E-mail the revision", Mail.goes, Mail.choose_goes, hint="To whom the last one went."
    )
    return card.card(
        fields.stack(
            fields.text(
                "why", "Why it is revised", Revise.why, Revise.type_why, error=_problem("why"),
                hint="Kept in Activity History and the E&O file. The holder does not see it.",
            ),
            rx.cond(frame.may("certificates:send"), rx.fragment(mail, rx.cond(Mail.goes, _mail()))),
        ),
        padded=True,
        label="Reason and mail",
    )  # fmt: skip


def _mail() -> rx.Component:
    def text(name: str, label: str, value: rx.Var[str], **more: Any) -> rx.Component:
        return fields.text(
            name, label, value, lambda typed: Mail.type_in(name, typed), error=_problem(name), **more
        )

    inside = rx.fragment(
        mail_parts.how(Mail.how, Mail.choose_how),
        text("subject", "Subject", Mail.subject),
        fields.text_area(
            "message", "Message", Mail.message, lambda typed: Mail.type_in("message", typed), rows=6,
            error=_problem("message"),
        ),
        mail_parts.as_read(Mail.shown_subject, Mail.shown_message, Mail.how, Mail.shown_problem),
    )  # fmt: skip
    return fields.stack(
        text("to", "Send to", Mail.to, icon_name="mail", type="email"),
        text("cc", "Copy to", Mail.cc, optional=True),
        inside,
    )


def _what_will_happen() -> rx.Component:
    mailed = rx.fragment(
        "Issues revision ", Revise.next_revision, " and e-mails it to ",
        rx.el.span(Mail.to, class_name="medium ink"), ". Mail cannot be called back.",
    )  # fmt: skip
    quiet = rx.fragment("Issues revision ", Revise.next_revision, ". Nothing is e-mailed.")
    return rx.cond(
        ~_may() | (Revise.verdict == ""),
        rx.fragment(Revise.page_problem),
        rx.cond(
            Revise.is_same,
            rx.fragment("Nothing would be printed otherwise yet."),
            rx.cond(
                Revise.verdict == "blocked",
                rx.fragment("Cannot be issued. ", Revise.findings[0].why),
                rx.cond(Mail.goes, mailed, quiet),
            ),
        ),
    )
