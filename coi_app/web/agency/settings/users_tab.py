"""Settings, Users: the agency's staff."""

import reflex as rx

from coi_app.rules import access
from coi_app.web.agency import form_fields
from coi_app.web.agency.settings.users_state import Row, UsersState
from coi_app.web.shared import button, card, data_grid, dialog, menu, standing_badge

Users = UsersState
INVITE_FORM, ROLE_FORM = "invite_form", "role_form"
form = form_fields.Form(Users.values, Users.problems, Users.form_round)
ROLES = [(role.value, f"{access.ROLE_LABELS[role]}: {access.ROLE_HELP[role]}") for role in access.STAFF_ROLES]


def tab() -> rx.Component:
    grid = data_grid.frame(
        plain=True,
        label="Users",
        head=[
            data_grid.column("Name", lead=True),
            data_grid.column("Role", "110px"),
            data_grid.column("Status", "140px"),
            data_grid.column("Last sign-in", "26%", shown="medium"),
            data_grid.actions_column(),
        ],
        body=rx.foreach(Users.rows, _row),
        instead=data_grid.skeleton(3),
        has_rows=Users.is_loaded,
    )
    invite = button.button("Invite user", Users.open_invitation, look="primary", icon_name="user_plus")
    return rx.fragment(
        card.card(card.head("Users", invite, count=Users.rows.length(), bare=True), grid),
        _invitation(),
        _questions(),
    )


def _row(row: rx.Var[Row]) -> rx.Component:
    active, invited = row.status == "active", row.status == "invited"
    ended = row.status == "deactivated"
    return data_grid.row(
        data_grid.cell(
            data_grid.two_lines(rx.cond(row.is_me, row.name + " (you)", row.name), row.email),
            lead=True,
            phone="lead",
        ),
        data_grid.cell(row.role_words, phone="note"),
        data_grid.cell(_status(row), phone="mark"),
        data_grid.cell(data_grid.one_line(row.detail, look="muted num"), shown="medium"),
        data_grid.actions_cell(
            [
                menu.Item("Change role", "user_cog", Users.ask("role", row.id), shown=~ended),
                menu.Item("Reset Password", "key_round", Users.ask("reset", row.id), shown=active),
                menu.Item("Invite again", "send", Users.ask("invite_again", row.id), shown=invited),
                menu.Item(
                    "Deactivate Account",
                    "ban",
                    Users.ask("deactivate", row.id),
                    danger=True,
                    shown=~ended & ~row.is_me,
                ),
                menu.Item("Reactivate Account", "rotate_ccw", Users.reactivate(row.id), shown=ended),
            ]
        ),
        key=row.id,
    )


def _status(row: rx.Var[Row]) -> rx.Component:
    return rx.match(
        row.status,
        ("active", standing_badge.badge(row.status_words, "green", "check")),
        ("invited", standing_badge.badge(row.status_words, "amber", "clock")),
        standing_badge.badge(row.status_words, "gray", "ban"),
    )


def _invitation() -> rx.Component:
    return dialog.dialog(
        "Invite user",
        form.draw(
            INVITE_FORM,
            Users.invite,
            form.text("name", "Name", auto_complete="off"),
            form.text("email", "E-mail", type="email", auto_complete="off"),
            form.choose("role", "Role", ROLES),
        ),
        open=Users.is_inviting,
        on_open_change=Users.close_invitation,
        lead="The person gets a link by mail, chooses a password and can sign in. The link works for 72 hours.",
        actions=[
            dialog.cancel_button(),
            button.button("Send Invitation", look="primary", type="submit", form=INVITE_FORM),
        ],
    )


def _questions() -> rx.Component:
    asked = Users.asked
    gone = (
        asked.name + " is signed out everywhere at once and cannot sign in until the account is reactivated."
    )
    link = "A link to choose a new password goes to " + asked.email + ". It works once, for one hour."
    again = "A new invitation goes to " + asked.email + ". The earlier one stops working."
    return rx.fragment(
        _ask("deactivate", "Deactivate Account", gone, Users.deactivate, "Deactivate", "danger"),
        _ask("reset", "Reset Password", link, Users.reset_password, "Send link"),
        _ask("invite_again", "Invite again", again, Users.invite_again, "Send Invitation"),
        dialog.dialog(
            "Change role",
            form.draw(ROLE_FORM, Users.change_role, form.choose("role", "Role", ROLES)),
            open=asked.kind == "role",
            on_open_change=Users.take_back,
            lead=asked.name + " may do what the new role allows from the next click on.",
            size="confirm",
            actions=[
                dialog.cancel_button(),
                button.button("Save", look="primary", type="submit", form=ROLE_FORM),
            ],
        ),
    )


def _ask(
    kind: str,
    title: str,
    lead: rx.Var[str],
    on_confirm: rx.EventHandler,
    words: str,
    look: button.Look = "primary",
) -> rx.Component:
    return dialog.alert(
        title,
        lead,
        open=Users.asked.kind == kind,
        on_open_change=Users.take_back,
        confirm=button.button(words, on_confirm, look=look),
    )
