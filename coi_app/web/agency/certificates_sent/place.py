"""Where a grid of certificates stands, and what its address asks for: read once for an event."""

from collections.abc import Mapping
from dataclasses import dataclass

import reflex as rx

from coi_app.queries.certificate_filters import UNTRUE
from coi_app.web import routes

LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class Place:
    """A page by its path, without a slash at its end, and the parameters of its address."""

    path: str
    parameters: Mapping[str, str]

    @staticmethod
    def of(state: rx.State) -> "Place":
        url = state.router.url
        return Place(str(url.path).rstrip("/"), dict(url.query_parameters))

    @property
    def is_radar(self) -> bool:
        return self.path == routes.RADAR

    @property
    def insured_id(self) -> str | None:
        """The insured of the address; None on the agency's own page."""
        if self.is_radar:
            return self.parameters.get("insured") or None
        parts = self.path.split("/")
        return parts[2] if len(parts) > 2 and parts[1] == "insureds" else None

    @property
    def text(self) -> str:
        """What stands in the search box."""
        return self.parameters.get("q", "")[:LONGEST_TEXT]

    @property
    def query(self) -> dict[str, str]:
        """What the list is narrowed to, on the radar's page to what is untrue."""
        return {**self.parameters, **({"standing": UNTRUE} if self.is_radar else {})}

    @property
    def has_grid(self) -> bool:
        is_profile = self.insured_id is not None and self.path.count("/") == 2
        return is_profile or self.path in (routes.CERTIFICATES, routes.RADAR)
