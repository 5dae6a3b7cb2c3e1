"""Vehicles of the automobile policy that is open, and its ID cards."""

from typing import Any

import reflex as rx

from coi_app.queries import vehicles as vehicles_seen
from coi_app.rules import errors
from coi_app.rules.access import Right
from coi_app.services import id_cards, vehicles
from coi_app.web import guards, session
from coi_app.web.agency import record_form
from coi_app.web.agency.insured_head import ProfileState
from coi_app.web.agency.policies.state import PoliciesState


class VehicleFormState(record_form.RecordForm, rx.State):
    """`vehicle` is the one in the form or the question, 0 a new one."""

    vehicle: int = 0
    title: str = ""
    _policy: int = 0

    @rx.event
    @guards.allow(Right.POLICIES_CHANGE)
    async def add(self) -> None:
        policies = await self.get_state(PoliciesState)
        self.vehicle, self._policy, self.title = 0, policies.chosen, policies.policy.number
        self._open("vehicle", {})

    @rx.event
    @guards.allow(Right.POLICIES_CHANGE)
    async def edit(self, vehicle_id: int) -> Any:
        policies = await self.get_state(PoliciesState)
        listed = await session.look(vehicles_seen.of_policy, policies.chosen)
        found = next((one for one in listed if one.id == vehicle_id), None)
        if found is None:
            return _done("red", "This vehicle is not there any more.")
        self.vehicle, self._policy, self.title = found.id, policies.chosen, policies.policy.number
        self._open(
            "vehicle", {"year": found.year, "make": found.make, "model": found.model, "vin": found.vin}
        )
        return None

    @rx.event
    @guards.allow(Right.POLICIES_CHANGE)
    async def save(self, form: dict[str, Any]) -> Any:
        values = record_form.typed("vehicle", form)
        if self.vehicle:
            refused = await self._save(vehicles.change, self.vehicle, values)
        else:
            refused = await self._save(vehicles.add, self._policy, values)
        return refused or _done("green", "Saved. Create the ID card anew, so that it says so.")

    @rx.event
    @guards.allow(Right.POLICIES_CHANGE)
    def ask_remove(self, vehicle_id: int, title: str) -> None:
        self.vehicle, self.title = vehicle_id, str(title)[:100]
        self._open("remove_vehicle", {})

    @rx.event
    @guards.allow(Right.POLICIES_CHANGE)
    async def remove(self) -> Any:
        self.form = ""
        await session.change(vehicles.remove, self.vehicle)
        return _done("green", f"Removed {self.title}.")

    @rx.event
    @guards.allow(Right.FILES_CHANGE)
    async def create_id_card(self, policy_id: int) -> Any:
        try:
            await session.change(id_cards.create, policy_id)
        except errors.Refusal as refused:
            return session.SessionState.notify("red", str(refused))
        said = "The ID card is under Documents, Files, and shared in the portal until the policy ends."
        return [ProfileState.refresh, session.SessionState.notify("green", said)]

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def close(self, _open: bool = False) -> None:
        self.form = ""


def _done(tone: str, words: str) -> list[Any]:
    return [PoliciesState.load, session.SessionState.notify(tone, words)]
