from enum import StrEnum


class InsuredKind(StrEnum):
    """A prospect has no policy yet; it becomes an insured with its first."""

    INSURED = "insured"
    PROSPECT = "prospect"


INSURED_KIND_LABELS: dict[InsuredKind, str] = {
    InsuredKind.INSURED: "Insured",
    InsuredKind.PROSPECT: "Prospect",
}
