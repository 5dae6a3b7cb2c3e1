"""The form of a policy. The fields of all lines are in the page and only those of the chosen line are seen, so that
trying another line loses nothing that was typed."""

from collections.abc import Iterable

import reflex as rx

from coi_app.rules import coverage_form
from coi_app.rules.coverage import Line
from coi_app.rules.facts import POLICY_STATUS_LABELS, PolicyStatus
from coi_app.web.agency import record_form
from coi_app.web.agency.policies import words
from coi_app.web.agency.policies.form_state import PolicyFormState
from coi_app.web.shared import button, combobox

Edit = PolicyFormState
FORM = record_form.Form(Edit, "policy")
STATUSES = [(one.value, POLICY_STATUS_LABELS[one]) for one in (PolicyStatus.ACTIVE, PolicyStatus.BOUND)]
YES_NO = [("", "Not answered"), ("no", "No"), ("yes", "Yes")]


def dialog() -> rx.Component:
    return FORM.dialog(
        rx.cond(Edit.policy > 0, "Edit policy", "Add policy"),
        rx.cond(Edit.policy > 0, rx.fragment(), _line_choice()),
        _carrier(),
        FORM.text("number", "Policy number", hint="Exactly as on the declarations."),
        record_form.three(
            FORM.day("effective_on", "Effective date"),
            FORM.day("expires_on", "Expiration date"),
            rx.cond(Edit.is_cancelled, rx.fragment(), FORM.choose("status", "Status", STATUSES)),
        ),
        *[_coverage(line) for line in Line],
        on_submit=Edit.save,
        on_close=Edit.close,
    )


def _line_choice() -> rx.Component:
    entries = [(line.value, text) for line, text in words.LINES.items()]
    return FORM.choose("line", "Line of business", entries, on_change=Edit.choose_line)


def _carrier() -> rx.Component:
    known = combobox.combobox(
        FORM.id("carrier_id"),
        "Carrier",
        found=Edit.carriers,
        picked=Edit.carrier,
        on_search=Edit.search_carrier,
        on_pick=Edit.pick_carrier,
        placeholder="Type a name or NAIC code",
        hint=button.text_link("Enter a new carrier", on_click=Edit.enter_new_carrier(True), small=True),
        error=FORM.problem("carrier_id"),
    )
    new = rx.el.div(
        record_form.pair(
            FORM.text("carrier_legal_name", "Carrier's legal name", hint="Never the group's trade name."),
            FORM.text("carrier_naic", "NAIC code", hint="5 digits."),
        ),
        button.text_link("Choose a known carrier", on_click=Edit.enter_new_carrier(False), small=True),
        class_name="stack is-tight",
    )
    return rx.cond(Edit.is_new_carrier, new, known)


def _coverage(line: Line) -> rx.Component:
    drawn = record_form.part(words.LINES[line], *_PARTS[line](line.value))
    return rx.el.div(drawn, hidden=Edit.line != line.value)


def _limits(line: Line) -> rx.Component:
    named = coverage_form.LIMITS[line]
    return record_form.three(*[FORM.money(f"{line.value}_{one.name}", one.label) for one in named])


def _options(line: str) -> rx.Component:
    return record_form.pair(
        FORM.text(f"{line}_option_one", "Other box", optional=True),
        FORM.text(f"{line}_option_two", "Another box", optional=True),
    )


def _own_limit(line: str) -> rx.Component:
    return record_form.pair(
        FORM.text(f"{line}_other_label", "Another limit", optional=True, placeholder="What it is for"),
        FORM.money(f"{line}_other_limit", "Its amount", optional=True),
    )


def _trigger(line: str) -> rx.Component:
    entries = [(one.value, text) for one, text in words.TRIGGERS.items()]
    return FORM.choose(f"{line}_trigger", "Basis", entries)


def _general_liability(line: str) -> Iterable[rx.Component]:
    entries = [(one.value, text) for one, text in words.AGGREGATES.items()]
    yield FORM.tick(f"{line}_commercial", "Commercial general liability")
    yield record_form.three(
        _trigger(line),
        FORM.choose(f"{line}_aggregate_per", "Aggregate applies per", entries),
        FORM.text(f"{line}_aggregate_per_other", "If other, per what", optional=True),
    )
    yield _limits(Line.GENERAL_LIABILITY)
    yield _own_limit(line)
    yield _options(line)


def _automobile(line: str) -> Iterable[rx.Component]:
    ticks = [FORM.tick(f"{line}_{name}", text) for name, text in words.AUTOS.items()]
    yield rx.el.div(*ticks, class_name="tick-columns")
    yield rx.el.div("Either a combined single limit or split limits.", class_name="hint")
    yield _limits(Line.AUTOMOBILE)
    yield _own_limit(line)
    yield _options(line)


def _umbrella(line: str) -> Iterable[rx.Component]:
    shares = [(one.value, text) for one, text in words.SHARES.items()]
    yield rx.el.div(
        FORM.tick(f"{line}_excess", "Excess liability", hint="Else an umbrella."),
        FORM.tick(
            f"{line}_follows_form", "Follows form", hint="Takes over ADDL INSD of the underlying line."
        ),
        class_name="tick-columns",
    )
    yield record_form.three(
        _trigger(line),
        FORM.choose(f"{line}_own_share", "Deductible or retention", shares),
        FORM.money(f"{line}_own_share_amount", "Its amount", optional=True),
    )
    yield _limits(Line.UMBRELLA)
    yield _own_limit(line)


def _workers_compensation(line: str) -> Iterable[rx.Component]:
    yield record_form.pair(
        FORM.tick(f"{line}_per_statute", "Per statute"),
        FORM.text(f"{line}_other_basis", "Other basis", optional=True),
    )
    yield record_form.pair(
        FORM.choose(
            f"{line}_anyone_excluded", "Any proprietor, partner, officer or member excluded?", YES_NO
        ),
        FORM.text(f"{line}_who_is_excluded", "Who is excluded", optional=True),
    )
    yield _limits(Line.WORKERS_COMPENSATION)


def _other(line: str) -> Iterable[rx.Component]:
    yield record_form.pair(
        FORM.text(f"{line}_name", "What it covers", placeholder="Professional, Cyber, Pollution, Cargo"),
        _trigger(line),
    )
    yield FORM.text(f"{line}_description", "Description", optional=True)
    for place in range(1, coverage_form.MOST_EXTRA_LIMITS + 1):
        yield record_form.pair(
            FORM.text(f"{line}_limit_{place}_label", f"Limit {place}", optional=place > 1),
            FORM.money(f"{line}_limit_{place}_amount", f"Amount {place}", optional=place > 1),
        )


_PARTS = {
    Line.GENERAL_LIABILITY: _general_liability,
    Line.AUTOMOBILE: _automobile,
    Line.UMBRELLA: _umbrella,
    Line.WORKERS_COMPENSATION: _workers_compensation,
    Line.OTHER: _other,
}
