"""What a file can bring in, and what becomes of each of its rows."""

from enum import StrEnum


class Kind(StrEnum):
    HOLDERS = "holders"
    LINKS = "links"
    BOTH = "both"
    CARRIERS = "carriers"
    INSUREDS = "insureds"
    POLICIES = "policies"


OF_HOLDERS: frozenset[Kind] = frozenset({Kind.HOLDERS, Kind.LINKS, Kind.BOTH})  # they share their columns
MOVING_IN: tuple[Kind, ...] = (Kind.CARRIERS, Kind.INSUREDS, Kind.POLICIES)  # each stands on those before
KIND_LABELS: dict[Kind, str] = {
    Kind.BOTH: "Holders and links in one pass",
    Kind.LINKS: "Additional Insureds",
    Kind.HOLDERS: "Certificate Holders",
    Kind.CARRIERS: "Carriers",
    Kind.INSUREDS: "Insureds",
    Kind.POLICIES: "Policies",
}
KIND_HELP: dict[Kind, str] = {
    Kind.HOLDERS: "Holders for the whole agency, attached to no insured.",
    Kind.LINKS: "Links holders that are here already to insureds.",
    Kind.BOTH: "Makes the holders, and links those whose row names an insured.",
    Kind.CARRIERS: "Insurance companies by their legal names, with their NAIC codes.",
    Kind.INSUREDS: "The agency's clients and prospects, with their addresses.",
    Kind.POLICIES: "A row for each line: number, term, limits, endorsements. Insured and carrier are here already.",
}
KIND_NOUNS: dict[Kind, tuple[str, str]] = {
    Kind.CARRIERS: ("carrier", "carriers"),
    Kind.INSUREDS: ("insured", "insureds"),
    Kind.POLICIES: ("policy", "policies"),
}


class Verdict(StrEnum):
    """Each row has exactly one. CREATED makes a record (a holder perhaps with a link), CHANGED changes one that is
    there, LINKED adds a link to a holder that is there, MATCHED adds nothing because all of it is there, REJECTED
    is left out and says why."""

    CREATED = "created"
    CHANGED = "changed"
    LINKED = "linked"
    MATCHED = "matched"
    REJECTED = "rejected"
