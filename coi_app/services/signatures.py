"""The agency's electronic signature: off unless a key is set, and then under every certificate that is issued."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlmodel import Session

from coi_app import clock, settings
from coi_app.rules import access, errors
from coi_app.rules.facts import shown_day

if TYPE_CHECKING:
    from coi_app.documents.pades import Seal

SOON = 30  # days before its end at which the doctor speaks of it


def seal() -> Seal | None:
    """To sign with now; None while it is off. Raises Refusal when nothing may be issued: not yet, or no more."""
    found = read()
    if found is not None:
        _refuse_out_of_term(found, clock.now())
    return found


def read() -> Seal | None:
    """The key as it is set, in its term or not. Raises Refusal when the files cannot be read."""
    chosen = settings.current()
    if not chosen.signing_file:
        return None
    try:
        return _kept(*_stamp(chosen.signing_file), *_stamp(chosen.signing_passphrase_file))
    except OSError as error:
        raise errors.Refusal(
            f"Certificates are to be signed, and {error.filename} cannot be read. Ask who runs this server."
        ) from error


def _stamp(path: str) -> tuple[str, int]:
    """Another file under the same name is read anew: keys are replaced while the server runs."""
    return path, Path(path).stat().st_mtime_ns


@lru_cache(maxsize=2)
def _kept(file: str, _file_stamp: int, passphrase: str, _passphrase_stamp: int) -> Seal:
    from coi_app.documents.pades import Seal

    return Seal(Path(file).read_bytes(), Path(passphrase).read_bytes().strip())


def _refuse_out_of_term(found: Seal, now: datetime) -> None:
    if now < found.begins_at:
        raise errors.Refusal(
            f"The certificate that signs begins on {_day(found.begins_at)}. Nothing is issued before; ask who runs "
            "this server."
        )
    if now >= found.ends_at:
        raise errors.Refusal(
            f"The certificate that signs ended on {_day(found.ends_at)}. Nothing is issued until the next one is set; "
            "ask who runs this server."
        )


@dataclass(frozen=True, slots=True)
class Shown:
    """For the settings page: what it says, and whether that is a problem."""

    words: str
    is_problem: bool = False


def shown(_session: Session, actor: access.Actor) -> Shown:
    access.require(actor, access.Right.DESK_VIEW)
    try:
        found = seal()
    except errors.Refusal as refusal:
        return Shown(str(refusal), True)
    if found is None:
        return Shown("Certificates are not signed electronically. Whoever runs this server can set a key.")
    return Shown(
        f"Each certificate is signed electronically as {found.subject}, until {_day(found.ends_at)}. "
        "One combined PDF of many is not: no file can carry the signatures of others."
    )


def told() -> str:
    """For the doctor: off, or by whom and until when. Raises Refusal when it cannot sign."""
    found = seal()
    if found is None:
        return "off: COI_SIGNING_FILE is not set"
    days = (found.ends_at - clock.now()).days
    soon = f", in {days} days: get the next one" if days <= SOON else ""
    return f"signs as {found.subject}, until {_day(found.ends_at)}{soon}"


def _day(at: datetime) -> str:
    return shown_day(at.astimezone(UTC).date())
