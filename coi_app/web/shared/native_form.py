"""A form that the browser itself posts: sign in, sign out, uploads. `rx.el.form` would stop the post."""

from typing import Any

import reflex as rx

from coi_app.web.shared.kinds import Child, Text


class NativeForm(rx.el.Div):
    """A <form> without any handler."""

    tag = "form"

    action: rx.Var[str]
    method: rx.Var[str]
    enc_type: rx.Var[str]
    no_validate: rx.Var[bool]
    target: rx.Var[str]


def native_form(
    *content: Child,
    action: Text,
    method: str = "post",
    upload: bool = False,
    new_tab: bool = False,
    class_name: str = "",
    **props: Any,
) -> rx.Component:
    """Posts its named fields to `action` and follows the answer, in a tab of its own with `new_tab`. `upload` sends
    files."""
    encoding = {"enc_type": "multipart/form-data"} if upload else {}
    where = {"target": "_blank"} if new_tab else {}
    return NativeForm.create(
        *content, action=action, method=method, class_name=class_name, no_validate=True,
        **encoding, **where, **props,
    )  # fmt: skip


def hidden(name: str, value: Text) -> rx.Component:
    """A value that travels with the form."""
    return rx.el.input(type="hidden", name=name, value=value, read_only=True)
