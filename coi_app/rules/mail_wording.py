"""The words that go with a certificate by mail: a template's placeholders, and putting the values in.

The machinery is that of descriptions (`rules.wording`): what does not resolve is refused, never printed (R25).
"""

import re
from collections.abc import Mapping
from enum import StrEnum

from coi_app.rules import wording
from coi_app.rules.errors import InvalidInput
from coi_app.rules.wording import Placeholder


class How(StrEnum):
    """How the exact copy goes with a message."""

    ATTACHMENT = "attachment"
    LINK = "link"


SUBJECT = "Certificate of insurance {certificate.number} for {insured.name}"
MESSAGE = """Hello,

here is the certificate of insurance of {insured.name} for {holder.name}.

Kind regards
{sender.name}
{agency.name}
"""
MAX_SUBJECT = 200
PLACEHOLDERS: tuple[Placeholder, ...] = (
    Placeholder("insured.name", "Insured", "Legal name.", "Redwood Ridge Builders LLC", ""),
    Placeholder("holder.name", "Holder", "As on the certificate.", "Halvorsen Property Group LLC", ""),
    Placeholder("certificate.number", "Certificate", "Its number.", "KV-26-04812", ""),
    Placeholder("certificate.issued", "Day of issue", "As on the certificate.", "03/05/2026", ""),
    Placeholder("agency.name", "Agency", "The producer's name.", "Kestrel & Vane Insurance", ""),
    Placeholder("agency.phone", "Agency's phone", "As in the settings.", "(208) 555-0101", ""),
    Placeholder("sender.name", "Sender", "Whoever sends it.", "Maya Okafor", ""),
)
BY_KEY: dict[str, Placeholder] = {one.key: one for one in PLACEHOLDERS}
EXAMPLES: dict[str, str] = {one.key: one.example for one in PLACEHOLDERS}
_TOKEN = re.compile(r"\{\{|\}\}|\{([^{}\n]{0,80})\}")


def problems_of(template: str) -> tuple[str, ...]:
    """What is wrong with a template whatever the values, a sentence each."""
    return wording.problems_of(template, BY_KEY)


def example(template: str) -> str:
    """The template with example values in."""
    return wording.resolve(template, EXAMPLES, known=BY_KEY).text


def begun(template: str, values: Mapping[str, str]) -> str:
    """What a person goes on to edit: known values are in, what is not known yet stays a placeholder."""

    def put(token: re.Match[str]) -> str:
        value = values.get((token[1] or "").strip().casefold(), "") if token[1] is not None else ""
        return literal(value) or token[0]

    return _TOKEN.sub(put, template)


def literal(text: str) -> str:
    """As it is written in a template so that it comes out as it is."""
    return text.replace("{", "{{").replace("}", "}}")


def filled(subject: str, message: str, values: Mapping[str, str]) -> tuple[str, str]:
    """Subject and message with the values in; a subject that became too long is cut. Raises InvalidInput."""
    problems: dict[str, str] = {}
    texts = []
    for field, template in (("subject", subject), ("message", message)):
        found = wording.resolve(template, values, known=BY_KEY)
        texts.append(found.text)
        if sentences := _problems(found):
            problems[field] = " ".join(sentences)
    if problems:
        raise InvalidInput(problems)
    return texts[0][:MAX_SUBJECT], texts[1]


def _problems(found: wording.Resolved) -> list[str]:
    empty = [f"{{{key}}} has no value here. Write it out, or take it away." for key in found.unresolved]
    unknown = [wording.unknown_sentence(key, BY_KEY) for key in found.unknown]
    return empty + unknown + [wording.stray_sentence(where) for where in found.stray]
