"""Somebody of an insured asks the agency for a certificate: with or without the right to send one."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from coi_app.queries.portal import own
from coi_app.rules import access
from coi_app.services import requests


def ask(session: Session, actor: access.Actor, values: Mapping[str, Any]) -> int:
    """Fields as in `request_forms.read`. Gives the request's id. Raises NotFound for the agency's own people."""
    return requests.ask(session, actor, own.insured_id(session, actor), values)
