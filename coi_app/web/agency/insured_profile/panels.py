"""Which panels the insured's page has, and what each loads when its tab is opened. A tab that is not here is not
drawn: pages of other rooms add theirs to `PANELS` and `DOCUMENTS`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import reflex as rx

from coi_app.rules.access import Right
from coi_app.web import guards
from coi_app.web.agency import frame
from coi_app.web.agency.activity import panel as activity
from coi_app.web.agency.activity.state import ActivityState
from coi_app.web.agency.additional_interests import panel as interests
from coi_app.web.agency.additional_interests.state import InterestsState
from coi_app.web.agency.certificates_sent import page as certificates_sent
from coi_app.web.agency.files import panel as files
from coi_app.web.agency.files.state import FilesState
from coi_app.web.agency.generate.state import GenerateState
from coi_app.web.agency.insured_head import ProfileState, address_of
from coi_app.web.agency.insured_profile import overview, review_card
from coi_app.web.agency.insured_profile.requests_state import InsuredRequestsState
from coi_app.web.agency.insured_profile.review_state import HoldersReviewState
from coi_app.web.agency.masters import panel as masters
from coi_app.web.agency.masters.state import MastersState
from coi_app.web.agency.policies import panel as policies
from coi_app.web.agency.policies.state import PoliciesState
from coi_app.web.agency.portal_accounts import panel as portal_accounts
from coi_app.web.agency.portal_accounts.state import AccountsState
from coi_app.web.shared import button, tabs


@dataclass(frozen=True)
class Panel:
    """`key` as in the address, also in `ProfileState.counts` where it has a count; `load` reads what it shows: one
    handler, or several."""

    key: str
    words: str
    draw: Callable[[], rx.Component]
    load: Any = None
    counted: bool = False


DOCUMENTS: tuple[Panel, ...] = (
    Panel(
        "certificates-sent",
        "Certificates Sent",
        certificates_sent.panel,
        certificates_sent.LOAD,
        counted=True,
    ),
    Panel("masters", "Certificate Masters", masters.panel, MastersState.load, counted=True),
    Panel("files", "Files", files.panel, FilesState.load, counted=True),
)


def documents() -> rx.Component:
    """The Documents tab: segments, and the panel of the chosen one."""
    segments = [
        tabs.Tab(one.key, one.words, address_of("documents", one.key), _count(one)) for one in DOCUMENTS
    ]
    return tabs.panel(
        rx.el.div(tabs.segments("Documents", segments, ProfileState.sub), class_name="segments-row"),
        _one_of(DOCUMENTS, ProfileState.sub),
        label="Documents",
    )


def additional_interests() -> rx.Component:
    """The list, with the button that makes certificates for everybody on it."""
    opened = GenerateState.open_dialog(ProfileState.insured, ProfileState.name)
    generate = button.button("Generate Certificates", opened, icon_name="files")
    return interests.panel(
        rx.cond(frame.may("certificates:issue"), generate), above=review_card.review_card()
    )


def activity_history() -> rx.Component:
    return tabs.panel(activity.activity_panel(), label="Activity History")


PANELS: tuple[Panel, ...] = (
    Panel("overview", "Overview", overview.panel, InsuredRequestsState.load),
    Panel("policies", "Policies", policies.panel, PoliciesState.load, counted=True),
    Panel(
        "additional-interests",
        "Additional Interests",
        additional_interests,
        (InterestsState.load, HoldersReviewState.load),
        counted=True,
    ),
    Panel("documents", "Documents", documents),
    Panel("activity", "Activity History", activity_history, ActivityState.load),
    Panel("portal", "Portal", portal_accounts.panel, AccountsState.load),
)


def line() -> rx.Component:
    """The tabs under the head."""
    entries = [tabs.Tab(one.key, one.words, _first_address(one), _count(one)) for one in PANELS]
    return tabs.tabs("Insured", entries, ProfileState.tab)


def chosen() -> rx.Component:
    """The panel of the open tab."""
    return _one_of(PANELS, ProfileState.tab)


def _one_of(panels: tuple[Panel, ...], key: rx.Var[str]) -> rx.Component:
    """Each is drawn once: the first stands for every key that is none of the others'."""
    first, *others = panels
    return rx.match(key, *[(one.key, one.draw()) for one in others], first.draw()) if others else first.draw()


def _first_address(panel: Panel) -> rx.Var[str]:
    return address_of(panel.key, DOCUMENTS[0].key if panel.key == "documents" else "")


def _count(panel: Panel) -> Any:
    return ProfileState.counts[panel.key] if panel.counted else ""


class PanelsState(rx.State):
    """Loads what the open tab shows, and nothing else."""

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    async def load(self) -> Any:
        profile = await self.get_state(ProfileState)
        if profile.is_missing:
            return None
        shown, key = (DOCUMENTS, profile.sub) if profile.tab == "documents" else (PANELS, profile.tab)
        load = next((one.load for one in shown if one.key == key), None)
        return list(load) if isinstance(load, tuple) else load
