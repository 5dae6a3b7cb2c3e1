"""See the portal as an insured's account does: begun and ended by real form posts, so that the page is loaded anew
and its tab belongs to the one or the other."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from coi_app.rules import access
from coi_app.services import portal_views
from coi_app.web import callers, http_sign_in, in_thread, routes


async def begin(request: Request, actor: access.Actor) -> Response:
    """Field: account, the number of an insured's account."""
    form, found = await http_sign_in.fields_of(request), await callers.session_of(request)
    if found is not None:
        await in_thread.write(portal_views.open_as, actor, form.get("account", ""), found.session_id)
    return RedirectResponse(routes.PORTAL, 303)


async def end(request: Request, _actor: access.Actor) -> Response:
    """Back to the desk, to the insured whose portal it was."""
    found = await callers.session_of(request)
    insured_id = await in_thread.write(portal_views.end_own, found) if found is not None else None
    return RedirectResponse(routes.insured(insured_id, "portal") if insured_id else routes.HOME, 303)
