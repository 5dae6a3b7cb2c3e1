"""The tables, one file a noun. One model for SQLite and PostgreSQL."""

from coi_app.models.account import (
    Account,
    AccountLink,
    OpenTab,
    PortalPreset,
    PortalView,
    SignInAttempt,
    SignInSession,
)
from coi_app.models.activity import Activity, ChainHead
from coi_app.models.agency import Agency, NumberSeries, StoredPicture
from coi_app.models.batch import Batch, BatchItem
from coi_app.models.bulk_run import BulkRun
from coi_app.models.certificate import Certificate, Plate, StoredContent
from coi_app.models.certificate_request import CertificateRequest
from coi_app.models.delivery import BounceReport, Delivery, Mail
from coi_app.models.holder import AdditionalInterest, Holder, HolderName
from coi_app.models.holders_review import HoldersReview, ReviewAnswer
from coi_app.models.imported import ImportHeading, ImportRow, ImportRun
from coi_app.models.insured import Contact, Insured, InsuredAgent
from coi_app.models.licensed_form import LicensedForm
from coi_app.models.master import DescriptionTemplate, Master, MasterPolicy, MasterVersion
from coi_app.models.notification import Notification
from coi_app.models.policy import Carrier, EndorsementHolder, Policy, PolicyEndorsement, Vehicle
from coi_app.models.radar import PolicyReminder, RadarCause, RadarHit, RadarLook
from coi_app.models.saved_view import ListChoice, SavedView
from coi_app.models.shared_file import SharedFile

__all__ = [
    "Account",
    "AccountLink",
    "Activity",
    "AdditionalInterest",
    "Agency",
    "Batch",
    "BatchItem",
    "BounceReport",
    "BulkRun",
    "Carrier",
    "Certificate",
    "CertificateRequest",
    "ChainHead",
    "Contact",
    "Delivery",
    "DescriptionTemplate",
    "EndorsementHolder",
    "Holder",
    "HolderName",
    "HoldersReview",
    "ImportHeading",
    "ImportRow",
    "ImportRun",
    "Insured",
    "InsuredAgent",
    "LicensedForm",
    "ListChoice",
    "Mail",
    "Master",
    "MasterPolicy",
    "MasterVersion",
    "Notification",
    "NumberSeries",
    "OpenTab",
    "Plate",
    "Policy",
    "PolicyEndorsement",
    "PolicyReminder",
    "PortalPreset",
    "PortalView",
    "RadarCause",
    "RadarHit",
    "RadarLook",
    "ReviewAnswer",
    "SavedView",
    "SharedFile",
    "SignInAttempt",
    "SignInSession",
    "StoredContent",
    "StoredPicture",
    "Vehicle",
]
