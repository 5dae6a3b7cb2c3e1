"""The forms of a policy: add, edit, cancel, reinstate. The fields of a coverage are named `<line>_<field>`."""

from typing import Any

import reflex as rx

from coi_app.queries import carriers as carriers_seen
from coi_app.queries import policies as policies_seen
from coi_app.rules import coverage as cover
from coi_app.rules import coverage_form
from coi_app.rules.access import Right
from coi_app.rules.facts import PolicyStatus
from coi_app.services import policies
from coi_app.web import guards, routes, session
from coi_app.web.agency import record_form
from coi_app.web.agency.insured_head import ProfileState, insured_of
from coi_app.web.agency.policies import new_carrier
from coi_app.web.agency.policies.state import PoliciesState
from coi_app.web.shared import combobox

COMMON = ("line", "number", "effective_on", "expires_on", "status", "carrier_legal_name", "carrier_naic")
CARRIERS_SHOWN = 20


class PolicyFormState(record_form.RecordForm, rx.State):
    """`policy` is the one in the form or the question, 0 a new one."""

    policy: int = 0
    policy_name: str = ""
    line: str = cover.Line.GENERAL_LIABILITY.value
    is_cancelled: bool = False
    carrier: combobox.Option = combobox.NOBODY
    carriers: combobox.Found = combobox.NOTHING_FOUND
    is_new_carrier: bool = False
    _insured: str = ""
    _revision: int = 0

    @rx.event
    @guards.allow(Right.POLICIES_CHANGE)
    async def add(self) -> None:
        self._insured = insured_of(str(self.router.url.path))
        self.policy, self.is_cancelled, self.is_new_carrier = 0, False, False
        self.line, self.carrier = cover.Line.GENERAL_LIABILITY.value, combobox.NOBODY
        await self._find_carriers("")
        self._open("policy", {"line": self.line, "status": PolicyStatus.ACTIVE.value} | _fresh())

    @rx.event
    @guards.allow(Right.POLICIES_CHANGE)
    async def edit(self, policy_id: int) -> None:
        found = await self._look(policy_id)
        row = found.row
        self.line, self.is_new_carrier = row.line.value, False
        self.carrier = {"id": row.carrier_id, "name": row.carrier_name, "note": f"NAIC {row.naic}"}
        await self._find_carriers("")
        own = {name: value for name, value in found.values.items() if name in COMMON}
        covered = {f"{self.line}_{name}": value for name, value in found.values.items() if name not in COMMON}
        self._open("policy", covered | own)

    @rx.event
    @guards.allow(Right.POLICIES_CHANGE)
    def choose_line(self, line: str) -> None:
        self.line = str(line) if str(line) in set(cover.Line) else self.line

    @rx.event(supersedes=True)
    @guards.allow(Right.POLICIES_CHANGE)
    async def search_carrier(self, text: str) -> None:
        await self._find_carriers(str(text)[:200])

    @rx.event
    @guards.allow(Right.POLICIES_CHANGE)
    def pick_carrier(self, carrier_id: int) -> None:
        found = [one for one in self.carriers["options"] if one["id"] == carrier_id]
        self.carrier = found[0] if found else combobox.NOBODY

    @rx.event
    @guards.allow(Right.CARRIERS_CHANGE)
    def enter_new_carrier(self, wanted: bool) -> None:
        self.is_new_carrier = bool(wanted)

    @rx.event
    @guards.allow(Right.POLICIES_CHANGE)
    async def save(self, form: dict[str, Any]) -> Any:
        values = self._entered(record_form.typed("policy", form))
        made: list[int] = []
        if self.policy:
            refused = await self._save(new_carrier.change, self.policy, values, self._revision)
        else:
            refused = await self._save(new_carrier.create, self._insured, values, made)
        if refused:
            self.problems = {self._field(name): problem for name, problem in self.problems.items()}
            return refused
        return self._done("Saved.") if self.policy else self._opened(made[0])

    @rx.event
    @guards.allow(Right.POLICIES_CHANGE)
    async def ask_cancel(self, policy_id: int) -> None:
        await self._look(policy_id)
        self._open("cancel_policy", {})

    @rx.event
    @guards.allow(Right.POLICIES_CHANGE)
    async def cancel(self, form: dict[str, Any]) -> Any:
        day = record_form.typed("cancel_policy", form).get("cancelled_on")
        refused = await self._save(policies.cancel, self.policy, day, self._revision)
        return refused or self._done(f"Cancelled {self.policy_name}.")

    @rx.event
    @guards.allow(Right.POLICIES_CHANGE)
    async def ask_reinstate(self, policy_id: int) -> None:
        await self._look(policy_id)
        self._open("reinstate_policy", {})

    @rx.event
    @guards.allow(Right.POLICIES_CHANGE)
    async def reinstate(self) -> Any:
        self.form = ""
        await session.change(policies.reinstate, self.policy, self._revision)
        return self._done(f"Reinstated {self.policy_name}.")

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def close(self, _open: bool = False) -> None:
        self.form = ""

    async def _look(self, policy_id: int) -> policies_seen.PolicyDetail:
        found = await session.look(policies_seen.detail, policy_id)
        self.policy, self._revision = found.row.id, found.revision
        self.policy_name = f"{found.row.title} {found.row.number}"
        self.is_cancelled = found.row.status is PolicyStatus.CANCELLED
        self._insured = str(found.insured_id)
        return found

    async def _find_carriers(self, text: str) -> None:
        found = await session.look(carriers_seen.choices, text, CARRIERS_SHOWN)
        options = [combobox.Option(id=one.id, name=one.legal_name, note=f"NAIC {one.naic}") for one in found]
        self.carriers = {"query": text, "options": options}

    def _entered(self, values: dict[str, Any]) -> dict[str, Any]:
        """The common fields, and those of the chosen line only."""
        line = self.line if self.policy else str(values.get("line", ""))
        own = {name: value for name, value in values.items() if name in COMMON}
        start = f"{line}_"
        covered = {n.removeprefix(start): v for n, v in values.items() if n.startswith(start)}
        carrier = {} if self.is_new_carrier else {"carrier_id": self.carrier["id"]}
        return covered | own | carrier | {"line": line}

    def _field(self, name: str) -> str:
        return name if name in (*COMMON, "carrier_id") else f"{self.line}_{name}"

    def _done(self, words: str) -> list[Any]:
        return [PoliciesState.load, ProfileState.refresh, session.SessionState.notify("green", words)]

    def _opened(self, policy_id: int) -> list[Any]:
        there = routes.insured(self._insured, "policies", policy=str(policy_id))
        added = "Policy added. Enter its endorsements next."
        return [rx.redirect(there), session.SessionState.notify("green", added)]


def _fresh() -> dict[str, Any]:
    """What an empty form of each line begins with."""
    return {
        f"{line.value}_{name}": value
        for line, made in cover.COVERAGE_OF.items()
        for name, value in coverage_form.values_of(made()).items()
    }
