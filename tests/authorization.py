"""Who may what, read from the registries of the application: its event handlers, its HTTP routes, and the queries and
services that take the number of a thing. The matrix of the tests and the table in docs/security.md are made from it."""

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from reflex_base.registry import RegisteredEventHandler, RegistrationContext

from coi_app import coi_app, queries, services
from coi_app.queries.activity import ActivityFilter
from coi_app.queries.judging import Recipient, Wording
from coi_app.rules import access
from coi_app.rules.access import ROLE_RIGHTS, Role
from coi_app.rules.portal_rights import PortalRight
from coi_app.web import gate, guards, http, routes

assert coi_app.app is not None  # it registers every page

ANONYMOUS, OWN, OTHER, DEACTIVATED = "anonymous", "own insured", "other insured", "deactivated"
REMOVED, VIEWER, AGENT, ADMIN = "right removed", "viewer", "agent", "admin"
ACTORS = (ANONYMOUS, OWN, OTHER, DEACTIVATED, REMOVED, VIEWER, AGENT, ADMIN)
OUTSIDE = (ANONYMOUS, DEACTIVATED)
OF_AN_INSURED = (OWN, OTHER, REMOVED)
STAFF = {VIEWER: Role.VIEWER, AGENT: Role.AGENT, ADMIN: Role.ADMIN}
IN, SIGN_IN, OWN_DOOR, REFUSED, NOT_THERE = "in", "sign in", "own door", "not allowed", "not there"


def handlers() -> dict[str, RegisteredEventHandler]:
    """Wire name → every handler that the gate knows, the framework's own too."""
    return {name: one for name, one in RegistrationContext.get().event_handlers.items() if one.states}


def mark_of(registered: RegisteredEventHandler) -> guards.Mark | None:
    """The framework's own count as public where the gate knows their name, else as unmarked."""
    name = registered.handler.fn.__name__
    if registered.states[0].__module__.startswith("reflex."):
        return guards.Mark(public=True) if name in gate.FRAMEWORK else None
    return guards.mark_of(registered.handler.fn)


def at_the_gate(actor: str, mark: guards.Mark | None) -> str:
    """What the gate has to answer."""
    if mark is not None and mark.public:
        return IN
    if mark is None or actor in OUTSIDE:
        return SIGN_IN
    for_insureds = mark.insured or isinstance(mark.right, PortalRight)
    if mark.right is None and not mark.insured:
        return IN
    if for_insureds is not (actor in OF_AN_INSURED):
        return OWN_DOOR
    return IN if mark.right is None or holds(actor, mark.right) else REFUSED


def holds(actor: str, right: str) -> bool:
    """Whether these people of the matrix have the right; both insureds' people have every one of the portal."""
    if actor in STAFF:
        return right in ROLE_RIGHTS[STAFF[actor]]
    return actor in (OWN, OTHER) and isinstance(right, PortalRight)


@dataclass(frozen=True)
class HttpRoute:
    """`behind` is None for a route that needs no account."""

    path: str
    method: str
    behind: http.Behind | None

    @property
    def has_number(self) -> bool:
        """Whether its address says which thing."""
        return any(_named(self.path, part) not in NOT_NUMBERS for part in _between_braces(self.path))

    def address(self, ids: dict[str, Any]) -> str:
        filled = self.path
        for part in _between_braces(self.path):
            name = _named(self.path, part)
            filled = filled.replace(f"{{{part}}}", str(NOT_NUMBERS.get(name, ids.get(name))))
        return filled

    def asked_for(self, ids: dict[str, Any]) -> dict[str, str]:
        """What is not in the address: `?insured=`, and the fields of a form."""
        field, name = STAFF_SAY.get(self.path, ("", ""))
        return {field: str(ids[name])} if field else {}


OWN_SECRET = {routes.POST_BOUNCES}  # who has it is a machine, not one of these people
NOT_NUMBERS = {"purpose": "logo"}
# The thing is not named by the address but beside it; of an insured's account it is always the own insured.
STAFF_SAY = {
    routes.POST_SHARED_FILE: ("insured", "insured_id"),
    routes.POST_PORTAL_VIEW: ("account", "account_id"),
}


def _named(path: str, part: str) -> str:
    """Runs of imports are numbered on their own."""
    name = part.partition(":")[0]
    return "import_id" if name == "run_id" and "/imports/" in path else name


def _between_braces(path: str) -> list[str]:
    return [part.partition("}")[0] for part in path.split("{")[1:]]


def http_routes() -> list[HttpRoute]:
    return [
        HttpRoute(one.path, method, getattr(one.endpoint, "__mark__", None))
        for one in http.application().routes
        for method in sorted(one.methods - {"HEAD"})
    ]


def over_http(actor: str, route: HttpRoute, whose: str) -> str:
    """What the route has to answer. `whose`: "own" of the first insured, "foreign" of another, "missing"."""
    behind = route.behind
    if behind is None:
        return NOT_THERE if route.path in OWN_SECRET else IN
    if actor in OUTSIDE:
        return SIGN_IN
    if (behind.portal or behind.insureds) and actor in OF_AN_INSURED:
        mine = {OWN: "own", OTHER: "foreign"}.get(actor) == whose or not route.has_number
        may = behind.insureds or any(holds(actor, right) for right in behind.portal)
        return IN if mine and may else NOT_THERE
    if not holds(actor, behind.right):
        return REFUSED
    return NOT_THERE if whose == "missing" and (route.has_number or route.path in STAFF_SAY) else IN


SAMPLES: dict[Any, Any] = {
    Wording: Wording(), Recipient: Recipient(interest_id=None), ActivityFilter: ActivityFilter(),
}  # fmt: skip


@dataclass(frozen=True)
class Door:
    """A query or service whose third argument is the number of a thing of this kind ("policy_id"), as the web hands it
    over. Those that take an `int` there are called by others that have asked already."""

    name: str
    call: Callable[..., Any]
    kind: str
    is_change: bool

    def arguments(self) -> list[Any]:
        """Something for everything else it wants: a form without a field, a wording, or nothing."""
        rest = list(inspect.signature(self.call).parameters.values())[3:]
        wanted = [one for one in rest if one.default is one.empty and one.kind is one.POSITIONAL_OR_KEYWORD]
        return [{} if "Mapping" in str(one.annotation) else SAMPLES.get(one.annotation) for one in wanted]

    def options(self) -> dict[str, Any]:
        rest = inspect.signature(self.call).parameters.values()
        return {one.name: None for one in rest if one.default is one.empty and one.kind is one.KEYWORD_ONLY}


def doors() -> list[Door]:
    """Of every room of queries and services, the demo's filling left out."""
    found = [*_doors(queries, False), *_doors(services, True)]
    return sorted(found, key=lambda one: one.name)


def _doors(package: Any, is_change: bool) -> Iterator[Door]:
    for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if info.ispkg or ".demo" in info.name:
            continue
        for name, call in vars(import_module(info.name)).items():
            if inspect.isfunction(call) and call.__module__ == info.name and not name.startswith("_"):
                first = [*inspect.signature(call).parameters.values()][:3]
                if [one.name for one in first[:2]] == ["session", "actor"] and _is_number(first[2:]):
                    short = info.name.removeprefix("coi_app.")
                    kind = "import_id" if short.endswith("imports") or name == "rejected" else first[2].name
                    yield Door(f"{short}.{name}", call, kind, is_change)


def _is_number(third: list[inspect.Parameter]) -> bool:
    return bool(third) and third[0].name.endswith("_id") and third[0].annotation is object


def actions() -> list[tuple[str, guards.Mark]]:
    """Everything that anybody can be allowed to do, with its words, in the order of the lists of rights."""
    known = [("Open a page, sign in, check a certificate", guards.Mark(public=True))]
    known += [
        ("Have an account", guards.Mark()),
        ("Use the portal, ask for a certificate", guards.Mark(insured=True)),
    ]
    known += [(right.label, guards.Mark(right=right.key)) for right in access.RIGHTS]
    return known + [(f"Portal: {label(right)}", guards.Mark(right=right)) for right in PortalRight]


def label(right: PortalRight) -> str:
    words = access.LABEL_OF[right]
    return words[0].lower() + words[1:]
