"""What a shared file is to the people who look for it."""

from enum import StrEnum


class FileKind(StrEnum):
    POLICY = "policy"
    ID_CARD = "id_card"
    ENDORSEMENT = "endorsement"
    OTHER = "other"


KIND_LABELS: dict[FileKind, str] = {
    FileKind.POLICY: "Policy paper",
    FileKind.ID_CARD: "ID card",
    FileKind.ENDORSEMENT: "Endorsement",
    FileKind.OTHER: "Other",
}

FROM_THE_INSURED = "From the insured"  # the folder of what comes by the portal
ID_CARDS = "ID cards"


def kind_label(kind: str) -> str:
    return KIND_LABELS[FileKind(kind)] if kind in set(FileKind) else kind


def size_in_words(size: int) -> str:
    """ "812 KB", "2.4 MB"; a kilobyte is 1,000 bytes, as on the disk's label."""
    if size < 1_000_000:
        return f"{max(round(size / 1_000), 1)} KB"
    return f"{size / 1_000_000:.1f} MB"
