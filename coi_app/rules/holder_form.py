"""A holder as forms and imports give it: one reading, so both refuse the same."""

from typing import Any

from coi_app.rules import fields, names


def read(form: fields.Reader, prefix: str = "") -> dict[str, Any]:
    """The holder's columns from fields behind a prefix; name and address are required (R20)."""
    name = form.text(f"{prefix}name", "the holder's name", required=True)
    name_key = names.folded(name)
    if name and not name_key:
        form.add(f"{prefix}name", "Enter the holder's name with letters or digits in it.")
    place = form.address(prefix, "the holder's", required=True)
    return {
        "name": name,
        "name_key": name_key,
        "attention": form.text(f"{prefix}attention", "the person or department", max_length=100),
        "address_line_one": place.line_one,
        "address_line_two": place.line_two,
        "city": place.city,
        "state": place.state,
        "zip_code": place.zip_code,
        "email": form.email(f"{prefix}email", "the holder's e-mail address"),
        "phone": form.phone(f"{prefix}phone", "the holder's phone number"),
    }
