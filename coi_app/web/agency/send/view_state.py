"""How the preview is looked at: its size, and on narrow screens whether it is open. Nothing of it is kept."""

from typing import Any

import reflex as rx

from coi_app.rules.access import Right
from coi_app.web import guards

FRAME = "preview_frame"
REAL = 816  # CSS pixels of a letter's width at 100 %
STEPS = (50, 67, 75, 88, 100, 125, 150, 200)
MARGIN = 32  # of the frame around the paper


class PreviewState(rx.State):
    """`zoom` in percent; 0 fits the frame, at most real size. `fit` is what that came to when last measured."""

    zoom: int = 0
    fit: int = 88
    is_open: bool = False

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def measure(self, frame_width: int) -> None:
        """The frame as the browser laid it out."""
        self._fit_to(frame_width)

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def zoom_in(self) -> None:
        now = self.zoom or self.fit
        self.zoom = next((step for step in STEPS if step > now), STEPS[-1])

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def zoom_out(self) -> None:
        now = self.zoom or self.fit
        self.zoom = next((step for step in reversed(STEPS) if step < now), STEPS[0])

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def zoom_to_fit(self) -> None:
        self.zoom = 0

    @rx.event
    @guards.allow(Right.DESK_VIEW)
    def toggle(self, column_width: int) -> Any:
        """On narrow screens the page stands under the form, as wide as that, behind a button."""
        self.is_open = not self.is_open
        self._fit_to(column_width)
        return rx.set_focus(FRAME) if self.is_open else None

    def _fit_to(self, width: int) -> None:
        if isinstance(width, int) and 0 < width < 10_000:
            self.fit = max(20, min(100, (width - MARGIN) * 100 // REAL))
