from datetime import datetime

from sqlmodel import Field

from coi_app.models.columns import Record, instant


class Agency(Record, table=True):
    """The one agency of this installation (id 1), as printed on every certificate.

    `send_links`: certificates go as a download link that works `link_days`, unless whoever sends chooses
    otherwise. `mail_subject` and `mail_message` are templates; "" is the program's own wording.
    `attach_json`: the file of each certificate carries its content for machines.
    """

    __tablename__ = "agency"

    id: int = Field(default=1, primary_key=True)
    name: str
    address_line_one: str = ""
    address_line_two: str = ""
    city: str = ""
    state: str = ""
    zip_code: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    contact_name: str = ""
    representative: str = ""
    logo_sha256: str = ""
    signature_sha256: str = ""
    time_zone: str = "America/Boise"
    number_prefix: str = "C"
    send_links: bool = False
    link_days: int = 30
    mail_subject: str = ""
    mail_message: str = ""
    attach_json: bool = False
    revision: int = 1


class NumberSeries(Record, table=True):
    """The last number given out in a series; numbers are unique and never reused (R29)."""

    __tablename__ = "number_series"

    name: str = Field(primary_key=True)
    last: int = 0


class StoredPicture(Record, table=True):
    """A logo or signature image, kept as long as a certificate may show it."""

    __tablename__ = "stored_pictures"

    sha256: str = Field(primary_key=True)
    body: bytes
    created_at: datetime = instant()
