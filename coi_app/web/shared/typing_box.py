"""Boxes that say at each letter what stands in them, whatever stood there before.

React's `change` is silent while the text is what React last heard of. It does not hear of a text that came from the
address after the box was drawn: emptied in one stroke, the box would say nothing. `input` comes every time.
"""

from typing import Any

import reflex as rx
from reflex_components_radix.themes.components.text_field import TextFieldRoot  # type: ignore[import-untyped]  # no stubs


class _Field(TextFieldRoot):
    """Radix's text field."""

    @classmethod
    def get_event_triggers(cls) -> dict[str, Any]:
        """What the browser tells the state."""
        return {**super().get_event_triggers(), "on_input": rx.event.input_event}


class _Input(rx.el.Input):
    """The browser's own."""

    @classmethod
    def get_event_triggers(cls) -> dict[str, Any]:
        """What the browser tells the state."""
        return {**super().get_event_triggers(), "on_input": rx.event.input_event}


field = _Field.create
plain = _Input.create
