"""What an insured's account may do in the portal: the list the switches are drawn from."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class PortalRight(StrEnum):
    VIEW_CERTIFICATES = "view_certificates"
    SEND_CERTIFICATES = "send_certificates"
    RESEND_CERTIFICATES = "resend_certificates"
    EDIT_DESCRIPTION = "edit_description"
    ADD_HOLDERS = "add_holders"
    EDIT_HOLDERS = "edit_holders"
    ADD_ADDITIONAL_INTERESTS = "add_additional_interests"
    VIEW_POLICIES = "view_policies"
    VIEW_ID_CARDS = "view_id_cards"
    VIEW_FILES = "view_files"
    UPLOAD_FILES = "upload_files"
    MANAGE_USERS = "manage_users"


@dataclass(frozen=True, slots=True)
class PortalRightInWords:
    """`verb` is what the right lets one do; a right without a verb only looks."""

    key: PortalRight
    label: str
    help: str
    group: str
    verb: str = ""


PORTAL_RIGHTS: tuple[PortalRightInWords, ...] = (
    PortalRightInWords(
        PortalRight.VIEW_CERTIFICATES, "View certificates", "What was sent, and its standing.", "Certificates"
    ),
    PortalRightInWords(
        PortalRight.SEND_CERTIFICATES,
        "Send certificates",
        "Without this, they can ask you for one.",
        "Certificates",
        "send",
    ),
    PortalRightInWords(
        PortalRight.RESEND_CERTIFICATES, "Resend certificates", "Exact copies only.", "Certificates", "resend"
    ),
    PortalRightInWords(
        PortalRight.EDIT_DESCRIPTION,
        "Edit the description",
        "Free text. Without this, your templates only.",
        "Certificates",
        "edit",
    ),
    PortalRightInWords(PortalRight.ADD_HOLDERS, "Add holders", "New certificate holders.", "Holders", "add"),
    PortalRightInWords(
        PortalRight.EDIT_HOLDERS, "Edit holders", "Names and addresses of their holders.", "Holders", "edit"
    ),
    PortalRightInWords(
        PortalRight.ADD_ADDITIONAL_INTERESTS,
        "Add additional interests",
        "Blanket endorsements only.",
        "Holders",
        "add",
    ),
    PortalRightInWords(
        PortalRight.VIEW_POLICIES, "View policies", "Numbers, dates and limits.", "Policies and files"
    ),
    PortalRightInWords(PortalRight.VIEW_ID_CARDS, "View ID cards", "Auto ID cards.", "Policies and files"),
    PortalRightInWords(
        PortalRight.VIEW_FILES, "View files", "The files you share with them.", "Policies and files"
    ),
    PortalRightInWords(
        PortalRight.UPLOAD_FILES, "Upload files", "Papers for your agency.", "Policies and files", "upload"
    ),
    PortalRightInWords(
        PortalRight.MANAGE_USERS,
        "Manage users",
        "Invite colleagues with at most their own rights.",
        "Their team",
        "invite",
    ),
)

STANDARD_PORTAL_RIGHTS: frozenset[PortalRight] = frozenset(
    {
        PortalRight.VIEW_CERTIFICATES,
        PortalRight.SEND_CERTIFICATES,
        PortalRight.VIEW_POLICIES,
        PortalRight.VIEW_ID_CARDS,
        PortalRight.VIEW_FILES,
        PortalRight.UPLOAD_FILES,
        PortalRight.ADD_ADDITIONAL_INTERESTS,
    }
)


def in_words(keys: Iterable[str]) -> tuple[PortalRightInWords, ...]:
    """These rights in the order of the list; unknown keys are left out."""
    held = set(keys)
    return tuple(right for right in PORTAL_RIGHTS if right.key in held)


@dataclass(frozen=True, slots=True)
class RightsDifference:
    """What changes from one set of rights to another, each in the order of the list."""

    added: tuple[PortalRightInWords, ...]
    removed: tuple[PortalRightInWords, ...]
    same: tuple[PortalRightInWords, ...]


def difference(before: Iterable[str], after: Iterable[str]) -> RightsDifference:
    """Shown before "Similar to Another Insured" is applied; unknown keys are left out."""
    old, new = set(before), set(after)
    return RightsDifference(
        added=in_words(new - old),
        removed=in_words(old - new),
        same=in_words(old & new),
    )


def groups() -> tuple[tuple[str, tuple[PortalRightInWords, ...]], ...]:
    """The list by group, in the order the groups first appear."""
    names = dict.fromkeys(right.group for right in PORTAL_RIGHTS)
    return tuple((name, tuple(right for right in PORTAL_RIGHTS if right.group == name)) for name in names)
