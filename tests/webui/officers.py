"""A report on an officer's desk, and the answers that take it on."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from engine.cases.opening import NewReport, Receipt, Sender, open_case
from engine.store import tables
from engine.work import Platform
from tests.webui.pages import Page

TEXT = "Ổ gà sâu trước chợ Tân Lập, anh Nguyễn Văn Bình 0905 123 456 bị ngã"
WORKING = "Ổ gà sâu trước chợ Tân Lập, đã có người bị ngã"
ACCEPTED = {
    "outcome": "accept",
    "field": "urban_infrastructure",
    "urgency": "normal",
    "working_text": WORKING,
    "accept_route": "true",
}


def report(platform: Platform, key: str = "k1", text: str = TEXT) -> Receipt:
    with platform.work() as work:
        sender = Sender(name="Trần Thị Lan", phone="+84901234567")
        return open_case(
            work,
            NewReport(
                text, commune_code="24118", place="Chợ Tân Lập", lat=12.69, lon=108.05, reporter=sender
            ),
            key=key,
        )


def task_of(platform: Platform, receipt: Receipt) -> int:
    rows = tables.work_items.c
    query = sa.select(rows.id).where(rows.case_id == receipt.case_id, rows.state == "open")
    with platform.look() as work:
        return int(work.connection.execute(query).scalars().first() or 0)


def send(page: Page, item: int, answers: dict[str, Any], wanted: str = "unit") -> Page:
    return page.submit(f"/viec/{item}?ds={wanted}", answers)
