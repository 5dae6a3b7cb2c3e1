"""The form of an endorsement: what a Y on a certificate stands on."""

from typing import Any

import reflex as rx

from coi_app.queries import policies as policies_seen
from coi_app.rules.access import Right
from coi_app.rules.coverage import EndorsementKind, Reach
from coi_app.services import endorsements
from coi_app.web import guards, session
from coi_app.web.agency import holder_options, record_form
from coi_app.web.agency.insured_head import insured_of
from coi_app.web.agency.policies.state import PoliciesState
from coi_app.web.shared import combobox

NEW = {"kind": EndorsementKind.ADDITIONAL_INSURED.value, "reach": Reach.BLANKET.value}
NEW |= {"condition": "Where required by written contract"}


class EndorsementFormState(record_form.RecordForm, rx.State):
    """`named` are the holders of a scheduled endorsement; `kind` and `reach` decide which fields are seen."""

    endorsement: int = 0
    title: str = ""
    kind: str = ""
    reach: str = ""
    named: list[combobox.Option] = []
    holders: combobox.Found = combobox.NOTHING_FOUND
    picked: combobox.Option = combobox.NOBODY
    _policy: int = 0

    @rx.event
    @guards.allow(Right.POLICIES_CHANGE)
    async def add(self, policy_id: int) -> None:
        found = await session.look(policies_seen.detail, policy_id)
        self.endorsement, self._policy = 0, found.row.id
        self.title, self.named = f"{found.row.title} {found.row.number}", []
        await self._begin(NEW)

    @rx.event
    @guards.allow(Right.POLICIES_CHANGE)
    async def edit(self, endorsement_id: int) -> Any:
        policies = await self.get_state(PoliciesState)
        found = await session.look(policies_seen.detail, policies.chosen)
        row = next((one for one in found.endorsements if one.id == endorsement_id), None)
        if row is None:
            return [
                PoliciesState.load,
                session.SessionState.notify("red", "This endorsement is not there any more."),
            ]
        self.endorsement, self.title = row.id, f"{found.row.title} {found.row.number}"
        self.named = [{"id": id, "name": name, "note": ""} for id, name in row.holders]
        await self._begin({name: value for name, value in row.values.items() if name != "holder_ids"})
        return None

    async def _begin(self, values: dict[str, Any]) -> None:
        self.kind, self.reach, self.picked = values["kind"], values["reach"], combobox.NOBODY
        self.holders = await holder_options.find(insured_of(str(self.router.url.path)), "")
        self._open("endorsement", values)

    @rx.event
    @guards.allow(Right.POLICIES_CHANGE)
    def choose_kind(self, kind: str) -> None:
        self.kind = str(kind)

    @rx.event
    @guards.allow(Right.POLICIES_CHANGE)
    def choose_reach(self, reach: str) -> None:
        self.reach = str(reach)

    @rx.event(supersedes=True)
    @guards.allow(Right.POLICIES_CHANGE)
    async def search_holder(self, text: str) -> None:
        self.holders = await holder_options.find(insured_of(str(self.router.url.path)), text)

    @rx.event
    @guards.allow(Right.POLICIES_CHANGE)
    def pick_holder(self, holder_id: int) -> Any:
        """Put into the schedule; picking one that is there already changes nothing."""
        chosen = holder_options.picked(self.holders, holder_id)
        if not chosen["id"]:
            return
        if all(one["id"] != chosen["id"] for one in self.named):
            self.named = [*self.named, chosen]
        self.picked = chosen
        yield
        self.picked = combobox.NOBODY  # the box is empty again, for the next one

    @rx.event
    @guards.allow(Right.POLICIES_CHANGE)
    def drop_holder(self, holder_id: int) -> None:
        self.named = [one for one in self.named if one["id"] != holder_id]

    @rx.event
    @guards.allow(Right.POLICIES_CHANGE)
    async def save(self, form: dict[str, Any]) -> Any:
        values = record_form.typed("endorsement", form)
        values["holder_ids"] = [one["id"] for one in self.named] if self.reach == Reach.SCHEDULED else []
        if self.endorsement:
            refused = await self._save(endorsements.change, self.endorsement, values)
        else:
            refused = await self._save(endorsements.add, self._policy, values)
        return refused or _done("Saved.")

    @rx.event
    @guards.allow(Right.POLICIES_CHANGE)
    def ask_remove(self, endorsement_id: int, form: str) -> None:
        self.endorsement, self.title = endorsement_id, str(form)[:100]
        self._open("remove_endorsement", {})

    @rx.event
    @guards.allow(Right.POLICIES_CHANGE)
    async def remove(self) -> Any:
        self.form = ""
        await session.change(endorsements.remove, self.endorsement)
        return _done(f"Removed {self.title}.")

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def close(self, _open: bool = False) -> None:
        self.form = ""


def _done(words: str) -> list[Any]:
    return [PoliciesState.load, session.SessionState.notify("green", words)]
