"""The first start without demo data: whoever can read the server's console makes the first admin."""

import secrets
from collections.abc import Mapping

from sqlmodel import Session

from coi_app import settings
from coi_app.queries import accounts
from coi_app.rules import errors
from coi_app.services import accounts as account_services

FILE = "first-admin-code"


def code() -> str:
    """The code that opens the welcome page; made once, readable by this user only."""
    path = settings.current().data_dir.resolve() / FILE
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(12))
    return path.read_text().strip()


def is_open(session: Session, given: str) -> bool:
    """Whether the welcome page may be shown to whoever gives this code."""
    return not accounts.exist(session) and secrets.compare_digest(given.encode(), code().encode())


def checked(values: Mapping[str, object]) -> dict[str, str]:
    """The form's values, with the code. Raises InvalidInput, or Refusal for a wrong code."""
    if not secrets.compare_digest(str(values.get("code") or "").encode(), code().encode()):
        raise errors.Refusal(
            "The code is not right. Open the address that the server printed when it started."
        )
    return account_services.first_admin_values(values)


def create(session: Session, values: Mapping[str, str], password_hash: str) -> int:
    """Gives the account's id. Raises NoMoreFirstAdmin when somebody was faster."""
    account = account_services.create_first_admin(
        session, values["agency"], values["name"], values["email"], password_hash
    )
    (settings.current().data_dir.resolve() / FILE).unlink(missing_ok=True)
    assert account.id is not None
    return account.id
