"""Files that leave by HTTP: the E&O file, the file of a bulk run, the history as a list; and who gets none."""

import asyncio
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pypdf
import pytest
from sqlmodel import col, select

from coi_app import db, models
from coi_app.adapters import file_store
from coi_app.queries.judging import Recipient, Wording
from coi_app.rules import access
from coi_app.services import certificates, sign_in
from coi_app.web import http, session
from tests import cast, desk


@dataclass(frozen=True)
class House:
    certificate: int
    run: int
    tokens: dict[str, str]

    def get(self, who: str, address: str) -> tuple[int, bytes, str]:
        cookie = f"{session.cookie_name()}={self.tokens.get(who, 'x')}"

        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(http.application())
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
                return await client.get(address, headers={"Cookie": cookie})

        answer = asyncio.run(ask())
        return answer.status_code, answer.content, answer.headers.get("content-disposition", "")


@pytest.fixture(scope="module")
def house(engine: object) -> Iterator[House]:
    with db.writing() as writing:
        people = cast.of(writing)
        place = desk.ready(writing, people.redwood, holders=1)
        whom = Recipient(interest_id=place.links[0].id)
        (made,) = certificates.issue_one(writing, people.sam, place.master_id, whom, Wording())
        run = models.BulkRun(
            kind="csv", request_key="x", state="done", file_key="bulk-1.csv", file_name="Certificates.csv",
            created_at=place.links[0].created_at,
        )  # fmt: skip
        writing.add(run)
        writing.flush()
        file_store.write_whole(file_store.batch_path("bulk-1.csv"), b"Holder\r\n")
        actors: dict[str, access.Actor] = {
            name: getattr(people, name) for name in ("vic", "sam", "ivy", "otto")
        }
        tokens = {
            name: sign_in.open_after_link(writing, actor.account_id, cast.IP, "Test").token
            for name, actor in actors.items()
        }
        assert run.id is not None
        made_ready = House(made, run.id, tokens)
    yield made_ready


def addresses(house: House) -> list[str]:
    number = house.certificate
    return [
        f"/files/eo/{number}.pdf",
        f"/files/eo/{number}.zip",
        f"/files/bulk/{house.run}",
        "/files/activity.csv",
    ]


def test_an_auditor_gets_them_and_each_is_recorded(house: House) -> None:
    for address in addresses(house):
        status, body, disposition = house.get("vic", address)
        assert (status, body != b"", disposition.startswith("attachment")) == (200, True, True), address
    with db.reading() as reading:
        kinds = reading.exec(
            select(models.Activity.kind).order_by(col(models.Activity.id).desc()).limit(4)
        ).all()
    assert sorted(kinds) == [
        "activity:exported", "batch:downloaded", "certificate:evidence_exported", "certificate:evidence_exported",
    ]  # fmt: skip


def test_the_eo_file_opens(house: House) -> None:
    _, body, disposition = house.get("sam", f"/files/eo/{house.certificate}.pdf")
    assert "E&O file KV-" in disposition.replace("%20", " ").replace("%26", "&")
    assert "E&O file of certificate" in pypdf.PdfReader(io.BytesIO(body)).pages[0].extract_text()


@pytest.mark.parametrize(("who", "status"), [("nobody", 401), ("ivy", 403), ("otto", 403)])
def test_others_learn_nothing(house: House, who: str, status: int) -> None:
    assert [house.get(who, address)[0] for address in addresses(house)] == [status] * 4


def test_what_is_not_there(house: House) -> None:
    for address in ("/files/eo/987654.pdf", "/files/bulk/987654", "/files/activity.csv?insured=987654"):
        assert house.get("sam", address)[0] == 404


def test_the_history_is_narrowed_as_its_page_is(house: House) -> None:
    _, body, _ = house.get("sam", "/files/activity.csv?kind=certificate:issued&who=&first=x")
    head, *rows = csv.reader(io.StringIO(body.decode("utf-8-sig")))
    assert [dict(zip(head, row, strict=True))["Kind"] for row in rows] == ["Certificate issued"]
