"""Shared files over HTTP: sent by staff or by an insured's own people, judged before they are kept, fetched again.

The body of a POST is the file itself and nothing else, so that it is counted while it comes in. Its content type must
be `application/octet-stream`: no form of another web site can send that.
"""

import asyncio
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from coi_app.rules import access, errors
from coi_app.services import request_files, shared_files, uploads
from coi_app.web import callers, http_files, in_thread

RAW = "application/octet-stream"
SECONDS = 300  # to receive one file in
AT_ONCE = 2  # files judged at the same time; each may take half a gigabyte of memory for some seconds
judges = asyncio.Semaphore(AT_ONCE)
_PLAIN = {"Cache-Control": "private, no-store"}


class _TooLarge(Exception):
    """More bytes than allowed; no more of them are read."""


async def fetch(request: Request, actor: access.Actor) -> Response:
    """The kept bytes, to be saved and never shown in the page; each time is recorded."""
    file = await in_thread.write(shared_files.fetch, actor, request.path_params["file_id"])
    disposition = {"Content-Disposition": http_files.named("attachment", file.file_name)}
    return Response(file.body, media_type=file.media_type, headers=http_files.FRAMED | disposition)


async def add(request: Request, actor: access.Actor) -> Response:
    """`?insured=&folder=&kind=&portal_visible=&name=`: a new file. An insured's account sends to its own insured."""
    given = dict(request.query_params)
    insured_id = given.get("insured", "") if actor.is_staff else actor.insured_id
    await in_thread.read(shared_files.require_may_add, actor, insured_id)
    return await _received(request, shared_files.add, insured_id, given)


async def add_version(request: Request, actor: access.Actor) -> Response:
    """`?name=`: the next version of a file."""
    file_id = request.path_params["file_id"]
    await in_thread.read(shared_files.require_may_change, actor, file_id)
    return await _received(request, shared_files.add_version, file_id)


async def attach(request: Request, actor: access.Actor) -> Response:
    """`?name=`: a paper for a request that is not answered yet."""
    request_id = request.path_params["request_id"]
    await in_thread.read(request_files.require_may_attach, actor, request_id)
    return await _received(request, request_files.attach, request_id)


async def _received(request: Request, service: Any, *args: Any) -> Response:
    if request.headers.get("content-type", "") != RAW:
        return PlainTextResponse(f"Send the file itself, as {RAW}.\n", 415, _PLAIN)
    with uploads.arriving() as path:
        try:
            async with asyncio.timeout(SECONDS):
                await _take(request, path)
            async with judges:
                upload = await asyncio.to_thread(uploads.accepted, path, request.query_params.get("name", ""))
        except _TooLarge:
            return PlainTextResponse(f"{uploads.too_large()}\n", 413, _PLAIN)
        except TimeoutError:
            return PlainTextResponse("The file took too long to arrive. Send it again.\n", 408, _PLAIN)
        except errors.InvalidInput as wrong:
            return PlainTextResponse(f"{wrong}\n", 422, _PLAIN)
    await in_thread.write(service, await still_here(request), *args, upload)
    return PlainTextResponse(upload.name, 201, _PLAIN)


async def _take(request: Request, path: Path) -> None:
    largest, size = uploads.largest(), 0
    said = request.headers.get("content-length", "0")
    if not said.isdecimal() or int(said) > largest:
        raise _TooLarge
    with path.open("wb") as file:
        async for piece in request.stream():
            size += len(piece)
            if size > largest:
                raise _TooLarge
            file.write(piece)


async def still_here(request: Request) -> access.Actor:
    """Whoever sends may have lost a right, or the account, while the file came in (R41)."""
    found = await callers.session_of(request)
    if found is None:
        raise errors.NotAllowed("send files any more")
    return found.actor
