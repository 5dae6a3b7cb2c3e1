"""Licensed forms: upload one, say what its fields stand for, try it, retire it. Only admins decide what is printed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from coi_app import clock
from coi_app.adapters import confined, file_store
from coi_app.documents.certificate import CertificatePress, Form
from coi_app.models import LicensedForm, StoredPicture
from coi_app.queries import agency, facts, licensed_forms, tables
from coi_app.rules import access, errors, fields, form_example, form_patterns
from coi_app.rules import licensed_forms as rules
from coi_app.rules.activity_kinds import ActivityKind
from coi_app.rules.licensed_forms import Rectangle
from coi_app.rules.upload_kinds import refusal
from coi_app.services import activity, row_changes, uploads

POINTS = 72  # to the inch
SIDES = {"x": "from the left", "y": "from the top", "w": "wide", "h": "high"}


@dataclass(frozen=True, slots=True)
class Taken:
    """A form that may be kept: the file as it came, its stripped pages, its fields."""

    body: bytes
    blank: bytes
    known: dict[str, Any]


def taken(path: Path) -> Taken:
    """Read in a process of its own, up to ten seconds: never call it inside a transaction. Raises InvalidInput."""
    if path.stat().st_size > uploads.largest():
        raise refusal(uploads.too_large())
    try:
        answer = confined.run("coi_app.documents.form_intake", str(path))
    except confined.NoAnswer:
        raise refusal(uploads.TOO_HARD) from None
    head, _, blank = answer.partition(b"\n")
    known = json.loads(head)
    if "refusal" in known:
        raise refusal(known["refusal"])
    return Taken(path.read_bytes(), blank, known)


def require_may_add(_session: Session, actor: access.Actor) -> None:
    """Before the bytes are read."""
    access.require(actor, access.Right.SETTINGS_CHANGE)


def add(session: Session, actor: access.Actor, values: Mapping[str, Any], form: Taken) -> int:
    """Fields: name, licensed (the agency holds the license: required). Fields whose names say what they hold are
    matched at once. Gives the form's id."""
    access.require(actor, access.Right.SETTINGS_CHANGE)
    name = _read(session, values)
    row = LicensedForm(
        name=name, sha256=file_store.put(form.body), size=len(form.body), blank_sha256=file_store.put(form.blank),
        outlines_sha256=file_store.put(json.dumps(form.known["outlines"]).encode()),
        pages=len(form.known["outlines"]), fields=form.known["fields"], mapping=_guessed(form.known["fields"]),
        code=form.known["free"] or {}, licensed_by_id=actor.account_id, licensed_at=clock.now(),
    )  # fmt: skip
    session.add(row)
    details = {"sha256": row.sha256, "size": row.size, "fields": len(row.fields), "matched": len(row.mapping)}
    sentence = f"Added the form {name} and stated that the agency holds its license"
    _record(session, actor, row, ActivityKind.LICENSED_FORM_ADDED, sentence, details)
    assert row.id is not None
    return row.id


def _read(session: Session, values: Mapping[str, Any]) -> str:
    form = fields.Reader(values)
    name = form.text("name", "the form's name", max_length=80, required=True)
    if not form.flag("licensed", "that your agency holds the license"):
        form.add(
            "licensed",
            "Tick that your agency holds the license for this form. Without it the form may not be used.",
        )
    row = tables.licensed_forms
    same = func.lower(row.name) == name.lower()
    if name and session.execute(select(row.id).where(same, row.retired_at.is_(None))).first():
        form.add("name", "Another form has this name. Choose another one.")
    form.raise_if_wrong()
    return name


def _guessed(found: list[dict[str, Any]]) -> dict[str, str]:
    known = {one["name"]: form_patterns.guessed(one["name"], rules.FieldKind(one["kind"])) for one in found}
    return {name: key for name, key in known.items() if key}


def match(
    session: Session,
    actor: access.Actor,
    form_id: object,
    mapping: object,
    place: Mapping[str, Any],
    seen_revision: int | None = None,
) -> None:
    """What each field stands for: field name → key, those left out stand for nothing. `place`: x, y, w and h of the
    code in inches, all empty for none. Raises InvalidInput, Conflict."""
    form = _to_change(session, actor, form_id)
    row_changes.require_seen(form, seen_revision, "form")
    given = _mapping(form, mapping)
    code = _place(place)
    _refuse_unfinished(session, form, given, code)
    before, after = dict(form.mapping), {"mapping": given, "code": code}
    if form.code != code or before != given:
        row_changes.apply(form, after)
        form.revision += 1
        sentence = f"Matched the fields of the form {form.name}"
        details = {"changed": _differences(before, given), "code": code}
        _record(session, actor, form, ActivityKind.LICENSED_FORM_MAPPED, sentence, details)


def _mapping(form: LicensedForm, typed: object) -> dict[str, str]:
    listed = typed if isinstance(typed, Mapping) else {}
    given = {str(name): str(key) for name, key in listed.items() if key}
    wrong = rules.problems([licensed_forms.field_of(one) for one in form.fields], given)
    if wrong:
        name, sentence = next(iter(wrong.items()))
        raise errors.InvalidInput({"mapping": f"{name}: {sentence}"})
    return given


def _place(typed: Mapping[str, Any]) -> dict[str, float]:
    """In points; {} for none."""
    if not any(str(typed.get(side) or "").strip() for side in SIDES):
        return {}
    wrong: dict[str, str] = {}
    read = {side: _inches(typed, side, wrong) for side in SIDES}
    if wrong:
        raise errors.InvalidInput(wrong)
    place = Rectangle(**read)
    least_w, least_h = rules.LEAST_PLACE
    if place.w < least_w or place.h < least_h:
        least = f"{least_w / POINTS:.2f} by {least_h / POINTS:.2f} inches"
        raise errors.InvalidInput({"w": f"Give the code at least {least}, so that a phone can read it."})
    if place.x + place.w > 612 or place.y + place.h > 792:
        raise errors.InvalidInput({"x": "This place is not on the page, which is 8.5 by 11 inches."})
    return read


def _inches(typed: Mapping[str, Any], side: str, wrong: dict[str, str]) -> float:
    try:
        inches = float(str(typed.get(side) or "").strip().rstrip('"'))
    except ValueError:
        inches = -1.0
    if not 0 <= inches <= 11:
        wrong[side] = (
            f"Enter how far {SIDES[side]} in inches, for example 0.5."
            if side in "xy"
            else f"Enter how {SIDES[side]} in inches, for example 0.6."
        )
    return round(inches * POINTS, 2)


def _refuse_unfinished(
    session: Session, form: LicensedForm, mapping: dict[str, str], code: dict[str, float]
) -> None:
    """A form that masters are printed on stays whole."""
    assert form.id is not None
    lacking = rules.missing(frozenset(mapping.values()), bool(code))
    used = licensed_forms.masters_using(session, form.id) if lacking else ()
    if used:
        named = ", ".join(used[:3])
        why = f"Masters are printed on this form ({named}), so it has to stay complete."
        raise errors.InvalidInput({"mapping": f"{lacking[0]} {why}"})


def _differences(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, list[str]]:
    names = sorted({*before, *after})
    return {
        name: [before.get(name, ""), after.get(name, "")]
        for name in names
        if before.get(name, "") != after.get(name, "")
    }


def retire(session: Session, actor: access.Actor, form_id: object) -> None:
    """Nothing is printed on it any more; certificates issued on it stay (R36)."""
    form = _to_change(session, actor, form_id)
    if form.retired_at is None:
        form.retired_at = clock.now()
        _record(session, actor, form, ActivityKind.LICENSED_FORM_RETIRED, f"Retired the form {form.name}", {})


def example(session: Session, actor: access.Actor, form_id: object) -> bytes:
    """The form as a draft with example data and the agency's own. Raises a Refusal when it is not finished."""
    form = licensed_forms.in_sight(session, actor, form_id)
    access.require(actor, access.Right.SETTINGS_CHANGE)
    sheet = licensed_forms.sheet_of(form)
    content = form_example.content(facts.producer(session), agency.today(session))
    wanted = (content.shared.producer.logo_sha256, content.shared.producer.signature_sha256)
    pictures = {one: found.body for one in wanted if one and (found := session.get(StoredPicture, one))}
    press = CertificatePress(content.shared, pictures, Form(sheet, licensed_forms.blank(sheet)))
    return press.draw_draft(content)


def _to_change(session: Session, actor: access.Actor, form_id: object) -> LicensedForm:
    form = licensed_forms.in_sight(session, actor, form_id, for_change=True)
    access.require(actor, access.Right.SETTINGS_CHANGE)
    if form.retired_at is not None:
        raise errors.Conflict("This form is retired. Upload it again to use it.")
    return form


def _record(
    session: Session,
    actor: access.Actor,
    form: LicensedForm,
    kind: ActivityKind,
    sentence: str,
    details: Mapping[str, Any],
) -> None:
    session.flush()
    entry = activity.Entry(kind, sentence, subject="licensed_form", subject_id=form.id, details=details)
    activity.record(session, actor, entry)
