"""/radar: what made live certificates untrue, and who holds them; each can be reissued, withdrawn or told of."""

import reflex as rx

from coi_app.web import routes
from coi_app.web.agency import frame, list_pages
from coi_app.web.agency.certificates_sent import bulk_dialogs, grid
from coi_app.web.agency.certificates_sent import page as certificates_sent
from coi_app.web.agency.certificates_sent.bulk_state import BulkState
from coi_app.web.agency.radar.state import CauseLine, RadarState
from coi_app.web.shared import button, card, data_grid, empty, icon, link, notice, page_head, verdict_mark
from coi_app.web.shared.kinds import grouped

Radar, Bulk = RadarState, BulkState


def page() -> rx.Component:
    return frame.desk(
        _head(),
        rx.el.div(
            rx.match(
                Radar.phase,
                (list_pages.FAILED, empty.failed_to_load(Radar.load)),
                (list_pages.READY, rx.cond(Radar.causes.length() > 0, _found(), _nothing())),
                data_grid.skeleton(),
            ),
            class_name="stack",
            style={"margin_top": "16px"},
        ),
        certificates_sent.dialogs_of_grid(with_insured=True),
        bulk_dialogs.notify_dialog(),
        current="certificates",
    )


def _head() -> rx.Component:
    of_insured = link.link(Radar.insured_name, href=routes.INSUREDS + "/" + Radar.insured, class_name="link")
    every = button.text_link("Show all insureds", routes.RADAR, small=True)
    return page_head.page_head(
        "Untrue certificates",
        path=[("Certificates", routes.CERTIFICATES)],
        facts=[
            rx.cond(Radar.total > 0, page_head.fact(_total())),
            rx.cond(Radar.insured_name != "", rx.fragment(page_head.fact(of_insured), every)),
        ],
    )


def _total() -> rx.Var[str]:
    words = rx.cond(Radar.total == 1, " live certificate says", " live certificates say")
    return grouped(Radar.total) + words + " more than the policies give"


def _nothing() -> rx.Component:
    return rx.cond(
        Radar.is_looking,
        data_grid.skeleton(),
        empty.nothing_yet(
            "Every live certificate is true",
            "When a policy is changed, cancelled or loses an endorsement, the certificates that say more than it "
            "gives are listed here within seconds.",
            icon_name="radar",
        ),
    )


def _found() -> rx.Component:
    looking = notice.note("Certificates are being looked at again.", "indigo")
    return rx.fragment(
        rx.el.div(rx.cond(Radar.is_looking, looking), aria_live="polite"),
        card.card(
            card.head("What made them untrue", count=Radar.causes.length()),
            rx.foreach(Radar.causes, _cause),
        ),
        rx.el.div(grid.grid(with_insured=True, of_radar=True)),
    )


def _cause(line: rx.Var[CauseLine]) -> rx.Component:
    words = rx.el.div(
        link.link(line.insured, href=line.insured_href, class_name="medium link-line"),
        rx.foreach(line.reasons, lambda one: verdict_mark.reason(one[0], one[1])),
        rx.el.div(
            rx.el.span(line.holders, class_name="num"), ". Found ", rx.el.span(line.found, title=line.found_exact),
            class_name="small muted",
        ),
        class_name="grow",
    )  # fmt: skip
    return rx.el.div(
        icon.icon("radar", 17, stroke=2, tone="tone-red"),
        words,
        _actions(line),
        class_name=["card-row radar-row", rx.cond(Radar.chosen == line.id, "is-chosen", "")],
        key=line.id,
    )


def _actions(line: rx.Var[CauseLine]) -> rx.Component:
    shown = Radar.chosen == line.id

    def act(words: str, handler: object, **props: object) -> rx.Component:
        return button.button(words, handler, size="1", aria_label=words + ", " + line.insured, **props)

    return rx.el.div(
        button.button(
            rx.cond(shown, "Show all", "Show these"), Radar.show(line.id), size="1", aria_pressed=shown
        ),
        rx.cond(
            frame.may("certificates:revise"),
            act("Reissue", Bulk.ask_reissue(line.id, line.insured_id), look="primary"),
        ),
        rx.cond(
            frame.may("certificates:send"),
            act("Notify holders", Bulk.ask_notify(line.id)),
        ),
        rx.cond(frame.may("certificates:withdraw"), act("Withdraw", Bulk.ask_withdraw(line.id))),
        class_name="row is-wrap",
    )
