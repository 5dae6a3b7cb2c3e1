"""The marks that handlers carry under `@rx.event`; a handler without one is refused by the gate.

@rx.event
@guards.allow(Right.CERTIFICATES_ISSUE)
async def confirm_generate(self): ...
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from coi_app.rules import access
from coi_app.rules.portal_rights import PortalRight

Handler = TypeVar("Handler", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Mark:
    """Who may call a handler: anybody, anybody signed in, an insured's people, or whoever holds the right.

    `looks`: it changes nothing but what the tab shows, so those too who see the portal as an insured.
    `told`: the application calls it by itself, so it is no sign that anybody sits at the tab.
    """

    public: bool = False
    right: access.Right | PortalRight | None = None
    insured: bool = False
    looks: bool = False
    told: bool = False


def public(handler: Handler) -> Handler:
    """Anybody may call it, without an account: say why in its docstring."""
    handler.__mark__ = Mark(public=True)
    return handler


def signed_in(handler: Handler) -> Handler:
    """Any live account may call it."""
    handler.__mark__ = Mark()
    return handler


def insured(handler: Handler) -> Handler:
    """Any live account of an insured may call it: what every one of them has in the portal."""
    handler.__mark__ = Mark(insured=True)
    return handler


def allow(right: access.Right | PortalRight) -> Callable[[Handler], Handler]:
    """Whoever holds the right at that moment may call it."""

    def mark(handler: Handler) -> Handler:
        handler.__mark__ = Mark(right=right)
        return handler

    return mark


def looks(handler: Handler) -> Handler:
    """Above another mark: it only looks. Whoever sees the portal as an insured may call nothing else."""
    handler.__mark__ = replace(handler.__mark__, looks=True)
    return handler


def told(handler: Handler) -> Handler:
    """Above another mark: open tabs are told something by it. It does not renew the idle time of their session."""
    handler.__mark__ = replace(handler.__mark__, told=True)
    return handler


def mark_of(handler: Callable[..., Any]) -> Mark | None:
    return getattr(handler, "__mark__", None)
