"""Signing in and out by real form posts: a full page load, so that the websocket carries the new cookie."""

import asyncio
import json
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from coi_app import settings
from coi_app.rules import errors
from coi_app.services import account_emails, account_links, first_start, passwords, sign_in
from coi_app.web import callers, in_thread, routes, session

FLASH = "coi_form"  # what was typed and what was wrong with it, for the page that follows; never a password
FLASH_SECONDS = 60
MAX_FIELD = 2_000


async def enter(request: Request) -> Response:
    form = await fields_of(request)
    email, ip, wanted = form.get("email", ""), callers.ip_of(request), _wanted(request, form)
    try:
        candidate = await in_thread.write(sign_in.count_try, email, ip)
        if not await asyncio.to_thread(candidate.matches, form.get("password", "")):
            raise await in_thread.write(sign_in.refuse, candidate)
        opened = await in_thread.write(sign_in.open_session, candidate, request.headers.get("user-agent", ""))
    except sign_in.SignInRefused as refused:
        page = routes.with_query(routes.SIGN_IN, {"next": wanted})
        return back(page, {"email": email}, {"form": str(refused)})
    answer = RedirectResponse(_first_page(opened, wanted), 303)
    return with_session(answer, opened)


def _wanted(request: Request, form: dict[str, str]) -> str:
    """The page that somebody wanted before signing in. The form has it a moment after it can be sent; the address it
    was sent from had it all along."""
    asked_from = parse_qs(urlsplit(request.headers.get("referer", "")).query)
    return form.get("next", "") or asked_from.get("next", [""])[0][:MAX_FIELD]


def _first_page(opened: sign_in.Opened, wanted: str) -> str:
    wanted = routes.local(wanted)
    if opened.actor.insured_id is not None:
        return wanted if wanted.startswith(routes.PORTAL) else routes.PORTAL
    return routes.HOME if wanted.startswith(routes.PORTAL) else wanted


async def leave(request: Request) -> Response:
    token = request.cookies.get(session.cookie_name(), "")
    if token:
        tabs = await in_thread.write(sign_in.sign_out, token, callers.ip_of(request))
        await session.send_away(tabs)
    answer = RedirectResponse(routes.SIGN_IN, 303)
    answer.delete_cookie(session.cookie_name(), path="/", secure=settings.current().secure, httponly=True)
    return answer


async def forgot(request: Request) -> Response:
    """The same answer whether or not there is such an account."""
    form = await fields_of(request)
    await in_thread.write(account_links.ask_reset, form.get("email", ""), callers.ip_of(request))
    return RedirectResponse(routes.with_query(routes.FORGOT, {"asked": "1"}), 303)


async def choose_password(request: Request) -> Response:
    """Spend an invitation or a reset link; the person is signed in afterwards."""
    form = await fields_of(request)
    token, password, purpose = form.get("token", ""), form.get("password", ""), form.get("purpose", "")
    page = f"/{'invite' if purpose == 'invitation' else 'reset'}/{quote(token, safe='')}"
    try:
        problem = await in_thread.read(account_links.password_problem, token, password)
        if problem or password != form.get("again", ""):
            return back(
                page, {}, {"password": problem or "The two passwords differ. Type the same one twice."}
            )
        hashed = await asyncio.to_thread(passwords.hashed, password)
        chosen = await in_thread.write(account_links.choose_password, token, hashed, callers.ip_of(request))
        await session.send_away(chosen.tabs)
        opened = await in_thread.write(
            sign_in.open_after_link,
            chosen.account_id,
            callers.ip_of(request),
            request.headers.get("user-agent", ""),
        )
    except errors.Refusal as refused:
        return back(page, {}, {"form": str(refused)})
    return with_session(RedirectResponse(_first_page(opened, ""), 303), opened)


async def confirm_email(request: Request) -> Response:
    """Spend the link that went to a new address; a session that is open stays open."""
    form = await fields_of(request)
    token = form.get("token", "")
    page = f"/confirm-email/{quote(token, safe='')}"
    try:
        email = await in_thread.write(account_emails.confirm, token, callers.ip_of(request))
    except errors.Refusal as refused:
        return back(page, {}, {"form": str(refused)})
    return back(routes.with_query(routes.SIGN_IN, {"confirmed": "1"}), {"email": email}, {})


async def first_admin(request: Request) -> Response:
    """The first start: whoever has the code that the server printed makes the agency and its first admin."""
    form = await fields_of(request)
    page = routes.with_query(routes.WELCOME, {"code": form.get("code", "")})
    try:
        values = await asyncio.to_thread(first_start.checked, form)
        hashed = await asyncio.to_thread(passwords.hashed, values["password"])
        account_id = await in_thread.write(first_start.create, values, hashed)
        opened = await in_thread.write(
            sign_in.open_after_link, account_id, callers.ip_of(request), request.headers.get("user-agent", "")
        )
    except errors.InvalidInput as wrong:
        return back(page, form, wrong.problems)
    except errors.Refusal as refused:
        return back(page, form, {"form": str(refused)})
    return with_session(RedirectResponse(routes.HOME, 303), opened)


def with_session(answer: Response, opened: sign_in.Opened) -> Response:
    answer.set_cookie(
        session.cookie_name(), opened.token, max_age=int(sign_in.ABSOLUTE.total_seconds()), path="/",
        httponly=True, samesite="lax", secure=settings.current().secure,
    )  # fmt: skip
    answer.delete_cookie(FLASH, path="/")
    return answer


def flash_in(cookie_header: str) -> dict[str, dict[str, str]]:
    """What the last refused form held: {"typed": field → text, "problems": field → sentence}."""
    empty: dict[str, dict[str, str]] = {"typed": {}, "problems": {}}
    text = session.cookie_in(cookie_header, FLASH)
    try:
        found: Any = json.loads(unquote(text)) if text else empty
    except ValueError:
        return empty
    if not isinstance(found, dict):
        return empty
    return {
        part: {str(k): str(v) for k, v in found.get(part, {}).items()}
        if isinstance(found.get(part), dict)
        else {}
        for part in empty
    }


def back(page: str, typed: dict[str, str], problems: dict[str, str]) -> Response:
    """Back to the form, with what was typed and what to do about it. In a cookie: an address could be forged."""
    kept = {
        name: text[:300]
        for name, text in typed.items()
        if "password" not in name and name not in {"again", "token"}
    }
    answer = RedirectResponse(page, 303)
    answer.set_cookie(
        FLASH, quote(json.dumps({"typed": kept, "problems": problems}))[:3500], max_age=FLASH_SECONDS, path="/",
        httponly=True, samesite="lax", secure=settings.current().secure,
    )  # fmt: skip
    return answer


async def fields_of(request: Request) -> dict[str, str]:
    """A small form, without files."""
    async with request.form(max_files=0, max_fields=20) as posted:
        return {name: value[:MAX_FIELD] for name, value in posted.items() if isinstance(value, str)}
