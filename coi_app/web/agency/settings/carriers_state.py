"""Carriers by their legal names."""

from dataclasses import dataclass
from typing import Any, ClassVar

import reflex as rx

from coi_app.queries import carriers
from coi_app.rules import errors
from coi_app.rules.access import Right
from coi_app.services import carriers as carrier_services
from coi_app.web import guards, session
from coi_app.web.shared import error_summary


@dataclass(frozen=True)
class Row:
    id: int
    name: str
    naic: str
    policies: str
    retired: bool


class CarriersState(rx.State):
    rows: list[Row] = []
    is_loaded: bool = False
    is_open: bool = False
    CLOSED: ClassVar[dict[str, Any]] = {"is_open": False}
    carrier: int = 0
    values: dict[str, str] = {}
    problems: dict[str, str] = {}
    form_round: int = 0

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def load(self) -> None:
        self.rows = [
            Row(one.id, one.legal_name, one.naic, f"{one.policies:,}", one.retired)
            for one in await session.look(carriers.rows)
        ]
        self.is_loaded = True

    @rx.event
    @guards.allow(Right.CARRIERS_CHANGE)
    def open(self, carrier_id: int) -> None:
        """0 is a new carrier."""
        found = [row for row in self.rows if row.id == carrier_id]
        self.carrier = found[0].id if found else 0
        self.values = {"legal_name": found[0].name, "naic": found[0].naic} if found else {}
        self.is_open, self.problems, self.form_round = True, {}, self.form_round + 1

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def close(self, _open: bool = False) -> None:
        self.is_open, self.problems = False, {}

    @rx.event
    @guards.allow(Right.CARRIERS_CHANGE)
    async def save(self, form: dict[str, Any]) -> Any:
        try:
            if self.carrier:
                await session.change(carrier_services.change, self.carrier, form)
            else:
                await session.change(carrier_services.create, form)
        except errors.InvalidInput as wrong:
            self.problems = wrong.problems
            return rx.set_focus(error_summary.FOCUS)
        self.is_open = False
        return [
            CarriersState.load,
            session.SessionState.notify("green", f"{form.get('legal_name', '')} is saved."),
        ]

    @rx.event
    @guards.allow(Right.CARRIERS_CHANGE)
    async def retire(self, carrier_id: int) -> Any:
        await session.change(carrier_services.retire, carrier_id)
        return [CarriersState.load, session.SessionState.notify("green", "The carrier is no longer offered.")]

    @rx.event
    @guards.allow(Right.CARRIERS_CHANGE)
    async def resume(self, carrier_id: int) -> Any:
        await session.change(carrier_services.resume, carrier_id)
        return [CarriersState.load, session.SessionState.notify("green", "The carrier is offered again.")]
