"""A form as people fill it in: every field is read, all problems are collected, then said at once.

    form = fields.Reader(values)
    name = form.text("name", "the legal name", max_length=200, required=True)
    ends = form.day("expires_on", "the expiration date", required=True)
    form.raise_if_wrong()

A field that is wrong reads as empty, so a service can go on reading before it raises.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from coi_app.rules import field_values
from coi_app.rules.certificate_content import Address
from coi_app.rules.coverage import Amount
from coi_app.rules.errors import InvalidInput
from coi_app.rules.field_values import Wrong

Choice = TypeVar("Choice", bound=StrEnum)
Value = TypeVar("Value")


class Reader:
    """Reads typed values by field name; `problems` keeps one sentence per field, in the order of reading."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = values
        self.problems: dict[str, str] = {}

    def text(
        self, field: str, what: str, *, max_length: int = 200, required: bool = False, lines: bool = False
    ) -> str:
        typed = self._values.get(field)
        if typed is None or typed == "":
            return self._nothing(field, what, "", required)
        try:
            value = field_values.text(typed, what, max_length=max_length, lines=lines)
        except Wrong as wrong:
            return self._wrong(field, wrong, "")
        return value or self._nothing(field, what, "", required)

    def code(self, field: str, what: str, *, max_length: int = 40, required: bool = False) -> str:
        def read(typed: object, what: str) -> str:
            return field_values.code(typed, what, max_length=max_length)

        return self._read(field, what, read, "", required)

    def email(self, field: str, what: str = "the e-mail address", *, required: bool = False) -> str:
        return self._read(field, what, field_values.email, "", required)

    def phone(self, field: str, what: str = "the phone number", *, required: bool = False) -> str:
        return self._read(field, what, field_values.phone, "", required)

    def state(self, field: str, what: str = "the state", *, required: bool = False) -> str:
        return self._read(field, what, field_values.state, "", required)

    def zip_code(self, field: str, what: str = "the ZIP code", *, required: bool = False) -> str:
        return self._read(field, what, field_values.zip_code, "", required)

    def naic(self, field: str, what: str = "the NAIC code", *, required: bool = False) -> str:
        return self._read(field, what, field_values.naic, "", required)

    def day(self, field: str, what: str, *, required: bool = False) -> date | None:
        return self._read(field, what, field_values.day, None, required)

    def amount(self, field: str, what: str, *, required: bool = False) -> Amount:
        return self._read(field, what, field_values.amount, None, required)

    def whole(
        self, field: str, what: str, *, least: int = 0, most: int = 2**31 - 1, required: bool = False
    ) -> int | None:
        def read(typed: object, what: str) -> int | None:
            return field_values.whole(typed, what, least=least, most=most)

        return self._read(field, what, read, None, required)

    def choice(self, field: str, what: str, among: type[Choice], otherwise: Choice) -> Choice:
        """One of an enum's values; nothing chosen gives `otherwise`."""
        typed = self._values.get(field)
        if typed is None or typed == "":
            return otherwise
        known = {member.value: member for member in among}
        if isinstance(typed, str) and typed in known:
            return known[typed]
        self.add(field, f"Choose {what} from the list.")
        return otherwise

    def choices(self, field: str, what: str, among: type[Choice]) -> frozenset[Choice]:
        """Any number of an enum's values."""
        typed = self._values.get(field, ())
        known = {member.value: member for member in among}
        if isinstance(typed, list | tuple | set | frozenset) and all(
            isinstance(one, str) and one in known for one in typed
        ):
            return frozenset(known[one] for one in typed)
        self.add(field, f"Choose {what} from the list.")
        return frozenset()

    def flag(self, field: str, what: str) -> bool:
        """A ticked box: True, "on", "true" or "1"."""
        typed = self._values.get(field, False)
        if isinstance(typed, bool):
            return typed
        if typed in ("on", "true", "1"):
            return True
        if typed not in ("", "off", "false", "0", None):
            self.add(field, f"Tick or clear {what}.")
        return False

    def address(self, prefix: str = "", whose: str = "the", *, required: bool = False) -> Address:
        """The five fields line_one … zip_code behind a prefix; required: all but line_two."""
        return Address(
            line_one=self.text(f"{prefix}line_one", f"{whose} street address", required=required),
            line_two=self.text(f"{prefix}line_two", f"{whose} second address line"),
            city=self.text(f"{prefix}city", f"{whose} city", max_length=100, required=required),
            state=self.state(f"{prefix}state", f"{whose} state", required=required),
            zip_code=self.zip_code(f"{prefix}zip_code", f"{whose} ZIP code", required=required),
        )

    def is_empty(self, field: str) -> bool:
        """Nothing was typed or chosen."""
        return not self._values.get(field)

    def days_in_order(self, first: date | None, last: date | None, field: str, sentence: str) -> None:
        """Add the sentence to `field` when both days are known and the last is not after the first."""
        if first and last and last <= first:
            self.add(field, sentence)

    def add(self, field: str, sentence: str) -> None:
        """A problem the service found itself; the first sentence of a field stays."""
        self.problems.setdefault(field, sentence)

    def raise_if_wrong(self) -> None:
        """Raise InvalidInput with every problem found so far."""
        if self.problems:
            raise InvalidInput(self.problems)

    def _read(
        self, field: str, what: str, read: Callable[[object, str], Value], empty: Value, required: bool
    ) -> Value:
        typed = self._values.get(field)
        if typed is None or typed == "":
            return self._nothing(field, what, empty, required)
        try:
            value = read(typed, what)
        except Wrong as wrong:
            return self._wrong(field, wrong, empty)
        return self._nothing(field, what, empty, required) if value == empty else value

    def _nothing(self, field: str, what: str, empty: Value, required: bool) -> Value:
        if required:
            self.add(field, f"Enter {what}.")
        return empty

    def _wrong(self, field: str, wrong: Wrong, empty: Value) -> Value:
        self.add(field, str(wrong))
        return empty


def emails(typed: object, what: str = "the e-mail addresses", *, most: int = 20) -> tuple[str, ...]:
    """Several addresses, separated by comma, semicolon, space or line; raises Wrong. Doubles are dropped."""
    clean = field_values.text(typed, what, max_length=most * field_values.MAX_EMAIL, lines=True)
    parts: Iterable[str] = clean.replace(",", " ").replace(";", " ").split()
    found = tuple(dict.fromkeys(field_values.email(part, what) for part in parts))
    if len(found) > most:
        raise Wrong(f"Enter at most {most} addresses.")
    return found
