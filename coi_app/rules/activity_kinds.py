"""What Activity History can record. Values are stored for ever: never rename one, only add."""

from enum import StrEnum


class ActivityKind(StrEnum):
    AGENCY_CHANGED = "agency:changed"
    SETTING_CHANGED = "setting:changed"
    SETTING_MAIL_TESTED = "setting:mail_tested"
    LICENSED_FORM_ADDED = "licensed_form:added"
    LICENSED_FORM_MAPPED = "licensed_form:mapped"
    LICENSED_FORM_RETIRED = "licensed_form:retired"
    DATA_BACKED_UP = "data:backed_up"
    DATA_RESTORED = "data:restored"
    DEMO_FILLED = "demo:filled"

    ACCOUNT_INVITED = "account:invited"
    ACCOUNT_INVITATION_RENEWED = "account:invitation_renewed"
    ACCOUNT_ACTIVATED = "account:activated"
    ACCOUNT_CREATED = "account:created"
    ACCOUNT_CHANGED = "account:changed"
    ACCOUNT_EMAIL_CHANGED = "account:email_changed"
    ACCOUNT_ROLE_CHANGED = "account:role_changed"
    ACCOUNT_RIGHTS_CHANGED = "account:rights_changed"
    ACCOUNT_DEACTIVATED = "account:deactivated"
    ACCOUNT_REACTIVATED = "account:reactivated"
    ACCOUNT_SIGNED_IN = "account:signed_in"
    ACCOUNT_SIGN_IN_REFUSED = "account:sign_in_refused"
    ACCOUNT_SIGNED_OUT = "account:signed_out"
    ACCOUNT_SESSION_ENDED = "account:session_ended"
    ACCOUNT_PASSWORD_RESET_ASKED = "account:password_reset_asked"
    ACCOUNT_PASSWORD_CHANGED = "account:password_changed"
    ACCOUNT_SECOND_FACTOR_CHANGED = "account:second_factor_changed"
    ACCESS_REFUSED = "access:refused"

    PORTAL_OPENED = "portal:opened"
    PORTAL_CLOSED = "portal:closed"
    PORTAL_SETTING_CHANGED = "portal:setting_changed"
    PORTAL_VIEWED_AS_INSURED = "portal:viewed_as_insured"
    PORTAL_PRESET_SAVED = "portal:preset_saved"
    PORTAL_PRESET_REMOVED = "portal:preset_removed"
    PORTAL_HOLDERS_REVIEWED = "portal:holders_reviewed"
    PORTAL_REVIEW_BEGUN = "portal:review_begun"
    PORTAL_REVIEW_ASKED = "portal:review_asked"
    PORTAL_REVIEW_CALLED_OFF = "portal:review_called_off"
    PORTAL_REVIEW_DECLINED = "portal:review_declined"

    INSURED_CREATED = "insured:created"
    INSURED_CHANGED = "insured:changed"
    INSURED_KIND_CHANGED = "insured:kind_changed"
    INSURED_MERGED = "insured:merged"
    CONTACT_ADDED = "contact:added"
    CONTACT_CHANGED = "contact:changed"
    CONTACT_REMOVED = "contact:removed"

    CARRIER_CREATED = "carrier:created"
    CARRIER_CHANGED = "carrier:changed"
    CARRIER_MERGED = "carrier:merged"
    POLICY_CREATED = "policy:created"
    POLICY_CHANGED = "policy:changed"
    POLICY_CANCELLED = "policy:cancelled"
    POLICY_REINSTATED = "policy:reinstated"
    POLICY_RENEWED = "policy:renewed"
    POLICY_REMOVED = "policy:removed"
    ENDORSEMENT_ADDED = "endorsement:added"
    ENDORSEMENT_CHANGED = "endorsement:changed"
    ENDORSEMENT_REMOVED = "endorsement:removed"

    HOLDER_CREATED = "holder:created"
    HOLDER_CHANGED = "holder:changed"
    HOLDER_MERGED = "holder:merged"
    INTEREST_ADDED = "interest:added"
    INTEREST_CHANGED = "interest:changed"
    INTEREST_ENDED = "interest:ended"
    INTEREST_RESUMED = "interest:resumed"

    MASTER_CREATED = "master:created"
    MASTER_CHANGED = "master:changed"
    MASTER_RETIRED = "master:retired"
    MASTER_RESUMED = "master:resumed"
    MASTER_SHARED = "master:shared"
    MASTER_UNSHARED = "master:unshared"
    TEMPLATE_CREATED = "template:created"
    TEMPLATE_CHANGED = "template:changed"
    TEMPLATE_RETIRED = "template:retired"

    CERTIFICATE_ISSUED = "certificate:issued"
    CERTIFICATE_REVISED = "certificate:revised"
    CERTIFICATE_SUPERSEDED = "certificate:superseded"
    CERTIFICATE_WITHDRAWN = "certificate:withdrawn"
    CERTIFICATE_REFUSED = "certificate:refused"
    CERTIFICATE_WARNING_OVERRIDDEN = "certificate:warning_overridden"
    CERTIFICATE_PREVIEWED = "certificate:previewed"
    CERTIFICATE_DOWNLOADED = "certificate:downloaded"
    CERTIFICATE_RESENT = "certificate:resent"
    CERTIFICATE_LINK_COPIED = "certificate:link_copied"
    CERTIFICATE_LINK_USED = "certificate:link_used"
    CERTIFICATE_EVIDENCE_EXPORTED = "certificate:evidence_exported"
    CERTIFICATE_BECAME_STALE = "certificate:became_stale"
    CERTIFICATE_HOLDER_NOTIFIED = "certificate:holder_notified"
    CERTIFICATE_APPROVAL_ASKED = "certificate:approval_asked"
    CERTIFICATE_APPROVED = "certificate:approved"
    CERTIFICATE_APPROVAL_REFUSED = "certificate:approval_refused"

    DELIVERY_QUEUED = "delivery:queued"
    DELIVERY_SENT = "delivery:sent"
    DELIVERY_FAILED = "delivery:failed"
    DELIVERY_BOUNCED = "delivery:bounced"
    DELIVERY_CANCELLED = "delivery:cancelled"
    DELIVERY_DOWNLOADED = "delivery:downloaded"

    BATCH_STARTED = "batch:started"
    BATCH_FINISHED = "batch:finished"
    BATCH_CANCELLED = "batch:cancelled"
    BATCH_FAILED = "batch:failed"
    BATCH_RETRIED = "batch:retried"
    BATCH_DOWNLOADED = "batch:downloaded"
    RENEWAL_STARTED = "renewal:started"
    RENEWAL_FINISHED = "renewal:finished"

    FILE_ADDED = "file:added"
    FILE_CHANGED = "file:changed"
    FILE_SHARED = "file:shared"
    FILE_UNSHARED = "file:unshared"
    FILE_DOWNLOADED = "file:downloaded"
    FILE_REMOVED = "file:removed"
    ID_CARD_MADE = "id_card:made"

    REQUEST_RECEIVED = "request:received"
    REQUEST_ASSIGNED = "request:assigned"
    REQUEST_CHANGED = "request:changed"
    REQUEST_ANSWERED = "request:answered"
    REQUEST_DECLINED = "request:declined"
    REQUEST_LINK_CREATED = "request:link_created"
    REQUEST_LINK_CLOSED = "request:link_closed"

    IMPORT_CHECKED = "import:checked"
    IMPORT_APPLIED = "import:applied"
    IMPORT_FAILED = "import:failed"
    IMPORT_UNDONE = "import:undone"
    LIST_EXPORTED = "list:exported"
    ACTIVITY_EXPORTED = "activity:exported"
    VIEW_SAVED = "view:saved"
    VIEW_REMOVED = "view:removed"
    REMINDER_SET = "reminder:set"

    @property
    def subject(self) -> str:
        return self.value.partition(":")[0]

    @property
    def label(self) -> str:
        """Short words for a filter or a badge: "Certificate issued", "Account sign-in refused"."""
        return LABELS[self]

    @property
    def concerns_insured(self) -> bool:
        """Whether it belongs to one insured's Activity History, and so to that insured's chain.

        Kinds of both worlds (an account may be staff's or an insured's) count as concerning an insured; such
        an entry without an insured goes to the agency's own chain.
        """
        return self.subject not in AGENCY_SUBJECTS and self not in AGENCY_KINDS


# A carrier or a holder is shared by all insureds; so is what the agency decides for itself.
AGENCY_SUBJECTS: frozenset[str] = frozenset(
    {
        "activity",
        "agency",
        "carrier",
        "data",
        "demo",
        "holder",
        "import",
        "licensed_form",
        "list",
        "setting",
        "view",
    }
)
AGENCY_KINDS: frozenset[ActivityKind] = frozenset(
    {
        ActivityKind.ACCOUNT_ROLE_CHANGED,
        ActivityKind.PORTAL_PRESET_SAVED,
        ActivityKind.PORTAL_PRESET_REMOVED,
    }
)

_WORDS: dict[str, str] = {
    "email_changed": "e-mail changed",
    "id_card": "ID card",
    "sign_in_refused": "sign-in refused",
    "became_stale": "became untrue",
    "evidence_exported": "E&O file exported",
    "checked": "dry run",
}


def _label(kind: ActivityKind) -> str:
    subject, _, action = kind.value.partition(":")
    said = f"{_WORDS.get(subject, subject)} {_WORDS.get(action, action)}".replace("_", " ")
    return said[0].upper() + said[1:]


LABELS: dict[ActivityKind, str] = {kind: _label(kind) for kind in ActivityKind}
