"""What everybody may read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from engine.cases import files as case_files
from engine.cases.opening import NewReport, open_case
from engine.folding import fold
from engine.store import tables
from engine.work import Platform
from tests.webui.pages import Browser, picture


def _publish(platform: Platform, text: str, **more: Any) -> tuple[str, list[int]]:
    """A published result with a picture before and one after."""
    kept = [case_files.keep_upload(platform, picture()[0], "a.jpg", purpose="report") for _ in range(2)]
    ids = [int(getattr(one, "id", 0)) for one in kept]
    with platform.work() as work:
        receipt = open_case(work, NewReport(text, commune_code="24118", files=tuple(ids)), key=text)
        officer = work.connection.execute(sa.select(tables.officers.c.id)).scalar()
        work.run(sa.update(tables.files).where(tables.files.c.id == ids[1]).values(uploaded_by=officer))
        row = {
            "case_id": receipt.case_id,
            "title": text,
            "body": text,
            "result": "Đã thay bóng mới trong đêm.",
            "state": "public",
            "folded": fold(text),
            "field": "urban_infrastructure",
            "commune_code": "24118",
            "district_code": "643",
            "unit_name": "Phòng Quản lý đô thị",
            "outcome": "done",
            "published_at": work.now,
            "file_ids": ids,
        }
        work.run(sa.insert(tables.publications).values({**row, **more}))
    return receipt.report_no, ids


@pytest.fixture
def officer(hire: Any) -> int:
    return int(hire("an", ("ioc", "ioc_operator")))


def test_results_are_found_without_marks_and_by_filters(
    browser: Browser, province: Platform, officer: int
) -> None:
    _publish(province, "Đèn đường tắt trước cổng chợ")
    _publish(
        province,
        "Ổ gà sâu trên đường Lê Duẩn",
        field="traffic_safety",
        outcome="promised",
        district_code="644",
    )

    def titles(**query: str) -> set[str]:
        page = browser.get("/ket-qua", query_string=query)
        return {one.text_content() for one in page.all("//article//h3")}

    lamp, hole = {"Đèn đường tắt trước cổng chợ"}, {"Ổ gà sâu trên đường Lê Duẩn"}
    assert titles() == lamp | hole
    assert titles(tim="den duong") == lamp and titles(tim="100% không") == set()
    assert titles(**{"linh-vuc": "traffic_safety"}) == hole == titles(huyen="644")
    assert titles(**{"ket-qua": "done"}) == lamp


def test_the_period_counts_back_from_today(
    browser: Browser, province: Platform, officer: int, clock: Any
) -> None:
    _publish(province, "Đèn đường tắt trước cổng chợ", published_at=clock.now - timedelta(days=40))
    assert len(browser.get("/ket-qua?ky=90").all("//article")) == 1
    assert browser.get("/ket-qua?ky=30").all("//article") == []


def test_a_long_list_has_pages_that_keep_the_filters(
    browser: Browser, province: Platform, officer: int
) -> None:
    with province.work() as work:
        receipts = [open_case(work, NewReport(f"Việc số {n}, khá dài"), key=f"n{n}") for n in range(13)]
        for receipt in receipts:
            row = {
                "case_id": receipt.case_id,
                "title": "t",
                "body": "b",
                "result": "r",
                "state": "public",
                "folded": "den",
                "published_at": work.now,
                "file_ids": [],
            }
            work.run(sa.insert(tables.publications).values(row))
    first = browser.get("/ket-qua?tim=den")
    (following,) = first.all("//a[@rel='next']/@href")
    assert len(first.all("//article")) == 12 and "tim=den" in following
    assert len(browser.get(following).all("//article")) == 1
    assert browser.get("/ket-qua?trang=999").status == 200


def test_one_result_shows_before_and_after(browser: Browser, province: Platform, officer: int) -> None:
    number, ids = _publish(province, "Đèn đường tắt trước cổng chợ")
    page = browser.get(f"/ket-qua/{number}")
    assert [one.get("src") for one in page.all("//article//img")] == [f"/tep/{one}" for one in ids]
    picture_ = browser.get(f"/tep/{ids[0]}").response
    assert picture_.status_code == 200 and picture_.mimetype == "image/jpeg"
    assert "sandbox" in picture_.headers["Content-Security-Policy"]


def test_what_is_withdrawn_or_was_never_published_does_not_exist(
    browser: Browser, province: Platform, officer: int
) -> None:
    number, ids = _publish(province, "Đèn đường tắt trước cổng chợ", file_ids=[])
    assert browser.get(f"/tep/{ids[0]}").status == 404
    with province.work() as work:
        work.run(sa.update(tables.publications).values(state="withdrawn", file_ids=ids))
    assert browser.get(f"/tep/{ids[0]}").status == 404
    assert browser.get(f"/ket-qua/{number}").status == 404 and browser.get("/tep/999").status == 404


def test_the_first_page_shows_the_latest_three(browser: Browser, province: Platform, officer: int) -> None:
    _publish(province, "Đèn đường tắt trước cổng chợ")
    page = browser.get("/")
    assert len(page.all("//article")) == 1 and page.all("//a[@href='/gui'][contains(@class, 'button-main')]")


def test_help_lists_the_lines_that_have_a_number(browser: Browser) -> None:
    page = browser.get("/gioi-thieu")
    numbers = page.all("//*[@class='hotlines']//a/@href")
    assert (
        numbers[:5] == ["tel:111", "tel:112", "tel:113", "tel:114", "tel:115"] and "tel:02621022" in numbers
    )


def test_the_leaflet_has_a_picture_for_cameras(browser: Browser) -> None:
    page = browser.get("/to-gioi-thieu")
    assert page.all("//img[@class='qr']")
    drawn = browser.get("/to-gioi-thieu/qr.svg").response
    assert drawn.mimetype == "image/svg+xml" and b"<path" in drawn.data


def test_health_is_told_to_watchers(browser: Browser, province: Platform) -> None:
    assert browser.get("/ready").response.get_json()["status"] == "ok"
    with province.work() as work:
        work.run(sa.delete(tables.activations))
    assert browser.get("/ready").status == 503
