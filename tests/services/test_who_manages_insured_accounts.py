"""Accounts of an insured's people: who may change them, and what everybody else is told."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session, select

from coi_app import models
from coi_app.rules import errors
from coi_app.services import insured_accounts
from tests import factories
from tests.cast import People
from tests.services.test_insured_accounts import FEW, FORM, account

Change = Callable[[Session, Any, dict[str, Any]], object]
CHANGES: dict[str, Change] = {
    "create": lambda s, who, of: insured_accounts.create(s, who, of["insured"], FORM),
    "send_invitation": lambda s, who, of: insured_accounts.send_invitation(s, who, of["invited"]),
    "reset_password": lambda s, who, of: insured_accounts.reset_password(s, who, of["account"]),
    "modify_permissions": lambda s, who, of: insured_accounts.modify_permissions(
        s, who, of["account"], {"rights": FEW, "seen": of["rights"]}
    ),
    "deactivate": lambda s, who, of: insured_accounts.deactivate(s, who, of["account"]),
    "reactivate": lambda s, who, of: insured_accounts.reactivate(s, who, of["ended"]),
    "close_portal": lambda s, who, of: insured_accounts.close_portal(s, who, of["insured"]),
}
NOBODY = (0, -1, 10**30, "one", None, [1], {"id": 1}, 1.5, True)


@pytest.fixture
def ids(session: Session, people: People) -> dict[str, Any]:
    """Nia's account is the one to change; one more is invited, and Dee's has ended."""
    invited = factories.account(session, "Una", "insured", insured_id=people.redwood.id, status="invited")
    rights = account(session, people.nia.account_id).rights
    return {
        "insured": people.redwood.id, "account": people.nia.account_id, "invited": invited.id,
        "ended": people.dee.account_id, "rights": rights,
    }  # fmt: skip


def everything(session: Session) -> list[str]:
    session.expire_all()
    tables = (models.Account, models.AccountLink, models.Activity, models.Insured, models.Mail)
    return [
        str(one.model_dump()) for table in tables for one in session.exec(select(table).order_by(table.id))
    ]  # type: ignore[arg-type]


@pytest.mark.parametrize("change", CHANGES)
def test_only_those_who_manage_portal_accounts_change_any(
    session: Session, people: People, ids: dict[str, Any], change: str
) -> None:
    before = everything(session)
    for who in (people.vic, people.ivy, people.nia, people.dee):
        with pytest.raises(errors.NotAllowed):
            CHANGES[change](session, who, ids)
    with pytest.raises(errors.NotFound) as foreign:
        CHANGES[change](session, people.otto, ids)
    with pytest.raises(errors.NotFound) as missing:
        CHANGES[change](
            session, people.otto, ids | dict.fromkeys(("insured", "account", "invited", "ended"), 98_765)
        )
    assert str(foreign.value) == str(missing.value)
    assert everything(session) == before


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_in_the_insureds_history_once(
    session: Session, people: People, ids: dict[str, Any], change: str
) -> None:
    CHANGES[change](session, people.sam, ids)
    (entry,) = session.exec(select(models.Activity)).all()
    assert (entry.chain, entry.actor_name) == (people.redwood.id, "Sam")


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_no_account_of_an_insured_is_not_found(
    session: Session, people: People, ids: dict[str, Any], change: str
) -> None:
    for strange in (*NOBODY, people.vic.account_id if change not in ("create", "close_portal") else 0):
        with pytest.raises(errors.NotFound):
            wrong = dict.fromkeys(("insured", "account", "invited", "ended"), strange)
            CHANGES[change](session, people.ada, ids | wrong)
