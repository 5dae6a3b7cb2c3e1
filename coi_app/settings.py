"""Every setting, with its default and one line of help. Read once from the environment, never written."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


class WrongSetting(Exception):
    """A setting that cannot work; the text says which, and what to do."""


def setting(default: Any, help_line: str) -> Any:
    return field(default=default, metadata={"help": help_line})


@dataclass(frozen=True, slots=True)
class Settings:
    """`COI_<NAME>` in the environment sets the field of that name."""

    data_dir: Path = setting(Path("data"), "Folder of the database, the files and the outbox")
    database_url: str = setting("", "SQLAlchemy address of the database; empty: SQLite in the data folder")
    public_url: str = setting(
        "http://localhost:8000",
        "Address under which browsers and holders reach this server; follows the port",
    )
    host: str = setting("127.0.0.1", "Address to listen on")
    port: int = setting(8000, "Port to listen on")
    trusted_proxies: int = setting(
        0,
        "How many of your reverse proxies stand in front, at most 10: callers' addresses are then read from "
        "X-Forwarded-For; 0: that header is ignored",
    )
    smtp_url: str = setting(
        "", "smtp://user:password@host:port; empty: mail is kept as .eml files in the Outbox"
    )
    mail_from: str = setting("certificates@localhost", "Sender address of all mail")
    bounce_secret: str = setting(
        "", "Secret that signs reports of undelivered mail sent to /hooks/bounces; empty: that address is off"
    )
    imap_url: str = setting(
        "", "imaps://user:password@host:993/INBOX of COI_MAIL_FROM, looked through for bounces; empty: off"
    )
    imap_minutes: int = setting(5, "Minutes between two looks into that mailbox, from 1 to 1440")
    redis_url: str = setting(
        "", "Redis for the page states of several web workers; empty: memory, one worker"
    )
    readers: int | None = setting(
        None,
        "Processes beside the web server's that look at the data, at most 16, about 70 MB each; empty: one for "
        "each core but one, at most 4, none with Redis",
    )
    files_url: str = setting("", "s3://bucket/prefix for uploads and batch files; empty: the data folder")
    secret_file: str = setting("", "File of the installation's secret; empty: secret.key in the data folder")
    signing_file: str = setting(
        "", "PKCS#12 file of the key that signs each certificate (PAdES); empty: certificates are not signed"
    )
    signing_passphrase_file: str = setting(
        "", "File with the passphrase of COI_SIGNING_FILE; both are readable by the server alone"
    )
    upload_mb: int = setting(25, "Largest file that may be uploaded to an insured, in megabytes; at most 100")
    log_level: str = setting("INFO", "DEBUG, INFO, WARNING or ERROR")
    log_json: bool = setting(False, "1: one JSON object a line")

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'coi.db'}"

    @property
    def is_sqlite(self) -> bool:
        return not self.database_url or self.database_url.startswith("sqlite")

    @property
    def secure(self) -> bool:
        """Whether browsers come by https: cookies are then Secure and carry the __Host- prefix."""
        return self.public_url.startswith("https://")


def from_environment(environment: Mapping[str, str]) -> Settings:
    """Raises `WrongSetting` for a value that cannot work."""
    given = {
        f.name: environment[key] for f in fields(Settings) if (key := f"COI_{f.name.upper()}") in environment
    }
    values = {name: _read(name, text) for name, text in given.items() if text != ""}
    settings = Settings(**values)
    if "public_url" not in values:
        settings = replace(settings, public_url=f"http://localhost:{settings.port}")
    _refuse_unsafe(settings)
    return settings


@cache
def current() -> Settings:
    return from_environment(os.environ)


_WHOLE = {
    "upload_mb": (1, 100, "whole megabytes"),
    "imap_minutes": (1, 1_440, "whole minutes"),
    "readers": (0, 16, "a whole number"),
    "trusted_proxies": (0, 10, "the number of your proxies,"),
}
LEAST_SECRET = 16


def _read(name: str, text: str) -> Any:
    if name == "data_dir":
        return Path(text)
    if name == "port":
        if not text.isdecimal() or not 0 < int(text) < 65536:
            raise WrongSetting(f"COI_PORT is {text!r}. Give a port number from 1 to 65535.")
        return int(text)
    if name in _WHOLE:
        least, most, words = _WHOLE[name]
        if not text.isdecimal() or not least <= int(text) <= most:
            raise WrongSetting(f"COI_{name.upper()} is {text!r}. Give {words} from {least} to {most}.")
        return int(text)
    if name == "log_json":
        return text.lower() in {"1", "true", "yes"}
    return text


def _refuse_unsafe(settings: Settings) -> None:
    address = urlsplit(settings.public_url)
    if address.scheme not in {"http", "https"} or not address.hostname or address.path not in {"", "/"}:
        raise WrongSetting("COI_PUBLIC_URL must look like https://coi.agency.example, without a path.")
    if not settings.database.startswith(("sqlite:///", "postgresql+psycopg://", "postgresql://")):
        raise WrongSetting("COI_DATABASE_URL must begin with sqlite:/// or postgresql://.")
    if settings.log_level.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise WrongSetting("COI_LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR.")
    _refuse_unsafe_mail(settings)
    if settings.signing_file and not settings.signing_passphrase_file:
        raise WrongSetting(
            "COI_SIGNING_PASSPHRASE_FILE is missing: COI_SIGNING_FILE cannot be read without it."
        )
    if settings.files_url:
        raise WrongSetting(
            "COI_FILES_URL is not supported in this version yet; leave it empty to use the data folder."
        )


def _refuse_unsafe_mail(settings: Settings) -> None:
    if settings.smtp_url and urlsplit(settings.smtp_url).scheme not in {"smtp", "smtps"}:
        raise WrongSetting("COI_SMTP_URL must look like smtp://user:password@host:587.")
    mailbox = urlsplit(settings.imap_url)
    if settings.imap_url and (mailbox.scheme not in {"imap", "imaps"} or not mailbox.username):
        raise WrongSetting("COI_IMAP_URL must look like imaps://user:password@host:993/INBOX.")
    if settings.bounce_secret and len(settings.bounce_secret) < LEAST_SECRET:
        raise WrongSetting(f"COI_BOUNCE_SECRET is too short. Give at least {LEAST_SECRET} random characters.")
