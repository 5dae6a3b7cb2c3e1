"""What the messages about an account say. Each carries a link that works once."""

from dataclasses import dataclass

INVITATION = "invitation"
RESET = "password_reset"
NEW_EMAIL = "new_email"


@dataclass(frozen=True, slots=True)
class About:
    """Whom a message is about: `insured` is "" for staff."""

    agency: str
    name: str
    insured: str = ""


def words(purpose: str, about: About, link: str) -> tuple[str, str]:
    """Subject and text."""
    subject, before, after = {INVITATION: _invitation, RESET: _reset, NEW_EMAIL: _new_email}[purpose](about)
    return subject, f"Hello {about.name},\n\n{before}\n\n{link}\n\n{after}\n"


def _invitation(about: About) -> tuple[str, str, str]:
    made = f"{about.agency} has made an account for you."
    if about.insured:
        made = (
            f"{about.agency} has made an account for you in its client portal, for {about.insured}: "
            "certificates of insurance, policies and files, at any hour."
        )
    return (
        f"Your account with {about.agency}",
        f"{made} Choose a password here:",
        "The link works once, for 72 hours. If you did not expect this message, do nothing.",
    )


def _reset(about: About) -> tuple[str, str, str]:
    return (
        f"Reset your password with {about.agency}",
        "choose a new password here:",
        "The link works once, for one hour. If you did not ask for it, do nothing: your password stays.",
    )


def _new_email(about: About) -> tuple[str, str, str]:
    return (
        f"Confirm your new e-mail address with {about.agency}",
        "you are to sign in with this e-mail address from now on. Confirm that it is yours here:",
        "The link works once, for 72 hours. Until then you sign in with the address you had. If you did not "
        "expect this message, do nothing: nothing changes.",
    )


def email_was_changed(about: About, shown_email: str) -> tuple[str, str]:
    """To the address that was replaced, so that nobody loses an account unknowingly."""
    return (
        f"Your e-mail address with {about.agency} was changed",
        f"Hello {about.name},\n\nyour account with {about.agency} now has the e-mail address {shown_email}. "
        "Sign in with it from now on.\n\nIf you know nothing of this, call your agency.\n",
    )


def partly_hidden(email: str) -> str:
    """ "luis@redwoodridge.example" as "l…@redwoodridge.example"."""
    local, _, domain = email.rpartition("@")
    return f"{local[:1]}…@{domain}"
