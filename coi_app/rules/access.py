"""Who may do what: one list of rights, each with the words the screens show."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from coi_app.rules.errors import NotAllowed
from coi_app.rules.portal_rights import PORTAL_RIGHTS, PortalRight


class Role(StrEnum):
    ADMIN = "admin"
    AGENT = "agent"
    VIEWER = "viewer"
    INSURED = "insured"
    SYSTEM = "system"  # jobs and the command line; no account ever has it


STAFF_ROLES: tuple[Role, ...] = (Role.ADMIN, Role.AGENT, Role.VIEWER)

ROLE_LABELS: dict[Role, str] = {
    Role.ADMIN: "Admin",
    Role.AGENT: "Agent",
    Role.VIEWER: "Viewer",
    Role.INSURED: "Insured",
    Role.SYSTEM: "System",
}

ROLE_HELP: dict[Role, str] = {
    Role.ADMIN: "Decides who may do what, and everything an agent does.",
    Role.AGENT: "Keeps insureds, policies and holders, and issues certificates.",
    Role.VIEWER: "Looks at everything and changes nothing.",
    Role.INSURED: "Uses the portal of one insured.",
    Role.SYSTEM: "Work that runs by itself.",
}


class Right(StrEnum):
    DESK_VIEW = "desk:view"
    INSUREDS_CHANGE = "insureds:change"
    POLICIES_CHANGE = "policies:change"
    CARRIERS_CHANGE = "carriers:change"
    HOLDERS_CHANGE = "holders:change"
    INTERESTS_CHANGE = "interests:change"
    FILES_CHANGE = "files:change"
    MASTERS_CHANGE = "masters:change"
    CERTIFICATES_DOWNLOAD = "certificates:download"
    CERTIFICATES_ISSUE = "certificates:issue"
    CERTIFICATES_SEND = "certificates:send"
    CERTIFICATES_REVISE = "certificates:revise"
    CERTIFICATES_WITHDRAW = "certificates:withdraw"
    CERTIFICATES_OVERRIDE = "certificates:override"
    REQUESTS_ANSWER = "requests:answer"
    PORTAL_MANAGE = "portal:manage"
    IMPORTS_RUN = "imports:run"
    EXPORTS_RUN = "exports:run"
    ACTIVITY_VIEW = "activity:view"
    OUTBOX_VIEW = "outbox:view"
    TEMPLATES_CHANGE = "templates:change"
    USERS_MANAGE = "users:manage"
    SETTINGS_CHANGE = "settings:change"


@dataclass(frozen=True, slots=True)
class RightInWords:
    key: Right
    label: str
    help: str
    group: str


RIGHTS: tuple[RightInWords, ...] = (
    RightInWords(Right.DESK_VIEW, "See the desk", "Insureds, policies, holders and certificates.", "Look"),
    RightInWords(Right.ACTIVITY_VIEW, "See Activity History", "Who did what, when and from where.", "Look"),
    RightInWords(Right.OUTBOX_VIEW, "See the Outbox", "Messages and what became of them.", "Look"),
    RightInWords(Right.CERTIFICATES_DOWNLOAD, "Download certificates", "Each download is recorded.", "Look"),
    RightInWords(Right.EXPORTS_RUN, "Export lists", "Spreadsheets of what a list shows.", "Look"),
    RightInWords(Right.INSUREDS_CHANGE, "Change insureds", "Insureds, prospects and contacts.", "Records"),
    RightInWords(Right.POLICIES_CHANGE, "Change policies", "Limits, dates and endorsements.", "Records"),
    RightInWords(Right.CARRIERS_CHANGE, "Change carriers", "Legal names and NAIC codes.", "Records"),
    RightInWords(Right.HOLDERS_CHANGE, "Change holders", "Names and addresses of holders.", "Records"),
    RightInWords(Right.INTERESTS_CHANGE, "Change additional interests", "Holders of an insured.", "Records"),
    RightInWords(Right.FILES_CHANGE, "Change files", "Upload, share and remove files.", "Records"),
    RightInWords(Right.IMPORTS_RUN, "Run imports", "Holders, carriers and policies from files.", "Records"),
    RightInWords(Right.MASTERS_CHANGE, "Change masters", "Masters and their versions.", "Certificates"),
    RightInWords(Right.CERTIFICATES_ISSUE, "Issue certificates", "One holder or thousands.", "Certificates"),
    RightInWords(Right.CERTIFICATES_SEND, "Send certificates", "Mail and resend them.", "Certificates"),
    RightInWords(
        Right.CERTIFICATES_OVERRIDE,
        "Override a warning",
        "With a reason that is kept. A block cannot be overridden.",
        "Certificates",
    ),
    RightInWords(
        Right.CERTIFICATES_REVISE, "Revise certificates", "A new revision supersedes the old.", "Certificates"
    ),
    RightInWords(
        Right.CERTIFICATES_WITHDRAW, "Withdraw certificates", "With a reason that is kept.", "Certificates"
    ),
    RightInWords(
        Right.REQUESTS_ANSWER, "Answer requests", "Requests and approvals from the portal.", "Certificates"
    ),
    RightInWords(
        Right.PORTAL_MANAGE,
        "Manage portal accounts",
        "Invite insureds and set what they may do.",
        "Administration",
    ),
    RightInWords(
        Right.TEMPLATES_CHANGE, "Change templates", "Wordings of descriptions and messages.", "Administration"
    ),
    RightInWords(
        Right.USERS_MANAGE, "Manage users", "Invite staff, change roles, deactivate.", "Administration"
    ),
    RightInWords(
        Right.SETTINGS_CHANGE, "Change settings", "Agency, signature, mail and forms.", "Administration"
    ),
)

LABEL_OF: dict[str, str] = {
    **{right.key.value: right.label for right in RIGHTS},
    **{right.key.value: right.label for right in PORTAL_RIGHTS},
}

_VIEWER = frozenset(
    {
        Right.DESK_VIEW,
        Right.ACTIVITY_VIEW,
        Right.OUTBOX_VIEW,
        Right.CERTIFICATES_DOWNLOAD,
        Right.EXPORTS_RUN,
    }
)
_ADMIN_ONLY = frozenset({Right.TEMPLATES_CHANGE, Right.USERS_MANAGE, Right.SETTINGS_CHANGE})

ROLE_RIGHTS: dict[Role, frozenset[Right]] = {
    Role.ADMIN: frozenset(Right),
    Role.AGENT: frozenset(Right) - _ADMIN_ONLY,
    Role.VIEWER: _VIEWER,
    Role.INSURED: frozenset(),  # an insured's rights are those of the account: see portal_rights
    Role.SYSTEM: frozenset(Right),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever asks: rights are those at the moment of asking, as keys of `Right` or `PortalRight` (R41)."""

    account_id: int | None
    name: str
    email: str
    role: Role
    insured_id: int | None = None
    rights: frozenset[str] = frozenset()
    ip: str = ""

    def may(self, right: str) -> bool:
        return right in self.rights

    @property
    def is_staff(self) -> bool:
        return self.role in STAFF_ROLES or self.role is Role.SYSTEM


def staff_actor(account_id: int, name: str, email: str, role: Role, ip: str = "") -> Actor:
    """Somebody of the agency, with the rights of their role."""
    return Actor(account_id, name, email, role, None, _keys(ROLE_RIGHTS[role]), ip)


def insured_actor(
    account_id: int, name: str, email: str, insured_id: int, rights: Iterable[str], ip: str = ""
) -> Actor:
    """Somebody of an insured; keys that are no portal right are dropped, so a staff right cannot slip in."""
    held = frozenset(rights)
    known = [right for right in PortalRight if right.value in held]
    return Actor(account_id, name, email, Role.INSURED, insured_id, _keys(known), ip)


def system_actor(name: str = "System") -> Actor:
    """Jobs and the command line; the name is what Activity History shows."""
    return Actor(None, name, "", Role.SYSTEM, None, _keys(ROLE_RIGHTS[Role.SYSTEM]))


def _keys(rights: Iterable[StrEnum]) -> frozenset[str]:
    return frozenset(right.value for right in rights)


def require(actor: Actor, right: Right | PortalRight) -> None:
    """Raise NotAllowed, in words that name the right, unless the actor has it."""
    if not actor.may(right):
        raise NotAllowed(in_words(right))


def in_words(right: Right | PortalRight) -> str:
    """What the right lets one do, as it stands after "allowed to": "issue certificates"."""
    label = LABEL_OF[right]
    return label[0].lower() + label[1:]
