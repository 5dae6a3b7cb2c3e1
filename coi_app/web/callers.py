"""Who asks by HTTP: the network address, and the session that the cookie names."""

from starlette.requests import Request

from coi_app.queries import sessions
from coi_app.web import session


def ip_of(request: Request) -> str:
    """ "" where the server does not know it. Behind trusted proxies `web.proxies` has put the caller's here."""
    return request.client.host if request.client else ""


async def session_of(request: Request) -> sessions.SignedIn | None:
    """As it is at this moment, with the rights of now; None for a stranger or a session that has ended."""
    token = request.cookies.get(session.cookie_name(), "")
    return await session.find(token, ip_of(request))
