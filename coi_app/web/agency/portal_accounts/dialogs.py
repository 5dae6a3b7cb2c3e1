"""The dialogs over the insured's page that are about its accounts."""

import reflex as rx

from coi_app.web import routes
from coi_app.web.agency import form_fields
from coi_app.web.agency.insured_head import ProfileState
from coi_app.web.agency.portal_accounts import rights_part
from coi_app.web.agency.portal_accounts.form_state import (
    CREATE,
    EDIT,
    MODIFY,
    AccountFormState,
    ContactChoice,
)
from coi_app.web.agency.portal_accounts.state import CLOSE, DEACTIVATE, RESET, SEE, AccountsState
from coi_app.web.agency.portal_accounts.which_state import WhichState
from coi_app.web.agency.portal_accounts.words import AccountLine
from coi_app.web.shared import button, choices, dialog, native_form, notice

Edit, Accounts, Which = AccountFormState, AccountsState, WhichState
FORM, EDIT_FORM, SEE_FORM = "account_form", "account_edit_form", "see_portal_form"
form = form_fields.Form(Edit.values, Edit.problems, Edit.form_round)


def dialogs() -> rx.Component:
    return rx.fragment(_create(), _modify(), _edit(), _which(), _questions(), _see())


def _refusal() -> rx.Component:
    return rx.cond(Edit.refusal != "", notice.note(Edit.refusal, "red", alert=True))


def _name_and_email() -> rx.Component:
    return form_fields.two(
        form.text("name", "Name", auto_complete="off"),
        form.text("email", "E-mail", type="email", auto_complete="off"),
    )


def _rights() -> rx.Component:
    return rights_part.access_rights(form.problem("similar_to"), form.problem("rights"))


def _create() -> rx.Component:
    words = rx.cond(Edit.sends, "Send Invitation", "Create account")
    return dialog.dialog(
        "Create User Account",
        _refusal(),
        form.draw(FORM, Edit.save_new, _name_and_email()),
        rx.cond(Edit.contacts.length() > 0, _contacts()),
        choices.check(
            "send_invitation",
            "Send Email Invitation",
            Edit.sends,
            Edit.set_sends,
            hint="The link works once and for 72 hours.",
        ),
        _rights(),
        open=Edit.form == CREATE,
        on_open_change=Edit.close,
        lead="Portal access for " + ProfileState.name,
        note="You can change these rights at any time with Modify Permissions.",
        actions=[
            dialog.cancel_button(),
            button.button(words, look="primary", icon_name="send", type="submit", form=FORM),
        ],
    )


def _contacts() -> rx.Component:
    return rx.el.div(
        rx.el.span("Contacts:", class_name="small muted"),
        rx.foreach(Edit.contacts, _contact),
        class_name="row is-wrap contact-choices",
        role="group",
        aria_label="Fill in a contact",
    )


def _contact(one: rx.Var[ContactChoice]) -> rx.Component:
    return button.button(one.name, Edit.use_contact(one.id), size="1", title=one.email)


def _modify() -> rx.Component:
    return dialog.dialog(
        "Modify Permissions",
        _refusal(),
        form.summary(),
        _rights(),
        open=Edit.form == MODIFY,
        on_open_change=Edit.close,
        lead=Edit.name + ", " + Edit.email,
        note="Holds at once, also in windows that are open.",
        actions=[dialog.cancel_button(), button.button("Save", Edit.save_rights, look="primary")],
    )


def _edit() -> rx.Component:
    return dialog.dialog(
        "Name and e-mail",
        _refusal(),
        form.draw(EDIT_FORM, Edit.save_edit, _name_and_email()),
        open=Edit.form == EDIT,
        on_open_change=Edit.close,
        lead="A new address counts once the person confirms it, by a link that goes there. Until then the old one "
        "signs in.",
        actions=[
            dialog.cancel_button(),
            button.button("Save", look="primary", type="submit", form=EDIT_FORM),
        ],
    )


def _which() -> rx.Component:
    return dialog.dialog(
        "Which account?",
        rx.el.div(rx.foreach(Which.candidates, _candidate), class_name="stack"),
        open=Which.then != "",
        on_open_change=Which.close,
        lead=ProfileState.name + " has several.",
        size="confirm",
        actions=[dialog.cancel_button()],
    )


def _candidate(one: rx.Var[AccountLine]) -> rx.Component:
    words = rx.el.span(
        rx.el.span(one.name, class_name="medium clip"), rx.el.span(one.email, class_name="small muted clip")
    )
    return rx.el.button(
        words, type="button", on_click=Which.choose(one.id), class_name="account-choice", key=one.id
    )


def _questions() -> rx.Component:
    asked = Accounts.asked
    gone = (
        asked.name + " is signed out everywhere at once and cannot sign in until the account is reactivated."
    )
    mailed = "A link to choose a new password goes to " + asked.email + ". It works once, for one hour."
    closed = "Everybody of this insured is signed out at once, and nobody of them can sign in until you open it again."
    return rx.fragment(
        _ask(DEACTIVATE, "Deactivate Account", gone, Accounts.deactivate, "Deactivate", "danger"),
        _ask(RESET, "Reset Password", mailed, Accounts.reset_password, "Send link"),
        _ask(CLOSE, "Close the portal", closed, Accounts.close_portal, "Close the portal", "danger"),
    )


def _ask(
    kind: str,
    title: str,
    lead: rx.Var[str] | str,
    on_confirm: rx.EventHandler,
    words: str,
    look: button.Look = "primary",
) -> rx.Component:
    return dialog.alert(
        title,
        lead,
        open=Accounts.asked.kind == kind,
        on_open_change=Accounts.take_back,
        confirm=button.button(words, on_confirm, look=look),
    )


def _see() -> rx.Component:
    """The browser itself posts: the portal opens in a tab of its own."""
    asked = Accounts.asked
    form = native_form.native_form(
        native_form.hidden("account", asked.account_id.to(str)),
        notice.note("It is recorded in the Activity History, and ends after half an hour."),
        action=routes.POST_PORTAL_VIEW, new_tab=True, id=SEE_FORM,
    )  # fmt: skip
    return dialog.dialog(
        "See the portal",
        form,
        open=asked.kind == SEE,
        on_open_change=Accounts.take_back,
        lead="A new tab shows the portal as " + asked.name + " sees it. You can look at it, and change nothing.",
        size="confirm",
        actions=[
            dialog.cancel_button(),
            button.button(
                "See the portal", Accounts.take_back(False), look="primary", icon_name="eye", type="submit",
                form=SEE_FORM,
            ),
        ],
    )  # fmt: skip
