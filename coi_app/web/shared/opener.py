"""Gives the focus back, when a dialog closes, to what had it before. It all happens in the browser.

Radix does so only for a dialog with a trigger of its own; ours are opened by state, one dialog for many rows.
"""

import itertools
from typing import Any

import reflex as rx

_numbers = itertools.count(1)


def remembered() -> dict[str, Any]:
    """Props for the content of one dialog. Is the opener gone (a deleted row), the page gets the focus."""
    mark = f"data-opened-{next(_numbers)}"
    found = f"document.querySelector('[{mark}]')"
    back = f"({found} ?? document.getElementById('content'))?.focus()"
    return {
        "on_open_auto_focus": rx.run_script(rx.Var(f"document.activeElement?.setAttribute('{mark}', '')")),
        "on_close_auto_focus": [
            rx.run_script(rx.Var(back)).prevent_default,
            rx.run_script(rx.Var(f"{found}?.removeAttribute('{mark}')")),
        ],
    }
