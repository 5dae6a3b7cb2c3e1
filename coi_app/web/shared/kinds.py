"""The types of what parts take: each may be fixed when the page is written or a state var."""

from collections.abc import Sequence
from typing import Any

import reflex as rx
from reflex.vars import FunctionVar

Text = str | rx.Var[Any]
Flag = bool | rx.Var[Any]
Number = int | rx.Var[Any]
Child = rx.Component | rx.Var[Any] | str
Children = Sequence[Child]
# A handler, a handler with its arguments, an event such as rx.redirect(...), or None for no reaction.
Handler = Any


def classes(*names: Text) -> list[Text]:
    """Class names joined by Reflex; empty ones are left out."""
    return [name for name in names if not (isinstance(name, str) and not name)]


def grouped(number: rx.Var[Any]) -> rx.Var[Any]:
    """A state's number as people read it: 10,000."""
    return number.to(dict).toLocaleString.to(FunctionVar).call("en-US").to(str)


def when(condition: Flag, name: str, otherwise: str = "") -> Text:
    """A class name that is there only while the condition holds."""
    if isinstance(condition, bool):
        return name if condition else otherwise
    return rx.cond(condition, name, otherwise)


def given(**props: Any) -> dict[str, Any]:
    """The props that have a value: an absent handler or attribute must not be passed as None."""
    return {name: value for name, value in props.items() if value is not None}
