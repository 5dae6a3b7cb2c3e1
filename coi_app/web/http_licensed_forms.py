"""Licensed forms over HTTP: uploaded by a real form post, looked at as a picture, tried as a draft."""

import asyncio
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from coi_app.queries import licensed_forms as seen
from coi_app.rules import access, errors
from coi_app.rules.upload_kinds import FIELD
from coi_app.services import licensed_forms, uploads
from coi_app.web import http_files, http_sign_in, in_thread, routes
from coi_app.web.http_shared_files import judges, still_here

FORM_FILE, FORM_NAME, LICENSED = "form_file", "form_name", "form_licensed"
FIELDS = {
    FIELD: FORM_FILE,
    "name": FORM_NAME,
    "licensed": LICENSED,
}  # as services call them: as the page does
MOST_TEXT = 10_000


async def upload(request: Request, _actor: access.Actor) -> Response:
    """On to its fields; what is wrong comes back to the page with what was typed."""
    typed: dict[str, str] = {}
    try:
        with uploads.arriving() as path:
            typed |= await _posted(request, path)
            async with judges:
                form = await asyncio.to_thread(licensed_forms.taken, path)
        values = {"name": typed.get(FORM_NAME, ""), "licensed": typed.get(LICENSED, "")}
        form_id = await in_thread.write(licensed_forms.add, await still_here(request), values, form)
    except errors.InvalidInput as wrong:
        problems = {FIELDS.get(name, name): sentence for name, sentence in wrong.problems.items()}
        return http_sign_in.back(routes.with_query(routes.SETTINGS, {"tab": "forms"}), typed, problems)
    answer = RedirectResponse(routes.licensed_form(form_id), 303)
    answer.delete_cookie(http_sign_in.FLASH, path="/")  # of an upload that was refused before
    return answer


async def _posted(request: Request, path: Any) -> dict[str, str]:
    """The texts; the file goes to `path`. Read no further than allowed: the length is said first, and the server holds
    the sender to it."""
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > uploads.largest() + MOST_TEXT:
        raise errors.InvalidInput({FIELD: uploads.too_large()})
    async with request.form(max_files=1, max_fields=4, max_part_size=MOST_TEXT) as form:
        part = form.get(FORM_FILE)
        texts = {name: value for name, value in form.items() if isinstance(value, str)}
        body = await part.read(uploads.largest() + 1) if isinstance(part, UploadFile) else b""
    await asyncio.to_thread(path.write_bytes, body)
    return texts


async def page(request: Request, actor: access.Actor) -> Response:
    """What the first page looks like. A picture of an SVG runs nothing."""
    drawn = await in_thread.read(seen.outline, actor, request.path_params["form_id"])
    return Response(drawn, media_type="image/svg+xml", headers=http_files.FRAMED)


async def example(request: Request, actor: access.Actor) -> Response:
    """A draft with example data."""
    body = await in_thread.read(licensed_forms.example, actor, request.path_params["form_id"])
    headers = http_files.FRAMED | {"Content-Disposition": http_files.named("inline", "Example.pdf")}
    return Response(body, media_type="application/pdf", headers=headers)
