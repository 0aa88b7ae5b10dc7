"""Requests that no browser sends: too large, half an address, signs that no text has."""

from __future__ import annotations

from io import BytesIO

import pytest
import sqlalchemy as sa

from engine.cases import opening
from engine.store.tables import case_notes, messages
from engine.work import Platform
from tests.clocks import FakeClock
from tests.webui.conftest import PASSWORD, Hire
from tests.webui.pages import Browser
from webui import places, sizes
from webui.spreadsheet import harmless

LAMP = {"what": "Đèn đường tắt trước cổng chợ", "commune": "24118", "phone": "0901 234 567"}


def test_words_of_many_megabytes_are_refused_unread(browser: Browser) -> None:
    page = browser.get("/gui")
    sent = page.submit("/gui", {"what": "a" * sizes.LARGEST_TEXT})
    assert sent.status == 413 and sent.heading == "Tệp gửi lên quá lớn"
    assert sent.all("//form[@action='/ngon-ngu']")  # the page is whole, with its own forms


def test_more_photographs_than_a_report_takes_are_told_in_a_page(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sizes, "LARGEST_POST", 1000)
    sent = browser.post("/gui", {"photos": (BytesIO(b"a" * 2000), "a.jpg")})
    assert sent.status == 413 and sent.heading == "Tệp gửi lên quá lớn"


def test_a_form_with_photographs_may_be_larger_than_one_of_words(
    browser: Browser, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sizes, "LARGEST_TEXT", 10_000)
    page = browser.get("/gui")
    clock.advance(seconds=40)
    sent = {**page.fields("/gui").to_dict(), **LAMP}
    spare = {f"spare-{n}": "a" * (sizes.LARGEST_TEXT // 2) for n in range(3)}
    assert browser.post("/gui", {**sent, **spare}, content_type="multipart/form-data").status == 303


@pytest.mark.parametrize("origin", ["http://[x", "http://]", "null", "//", "http://localhost.evil.example"])
def test_an_origin_that_is_no_address_of_ours_is_a_stranger(browser: Browser, origin: str) -> None:
    token = browser.get("/dang-nhap").all("//input[@name='_csrf']")[0].get("value")
    sent = {"_csrf": token, "login": "an", "password": "x"}
    assert browser.post("/dang-nhap", sent, headers={"Origin": origin}).status == 403


@pytest.mark.parametrize(
    "address", ["/ket-qua?huyen=%00", "/ket-qua/%00", "/gui?tiep=%00", "/dang-nhap?next=%00", "/%00"]
)
def test_a_sign_that_no_text_has_is_refused(browser: Browser, address: str) -> None:
    assert browser.get(address).status in (400, 404)


def test_nor_does_it_come_in_by_a_form(browser: Browser, hire: Hire) -> None:
    hire("an", ("ioc", "ioc_operator"))
    assert browser.log_in("a\x00n", PASSWORD).status == 400
    assert browser.log_in("an", PASSWORD).status == 303
    assert browser.get("/tim?q=%00").status == 400


def test_a_name_longer_than_any_is_no_place(browser: Browser) -> None:
    page = browser.get("/gui")
    sent = page.submit("/gui", {**LAMP, "commune": "Tân Lập" + " " * places._LONGEST_NAME})
    assert sent.status == 422 and "Đạt Hiếu" not in sent.text


def test_a_cell_begins_no_formula_on_any_keyboard() -> None:
    assert [harmless(one)[0] for one in ("=1", "＝1", "\n=1", "＠a", "－2", "＋3")] == ["'"] * 6


def test_another_addition_from_the_page_before_is_not_dropped_as_a_repeat(
    browser: Browser, clock: FakeClock, province: Platform
) -> None:
    """Back in the browser shows the old page with its old key."""
    page = browser.get("/gui")
    clock.advance(seconds=40)
    assert page.submit("/gui", LAMP).status == 303
    adding = browser.get("/tra-cuu/ho-so/bo-sung")
    for words in ("Cột số 5", "Cột số 5", "Cột số 7"):
        assert adding.submit("/tra-cuu/ho-so/bo-sung", {"information": words}).status == 303
    with province.look() as work:
        said = work.connection.execute(sa.select(messages.c.body).order_by(messages.c.id)).scalars().all()
    assert said == ["Cột số 5", "Cột số 7"]


def test_another_note_from_the_page_before_is_kept_too(
    browser: Browser, province: Platform, hire: Hire
) -> None:
    hire("truc", ("ioc", "ioc_operator"))
    with province.work() as work:
        report = opening.NewReport("Đèn đường tắt", commune_code="24118")
        number = opening.open_case(work, report, key="one").report_no
    browser.log_in("truc", PASSWORD)
    page = browser.get(f"/ho-so/{number}")
    for words in ("Đã gọi", "Đã gọi", "Gọi lại lúc 9 giờ"):
        assert page.submit(f"/ho-so/{number}/ghi-chu", {"body": words}).status == 303
    with province.look() as work:
        kept = work.connection.execute(sa.select(case_notes.c.body).order_by(case_notes.c.id)).scalars().all()
    assert kept == ["Đã gọi", "Gọi lại lúc 9 giờ"]
