"""Tabs whose place is in the address: links with the role of tabs, arrow keys between them; and segments."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from coi_app.web.shared import link
from coi_app.web.shared.kinds import Child, Handler, Text


@dataclass(frozen=True)
class Tab:
    """`count` is shown small after the words; leave it "" for none."""

    key: str
    words: Text
    href: Text
    count: Text | int | rx.Var = ""


class _KeyedDiv(rx.el.Div):
    """A div that hears keys; Reflex gives them to inputs only."""

    @classmethod
    def get_event_triggers(cls) -> dict[str, Any]:
        return {**super().get_event_triggers(), "on_key_down": rx.event.key_event}


def _step(direction: str) -> EventSpec:
    return rx.run_script(rx.Var(f"document.activeElement?.{direction}ElementSibling?.focus()"))


def _arrow_keys(key: rx.Var[str]) -> EventSpec:
    """Arrow keys move between neighbours; it runs in the browser alone, the server hears nothing."""
    return rx.cond(
        key == "ArrowRight", _step("next"), rx.cond(key == "ArrowLeft", _step("previous"), rx.noop())
    )


def _words(words: Text, count: Text | int | rx.Var) -> list[Child]:
    if isinstance(count, str) and not count:
        return [words]
    return [words, " ", rx.el.span(count, class_name="count")]


def _tab(tab: Tab, current: Text, look: str) -> rx.Component:
    selected = tab.key == current if isinstance(current, str) else current == tab.key
    return link.link(
        *_words(tab.words, tab.count),
        href=tab.href,
        role="tab",
        aria_selected=selected if isinstance(selected, bool) else selected.to(bool),
        class_name=look,
    )


def tabs(label: str, entries: Sequence[Tab], current: Text) -> rx.Component:
    """The line of tabs under a page head. `current` is the key of the open one."""
    return _KeyedDiv.create(
        *[_tab(tab, current, "tab") for tab in entries],
        role="tablist",
        aria_label=label,
        class_name="tabs",
        on_key_down=lambda key, _: _arrow_keys(key),
    )


def segments(label: str, entries: Sequence[Tab], current: Text) -> rx.Component:
    """The second level, as under Documents: tabs on one gray ground."""
    return _KeyedDiv.create(
        *[_tab(tab, current, "segment") for tab in entries],
        role="tablist",
        aria_label=label,
        class_name="segments",
        on_key_down=lambda key, _: _arrow_keys(key),
    )


def choice_segments(
    label: str, entries: Sequence[tuple[str, Text, Text | int | rx.Var]], current: Text, on_choose: Handler
) -> rx.Component:
    """Segments that filter in place (All, Ready, Warned): `entries` are (key, words, count),
    `on_choose(key)`."""

    def one(key: str, words: Text, count: Text | int | rx.Var) -> rx.Component:
        chosen = key == current if isinstance(current, str) else current == key
        return rx.el.button(
            *_words(words, count),
            type="button",
            role="radio",
            aria_checked=chosen if isinstance(chosen, bool) else chosen.to(bool),
            class_name="segment",
            on_click=on_choose(key),
        )

    return _KeyedDiv.create(
        *[one(*entry) for entry in entries],
        role="radiogroup",
        aria_label=label,
        class_name="segments",
        on_key_down=lambda key, _: _arrow_keys(key),
    )


def panel(*content: Child, label: Text) -> rx.Component:
    """What the open tab shows."""
    return rx.el.div(*content, role="tabpanel", aria_label=label)
