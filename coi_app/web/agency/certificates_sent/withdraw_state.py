"""Withdraw a certificate: with a reason, for good, and seen by everybody who checks it."""

from typing import Any, ClassVar

import reflex as rx

from coi_app.queries import certificate_detail
from coi_app.rules import errors
from coi_app.rules.access import Right
from coi_app.services import certificate_corrections
from coi_app.web import guards, session
from coi_app.web.agency.certificates_sent.state import SentState
from coi_app.web.shared import error_summary


class WithdrawState(rx.State):
    """Which certificate is about to be withdrawn; `values` and `problems` as in every form."""

    is_open: bool = False
    CLOSED: ClassVar[dict[str, Any]] = {"is_open": False}
    certificate: int = 0
    name: str = ""
    lead: str = ""
    values: dict[str, str] = {}
    problems: dict[str, str] = {}
    form_round: int = 0

    @rx.event
    @guards.allow(Right.CERTIFICATES_WITHDRAW)
    async def ask(self, certificate_id: int) -> None:
        found = await session.look(certificate_detail.detail, certificate_id)
        self.certificate, self.name = found.row.id, found.row.number
        self.lead = f"{found.row.insured} for {found.row.holder}"
        self.values, self.problems = {}, {}
        self.form_round += 1
        self.is_open = True

    @rx.event
    @guards.allow(Right.CERTIFICATES_WITHDRAW)
    async def withdraw(self, form: dict[str, Any]) -> Any:
        reason = form.get("reason", "")
        try:
            await session.change(certificate_corrections.withdraw, self.certificate, reason)
        except errors.InvalidInput as wrong:
            self.problems = wrong.problems
            return rx.set_focus(error_summary.FOCUS)
        except errors.Refusal as refusal:
            self.problems = {"reason": str(refusal)}
            return rx.set_focus(error_summary.FOCUS)
        self.is_open = False
        said = f"Certificate {self.name} is withdrawn. Whoever checks it sees that from now on."
        return [SentState.load, session.SessionState.notify("green", said)]

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def close(self, _open: bool = False) -> None:
        self.is_open = False
