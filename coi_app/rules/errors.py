"""What can be wrong, in the trade's words. Every message is fit to show to the person who caused it."""

from collections.abc import Mapping
from typing import Any


class Refusal(Exception):
    """A request that is not carried out; its text says what is wrong and what to do."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Packed as it is: its text would be taken for what it was made of."""
        return _as_it_was, (type(self), self.args, self.__dict__)


def _as_it_was(kind: type[Refusal], args: tuple[Any, ...], values: dict[str, Any]) -> Refusal:
    refusal = kind.__new__(kind)
    refusal.args, refusal.__dict__ = args, values
    return refusal


class NotFound(Refusal):
    """The thing does not exist, or this person may not know that it does: the answer is the same."""

    def __init__(self, what: str = "page") -> None:
        super().__init__(
            f"This {what} is not here. It may have been removed, or you do not have access to it."
        )


class NotAllowed(Refusal):
    """The thing is in sight, but the right to do this with it is missing."""

    def __init__(self, what: str = "do this") -> None:
        super().__init__(f"You are not allowed to {what}. Ask an administrator of your agency.")


class Conflict(Refusal):
    """Somebody else changed the thing meanwhile; nothing was written."""


class InvalidInput(Refusal):
    """One or more fields need mending: field name → what to do about it."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems: dict[str, str] = dict(problems)
        super().__init__(" ".join(self.problems.values()))


class Blocked(Refusal):
    """The verdict forbids to issue (a `block` finding); nobody can override it."""
