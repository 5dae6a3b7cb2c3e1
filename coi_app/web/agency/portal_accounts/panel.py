"""The tab Portal on the insured's page: who may sign in, what each may do, and what they did."""

import reflex as rx

from coi_app.web.agency import frame, list_pages
from coi_app.web.agency.insured_head import address_of
from coi_app.web.agency.portal_accounts.form_state import AccountFormState
from coi_app.web.agency.portal_accounts.state import DEACTIVATE, RESET, SEE, AccountsState, Deed
from coi_app.web.agency.portal_accounts.words import AccountLine
from coi_app.web.shared import button, card, data_grid, empty, link, menu, notice, standing_badge, tabs

Accounts = AccountsState
Edit = AccountFormState


def panel() -> rx.Component:
    lead = "Who of this insured may use the portal, and for what."
    return tabs.panel(
        rx.el.div(
            rx.el.span(lead, class_name="muted"),
            rx.cond(_may(), rx.el.span(_close(), _create(), class_name="end row")),
            class_name="row is-wrap tab-tools",
        ),
        rx.cond(~Accounts.is_open, _closed()),
        _grid(),
        rx.cond(Accounts.rows.length() > 0, _deeds()),
        label="Portal",
    )


def _may() -> rx.Var[bool]:
    return frame.may("portal:manage")


def _create(look: button.Look = "second") -> rx.Component:
    return button.button("Create User Account", Edit.create, look=look, icon_name="user_plus")


def _close() -> rx.Component:
    can_close = Accounts.is_open & (Accounts.rows.length() > 0)
    return rx.cond(can_close, button.button("Close the portal", Accounts.ask_close_portal, look="quiet"))


def _closed() -> rx.Component:
    words = "The portal of this insured is closed: nobody of them can sign in."
    opens = rx.cond(_may(), button.button("Open the portal", Accounts.open_portal, size="1"))
    return notice.note(words, "amber", action=opens)


def _grid() -> rx.Component:
    nothing = empty.nothing_yet(
        "Nobody of this insured can sign in yet",
        "With an account they send their own certificates, and see what you allow.",
        rx.cond(_may(), _create("primary")),
        "user_round",
    )
    return data_grid.frame(
        label="Portal",
        head=[
            data_grid.actions_column(),
            data_grid.column("Name", "24%"),
            data_grid.column("May do"),
            data_grid.column("Status", "236px"),
            data_grid.column("Last sign-in", "176px", shown="medium"),
        ],
        body=rx.foreach(Accounts.rows, _row),
        instead=rx.match(
            Accounts.phase,
            (list_pages.READY, nothing),
            (list_pages.FAILED, empty.failed_to_load(Accounts.load)),
            data_grid.skeleton(2),
        ),
        has_rows=Accounts.rows.length() > 0,
    )


def _row(row: rx.Var[AccountLine]) -> rx.Component:
    return data_grid.row(
        data_grid.actions_cell(_items(row)),
        data_grid.cell(data_grid.two_lines(row.name, row.email), phone="lead"),
        data_grid.cell(data_grid.long_text(row.rights), tone="muted", phone="note"),
        data_grid.cell(_status(row), phone="mark"),
        data_grid.cell(
            data_grid.one_line(row.last_sign_in, look="muted num", title=row.last_exact), shown="medium"
        ),
        key=row.id,
    )


def _status(row: rx.Var[AccountLine]) -> rx.Component:
    badge = rx.match(
        row.state,
        ("active", standing_badge.badge(row.state_words, "green", "check")),
        ("invited", standing_badge.badge(row.state_words, "amber", "clock")),
        ("expired", standing_badge.badge(row.state_words, "red", "x")),
        ("not_sent", standing_badge.badge(row.state_words, "gray", "hourglass")),
        standing_badge.badge(row.state_words, "gray", "ban"),
    )
    send = button.text_link(
        "Send Invitation",
        on_click=Accounts.send_invitation(row.id, row.email),
        small=True,
        aria_label="Send Invitation to " + row.name,
    )
    return rx.el.span(
        badge,
        rx.cond(row.note != "", rx.el.span(row.note, class_name="small muted num clip", title=row.note)),
        rx.cond(row.wants_invitation & _may(), send),
        class_name="account-status",
    )


def _items(row: rx.Var[AccountLine]) -> list[menu.Item]:
    ended, active = row.state == "deactivated", row.state == "active"
    may, invited = _may(), row.state == "invited"
    return [
        menu.Item("Modify Permissions", "sliders_horizontal", Edit.modify(row.id), shown=may & ~ended),
        menu.Item(
            "See the portal", "eye", Accounts.ask(SEE, row.id), shown=may & ~ended & Accounts.is_open
        ),
        menu.Item("Name and e-mail", "pencil", Edit.edit(row.id), shown=may & ~ended),
        menu.Item("Reset Password", "key_round", Accounts.ask(RESET, row.id), shown=may & active),
        menu.Item(
            "Invite again", "send", Accounts.send_invitation(row.id, row.email), shown=may & invited
        ),
        menu.Item(
            "Send Invitation", "send", Accounts.send_invitation(row.id, row.email),
            shown=may & row.wants_invitation,
        ),
        menu.Item("Activity History", "activity", href=address_of("activity") + "&who=" + row.id.to(str)),
        menu.Item(
            "Deactivate Account", "ban", Accounts.ask(DEACTIVATE, row.id), danger=True, shown=may & ~ended
        ),
        menu.Item("Reactivate Account", "rotate_ccw", Accounts.reactivate(row.id), shown=may & ended),
    ]  # fmt: skip


def _deeds() -> rx.Component:
    every = link.link("Activity History", href=address_of("activity"), class_name="link")
    nothing = empty.nothing_yet(
        "Nothing yet", "What they do in the portal is listed here.", icon_name="activity"
    )
    return card.card(
        card.head("What they did", every),
        rx.cond(Accounts.deeds.length() > 0, rx.fragment(rx.foreach(Accounts.deeds, _deed)), nothing),
    )


def _deed(deed: rx.Var[Deed]) -> rx.Component:
    return rx.el.div(
        rx.el.div(deed.what, class_name="grow clip", title=deed.what),
        rx.el.span(deed.who, class_name="small muted"),
        rx.el.span(deed.when, class_name="small muted num", title=deed.exact),
        class_name="card-row is-compact",
        key=deed.id,
    )
