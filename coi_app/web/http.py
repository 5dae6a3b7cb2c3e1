"""The HTTP routes beside the pages: signing in and out, files, health. They share the cookie with the pages."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from coi_app import db
from coi_app.queries import health, sessions
from coi_app.rules import access, errors
from coi_app.rules.portal_rights import PortalRight
from coi_app.services import refusals
from coi_app.web import (
    callers,
    http_files,
    http_imports,
    http_licensed_forms,
    http_links,
    http_portal_view,
    http_shared_files,
    http_sign_in,
    routes,
)

STARTED = time.monotonic()
PRIVATE = {"Cache-Control": "private, no-store"}

Handler = Callable[[Request, access.Actor], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Behind:
    """The mark of a route: the right that somebody of the agency needs, and those of which an insured's people need
    one; with `insureds` they need none. The authorization matrix reads it."""

    right: access.Right
    portal: tuple[PortalRight, ...] = ()
    insureds: bool = False


def behind(
    right: access.Right, handler: Handler, *portal: PortalRight, insureds: bool = False
) -> Callable[[Request], Awaitable[Response]]:
    """A route for whoever of the agency holds the right; everybody else learns nothing about what lies behind it.

    With `portal` an insured's people come to what is theirs; without any of those rights nothing is there for them.
    With `insureds` all of them do.
    """

    async def guarded(request: Request) -> Response:
        found = await callers.session_of(request)
        if found is None:
            return PlainTextResponse("Sign in first, then open this address again.\n", 401, PRIVATE)
        if (portal or insureds) and not found.actor.is_staff:
            if not insureds and not any(found.actor.may(one) for one in portal):
                return PlainTextResponse(f"{errors.NotFound()}\n", 404, PRIVATE)
        elif not found.actor.may(right):
            await asyncio.to_thread(_record_refusal, found, right)
            return PlainTextResponse(f"{errors.NotAllowed(access.in_words(right))}\n", 403, PRIVATE)
        try:
            return await handler(request, found.actor)
        except errors.NotFound as missing:
            return PlainTextResponse(f"{missing}\n", 404, PRIVATE)
        except errors.Refusal as refusal:
            return PlainTextResponse(f"{refusal}\n", 409, PRIVATE)

    guarded.__mark__ = Behind(right, portal, insureds)
    return guarded


def _record_refusal(found: sessions.SignedIn, right: access.Right) -> None:
    with db.writing() as writing:
        refusals.record(writing, found.actor, access.in_words(right))


async def healthz(_request: Request) -> Response:
    """The process answers."""
    return JSONResponse({"status": "ok"})


async def readyz(_request: Request) -> Response:
    """The database answers."""
    problem = await asyncio.to_thread(health.problem)
    return JSONResponse({"status": problem or "ok"}, 503 if problem else 200)


async def metrics(_request: Request) -> Response:
    """Prometheus text; counts of work, never of whom it is about."""
    figures = await asyncio.to_thread(health.figures)
    lines = [f"coi_uptime_seconds {time.monotonic() - STARTED:.0f}"]
    lines += [f"coi_{name} {value}" for name, value in figures.items()]
    return PlainTextResponse("\n".join(lines) + "\n", media_type="text/plain; version=0.0.4")


def application() -> Starlette:
    """Our routes; everything else falls through to the pages."""
    return Starlette(
        routes=[
            Route(routes.POST_SIGN_IN, http_sign_in.enter, methods=["POST"]),
            Route(routes.POST_SIGN_OUT, http_sign_in.leave, methods=["POST"]),
            Route(routes.POST_FORGOT, http_sign_in.forgot, methods=["POST"]),
            Route(routes.POST_PASSWORD, http_sign_in.choose_password, methods=["POST"]),
            Route(routes.POST_CONFIRM_EMAIL, http_sign_in.confirm_email, methods=["POST"]),
            Route(routes.POST_FIRST_ADMIN, http_sign_in.first_admin, methods=["POST"]),
            Route(
                routes.POST_PORTAL_VIEW,
                behind(access.Right.PORTAL_MANAGE, http_portal_view.begin),
                methods=["POST"],
            ),
            Route(
                routes.POST_PORTAL_VIEW_END,
                behind(access.Right.DESK_VIEW, http_portal_view.end),
                methods=["POST"],
            ),
            Route(
                "/files/certificates/{certificate_id:int}.pdf",
                behind(
                    access.Right.CERTIFICATES_DOWNLOAD, http_files.certificate, PortalRight.VIEW_CERTIFICATES
                ),
            ),
            Route(
                "/files/certificates/{certificate_id:int}.json",
                behind(access.Right.CERTIFICATES_DOWNLOAD, http_files.certificate_json),
            ),
            Route(routes.DOWNLOAD_FILE, http_links.download),
            Route(routes.POST_BOUNCES, http_links.bounces, methods=["POST"]),
            Route(
                "/files/batches/{batch_id:int}", behind(access.Right.CERTIFICATES_DOWNLOAD, http_files.batch)
            ),
            Route("/files/bulk/{run_id:int}", behind(access.Right.DESK_VIEW, http_files.bulk_run)),
            Route(
                "/files/eo/{certificate_id:int}.pdf", behind(access.Right.ACTIVITY_VIEW, http_files.eo_pdf)
            ),
            Route(
                "/files/eo/{certificate_id:int}.zip", behind(access.Right.ACTIVITY_VIEW, http_files.eo_zip)
            ),
            Route("/files/activity.csv", behind(access.Right.ACTIVITY_VIEW, http_files.activity_list)),
            Route(
                routes.POST_AGENCY_PICTURE,
                behind(access.Right.SETTINGS_CHANGE, http_files.agency_picture),
                methods=["POST"],
            ),
            Route(
                "/files/masters/{master_id:int}/draft.pdf",
                behind(access.Right.DESK_VIEW, http_files.master_draft),
            ),
            Route("/files/outbox/{mail_id:int}.eml", behind(access.Right.OUTBOX_VIEW, http_files.kept_mail)),
            Route("/files/pictures/{sha256}.png", behind(access.Right.DESK_VIEW, http_files.picture)),
            Route(
                "/files/shared/{file_id:int}",
                behind(
                    access.Right.DESK_VIEW,
                    http_shared_files.fetch,
                    PortalRight.VIEW_FILES,
                    PortalRight.VIEW_ID_CARDS,
                ),
            ),
            Route(
                routes.POST_SHARED_FILE,
                behind(access.Right.FILES_CHANGE, http_shared_files.add, PortalRight.UPLOAD_FILES),
                methods=["POST"],
            ),
            Route(
                routes.POST_REQUEST_FILE,
                behind(access.Right.FILES_CHANGE, http_shared_files.attach, insureds=True),
                methods=["POST"],
            ),
            Route(
                routes.POST_SHARED_VERSION,
                behind(access.Right.FILES_CHANGE, http_shared_files.add_version),
                methods=["POST"],
            ),
            Route(
                routes.POST_LICENSED_FORM,
                behind(access.Right.SETTINGS_CHANGE, http_licensed_forms.upload),
                methods=["POST"],
            ),
            Route(
                "/files/forms/{form_id:int}/page.svg",
                behind(access.Right.DESK_VIEW, http_licensed_forms.page),
            ),
            Route(
                "/files/forms/{form_id:int}/example.pdf",
                behind(access.Right.SETTINGS_CHANGE, http_licensed_forms.example),
            ),
            Route(
                routes.POST_IMPORT, behind(access.Right.IMPORTS_RUN, http_imports.upload), methods=["POST"]
            ),
            Route(routes.IMPORT_TEMPLATE_CSV, behind(access.Right.IMPORTS_RUN, http_imports.template)),
            Route(routes.IMPORT_EXAMPLE_CSV, behind(access.Right.IMPORTS_RUN, http_imports.example)),
            Route(
                "/files/imports/{run_id:int}/rejected.csv",
                behind(access.Right.IMPORTS_RUN, http_imports.rejected),
            ),
            Route(routes.HOLDERS_CSV, behind(access.Right.EXPORTS_RUN, http_imports.holders)),
            Route(routes.CARRIERS_CSV, behind(access.Right.EXPORTS_RUN, http_imports.carriers)),
            Route(routes.INSUREDS_CSV, behind(access.Right.EXPORTS_RUN, http_imports.insureds)),
            Route(routes.POLICIES_CSV, behind(access.Right.EXPORTS_RUN, http_imports.policies)),
            Route(
                "/files/insureds/{insured_id:int}/additional-interests.csv",
                behind(access.Right.EXPORTS_RUN, http_imports.additional_interests),
            ),
            Route("/healthz", healthz),
            Route("/readyz", readyz),
            Route("/metrics", metrics),
        ]
    )
