"""What strangers fetch or report by HTTP, without a cookie: the file of a download link, and mail that came back."""

import asyncio

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from coi_app import db, settings
from coi_app.queries.certificate_files import CertificateFile
from coi_app.rules import errors
from coi_app.services import bounces as bounce_services
from coi_app.services import delivery_links
from coi_app.web import callers, http_files, in_thread, routes

LARGEST_REPORT = 1_000_000  # bytes
PRIVATE = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}


async def download(request: Request) -> Response:
    """The exact copy. Where the link hands out nothing, its page says why; a look ahead of the browser is no use."""
    token = request.path_params["download_token"]
    if request.method != "GET" or "prefetch" in request.headers.get("sec-purpose", ""):
        return PlainTextResponse("Open this link to download the certificate.\n", 405, PRIVATE)
    try:
        file: CertificateFile | None = await in_thread.write(
            delivery_links.take, token, callers.ip_of(request)
        )
    except errors.Refusal as refusal:
        return PlainTextResponse(f"{refusal}\n", 429, PRIVATE)
    if file is None:
        return RedirectResponse(routes.download(token), 303, PRIVATE)
    disposition = http_files.named("attachment", file.file_name)
    headers = http_files.FRAMED | PRIVATE | {"Content-Disposition": disposition, "X-COI-SHA256": file.sha256}
    return Response(file.body, media_type="application/pdf", headers=headers)


async def bounces(request: Request) -> Response:
    """A signed report of undelivered mail; nothing is here while no secret is set."""
    secret = settings.current().bounce_secret
    if not secret:
        return PlainTextResponse(f"{errors.NotFound()}\n", 404, PRIVATE)
    body = await _body(request)
    if body is None:
        return PlainTextResponse("A report has at most 1 MB.\n", 413, PRIVATE)
    try:
        asked = request.headers
        given = asked.get("x-coi-signature", "")
        bounce_services.require_signed(secret, asked.get("x-coi-timestamp", ""), given, body)
        taken = await asyncio.to_thread(_take, asked.get("content-type", ""), body)
    except bounce_services.NotSigned as refusal:
        return PlainTextResponse(f"{refusal}\n", 401, PRIVATE)
    except errors.Refusal as refusal:
        return PlainTextResponse(f"{refusal}\n", 422, PRIVATE)
    return JSONResponse({"taken": taken}, headers=PRIVATE)


async def _body(request: Request) -> bytes | None:
    """None when it is larger than allowed, read no further than that."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_REPORT:
            return None
    return body


def _take(content_type: str, body: bytes) -> int:
    """Whatever is wrong with it is found before anything is written."""
    reports = bounce_services.read(content_type.partition(";")[0].strip().lower(), body)
    with db.writing() as session:
        return bounce_services.take(session, reports)
