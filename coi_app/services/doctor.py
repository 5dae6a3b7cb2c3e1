"""What an operator asks when something is wrong: each check says what it found and what to do."""

import smtplib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from coi_app import clock, db, settings
from coi_app.adapters import mailer
from coi_app.documents import installed_faces, typeface
from coi_app.rules import errors
from coi_app.services import schema, signatures


@dataclass(frozen=True, slots=True)
class Check:
    what: str
    is_well: bool
    finding: str


def examine() -> list[Check]:
    return [_run(what, check) for what, check in CHECKS.items()]


def _run(what: str, check: Callable[[], str]) -> Check:
    try:
        return Check(what, True, check())
    except (
        errors.Refusal,
        settings.WrongSetting,
        OSError,
        SQLAlchemyError,
        smtplib.SMTPException,
    ) as problem:
        return Check(what, False, str(problem))


def _settings() -> str:
    chosen = settings.current()
    if not chosen.secure and urlsplit(chosen.public_url).hostname not in ("localhost", "127.0.0.1"):
        raise errors.Refusal("COI_PUBLIC_URL is not https: put a proxy with a certificate in front.")
    return f"public address {chosen.public_url}, data in {chosen.data_dir.resolve()}"


def _addresses() -> str:
    chosen = settings.current()
    if chosen.trusted_proxies:
        return (
            f"{chosen.trusted_proxies} from the right in X-Forwarded-For is the caller's, as COI_TRUSTED_PROXIES says; "
            f"let nobody but your proxies reach {chosen.host}:{chosen.port}"
        )
    if chosen.secure:  # this server speaks plain HTTP only: something in front ends the encryption
        raise errors.Refusal(
            "COI_PUBLIC_URL is https and COI_TRUSTED_PROXIES is 0: behind a proxy everybody counts as one address, so "
            "a stranger's wrong codes close the public pages to all. Set it to the number of your proxies."
        )
    return "those of the connections; X-Forwarded-For is ignored, as COI_TRUSTED_PROXIES is 0"


def _schema() -> str:
    current, expected = schema.revision(), schema.expected_revision()
    if current != expected:
        raise errors.Refusal(f"is {current or 'empty'}, the program expects {expected}: run coi migrate")
    with db.reading() as session:
        version = "sqlite_version()" if db.is_sqlite(session) else "version()"
        return f"{current} in {db.database_name()} ({session.execute(text(f'SELECT {version}')).scalar()})"


def _mail() -> str:
    url = settings.current().smtp_url
    if not url:
        return "no COI_SMTP_URL: messages are kept as .eml files in the Outbox"
    mailer.greet(url, seconds=10)
    return f"{urlsplit(url).hostname} answers and lets us in"


def _files() -> str:
    folder = settings.current().data_dir.resolve()
    probe = folder / ".doctor-probe"
    probe.write_bytes(b"")
    probe.unlink()
    return f"{folder} can be written"


def _fonts() -> str:
    missing = typeface.beyond("Aa Żółć Ελλάδα Кириллица Tiếng Việt")
    if missing:
        raise errors.Refusal(f"the certificate fonts lack {missing!r}: install the program again")
    further = [family.removeprefix("Noto").removeprefix("Sans") for family in installed_faces.families()]
    if not any(further):
        return "the certificate fonts are complete; no Noto fonts are installed for further scripts"
    return f"the certificate fonts are complete; installed for further scripts: {_listed(further)}"


def _listed(names: list[str]) -> str:
    first = [name for name in ("CJK", "Arabic", "Hebrew", "Thai", "Devanagari") if name in names]
    rest = len([name for name in names if name]) - len(first)
    return ", ".join(first + ([f"{rest} more"] if rest else []))


def _clock() -> str:
    now = clock.now()
    if now < datetime(2026, 1, 1, tzinfo=UTC):
        raise errors.Refusal(f"{now:%Y-%m-%d} is in the past: set this machine's clock")
    return f"{now:%Y-%m-%d %H:%M} UTC, Python {sys.version.split()[0]}"


CHECKS: dict[str, Callable[[], str]] = {
    "settings": _settings,
    "addresses": _addresses,
    "schema": _schema,
    "mail": _mail,
    "files": _files,
    "fonts": _fonts,
    "clock": _clock,
    "signature": signatures.told,
}
