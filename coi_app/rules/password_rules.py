"""Which passwords are good enough: long, and not one that everybody tries first. No composition rules."""

import re
from collections.abc import Iterable

from coi_app.rules.errors import InvalidInput
from coi_app.rules.names import folded

MIN_LENGTH = 12
MAX_LENGTH = 128
FEWEST_DIFFERENT = 5  # characters

# The stems that people lengthen with digits and signs; twelve characters of them are still tried first.
COMMON = frozenset(
    """password passwort passw0rd p@ssword p@ssw0rd letmein welcome admin administrator qwerty qwertyuiop
    asdfghjkl zxcvbnm iloveyou monkey dragon football baseball basketball superman batman princess sunshine
    shadow master trustno starwars whatever freedom michael jennifer jordan computer internet secret changeme
    default login guest test testing insurance certificate policy agency agent broker underwriter carrier
    summer winter spring autumn january february march april may june july august september october november
    december monday tuesday wednesday thursday friday saturday sunday correcthorsebatterystaple
    thequickbrownfox mypassword yourpassword newpassword temporary temppassword company business""".split()
)
RUNS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "01234567890123456789")


def problem_with(password: str, *, email: str = "", names: Iterable[str] = ()) -> str:
    """What to do about this password; "" when it is fine. `names`: the person's and the agency's."""
    if len(password) < MIN_LENGTH:
        return f"Choose a password of at least {MIN_LENGTH} characters. A short sentence is easy to keep."
    if len(password) > MAX_LENGTH:
        return f"Choose a password of at most {MAX_LENGTH} characters."
    if len(set(password)) < FEWEST_DIFFERENT:
        return "Choose a password with more different characters."
    letters = re.sub(r"[^a-z]", "", folded(password))
    if _is_common(password.casefold(), letters):
        return "Too many people use this password or one like it. Choose another, such as a short sentence."
    if _is_about(letters, [email.partition("@")[0], *names]):
        return "Choose a password that is not your name, your e-mail address or your agency's name."
    return ""


def require_good(password: str, *, email: str = "", names: Iterable[str] = (), field: str = "password") -> None:
    """Raise InvalidInput for that field unless the password is good."""
    if problem := problem_with(password, email=email, names=names):
        raise InvalidInput({field: problem})


def _is_common(password: str, letters: str) -> bool:
    """A common word, repeated or with digits and signs around it, or a run of the keyboard."""
    if letters in COMMON or any(letters and letters == word * (len(letters) // len(word)) for word in COMMON):
        return True
    runs = (run[at : at + MIN_LENGTH] for run in (r + r for r in RUNS) for at in range(len(run) - MIN_LENGTH))
    return any(password.startswith(run) or password.startswith(run[::-1]) for run in runs)


def _is_about(letters: str, names: Iterable[str]) -> bool:
    own = (re.sub(r"[^a-z]", "", folded(name)) for name in names)
    return any(name and len(name) >= 3 and letters.replace(name, "") == "" for name in own)
