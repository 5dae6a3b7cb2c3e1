"""What a page tells of files that are on their way: how far each is, and what came of it. The desk and the portal both
keep these lines in a state of their own; what the browser says is only shown again, never believed."""

from dataclasses import dataclass

from coi_app.services import uploads

MOST = 50
LONGEST = 200
SENDING, GOOD, BAD = "sending", "good", "bad"


@dataclass(frozen=True)
class UploadLine:
    """`look` is "sending", "good" or "bad"."""

    name: str
    percent: int
    look: str
    words: str


def largest() -> int:
    """Bytes of one file, for the browser to say so at once; the server counts for itself."""
    return uploads.largest()


def hint() -> str:
    """What may be sent."""
    return f"PDF, PNG, JPEG, Word, Excel, CSV or text, up to {largest() // uploads.MEGABYTE} MB each."


def progressed(lines: list[UploadLine], name: object, percent: object) -> list[UploadLine]:
    """A file that comes again begins anew."""
    far = max(0, min(percent, 100)) if isinstance(percent, int) else 0
    words = "Checking" if far >= 99 else f"{far} %" if far else "Waiting"
    return _with(lines, UploadLine(str(name)[:LONGEST], far, SENDING, words))


def answered(lines: list[UploadLine], name: object, status: object, said: object) -> list[UploadLine]:
    """`status` is the server's answer: 201 kept, 0 none at all."""
    if status == 201:
        return _with(lines, UploadLine(str(name)[:LONGEST], 100, GOOD, f"Kept as {str(said)[:LONGEST]}"))
    words = {
        0: "The connection broke off. Send this file again.",
        401: "Your session has ended. Sign in, then send this file again.",
        413: uploads.too_large(),
    }
    told = words.get(status if isinstance(status, int) else -1) or str(said)[:LONGEST].strip()
    return _with(lines, UploadLine(str(name)[:LONGEST], 100, BAD, told or "It was not kept. Send it again."))


def _with(lines: list[UploadLine], new: UploadLine) -> list[UploadLine]:
    if any(one.name == new.name for one in lines):
        return [new if one.name == new.name else one for one in lines]
    return [*lines, new][-MOST:]
