"""What every request is asked, and what every answer carries, whichever part of the application answers."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from coi_app.settings import Settings

PROBES = {"/healthz", "/readyz", "/metrics"}  # asked by machines that know only an address
LOCAL_NAMES = ("localhost", "127.0.0.1")
HASHED_ASSET = re.compile(r"/assets/[^/]+-[\w-]{8}\.\w+")

# A page loads 80 of these, and the policy of pages has a hash of 50 letters for each built page: a third of all bytes
# went there. No file of these is a page; opened as one it may do nothing at all.
POLICY_OF_ASSETS = "default-src 'none'; frame-ancestors 'none'"

ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def allowed_origins(settings: Settings) -> list[str]:
    """The origins whose pages may talk to this server: its public address and, if that is this very machine,
    the machine's other names."""
    public = settings.public_url.rstrip("/").lower()
    if urlsplit(public).hostname not in LOCAL_NAMES:
        return [public]
    return sorted({public, *(f"http://{name}:{settings.port}" for name in LOCAL_NAMES)})


def content_security_policy(script_hashes: Iterable[str]) -> str:
    """Only our own files and the inline scripts of our own built pages run. Styles stay open to inline: the
    component library positions its menus that way."""
    return "; ".join(
        (
            "default-src 'self'",
            " ".join(("script-src 'self'", *(f"'{digest}'" for digest in script_hashes))),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "frame-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def wrap(app: ASGIApp, settings: Settings, script_hashes: Iterable[str]) -> ASGIApp:
    """Refuse strangers before the application sees them, and put the headers on whatever it answers. A route
    that sets one of the headers itself, such as a PDF shown in a frame of ours, keeps its own."""
    origins = set(allowed_origins(settings))
    headers = ALWAYS | {"content-security-policy": content_security_policy(script_hashes)}
    if settings.secure:
        headers["strict-transport-security"] = "max-age=63072000; includeSubDomains"

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await app(scope, receive, send)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_missing(message, headers | _own(scope, message["status"]))
            await send(message)

        if refusal := _refusal(scope, origins):
            return await _refuse(refusal, scope, receive, send_with_headers)
        await app(scope, receive, send_with_headers)

    return guarded


def _refusal(scope: Scope, origins: set[str]) -> PlainTextResponse | None:
    headers = Headers(scope=scope)
    hosts = {urlsplit(origin).netloc for origin in origins}
    if headers.get("host") not in hosts and scope["path"] not in PROBES:
        return PlainTextResponse(
            f"This server answers at {' or '.join(sorted(origins))} only. To reach it under another address, "
            "start it with that address in COI_PUBLIC_URL, and let a proxy pass the Host header on.\n",
            status_code=421,
        )
    if headers.get("origin", next(iter(origins))) not in origins or _is_cross_site_change(scope, headers):
        return PlainTextResponse("Requests from another web site are refused.\n", status_code=403)
    return None


def _is_cross_site_change(scope: Scope, headers: Headers) -> bool:
    is_change = scope["type"] == "websocket" or scope["method"] not in {"GET", "HEAD"}
    return is_change and headers.get("sec-fetch-site") in {"cross-site", "same-site"}


async def _refuse(refusal: PlainTextResponse, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        # Closing before accepting: the server answers the handshake with 403.
        return await send({"type": "websocket.close", "code": 1008})
    await refusal(scope, receive, send)


def _own(scope: Scope, status: int) -> dict[str, str]:
    """What differs between files of the built front end, whose names change with them, and all other answers. None
    of those is for a search engine: public pages have their secret in the address."""
    if status in {200, 304} and HASHED_ASSET.fullmatch(scope["path"]):
        kept = "public, max-age=31536000, immutable"
        return {"cache-control": kept, "content-security-policy": POLICY_OF_ASSETS}
    return {"cache-control": "no-cache", "x-robots-tag": "noindex"}


def _add_missing(message: Message, headers: dict[str, str]) -> None:
    answer = MutableHeaders(scope=message)
    for name, value in headers.items():
        answer.setdefault(name, value)
