"""The file field of "Check a PDF"; see docs/decisions for why it has a JavaScript file."""

from typing import Any

import reflex as rx

from coi_app.web.shared import scripts


class PdfInput(rx.Component):
    """A file field that hands out the file's SHA-256 and the code written in it, and keeps the file."""

    library = scripts.beside(__name__, "pdf_input.jsx")
    tag = "PdfInput"

    accept: rx.Var[str]

    @classmethod
    def get_event_triggers(cls) -> dict[str, Any]:
        """What the browser found out."""
        return {**super().get_event_triggers(), "on_check": rx.event.passthrough_event_spec(str, str)}
