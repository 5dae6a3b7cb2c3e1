"""Files over HTTP, behind the same cookie as the pages: certificates, batch files, the agency's pictures."""

from functools import partial
from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response

from coi_app.queries import activity, masters
from coi_app.queries import agency as agencies
from coi_app.rules import access, errors, file_names
from coi_app.services import activity_export, agency, batches, bulk_runs, certificates, eo_files, mails
from coi_app.services import certificate_json as json_service
from coi_app.services.certificates import Use
from coi_app.web import http_sign_in, in_thread, routes

LARGEST_PICTURE = agency.LARGEST_UPLOAD
FRAMED = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'self'",
    "X-Frame-Options": "SAMEORIGIN",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
}
SET_PICTURE = {"logo": agency.set_logo, "signature": agency.set_signature}


async def certificate(request: Request, actor: access.Actor) -> Response:
    """The exact copy; `?use=preview` shows it in a frame of ours instead of saving it."""
    use = Use.PREVIEWED if request.query_params.get("use") == "preview" else Use.DOWNLOADED
    file = await in_thread.write(certificates.exact_copy, actor, request.path_params["certificate_id"], use)
    disposition = "inline" if use is Use.PREVIEWED else "attachment"
    return Response(
        file.body,
        media_type="application/pdf",
        headers=FRAMED
        | {"Content-Disposition": named(disposition, file.file_name), "X-COI-SHA256": file.sha256},
    )


async def certificate_json(request: Request, actor: access.Actor) -> Response:
    """What the certificate says, for machines."""
    made = await in_thread.write(json_service.take, actor, request.path_params["certificate_id"])
    headers = FRAMED | {"Content-Disposition": named("attachment", made.file_name)}
    return Response(made.body, media_type="application/json", headers=headers)


async def batch(request: Request, actor: access.Actor) -> Response:
    """The finished file of a batch, streamed from the store."""
    file = await in_thread.write(batches.file, actor, request.path_params["batch_id"])
    return FileResponse(
        file.path,
        media_type=file.media_type,
        headers={
            "Content-Disposition": named("attachment", file.file_name),
            "Cache-Control": "private, no-store",
        },
    )


async def bulk_run(request: Request, actor: access.Actor) -> Response:
    """The finished file of a bulk action; the service asks for the right that its kind wants."""
    file = await in_thread.write(bulk_runs.file, actor, request.path_params["run_id"])
    disposition = {"Content-Disposition": named("attachment", file.file_name)}
    return FileResponse(file.path, media_type=file.media_type, headers=FRAMED | disposition)


async def eo_pdf(request: Request, actor: access.Actor) -> Response:
    """The E&O file of a certificate, to read."""
    return await _eo_file(request, actor, zipped=False)


async def eo_zip(request: Request, actor: access.Actor) -> Response:
    """The same with the exact bytes and the entries of the chain, to check."""
    return await _eo_file(request, actor, zipped=True)


async def _eo_file(request: Request, actor: access.Actor, *, zipped: bool) -> Response:
    """Made by a look, which may take a while; only then it is recorded that it leaves."""
    number = request.path_params["certificate_id"]
    made = await in_thread.read(partial(eo_files.make, zipped=zipped), actor, number)
    await in_thread.write(eo_files.record_taken, actor, number, made.file_name)
    headers = FRAMED | {"Content-Disposition": named("attachment", made.file_name)}
    return Response(made.body, media_type=made.media_type, headers=headers)


async def activity_list(request: Request, actor: access.Actor) -> Response:
    """Activity History as a CSV: ?insured= &who= &kind= &first= &last=, as the page's address has them."""
    asked = request.query_params
    of = asked.get("insured") or None
    filters = activity.filter_of(asked)
    body = await in_thread.read(activity_export.csv_of, actor, of, filters)
    await in_thread.write(activity_export.record_taken, actor, of, filters)
    headers = FRAMED | {"Content-Disposition": named("attachment", "Activity History.csv")}
    return Response(body, media_type="text/csv", headers=headers)


async def kept_mail(request: Request, actor: access.Actor) -> Response:
    """A message as it was written to the outbox folder, where no mail server is set."""
    path = await in_thread.write(mails.kept_file, actor, request.path_params["mail_id"])
    disposition = {"Content-Disposition": named("attachment", path.name)}
    return FileResponse(path, media_type="message/rfc822", headers=FRAMED | disposition)


async def master_draft(request: Request, actor: access.Actor) -> Response:
    """The master's page with the DRAFT mark and an example holder (R33)."""
    master = await in_thread.read(masters.detail, actor, request.path_params["master_id"])
    body = await in_thread.read(certificates.preview_master, actor, master.id)
    name = file_names.file_name(f"{master.name} draft", ".pdf")
    headers = FRAMED | {"Content-Disposition": named("inline", name)}
    return Response(body, media_type="application/pdf", headers=headers)


async def picture(request: Request, actor: access.Actor) -> Response:
    """A logo or signature, for the settings page."""
    body = await in_thread.read(agencies.picture, actor, request.path_params["sha256"])
    return Response(body, media_type="image/png", headers={"Cache-Control": "private, max-age=3600"})


async def agency_picture(request: Request, actor: access.Actor) -> Response:
    """A real form post with one file `picture`; comes back to the settings page, which says what happened."""
    purpose = request.path_params["purpose"]
    if purpose not in SET_PICTURE:
        raise errors.NotFound
    data = await _uploaded(request, "picture")
    if data is None:
        return PlainTextResponse(f"Choose a {purpose} of at most 5 MB.\n", 413)
    try:
        await in_thread.write(SET_PICTURE[purpose], actor, data)
    except errors.InvalidInput as wrong:
        return http_sign_in.back(
            routes.with_query(routes.SETTINGS, {"tab": "agency"}), {}, {"picture": str(wrong)}
        )
    return RedirectResponse(routes.with_query(routes.SETTINGS, {"tab": "agency", "saved": purpose}), 303)


async def _uploaded(request: Request, field: str) -> bytes | None:
    """The file's bytes; None when it is larger than allowed, read no further than that."""
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > LARGEST_PICTURE + 10_000:
        return None
    async with request.form(max_files=1, max_fields=2, max_part_size=LARGEST_PICTURE) as form:
        part = form.get(field)
        return await part.read(LARGEST_PICTURE + 1) if isinstance(part, UploadFile) else b""


def named(disposition: str, file_name: str) -> str:
    """Content-Disposition by RFC 6266: an ASCII name for old readers, the true one in UTF-8."""
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '"\\%' else "_" for c in file_name)
    return f"{disposition}; filename=\"{plain}\"; filename*=UTF-8''{quote(file_name, safe='')}"
