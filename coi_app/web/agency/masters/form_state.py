"""The form of a master; saving a changed one makes its next version."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from coi_app.queries import licensed_forms, masters
from coi_app.queries.masters import PolicyOnMaster
from coi_app.rules.access import Right
from coi_app.services import masters as master_services
from coi_app.web import guards, session
from coi_app.web.agency import day_words, record_form
from coi_app.web.agency.choices import Choice
from coi_app.web.agency.insured_head import insured_of
from coi_app.web.agency.masters.state import told

FORM = "master"


@dataclass(frozen=True)
class PolicyTick:
    """A policy to tick; `key` is its name in the form."""

    key: str
    title: str
    about: str
    standing: str
    standing_words: str


class MasterFormState(record_form.RecordForm, rx.State):
    """`master` is the one in the form, 0 a new one; `version` the one that it began with."""

    master: int = 0
    version: int = 0
    policies: list[PolicyTick] = []
    forms: list[Choice] = []

    @rx.event
    @guards.allow(Right.MASTERS_CHANGE)
    async def add(self) -> None:
        """Policies in force are ticked: most masters show them all."""
        await self._read_choices()
        self.master, self.version = 0, 0
        alive = [one.key for one in self.policies if one.standing in ("in_force", "expires_soon")]
        self._open(FORM, dict.fromkeys(alive, True))

    @rx.event
    @guards.allow(Right.MASTERS_CHANGE)
    async def edit(self, master_id: int) -> None:
        found = await session.look(masters.detail, master_id)
        await self._read_choices()
        self.master, self.version = found.id, found.version
        ticked = {_key(one): True for one in found.policies}
        words = {
            "name": found.name,
            "representative": found.representative,
            "default_description": found.default_description,
            "form_id": found.form_id,
        }
        self._open(FORM, words | ticked)

    @rx.event
    @guards.allow(Right.MASTERS_CHANGE)
    async def save(self, form: dict[str, Any]) -> Any:
        values = {"policy_ids": [], "form_id": ""} | record_form.typed(FORM, form)
        if self.master:
            refused = await self._save(_change, self.master, values, self.version)
        else:
            insured = insured_of(str(self.router.url.path))
            refused = await self._save(master_services.create, insured, values)
        return refused or told("Saved.")

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def close(self, _open: bool = False) -> None:
        self.form = ""

    async def _read_choices(self) -> None:
        found = await session.look(masters.policies_to_choose, insured_of(str(self.router.url.path)))
        self.policies = [_tick(one) for one in found]
        offered = await session.look(licensed_forms.choices)
        self.forms = [Choice(str(one.id), f"The agency’s form {one.name}") for one in offered]


def _change(database: Any, actor: Any, master_id: int, values: dict[str, Any], version: int) -> int:
    return master_services.change(database, actor, master_id, values, version=version)


def _key(policy: PolicyOnMaster) -> str:
    return f"policy_ids{record_form.CHOICE}{policy.id}"


def _tick(policy: PolicyOnMaster) -> PolicyTick:
    term = f"{day_words.day(policy.effective_on)} to {day_words.day(policy.expires_on)}"
    return PolicyTick(
        key=_key(policy),
        title=f"{policy.title} {policy.number}",
        about=f"{policy.carrier}, {term}",
        standing=policy.standing_kind,
        standing_words=policy.standing_label,
    )
