"""Which page stands at which address. The gate decides who may load its data; a page itself holds none."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import reflex as rx

from coi_app.web import routes, session
from coi_app.web.agency.activity import page as activity
from coi_app.web.agency.activity.state import ActivityState
from coi_app.web.agency.certificates_sent import page as certificates_sent
from coi_app.web.agency.generate import progress as batch_progress
from coi_app.web.agency.generate.progress_state import ProgressState
from coi_app.web.agency.holders import page as holders
from coi_app.web.agency.holders.state import HoldersState
from coi_app.web.agency.home import page as home
from coi_app.web.agency.home.state import HomeState
from coi_app.web.agency.imports import page as imports
from coi_app.web.agency.imports import run_page as import_run
from coi_app.web.agency.imports.run_state import ImportState
from coi_app.web.agency.imports.state import ImportsState
from coi_app.web.agency.insured_head import ProfileState
from coi_app.web.agency.insured_profile import page as insured_profile
from coi_app.web.agency.insured_profile.panels import PanelsState
from coi_app.web.agency.insureds import page as insureds
from coi_app.web.agency.insureds.state import InsuredsState
from coi_app.web.agency.outbox import page as outbox
from coi_app.web.agency.outbox.state import OutboxState
from coi_app.web.agency.radar import page as radar
from coi_app.web.agency.radar.state import RadarState
from coi_app.web.agency.renewals import page as renewals
from coi_app.web.agency.renewals import run_page as renewal_run
from coi_app.web.agency.renewals.run_state import RenewalRunState
from coi_app.web.agency.renewals.state import RenewalsState
from coi_app.web.agency.requests import page as requests
from coi_app.web.agency.requests.state import RequestsState
from coi_app.web.agency.revise import page as revise
from coi_app.web.agency.revise.state import ReviseState
from coi_app.web.agency.send import page as send
from coi_app.web.agency.send.state import SendState
from coi_app.web.agency.settings import page as settings
from coi_app.web.agency.settings.state import SettingsState
from coi_app.web.ask import page as ask
from coi_app.web.ask.state import AskState
from coi_app.web.download import page as download
from coi_app.web.download.state import DownloadState
from coi_app.web.portal.certificates import page as portal_certificates
from coi_app.web.portal.certificates.state import PortalCertificatesState
from coi_app.web.portal.colleagues import page as portal_colleagues
from coi_app.web.portal.colleagues.state import PortalColleaguesState
from coi_app.web.portal.files import page as portal_files
from coi_app.web.portal.files.state import PortalFilesState, PortalUploadState
from coi_app.web.portal.holders_review import page as portal_holders_review
from coi_app.web.portal.holders_review.state import PortalReviewState
from coi_app.web.portal.home import page as portal_home
from coi_app.web.portal.home.state import PortalHomeState
from coi_app.web.portal.id_cards import page as portal_id_cards
from coi_app.web.portal.id_cards.state import PortalIdCardsState
from coi_app.web.portal.policies import page as portal_policies
from coi_app.web.portal.policies.state import PortalPoliciesState
from coi_app.web.portal.profile import page as portal_profile
from coi_app.web.portal.profile.state import NameState, NoticesState, SessionsState
from coi_app.web.portal.request import page as portal_request
from coi_app.web.portal.request.state import PortalRequestState
from coi_app.web.portal.send import page as portal_send
from coi_app.web.portal.send.step_state import StepState
from coi_app.web.sign_in import page as door
from coi_app.web.sign_in.state import DoorState
from coi_app.web.verify import page as verify
from coi_app.web.verify.state import VerifyState


@dataclass(frozen=True)
class Page:
    """`on_load` runs in order; pages of the desk and the portal begin with `SessionState.arrive`."""

    address: str
    draw: Callable[[], rx.Component]
    title: str | rx.Var[str]
    on_load: tuple[Any, ...]


Arrive = session.SessionState.arrive

DOOR = (
    Page(routes.SIGN_IN, door.sign_in, "Sign in", (DoorState.arrive,)),
    Page(routes.FORGOT, door.forgot, "Forgot password", (DoorState.arrive,)),
    Page(routes.INVITE, door.invite, "Choose a password", (DoorState.arrive, DoorState.arrive_with_link)),
    Page(routes.RESET, door.reset, "Choose a new password", (DoorState.arrive, DoorState.arrive_with_link)),
    Page(
        routes.CONFIRM_EMAIL,
        door.confirm_email,
        "Confirm your e-mail address",
        (DoorState.arrive, DoorState.arrive_with_link),
    ),
    Page(routes.WELCOME, door.welcome, "Welcome", (DoorState.arrive, DoorState.arrive_first)),
)
DESK: tuple[Page, ...] = (
    Page(
        routes.INSURED,
        insured_profile.page,
        insured_profile.title(),
        (Arrive, ProfileState.load, PanelsState.load),
    ),
    Page(routes.SEND, send.page, send.title(), (Arrive, SendState.load)),
    Page(routes.HOME, home.page, "Home", (Arrive, HomeState.load)),
    Page(routes.INSUREDS, insureds.page, "Insureds", (Arrive, InsuredsState.load)),
    Page(routes.HOLDERS, holders.page, "Holders", (Arrive, HoldersState.load)),
    Page(routes.HOLDER, holders.one, "Holder", (Arrive, HoldersState.open_one)),
    Page(routes.REQUESTS, requests.page, "Requests", (Arrive, RequestsState.load)),
    Page(routes.IMPORTS, imports.page, "Imports", (Arrive, ImportsState.load)),
    Page(routes.IMPORT, import_run.page, "Import", (Arrive, ImportState.load)),
    Page(routes.ACTIVITY, activity.page, "Activity", (Arrive, ActivityState.load)),
    Page(routes.OUTBOX, outbox.page, "Outbox", (Arrive, OutboxState.load)),
    Page(routes.SETTINGS, settings.page, "Settings", (Arrive, SettingsState.load)),
    Page(routes.CERTIFICATES, certificates_sent.page, "Certificates", (Arrive, *certificates_sent.LOAD)),
    Page(routes.REVISE, revise.page, revise.title(), (Arrive, ReviseState.load)),
    Page(routes.RENEWALS, renewals.page, "Renewals", (Arrive, RenewalsState.load)),
    Page(routes.RENEWAL, renewal_run.page, "Renewal", (Arrive, RenewalRunState.load)),
    Page(routes.RADAR, radar.page, "Untrue certificates", (Arrive, RadarState.load, *certificates_sent.LOAD)),
    Page(routes.BATCH, batch_progress.page, "Batch", (Arrive, ProgressState.open_page)),
)


PORTAL: tuple[Page, ...] = (
    Page(routes.PORTAL, portal_home.page, portal_home.title(), (Arrive, PortalHomeState.load)),
    Page(routes.PORTAL_SEND, portal_send.page, "Send a certificate", (Arrive, StepState.load)),
    Page(
        routes.PORTAL_CERTIFICATES,
        portal_certificates.page,
        "My certificates",
        (Arrive, PortalCertificatesState.load),
    ),
    Page(
        routes.PORTAL_FILES,
        portal_files.page,
        "Files",
        (Arrive, PortalUploadState.load, PortalFilesState.load),
    ),
    Page(routes.PORTAL_ID_CARDS, portal_id_cards.page, "ID cards", (Arrive, PortalIdCardsState.load)),
    Page(routes.PORTAL_POLICIES, portal_policies.page, "Policies", (Arrive, PortalPoliciesState.load)),
    Page(
        routes.PORTAL_REQUEST,
        portal_request.page,
        "Request a certificate",
        (Arrive, PortalRequestState.load),
    ),
    Page(
        routes.PORTAL_HOLDERS_REVIEW,
        portal_holders_review.page,
        "Holders review",
        (Arrive, PortalReviewState.load),
    ),
    Page(
        routes.PORTAL_COLLEAGUES,
        portal_colleagues.page,
        "Colleagues",
        (Arrive, PortalColleaguesState.load),
    ),
    Page(
        routes.PORTAL_PROFILE,
        portal_profile.page,
        "Your account",
        (Arrive, NameState.load, NoticesState.load, SessionsState.load),
    ),
)

PUBLIC: tuple[Page, ...] = (
    Page(routes.VERIFY, verify.page, verify.title(), (VerifyState.arrive,)),
    Page(routes.ASK, ask.page, ask.title(), (AskState.arrive,)),
    Page(routes.DOWNLOAD, download.page, download.title(), (DownloadState.arrive,)),
)


def add_to(app: rx.App) -> None:
    for page in DOOR + DESK + PORTAL + PUBLIC:
        app.add_page(page.draw, route=page.address, title=page.title, on_load=list(page.on_load))
