"""The pages before the door: sign in, forgot password, invitation and reset links, the first admin."""

import reflex as rx

from coi_app.web import routes
from coi_app.web.shared import brand, button, fields, native_form, notice
from coi_app.web.shared.kinds import Child, Text
from coi_app.web.sign_in.state import DoorState

Door = DoorState
SIZE = "3"


def sign_in() -> rx.Component:
    eye = button.icon_button(
        rx.cond(Door.password_shown, "Hide password", "Show password"), "eye", Door.toggle_password
    )
    forgot = rx.link("Forgot password?", href=routes.FORGOT, class_name="link", unstyled=True)
    return _door(
        rx.el.h1("Sign in"),
        rx.el.p("For staff and for insureds with portal access.", class_name="door-lead"),
        rx.cond(
            Door.was_confirmed,
            notice.note("Your new e-mail address is confirmed. Sign in with it from now on.", "green", alert=True),
        ),
        _refusal(),
        native_form.native_form(
            native_form.hidden("next", Door.next_page),
            _typed("email", "E-mail", type="email", auto_complete="username"),
            fields.password(
                "password", "Password", shown=Door.password_shown, toggle=eye, beside=forgot, size=SIZE,
                auto_complete="current-password",
            ),
            _submit("Sign in"),
            action=routes.POST_SIGN_IN,
            class_name="door-form",
        ),
        rx.cond(
            Door.agency_phone != "",
            rx.el.p("No account yet? Ask your agency. Call ", Door.agency_phone, ".", class_name="hint"),
            rx.el.p("No account yet? Ask your agency.", class_name="hint"),
        ),
    )  # fmt: skip


def forgot() -> rx.Component:
    return _door(
        rx.el.h1("Forgot password"),
        rx.cond(
            Door.was_asked,
            notice.note(
                "If this address has an active account, a message with a link is on its way. It works for one hour.",
                "green",
                alert=True,
            ),
            rx.fragment(
                rx.el.p("We send you a link to choose a new one.", class_name="door-lead"),
                native_form.native_form(
                    _typed("email", "E-mail", type="email", auto_complete="username"),
                    _submit("Send the link"),
                    action=routes.POST_FORGOT,
                    class_name="door-form",
                ),
            ),
        ),
        rx.link("Back to sign in", href=routes.SIGN_IN, class_name="link", unstyled=True),
    )


def invite() -> rx.Component:
    return _choose_password("Welcome", "Choose a password for", "invitation", "Choose password and sign in")


def reset() -> rx.Component:
    return _choose_password("New password", "Choose a new password for", "password_reset", "Save and sign in")


def _choose_password(title: str, lead: str, purpose: str, act: str) -> rx.Component:
    return _door(
        rx.el.h1(title),
        rx.cond(
            Door.link_works,
            rx.fragment(
                rx.el.p(lead, " ", rx.el.strong(Door.link_email), class_name="door-lead"),
                _refusal(),
                native_form.native_form(
                    native_form.hidden("token", Door.link_token),
                    native_form.hidden("purpose", purpose),
                    _new_password(
                        "password", "Password", hint="At least 12 characters. A sentence is easy to keep."
                    ),
                    _new_password("again", "Password again"),
                    _submit(act),
                    action=routes.POST_PASSWORD,
                    class_name="door-form",
                ),
            ),
            _spent(),
        ),
        rx.link("Back to sign in", href=routes.SIGN_IN, class_name="link", unstyled=True),
    )


def _spent() -> rx.Component:
    return notice.note(
        "This link was used already, has expired, or is not complete. If you have chosen a password, sign in with "
        "it. Else ask for a new link with Forgot password, or ask whoever invited you.",
        "amber",
    )


def confirm_email() -> rx.Component:
    """A button, because programs that look into mails follow links before people do."""
    return _door(
        rx.el.h1("New e-mail address"),
        rx.cond(
            Door.link_works,
            rx.fragment(
                rx.el.p(
                    "From now on you sign in with ", rx.el.strong(Door.link_email), class_name="door-lead"
                ),
                _refusal(),
                native_form.native_form(
                    native_form.hidden("token", Door.link_token),
                    _submit("Confirm this address"),
                    action=routes.POST_CONFIRM_EMAIL,
                    class_name="door-form",
                ),
            ),
            rx.fragment(_refusal(), _spent()),
        ),
        rx.link("Back to sign in", href=routes.SIGN_IN, class_name="link", unstyled=True),
    )


def welcome() -> rx.Component:
    return _door(
        rx.el.h1("Welcome"),
        rx.el.p(
            "This installation is new. Name your agency and make the first admin.", class_name="door-lead"
        ),
        _refusal(),
        native_form.native_form(
            native_form.hidden("code", Door.code),
            _typed("agency", "Agency", auto_complete="organization"),
            _typed("name", "Your name", auto_complete="name"),
            _typed("email", "E-mail", type="email", auto_complete="username"),
            _new_password("password", "Password", hint="At least 12 characters. A sentence is easy to keep."),
            _submit("Make the first admin"),
            action=routes.POST_FIRST_ADMIN,
            class_name="door-form",
        ),
    )


def _refusal() -> rx.Component:
    return rx.cond(Door.problems["form"], notice.note(Door.problems["form"].to(str), "red", alert=True))


def _typed(field_id: str, label: str, **props: str) -> rx.Component:
    return fields.text(
        field_id,
        label,
        Door.typed[field_id].to(str),
        error=_problem(field_id),
        size=SIZE,
        **props,
        key=f"{field_id}",
    )


def _new_password(field_id: str, label: str, hint: Child | None = None) -> rx.Component:
    return fields.text(
        field_id,
        label,
        type="password",
        size=SIZE,
        hint=hint,
        error=_problem(field_id),
        auto_complete="new-password",
    )


def _problem(field_id: str) -> Text:
    return rx.cond(Door.problems.contains(field_id), Door.problems[field_id].to(str), "")


def _submit(words: str) -> rx.Component:
    return button.button(words, look="primary", size=SIZE, type="submit", class_name="wide")


def _door(*content: Child) -> rx.Component:
    foot = rx.el.footer(
        rx.el.span(Door.agency_name, rx.cond(Door.agency_place != "", rx.fragment(", ", Door.agency_place))),
        class_name="door-foot",
    )
    return rx.el.div(
        rx.el.main(brand.brand(Door.agency_name, 28), rx.el.div(*content, class_name="sign-in-form"), foot),
        rx.el.aside(_picture(), class_name="sign-in-aside", aria_label="What this is about"),
        class_name="sign-in",
    )


def _picture() -> rx.Component:
    """The idea of the product, and a sample of its paper; gone on narrow screens."""
    return rx.el.div(
        rx.el.p("Every Y on the paper has an endorsement behind it.", class_name="door-claim"),
        rx.el.img(
            src="/sample-certificate.webp", alt="", width="816", height="1056", class_name="door-paper"
        ),
        class_name="door-picture",
    )
