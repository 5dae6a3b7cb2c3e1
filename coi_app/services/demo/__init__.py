"""The demo agency: a believable one with nobody real in it, the same for the same seed but for its passwords."""

import json
import os

from sqlmodel import Session, select

from coi_app import db, settings
from coi_app.models import Account, Agency, Insured
from coi_app.rules import errors
from coi_app.services.demo import everyday, load
from coi_app.services.demo.agency import DemoAccount

ACCOUNTS_FILE = "demo-accounts.jsonl"
SMALL = "small"


class NotEmpty(errors.Refusal):
    def __init__(self) -> None:
        super().__init__(
            "This database is not empty, so the demo agency is not put into it. "
            "Set COI_DATA_DIR to a new folder, then try again."
        )


def is_empty() -> bool:
    with db.reading() as session:
        return is_empty_in(session)


def is_empty_in(session: Session) -> bool:
    """Nobody has an account, and neither agency nor insured is there."""
    questions = (select(Agency.id), select(Account.id), select(Insured.id))
    return all(session.exec(question.limit(1)).first() is None for question in questions)


def fill(scale: str, seed: int) -> list[DemoAccount]:
    """Fill an empty database; gives the accounts with their passwords and writes them to the data folder.

    Raises NotEmpty. "small" is one transaction; "medium" and "large" go on in many.
    """
    with db.writing() as session:
        filled = fill_in(session, seed)
    _keep(filled.accounts)
    if scale != SMALL:
        load.fill(filled, scale, seed)
    return filled.accounts


def fill_in(session: Session, seed: int) -> everyday.Filled:
    """The everyday agency in the caller's transaction. Raises NotEmpty."""
    if not is_empty_in(session):
        raise NotEmpty
    return everyday.fill(session, seed)


def _keep(accounts: list[DemoAccount]) -> None:
    """One JSON object a line, for this user's eyes only."""
    path = settings.current().data_dir.resolve() / ACCOUNTS_FILE
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.writelines(json.dumps(account) + "\n" for account in accounts)
    part.replace(path)
