"""A link inside the application: a plain <a> that changes the page without loading it anew."""

from typing import Any

import reflex as rx
from reflex_components_core.react_router.dom import ReactRouterLink  # type: ignore[import-untyped]  # no stubs

from coi_app.web.shared.kinds import Child, Text


def link(*content: Child, href: Text, **props: Any) -> rx.Component:
    """Without any look; see `button.text_link` and `button.link_button`. `rx.link` would tint its hover."""
    return ReactRouterLink.create(*content, to=href, **props)


def file(*content: Child, href: Text, shows: bool = False, **props: Any) -> rx.Component:
    """To a file of ours, asked of the server: kept by the browser or, with `shows`, shown in a new tab."""
    how = {"target": "_blank"} if shows else {"download": True}
    return ReactRouterLink.create(*content, to=href, reload_document=True, **how, **props)
