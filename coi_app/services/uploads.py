"""An uploaded file on its way in: judged by what is in it, before anything of it is kept."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from coi_app import settings
from coi_app.adapters import confined
from coi_app.rules import upload_kinds
from coi_app.rules.upload_kinds import MediaKind

MEGABYTE = 1_000_000
TOO_HARD = (
    "This file cannot be checked: it is too complicated or damaged. Save it anew, then choose that file."
)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that may be kept. `name` ends in what it really is."""

    name: str
    kind: MediaKind
    body: bytes


def largest() -> int:
    """Bytes of one file, as the installation sets it."""
    return settings.current().upload_mb * MEGABYTE


def too_large() -> str:
    """What is said of a larger one."""
    return f"This file is larger than {settings.current().upload_mb} MB. Choose a smaller one."


@contextmanager
def arriving() -> Iterator[Path]:
    """A place for the bytes while they come in; it is gone after the block."""
    with TemporaryDirectory(prefix="coi-upload-") as folder:
        yield Path(folder) / "upload"


def accepted(path: Path, name: str) -> Upload:
    """Judged in a process of its own, up to ten seconds: never call it inside a transaction. Raises InvalidInput."""
    if path.stat().st_size > largest():
        raise upload_kinds.refusal(too_large())
    try:
        answer = confined.run("coi_app.documents.uploads", str(path), name[-300:].replace("\0", " "))
    except confined.NoAnswer:
        raise upload_kinds.refusal(TOO_HARD) from None
    head, _, body = answer.partition(b"\n")
    said = json.loads(head)
    if "refusal" in said:
        raise upload_kinds.refusal(said["refusal"])
    kind = MediaKind(said["kind"])
    return Upload(upload_kinds.stored_name(name, kind), kind, body)
