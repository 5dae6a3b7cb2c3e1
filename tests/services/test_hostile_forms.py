"""Every field of every form, filled with what people and programs send: refused or kept as it is."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session

from coi_app.queries import additional_interests as interests_seen
from coi_app.queries import insureds as insureds_seen
from coi_app.queries import policies as policies_seen
from coi_app.queries import search
from coi_app.rules import errors
from coi_app.rules.coverage import Line
from coi_app.services import (
    additional_interests,
    agency,
    carriers,
    contacts,
    endorsements,
    holders,
    insureds,
    mail_settings,
    policies,
    templates,
)
from tests import factories, forms
from tests.cast import People

TEXTS = {
    "nul": "a\0b",
    "escape": "\x1b[31mred",
    "header": "x\r\nBcc: all@example.com",
    "long": "x" * 10_000,
    "right_to_left": "\u202egnp.exe",
    "arabic": "شركة التأمين",
    "emoji": "👷🏽‍♀️🏗️",
    "formula": "=cmd|'/c calc'!A0",
    "sql": "'); DROP TABLE insureds; --",
    "script": "<script>alert(1)</script>",
    "braces": "{holder.name} {nothing} {",
    "surrogate": "\ud800",
    "spaces": " \t\n ",
    "percent": "100%_\\",
}
WRONG_TYPES: list[object] = [
    7,
    -1,
    1.5,
    True,
    None,
    b"bytes",
    [],
    ["x", None],
    {"a": 1},
    object(),
    float("nan"),
]

Fill = Callable[[Session, People, dict[str, Any]], object]
FORMS: dict[str, tuple[Fill, Callable[[], dict[str, Any]]]] = {
    "insured": (lambda s, p, v: insureds.create(s, p.ada, v), lambda: forms.INSURED),
    "contact": (lambda s, p, v: contacts.add(s, p.ada, p.redwood.id, v), lambda: forms.CONTACT),
    "carrier": (lambda s, p, v: carriers.create(s, p.ada, v), lambda: forms.CARRIER),
    "holder": (lambda s, p, v: holders.create(s, p.ada, v), lambda: forms.HOLDER),
    "interest": (
        lambda s, p, v: additional_interests.add(s, p.ada, p.redwood.id, v),
        lambda: forms.INTEREST | forms.new_holder() | {"preferred_master_id": None},
    ),
    "agency": (lambda s, p, v: agency.change(s, p.ada, v), lambda: forms.AGENCY),
    "mail": (lambda s, p, v: mail_settings.change(s, p.ada, v), lambda: forms.MAIL),
    "template": (lambda s, p, v: templates.create(s, p.ada, v), lambda: forms.TEMPLATE),
    "endorsement": (
        lambda s, p, v: endorsements.add(s, p.ada, factories.policy(s, p.redwood).id, v),
        lambda: forms.ENDORSEMENT | {"holder_ids": []},
    ),
    **{
        f"policy {line.value}": (
            lambda s, p, v: policies.create(s, p.ada, p.redwood.id, v | _carrier(s, v)),
            lambda line=line: forms.policy(None, line, cancelled_on=""),
        )
        for line in Line
    },
}


def _carrier(session: Session, values: dict[str, Any]) -> dict[str, Any]:
    return {"carrier_id": factories.carrier(session).id} if values["carrier_id"] is None else {}


def tried(fill: Fill, session: Session, people: People, values: dict[str, Any]) -> dict[str, str]:
    """The problems it came back with; any other exception than a refusal fails the test."""
    try:
        fill(session, people, values)
        session.flush()
    except errors.InvalidInput as refused:
        return refused.problems
    return {}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_filled_in_right_is_taken(session: Session, people: People, form: str) -> None:
    fill, values = FORMS[form]
    assert tried(fill, session, people, values()) == {}


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("form", FORMS)
def test_hostile_text_in_any_field_is_refused_there_or_kept(
    session: Session, people: People, form: str, text: str
) -> None:
    fill, values = FORMS[form]
    for field in values():
        with session.begin_nested() as attempt:
            problems = tried(fill, session, people, values() | {field: TEXTS[text]})
            assert all(
                sentence.endswith((".", "?")) and len(sentence) < 300 for sentence in problems.values()
            )
            if text in ("nul", "escape", "long", "right_to_left", "surrogate"):
                assert problems, f"{field} took {text}"
            attempt.rollback()


@pytest.mark.parametrize("form", FORMS)
def test_a_value_of_a_wrong_type_is_a_problem_of_its_field(
    session: Session, people: People, form: str
) -> None:
    fill, values = FORMS[form]
    for field in values():
        for wrong in WRONG_TYPES:
            with session.begin_nested() as attempt:
                tried(fill, session, people, values() | {field: wrong})
                attempt.rollback()


@pytest.mark.parametrize("form", FORMS)
def test_all_problems_are_said_at_once(session: Session, people: People, form: str) -> None:
    fill, values = FORMS[form]
    problems = tried(fill, session, people, values() | dict.fromkeys(values(), "\0"))
    assert len(problems) >= min(2, len(values()))


@pytest.mark.parametrize("text", ["arabic", "formula", "sql", "script"])
def test_what_is_only_strange_comes_back_as_it_was_typed(session: Session, people: People, text: str) -> None:
    insured = insureds.create(session, people.ada, forms.INSURED | {"legal_name": TEXTS[text]})
    assert insureds_seen.profile(session, people.ada, insured).name == TEXTS[text]
    policy = policies.create(
        session, people.ada, insured, forms.policy(factories.carrier(session).id, number=TEXTS[text])
    )
    assert policies_seen.detail(session, people.ada, policy).row.number == TEXTS[text]
    link = additional_interests.add(
        session, people.ada, insured, forms.INTEREST | forms.new_holder() | {"holder_name": TEXTS[text]}
    )
    assert interests_seen.detail(session, people.ada, link).holder_name == TEXTS[text]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_hostile_text_in_the_search_finds_nothing_and_breaks_nothing(
    session: Session, people: People, text: str
) -> None:
    factories.holder(session)
    interests = interests_seen.InterestFilter(text=text, type=text, show=text)
    assert not interests_seen.page(session, people.ada, people.redwood.id, interests, after=text).rows
    insureds_seen.page(session, people.ada, insureds_seen.InsuredFilter(text, text, text), text, text)
    assert search.everything(session, people.ada, text) == ()


@pytest.mark.parametrize(
    "quoted", ['"', '" OR "', "redwood* NOT", "NEAR(a b)", "search_key:redwood", "%", "_"]
)
def test_search_letters_are_no_operators(session: Session, people: People, quoted: str) -> None:
    assert search.everything(session, people.ada, quoted) == ()
    page = insureds_seen.page(session, people.ada, insureds_seen.InsuredFilter(quoted))
    assert page.rows == ()
