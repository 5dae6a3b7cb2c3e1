"""See the portal as an insured's account does: begun and ended by real form posts, so that the page is loaded anew
and its tab belongs to the one or the other."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from coi_app import db
from coi_app.queries import sessions
from coi_app.rules import access
from coi_app.services import portal_views
from coi_app.web import http_sign_in, routes, session


async def begin(request: Request, actor: access.Actor) -> Response:
    """Field: account, the number of an insured's account."""
    form, found = await http_sign_in.fields_of(request), await _session_of(request)
    if found is not None:
        await _write(portal_views.open_as, actor, form.get("account", ""), found.session_id)
    return RedirectResponse(routes.PORTAL, 303)


async def end(request: Request, _actor: access.Actor) -> Response:
    """Back to the desk, to the insured whose portal it was."""
    found = await _session_of(request)
    insured_id = await _write(portal_views.end_own, found) if found is not None else None
    return RedirectResponse(routes.insured(insured_id, "portal") if insured_id else routes.HOME, 303)


async def _session_of(request: Request) -> sessions.SignedIn | None:
    token, ip = request.cookies.get(session.cookie_name(), ""), request.client.host if request.client else ""
    return await asyncio.to_thread(session.find, token, ip)


async def _write(service: Any, *args: Any) -> Any:
    def run() -> Any:
        with db.writing() as writing:
            return service(writing, *args)

    return await asyncio.to_thread(run)
