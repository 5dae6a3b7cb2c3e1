"""The portal around every page of it: the agency's mark, the account's menu, the places one may go to, messages."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from coi_app.rules.portal_rights import PortalRight
from coi_app.web import routes, session
from coi_app.web.shared import brand, button, data_grid, empty, icon, link, menu, native_form, notice
from coi_app.web.shared.kinds import Child, Flag, Text

Me = session.SessionState


@dataclass(frozen=True)
class Place:
    """One place of the portal. Without its `right` it is not drawn. Those not `in_bar` have a button on Home, or an
    entry in the account's menu."""

    key: str
    words: str
    href: str
    icon_name: str
    right: PortalRight | None = None
    in_bar: bool = True
    in_menu: bool = False


# The only list of them: the bar at the bottom, the buttons of Home and the account's menu are drawn from it.
PLACES: tuple[Place, ...] = (
    Place("home", "Home", routes.PORTAL, "house"),
    Place("send", "Send", routes.PORTAL_SEND, "send", PortalRight.SEND_CERTIFICATES),
    Place(
        "certificates",
        "Certificates",
        routes.PORTAL_CERTIFICATES,
        "file_badge",
        PortalRight.VIEW_CERTIFICATES,
    ),
    Place("files", "Files", routes.PORTAL_FILES, "folder", PortalRight.VIEW_FILES),
    Place("id_cards", "ID cards", routes.PORTAL_ID_CARDS, "id_card", PortalRight.VIEW_ID_CARDS, in_bar=False),
    Place("policies", "Policies", routes.PORTAL_POLICIES, "shield", PortalRight.VIEW_POLICIES, in_bar=False),
    Place("request", "Request a certificate", routes.PORTAL_REQUEST, "inbox", in_bar=False),
    Place(
        "holders_review",
        "Holders review",
        routes.PORTAL_HOLDERS_REVIEW,
        "list_checks",
        PortalRight.EDIT_HOLDERS,
        in_bar=False,
        in_menu=True,
    ),
    Place(
        "colleagues",
        "Colleagues",
        routes.PORTAL_COLLEAGUES,
        "users",
        PortalRight.MANAGE_USERS,
        in_bar=False,
        in_menu=True,
    ),
)


def page(*content: Child, current: str, head: Child | None = None) -> rx.Component:
    """`current` is the key of a place. With a `head` of its own, a step of something, the page has no bar."""
    return rx.el.div(
        rx.el.a("Skip to the content", href="#content", class_name="skip-link"),
        _look_bar(),
        _own_head() if head is None else head,
        rx.el.main(*content, id="content", tab_index=-1, class_name="phone-body"),
        _bar(current) if head is None else rx.fragment(),
        notice.connection_banner(),
        notice.messages(rx.foreach(Me.messages, _message)),
        class_name=["phone", "has-bar" if head is None else ""],
    )


def step_head(title: str, back_href: Text, step: str) -> rx.Component:
    """The head of a step: back, what this is, how far one is."""
    back = link.link(icon.icon("arrow_left", 22), href=back_href, aria_label="Back", class_name="back-button")
    return rx.el.header(
        back,
        rx.el.span(title, class_name="phone-step-title grow"),
        rx.el.span(step, class_name="phone-row-note num"),
        class_name="phone-head is-step",
    )


def _own_head() -> rx.Component:
    avatar = rx.el.button(
        rx.el.span(Me.initials, class_name="avatar", aria_hidden="true"),
        type="button",
        aria_label="Account",
        class_name="phone-account",
    )
    items = [
        menu.Item("Your account", "user_round", href=routes.PORTAL_PROFILE),
        *[
            menu.Item(one.words, one.icon_name, href=one.href, shown=_is_drawn(one))
            for one in PLACES
            if one.in_menu
        ],
        menu.LINE,
        menu.Item("Sign out", "log_out", Me.sign_out),
    ]
    return rx.el.header(
        rx.el.div(brand.brand(Me.agency_name, 28), class_name="grow"),
        rx.cond(Me.viewed_as == "", menu.menu(avatar, items, align="end")),
        class_name="phone-head",
    )


def _look_bar() -> rx.Component:
    """On every page, while somebody of the agency sees the portal as this person does."""
    end = native_form.native_form(
        button.button("End", type="submit", size="2"), action=routes.POST_PORTAL_VIEW_END
    )
    bar = rx.el.section(
        icon.icon("eye", 18),
        rx.el.span(
            "You see the portal as ", Me.viewed_as, " does. Nothing can be changed.", class_name="grow"
        ),
        end,
        aria_label="Looking only",
        class_name="look-bar",
    )
    return rx.cond(Me.viewed_as != "", bar)


def _bar(current: str) -> rx.Component:
    places = [_drawn(place, _tab(place, current)) for place in PLACES if place.in_bar]
    return rx.el.nav(rx.el.div(*places), aria_label="Portal", class_name="tab-bar")


def _tab(place: Place, current: str) -> rx.Component:
    here = {"aria_current": "page"} if place.key == current else {}
    return link.link(icon.icon(place.icon_name, 22), place.words, href=place.href, **here)


def seconds() -> rx.Component:
    """The buttons of Home for what is not in the bar."""
    others = [place for place in PLACES if not place.in_bar and not place.in_menu]
    return rx.el.div(*[_drawn(place, _second(place)) for place in others], class_name="phone-seconds")


def _second(place: Place) -> rx.Component:
    return link.link(
        icon.icon(place.icon_name, 18), place.words, href=place.href, class_name="big-button is-second"
    )


def _drawn(place: Place, part: rx.Component) -> Any:
    return part if place.right is None else rx.cond(may(place.right), part)


def _is_drawn(place: Place) -> Flag:
    return True if place.right is None else may(place.right)


def may(right: PortalRight) -> rx.Var[bool]:
    """Whether to draw what needs the right; the gate asks again."""
    return Me.rights.contains(right.value)


def guarded(right: PortalRight, is_loaded: Flag, content: Child) -> rx.Component:
    """The content once it came; without the right whom to ask, also when it is taken away meanwhile."""
    waiting = data_grid.skeleton(6)
    refused = empty.not_allowed("Your agency decides what you may do here. Ask them to allow it.")
    return rx.cond(may(right), rx.cond(is_loaded, content, waiting), rx.cond(Me.role != "", refused, waiting))


def _message(message: rx.Var[session.Message]) -> rx.Component:
    return notice.message(message.key, message.words, message.tone, Me.dismiss)
