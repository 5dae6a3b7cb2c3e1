"""Behind reverse proxies: a request comes from whoever asked them, not from the last of them."""

import re
from ipaddress import IPv6Address, ip_address

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from coi_app.settings import Settings

WITH_PORT = re.compile(r"\[([0-9A-Fa-f:.]+)\](?::[0-9]+)?|([0-9.]+):[0-9]+")


def wrap(app: ASGIApp, settings: Settings) -> ASGIApp:
    """The outermost of all: what lies behind it, the routes and the pages' sockets alike, reads the address of the
    connection and need not know of proxies. Reflex's own `trusted_proxy_hops` stays 0: it takes any text for an
    address, and knows the sockets only."""

    async def seen_through(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan" and (caller := caller_of(scope, settings.trusted_proxies)):
            scope = {**scope, "client": (caller, 0)}
        await app(scope, receive, send)

    return seen_through


def caller_of(scope: Scope, proxies: int) -> str:
    """What the first of so many proxies saw; "" where the header does not tell, and the connection's address counts.

    Each proxy adds one address on the right, an empty one has its place too. All further left is the client's word.
    """
    lines = Headers(scope=scope).getlist("x-forwarded-for") if proxies else []
    said = ",".join(lines).split(",")
    return address(said[-proxies].strip()) if 0 < proxies <= len(said) else ""


def address(written: str) -> str:
    """The address alone in its one spelling, also from 192.0.2.7:4711 and [2001:db8::7]:4711; "" for anything else."""
    found = WITH_PORT.fullmatch(written)
    try:
        read = ip_address((found[1] or found[2]) if found else written)
    except ValueError:
        return ""
    if not isinstance(read, IPv6Address):
        return str(read)
    if read.scope_id is not None:  # "%" and then whatever one likes
        return ""
    return str(read.ipv4_mapped or read)
