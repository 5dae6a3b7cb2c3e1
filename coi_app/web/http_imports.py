"""Tables over HTTP: a file to import comes in by a real form post, lists go out as CSV."""

import asyncio

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from coi_app.rules import access, errors
from coi_app.rules.import_kinds import Kind
from coi_app.services import exports, imports, record_exports
from coi_app.web import http_files, http_sign_in, in_thread, routes

LARGEST = imports.LARGEST_FILE
FIELD = "import_file"


async def upload(request: Request, actor: access.Actor) -> Response:
    """The file goes to a page of its own; one that cannot be read comes back with the reason."""
    try:
        name, data, kind = await _posted(request)
        file = await asyncio.to_thread(imports.look_through, name, data)
        run_id = await in_thread.write(imports.receive, actor, file, kind)
    except errors.Refusal as refusal:
        return http_sign_in.back(routes.IMPORTS, {}, {FIELD: str(refusal)})
    return RedirectResponse(routes.import_run(run_id), 303)


async def _posted(request: Request) -> tuple[str, bytes, str]:
    """Read no further than allowed: the length is said first, and the server holds the sender to it."""
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > LARGEST + 10_000:
        raise errors.Refusal(f"Choose a file of at most {LARGEST // 1_000_000} MB.")
    async with request.form(max_files=1, max_fields=2, max_part_size=10_000) as form:
        part, kind = form.get(FIELD), form.get("kind", "")
        if not isinstance(part, UploadFile) or not part.filename:
            raise errors.Refusal("Choose a CSV or XLSX file first.")
        return part.filename, await part.read(LARGEST + 1), kind if isinstance(kind, str) else ""


async def template(request: Request, _actor: access.Actor) -> Response:
    return _csv(exports.template(_kind(request)))


async def example(request: Request, _actor: access.Actor) -> Response:
    return _csv(exports.example(_kind(request)))


def _kind(request: Request) -> Kind:
    asked = request.query_params.get("kind", "")
    return Kind(asked) if asked in tuple(Kind) else Kind.BOTH


async def rejected(request: Request, actor: access.Actor) -> Response:
    return _csv(await in_thread.write(exports.rejected, actor, request.path_params["run_id"]))


async def holders(_request: Request, actor: access.Actor) -> Response:
    return _csv(await in_thread.write(exports.holders, actor))


async def carriers(_request: Request, actor: access.Actor) -> Response:
    return _csv(await in_thread.write(record_exports.carriers, actor))


async def insureds(_request: Request, actor: access.Actor) -> Response:
    return _csv(await in_thread.write(record_exports.insureds, actor))


async def policies(_request: Request, actor: access.Actor) -> Response:
    return _csv(await in_thread.write(record_exports.policies, actor))


async def additional_interests(request: Request, actor: access.Actor) -> Response:
    return _csv(await in_thread.write(exports.additional_interests, actor, request.path_params["insured_id"]))


def _csv(file: exports.CsvFile) -> Response:
    disposition = {"Content-Disposition": http_files.named("attachment", file.file_name)}
    return Response(file.body, media_type="text/csv; charset=utf-8", headers=http_files.FRAMED | disposition)
