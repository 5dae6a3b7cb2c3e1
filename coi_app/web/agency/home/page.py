"""The first page: five figures, what needs somebody, the latest certificates, what expires."""

import reflex as rx

from coi_app.queries.insured_list import PoliciesAre
from coi_app.rules.certificate_requests import RequestStatus
from coi_app.web import routes
from coi_app.web.agency import frame, list_pages
from coi_app.web.agency.home.state import MOST_WAITING, Certificate, HomeState, Policy, Waiting
from coi_app.web.shared import (
    button,
    card,
    combobox,
    data_grid,
    day_bars,
    dialog,
    empty,
    icon,
    link,
    page_head,
    standing_badge,
)
from coi_app.web.shared.kinds import Text

Home = HomeState
F = HomeState.figures
MARKS = {
    "Untrue": ("radar", "tone-red"),
    "Delivery": ("mail_x", "tone-red"),
    "Request": ("inbox", "tone-amber"),
    "Approval": ("hourglass", "tone-gray"),
    "Renewal": ("clock", "tone-amber"),
}
WAITING = routes.with_query(routes.REQUESTS, {"show": RequestStatus.WAITING.value})
EXPIRING = routes.with_query(
    routes.INSUREDS, {"policies": PoliciesAre.EXPIRING_SOON.value, "sort": "next_expiry", "dir": "up"}
)


def page() -> rx.Component:
    return frame.desk(
        page_head.page_head("Home", facts=[F.today], actions=[_imports(), rx.cond(_may_issue(), _send())]),
        rx.el.div(
            rx.match(
                Home.phase,
                (list_pages.FAILED, empty.failed_to_load(Home.load, "The figures did not arrive.")),
                (list_pages.READY, _figures()),
                data_grid.skeleton(),
            ),
            style={"margin_top": "16px"},
        ),
        rx.cond(_may_issue(), _choose_insured()),
        current="home",
    )


def _may_issue() -> rx.Var[bool]:
    return frame.may("certificates:issue")


def _stands(address: str) -> rx.Var[bool]:
    return Home.pages.contains(address)


def _imports() -> rx.Component:
    imports = button.link_button("Import Holders", routes.IMPORTS, icon_name="upload")
    return rx.cond(_stands(routes.IMPORTS) & frame.may("imports:run"), imports)


def _send() -> rx.Component:
    return button.button("Send Certificate", Home.choose_insured, look="primary", icon_name="send")


def _choose_insured() -> rx.Component:
    box = combobox.combobox(
        "insured", "Insured", found=Home.found, picked=combobox.NOBODY, on_search=Home.search, on_pick=Home.choose,
        placeholder="Name, DBA or policy number",
    )  # fmt: skip
    return dialog.dialog(
        "Send Certificate",
        rx.el.div(box, style={"min_height": "300px"}),
        open=Home.is_choosing,
        on_open_change=Home.stop_choosing,
        lead="Whose certificate is it?",
        size="confirm",
    )


def _figures() -> rx.Component:
    return rx.el.div(
        _strip(),
        rx.el.div(
            rx.el.div(_needs_you(), _latest(), class_name="stack"),
            rx.el.div(_issued(), _expiring(), class_name="stack"),
            class_name="home-columns",
        ),
        class_name="stack",
    )


def _strip() -> rx.Component:
    certificates, requests = routes.CERTIFICATES, routes.REQUESTS
    failed = routes.with_query(certificates, {"mailed": "failed", "days": "week"})
    return card.stat_strip(
        card.stat(
            "Issued today", _linked(F.issued_today, certificates), F.issued_week, "file_badge", "tone-accent"
        ),
        card.stat("Requests due today", _linked(F.due, requests), F.requests, "inbox", "tone-amber"),
        card.stat("Waiting for approval", _linked(F.waiting, WAITING), F.waiting_detail, "hourglass"),
        card.stat("Failed deliveries", _linked(F.failed, failed), F.delivered, "mail_x", "tone-red"),
        card.stat("Untrue certificates", _linked(F.untrue, routes.RADAR), "", "radar", "tone-red"),
    )


def _linked(figure: Text, href: str) -> rx.Component:
    """The figure as a link to what it counts, where there is such a page."""
    return rx.cond(
        _stands(href.partition("?")[0]), link.link(figure, href=href, class_name="figure-link"), figure
    )


def _needs_you() -> rx.Component:
    requests = button.text_link("All requests", routes.REQUESTS, small=True)
    return card.card(
        card.head("Needs you", rx.cond(_stands(routes.REQUESTS), requests), count=Home.waiting.length()),
        rx.cond(
            Home.waiting.length() > 0,
            rx.fragment(
                rx.foreach(rx.cond(Home.shows_all, Home.waiting, Home.waiting[:MOST_WAITING]), _waiting),
                _more(),
            ),
            empty.nothing_yet(
                "Nothing waits for you", "Failed deliveries, requests and renewals come here.", None, "check"
            ),
        ),
    )


def _more() -> rx.Component:
    every = button.text_link("Show all " + Home.waiting.length().to(str), on_click=Home.show_all, small=True)
    return rx.cond((Home.waiting.length() > MOST_WAITING) & ~Home.shows_all, card.foot(every))


def _waiting(one: rx.Var[Waiting]) -> rx.Component:
    marks = [(tag, icon.icon(name, 17, stroke=2, tone=tone)) for tag, (name, tone) in MARKS.items()]
    act = button.link_button(one.action, one.href, size="1", aria_label=one.action + ": " + one.title)
    return card.row(
        one.title,
        one.detail,
        icon_part=rx.match(one.tag, *marks, icon.icon("info", 17, stroke=2)),
        kind=one.tag,
        end=rx.cond(one.href != "", act, rx.fragment()),
    )


def _latest() -> rx.Component:
    every = button.text_link("All certificates", routes.CERTIFICATES, small=True)
    nothing = empty.nothing_yet(
        "No certificates yet", "Open an insured to issue the first one.", None, "file_badge"
    )
    grid = data_grid.frame(
        plain=True,
        label="Latest certificates",
        head=[
            data_grid.column("Certificate", "132px", lead=True),
            data_grid.column("Insured"),
            data_grid.column("Holder"),
            data_grid.column("Issued", "82px"),
            data_grid.column("Standing", "186px"),
        ],
        body=rx.foreach(Home.latest, _certificate),
        instead=nothing,
        has_rows=Home.latest.length() > 0,
    )
    return card.card(
        card.head("Latest certificates", rx.cond(_stands(routes.CERTIFICATES), every), bare=True), grid
    )


def _certificate(one: rx.Var[Certificate]) -> rx.Component:
    return data_grid.row(
        data_grid.cell(data_grid.one_line(one.number, look="mono", href=one.href), lead=True, phone="lead"),
        data_grid.cell(data_grid.one_line(one.insured, look="medium"), phone="note"),
        data_grid.cell(data_grid.one_line(one.holder, look="muted")),
        data_grid.cell(data_grid.one_line(one.issued, look="muted num", title=one.exact)),
        data_grid.cell(standing_badge.standing_badge(one.standing, one.words), phone="mark"),
    )


def _issued() -> rx.Component:
    head = rx.el.div(
        rx.el.h2("Certificates issued", style={"font_size": "14px", "line_height": "20px"}),
        rx.el.span("Last 30 days", class_name="muted small end"),
        class_name="row",
    )
    figure = rx.el.div(
        rx.el.span(F.issued, class_name="figure"),
        rx.el.span(F.unwarned, class_name="small muted num"),
        class_name="row is-base",
        style={"margin": "2px 0 10px"},
    )
    return card.card(
        head, figure, day_bars.day_bars(F.bars, F.bars_words, F.bars_first, "Today"), padded=True
    )


def _expiring() -> rx.Component:
    every = link.link("Show all ", F.expiring, href=EXPIRING, class_name="link is-small")
    return card.card(
        card.head("Policies expiring in 30 days", count=F.expiring, bare=True),
        rx.foreach(Home.expiring, _policy),
        card.foot(rx.cond(Home.expiring.length() > 0, every, rx.el.span("None", class_name="muted small"))),
    )


def _policy(one: rx.Var[Policy]) -> rx.Component:
    words = rx.el.div(
        link.link(one.insured, href=one.href, class_name="medium clip link-line", title=one.insured),
        rx.el.div(one.title, class_name="small muted clip", title=one.title),
        class_name="grow",
    )
    left = rx.el.span(rx.el.span(one.left, class_name="tone-amber medium"), class_name="small num")
    return rx.el.div(words, left, class_name="card-row is-compact")
