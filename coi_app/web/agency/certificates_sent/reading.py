"""What a page of Certificates Sent is made of, read in threads."""

from collections.abc import Sequence
from typing import Any

from coi_app.queries import certificate_news, certificates, holders, paging
from coi_app.web import session
from coi_app.web.agency.certificates_sent.asked import Asked

Found = tuple[Sequence[str], int, paging.Page[Any]]


async def found(wanted: Asked, insured_id: str | None, after: str | None) -> Found:
    """The names of the holders to whom the list is narrowed, the newest certificate of all, the page, which need not be
    counted yet."""
    names = await session.look(holders.named_so, wanted.holder_ids) if wanted.holders else ()
    newest, page = await session.look(
        certificate_news.page,
        wanted.filters(),
        insured_id=insured_id,
        sort=wanted.sort,
        descending=wanted.descending,
        after=after,
        counts=False,
    )
    return names, newest, page


async def total(wanted: Asked, insured_id: str | None) -> str:
    """How many there are in all, in words."""
    return (await session.look(certificates.count, wanted.filters(), insured_id)).label
