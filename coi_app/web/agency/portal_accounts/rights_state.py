"""The choice of access rights in a dialog: similar to another account, or each right by itself."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from coi_app.queries import insured_accounts, portal_presets
from coi_app.queries.insured_accounts import AccountChoice
from coi_app.rules import errors, portal_rights
from coi_app.rules.access import Right
from coi_app.services import portal_presets as preset_services
from coi_app.services.insured_accounts import AccessRights
from coi_app.web import guards, session
from coi_app.web.agency.choices import Choice
from coi_app.web.shared import combobox

STANDARD = "standard"
STANDARD_RIGHTS = [right.key.value for right in portal_rights.in_words(portal_rights.STANDARD_PORTAL_RIGHTS)]


@dataclass(frozen=True)
class RightChange:
    """A right that is added or removed."""

    label: str
    help: str


@dataclass(frozen=True)
class Difference:
    """What the chosen account's rights change; `summary` is "2 added, 1 removed, 6 the same"."""

    added: list[RightChange]
    removed: list[RightChange]
    same: str
    summary: str


NO_DIFFERENCE = Difference([], [], "", "")


class RightsState(rx.State):
    """`chosen` are the switches that are on; `compared_with` says whose rights the difference starts from."""

    access: str = AccessRights.CUSTOM.value
    chosen: list[str] = []
    found: combobox.Found = combobox.NOTHING_FOUND
    picked: combobox.Option = combobox.NOBODY
    compared_with: str = ""
    difference: Difference = NO_DIFFERENCE
    presets: list[Choice] = []
    preset: str = ""
    is_naming: bool = False
    preset_problem: str = ""
    _before: list[str] = []
    _similar: list[str] = []
    _but: int = 0

    @rx.event
    @guards.allow(Right.PORTAL_MANAGE)
    def choose_access(self, access: str) -> None:
        self.access = str(access)

    @rx.event
    @guards.allow(Right.PORTAL_MANAGE)
    def set_right(self, key: str, on: bool) -> None:
        keys = {*self.chosen, key} if on is True else set(self.chosen) - {key}
        self.chosen = _in_order(keys)
        self.preset = ""

    @rx.event(supersedes=True)
    @guards.allow(Right.PORTAL_MANAGE)
    async def search(self, text: str) -> None:
        await self._find(str(text)[:200])

    @rx.event
    @guards.allow(Right.PORTAL_MANAGE)
    async def pick(self, account_id: int) -> None:
        """0 is nobody."""
        self.picked, self.difference, self._similar = combobox.NOBODY, NO_DIFFERENCE, []
        if account_id:
            model = await session.look(insured_accounts.choice, account_id)
            self.picked, self._similar = _option(model), list(model.rights)
            self.difference = _difference(self._before, self._similar)

    @rx.event
    @guards.allow(Right.PORTAL_MANAGE)
    async def choose_preset(self, preset: str) -> None:
        self.preset = str(preset)
        if self.preset == STANDARD:
            self.chosen = STANDARD_RIGHTS
        for one in await session.look(portal_presets.all_of_them):
            if str(one.id) == self.preset:
                self.chosen = _in_order(one.rights)

    @rx.event
    @guards.allow(Right.PORTAL_MANAGE)
    def name_preset(self) -> Any:
        self.is_naming, self.preset_problem = True, ""
        return rx.set_focus("preset_name")

    @rx.event
    @guards.allow(Right.PORTAL_MANAGE)
    def stop_naming(self) -> Any:
        self.is_naming = False
        return rx.set_focus("preset")

    @rx.event
    @guards.allow(Right.PORTAL_MANAGE)
    async def save_preset(self, form: dict[str, Any]) -> Any:
        name = form.get("preset_name")
        try:
            saved = await session.change(preset_services.save, {"name": name, "rights": self.chosen})
        except errors.InvalidInput as wrong:
            self.preset_problem = str(wrong)
            return rx.set_focus("preset_name")
        self.is_naming = False
        await self._read_presets()
        self.preset = str(saved)
        return _told(f"The preset {name} is saved.")

    @rx.event
    @guards.allow(Right.PORTAL_MANAGE)
    async def delete_preset(self) -> Any:
        """The switches stay as they are, so it can be saved again."""
        name = await session.change(preset_services.remove, self.preset)
        await self._read_presets()
        self.preset = ""
        return _told(f"The preset {name} is deleted. Accounts keep their rights.")

    async def _begin(self, before: list[str], compared_with: str, but: int = 0) -> None:
        """A dialog opens: the switches show `before`; the account `but` is not offered to be similar to."""
        self.reset()
        self._before, self.chosen, self._but = before, _in_order(before), but
        self.compared_with = compared_with
        await self._read_presets()
        await self._find("")

    async def _read_presets(self) -> None:
        found = await session.look(portal_presets.all_of_them)
        self.presets = [Choice(str(one.id), one.name) for one in found]

    async def _find(self, text: str) -> None:
        found = await session.look(insured_accounts.choices, text, self._but)
        self.found = {"query": text, "options": [_option(one) for one in found]}

    def _values(self) -> dict[str, Any]:
        """The fields of the services."""
        similar = self.access == AccessRights.SIMILAR
        return {
            "access": self.access,
            "similar_to": self.picked["id"],
            "rights": self._similar if similar else self.chosen,
        }


def _told(said: str) -> list[Any]:
    """The button that was pressed is gone: the focus goes to the list of presets."""
    return [rx.set_focus("preset"), session.SessionState.notify("green", said)]


def _in_order(keys: Any) -> list[str]:
    return [right.key.value for right in portal_rights.in_words(keys)]


def _option(one: AccountChoice) -> combobox.Option:
    note = f"{len(one.rights)} of {len(portal_rights.PORTAL_RIGHTS)} rights"
    return {"id": one.id, "name": f"{one.insured_name}, {one.name}", "note": note}


def _difference(before: list[str], after: list[str]) -> Difference:
    found = portal_rights.difference(before, after)
    added = [RightChange(right.label, right.help) for right in found.added]
    removed = [RightChange(right.label, "Will not be offered") for right in found.removed]
    same = ", ".join(right.label for right in found.same)
    summary = f"{len(added)} added, {len(removed)} removed, {len(found.same)} the same"
    return Difference(added, removed, same, summary)
