"""/renewals: masters whose policies renewed, and how many holders have their certificates."""

import reflex as rx

from coi_app.web import routes
from coi_app.web.agency import frame, list_parts
from coi_app.web.agency.renewals.state import MasterLine, RenewalsState
from coi_app.web.shared import button, data_grid, empty, filters, icon, link, page_head

List = RenewalsState


def page() -> rx.Component:
    of_insured = link.link(List.insured_name, href=routes.INSUREDS + "/" + List.insured, class_name="link")
    every = button.text_link("Show all insureds", routes.RENEWALS, small=True)
    return frame.desk(
        page_head.page_head(
            "Renewals",
            path=[("Certificates", routes.CERTIFICATES)],
            facts=[
                "Choose a master to see what its renewed policies change for every holder.",
                rx.cond(List.insured_name != "", rx.fragment(page_head.fact(of_insured), every)),
            ],
        ),
        filters.bar(
            filters.date_box(
                "Begins from", "renewals_from", List.from_on, lambda day: List.narrow("from", day)
            ),
            filters.date_box("To", "renewals_to", List.to_on, lambda day: List.narrow("to", day)),
        ),
        _grid(),
        current="certificates",
    )


def _grid() -> rx.Component:
    nothing = empty.nothing_yet(
        "Nothing renewed in these days",
        "Enter the renewal as a policy of its own under Policies, or choose other days.",
        icon_name="calendar_sync",
    )
    return data_grid.frame(
        label="Renewals",
        head=[
            data_grid.column("Insured", "24%", lead=True),
            data_grid.column("Master", "16%"),
            data_grid.column("Renewed policies", shown="medium"),
            data_grid.column("Holders", "92px", end=True),
            data_grid.column("Next step", "176px", end=True),
        ],
        body=rx.foreach(List.rows, _row),
        instead=list_parts.instead(List, nothing_yet=nothing, is_narrowed=rx.Var.create(False)),
        has_rows=List.rows.length() > 0,
    )


def _row(line: rx.Var[MasterLine]) -> rx.Component:
    behind = rx.el.div(
        icon.icon("triangle_alert", 14, stroke=2, tone="tone-amber"),
        rx.el.span(line.behind),
        class_name="pick-reason",
    )
    return data_grid.row(
        data_grid.cell(data_grid.one_line(line.insured, href=line.insured_href), lead=True, phone="lead"),
        data_grid.cell(data_grid.one_line(line.master, look="medium"), phone="note"),
        data_grid.cell(data_grid.long_text(line.renewed), rx.cond(line.behind != "", behind), shown="medium"),
        data_grid.cell(line.holders, end=True, tone="num"),
        data_grid.cell(_act(line), end=True, phone="mark"),
        key=line.id,
    )


def _act(line: rx.Var[MasterLine]) -> rx.Component:
    """A master that is behind first has to show the renewals."""
    update = button.button(
        "Show the renewals",
        List.show_renewals(line.id),
        size="1",
        aria_label="Show the renewals on " + line.master,
    )
    review = button.link_button(
        "Review",
        line.href,
        size="1",
        look="primary",
        aria_label="Review " + line.insured + ", " + line.master,
    )
    return rx.cond((line.behind != "") & frame.may("masters:change"), update, review)
