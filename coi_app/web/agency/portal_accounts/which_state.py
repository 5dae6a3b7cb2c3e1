"""More Actions on an insured: which of its accounts is meant. With one to choose from it is not asked."""

from typing import Any, ClassVar

import reflex as rx

from coi_app.queries.insured_accounts import ACTIVE, DEACTIVATED
from coi_app.rules.access import Right
from coi_app.web import guards, session
from coi_app.web.agency.portal_accounts.form_state import MODIFY, AccountFormState
from coi_app.web.agency.portal_accounts.state import RESET, AccountsState
from coi_app.web.agency.portal_accounts.words import AccountLine

NONE = {RESET: "Nobody of this insured has a password yet. Send an invitation under the tab Portal."}
NONE_AT_ALL = "No account of this insured is in use. See the tab Portal."


class WhichState(rx.State):
    """`then` is what is to be done: reset, modify or deactivate."""

    candidates: list[AccountLine] = []
    then: str = ""
    CLOSED: ClassVar[dict[str, Any]] = {"then": ""}

    @rx.event
    @guards.allow(Right.PORTAL_MANAGE)
    async def begin(self, then: str) -> Any:
        accounts = await self.get_state(AccountsState)
        await accounts._read()
        fit = (lambda state: state == ACTIVE) if then == RESET else (lambda state: state != DEACTIVATED)
        self.candidates = [row for row in accounts.rows if fit(row.state)]
        if not self.candidates:
            return session.SessionState.notify("gray", NONE.get(str(then), NONE_AT_ALL))
        if len(self.candidates) == 1:
            return _go_on(str(then), self.candidates[0].id)
        self.then = str(then)
        return None

    @rx.event
    @guards.allow(Right.PORTAL_MANAGE)
    def choose(self, account_id: int) -> Any:
        then, self.then = self.then, ""
        return _go_on(then, account_id)

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def close(self, _open: bool = False) -> None:
        self.then = ""


def _go_on(then: str, account_id: int) -> Any:
    return AccountFormState.modify(account_id) if then == MODIFY else AccountsState.ask(then, account_id)
