"""Sending a report."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from engine.cases.opening import NewReport, open_case
from engine.cases.tasks import task
from engine.folding import fold
from engine.people.standing import roles
from engine.store import tables
from engine.work import Platform
from tests.clocks import FakeClock
from tests.webui.pages import Browser, Page, picture
from webui.words import catalogue

LAMP = {
    "what": "Đèn đường tắt ba hôm nay trước cổng chợ",
    "commune": "phường Tân Lập, thành phố Buôn Ma Thuột",
    "phone": "0901 234 567",
}


def _send(browser: Browser, clock: FakeClock, **answers: Any) -> Page:
    page = browser.get("/gui")
    clock.advance(seconds=40)
    return page.submit("/gui", {**LAMP, **answers})


def _cases(platform: Platform) -> list[Any]:
    with platform.look() as work:
        return list(work.connection.execute(sa.select(tables.cases).order_by(tables.cases.c.id)))


def test_a_report_gets_a_number_a_code_and_an_hour(
    browser: Browser, clock: FakeClock, province: Platform
) -> None:
    receipt = _send(browser, clock).follow()
    (case,) = _cases(province)
    assert case.report_no in receipt.text and case.commune_code == "24118" and case.district_code == "643"
    assert "Trước 10:00 ngày 02/03/2026" in receipt.text  # two hours on the clock of the first answer
    code = receipt.all("//*[contains(@class, 'code-secret')]/strong")[0].text_content()
    assert province.keys.tracking_hash(code) == case.tracking_hash


def test_the_red_strip_comes_before_everything_else(browser: Browser) -> None:
    page = browser.get("/gui")
    first = page.all("//main//*[self::section or self::h1 or self::form]")[0]
    assert [each.get("href") for each in first.xpath(".//a")] == ["tel:113", "tel:114", "tel:115", "tel:111"]


def test_a_report_sent_twice_is_one_report(browser: Browser, clock: FakeClock, province: Platform) -> None:
    page = browser.get("/gui")
    clock.advance(seconds=40)
    first, second = (page.submit("/gui", LAMP).follow() for _ in range(2))
    assert first.text == second.text and len(_cases(province)) == 1


def test_the_phone_is_asked_for_unless_somebody_is_in_danger(
    browser: Browser, clock: FakeClock, province: Platform
) -> None:
    asked = _send(browser, clock, phone="")
    assert asked.status == 422 and asked.all("//*[@id='f-phone'][@aria-invalid]")
    sent = _send(browser, clock, phone="", in_danger="true")
    assert sent.status == 303 and _cases(province)[0].facts["danger"] is True


@pytest.mark.parametrize("typed", ["24118", "Phường Tân Lập", "phuong tan lap", "phường tân lập, TP"][:3])
def test_a_commune_is_understood_as_people_type_it(
    browser: Browser, clock: FakeClock, province: Platform, typed: str
) -> None:
    assert _send(browser, clock, commune=typed).status == 303
    assert _cases(province)[0].commune_code == "24118"


def test_another_spelling_and_a_later_name_are_understood(
    browser: Browser, clock: FakeClock, province: Platform
) -> None:
    assert _send(browser, clock, commune="Phường Tân Hoà").status == 303
    assert _cases(province)[0].commune_code == "24121"


def test_a_name_that_several_places_share_is_asked_back(browser: Browser, clock: FakeClock) -> None:
    page = _send(browser, clock, commune="Tân Lập")
    assert page.status == 422
    assert "Có 2 nơi có tên “Tân Lập”" in page.text and "huyện Krông Búk" in page.text


def test_a_telephone_that_knows_where_it_stands_needs_no_name(
    browser: Browser, clock: FakeClock, province: Platform
) -> None:
    assert _send(browser, clock, commune="", lat="12.684226", lon="108.075604").status == 303
    assert _cases(province)[0].commune_code == "24118"


def test_a_mistake_loses_neither_words_nor_pictures(
    browser: Browser, clock: FakeClock, province: Platform
) -> None:
    page = _send(browser, clock, phone="12", photos=[picture()])
    assert page.status == 422 and LAMP["what"] in page.all("//textarea")[0].text
    (kept,) = page.all("//input[@name='photos.kept']/@value")
    assert page.submit("/gui", {"phone": LAMP["phone"]}).status == 303
    with province.look() as work:
        row = work.connection.execute(sa.select(tables.files).where(tables.files.c.id == int(kept))).one()
    assert row.case_id == _cases(province)[0].id


def test_pictures_of_another_browser_cannot_be_taken_along(
    app: Any, browser: Browser, clock: FakeClock, province: Platform
) -> None:
    page = _send(browser, clock, phone="12", photos=[picture()])
    (kept,) = page.all("//input[@name='photos.kept']/@value")
    assert _send(Browser(app), clock, **{"photos.kept": kept}).status == 303
    with province.look() as work:
        assert work.connection.execute(sa.select(tables.files.c.case_id)).scalar() is None


def test_a_file_that_is_no_picture_is_refused_in_words(browser: Browser, clock: FakeClock) -> None:
    from io import BytesIO

    page = _send(browser, clock, photos=[(BytesIO(b"MZ not a picture"), "virus.jpg")])
    assert page.status == 422 and "Chỉ nhận ảnh" in page.text


@pytest.mark.parametrize("extra, wait", [({"website": "http://spam"}, 40), ({}, 1)])
def test_what_looks_like_a_program_is_asked_to_send_once_more(
    browser: Browser, clock: FakeClock, province: Platform, extra: dict[str, str], wait: int
) -> None:
    page = browser.get("/gui")
    clock.advance(seconds=wait)
    again = page.submit("/gui", {**LAMP, **extra})
    assert again.status == 422 and "bấm Gửi phản ánh lần nữa" in again.text and _cases(province) == []
    clock.advance(seconds=10)
    assert again.submit("/gui").status == 303


def test_too_many_reports_from_one_address_keep_what_was_typed(
    browser: Browser, clock: FakeClock, province: Platform
) -> None:
    with province.work() as work:
        work.run(sa.insert(tables.settings).values(name="limit_report", value="2"))
    for _ in range(2):
        assert _send(browser, clock, phone="").status == 422
    page = _send(browser, clock)
    assert page.status == 429 and LAMP["what"] in page.all("//textarea")[0].text
    assert page.all("//a[@href='tel:113']")
    clock.advance(hours=1)
    assert _send(browser, clock).status == 303


def test_asking_which_questions_show_sends_nothing(
    browser: Browser, clock: FakeClock, province: Platform
) -> None:
    page = _send(browser, clock, _update="1", in_danger="true")
    assert page.status == 200 and page.all("//*[@id='f-phone_if_any']") and not page.all("//*[@id='f-phone']")
    assert _cases(province) == []


def test_an_organisation_reports_by_its_representative(
    browser: Browser, clock: FakeClock, province: Platform
) -> None:
    behalf = {"on_behalf": "true", "behalf_kind": "organisation", "organisation": "Hợp tác xã Ea Kao"}
    assert _send(browser, clock, **behalf).status == 422  # who represents it?
    sent = _send(browser, clock, **behalf, representative="Ông Y Bình, giám đốc")
    assert sent.status == 303
    with province.look() as work:
        row = work.connection.execute(sa.select(tables.reporters)).one()
        name = work.keys.show(row.name, f"reporters:{row.case_id}:name")
    assert (row.kind, name) == ("organisation", "Hợp tác xã Ea Kao")


def test_the_receipt_is_gone_after_half_an_hour(browser: Browser, clock: FakeClock) -> None:
    _send(browser, clock)
    assert browser.get("/gui/da-nhan").status == 200
    clock.advance(minutes=31)
    assert browser.get("/gui/da-nhan").location == "/tra-cuu"


def test_the_page_speaks_english_when_asked(browser: Browser) -> None:
    chosen = browser.get("/gui").submit("/ngon-ngu", {"language": "en"})
    page = chosen.follow()
    assert chosen.location == "/gui" and page.heading == "Send a report"
    assert "What is happening?" in page.text and "Đèn" not in page.text


def test_the_list_of_places_has_every_commune_with_its_other_names(browser: Browser) -> None:
    rows = browser.get("/dia-diem.json").response.get_json()
    hoa = next(row for row in rows if row["label"].casefold().startswith("phường tân hòa"))
    assert len(rows) == 184 and "Phường Tân Hoà" in hoa["names"]
    assert sum(row["lat"] is not None for row in rows) >= 170


def _public(platform: Platform, text: str, *, state: str = "public", commune: str = "24118") -> str:
    """A result of that commune that everybody may read, or that is public no more."""
    with platform.work() as work:
        receipt = open_case(work, NewReport(text, commune_code=commune), key=text)
        row = {
            "case_id": receipt.case_id,
            "title": text,
            "body": text,
            "result": "Đã hẹn sửa.",
            "state": state,
            "folded": fold(text),
            "commune_code": commune,
            "outcome": "promised",
            "published_at": work.now,
            "file_ids": [],
        }
        work.run(sa.insert(tables.publications).values(row))
    return receipt.report_no


def test_public_matters_of_the_commune_are_offered_before_sending(
    browser: Browser, province: Platform
) -> None:
    numbers = [_public(province, f"Đèn tắt ở hẻm {n}") for n in range(4)]
    elsewhere = _public(province, "Ổ gà ở xã khác", commune="24133")
    hidden = _public(province, "Đã gỡ xuống", state="withdrawn")
    with province.work() as work:
        open_case(work, NewReport("Chưa ai được đọc việc này", commune_code="24118"), key="secret")
    assert browser.get("/gui").all("//input[@name='follows']") == []
    page = browser.get("/gui").submit("/gui", {"commune": LAMP["commune"], "_nearby": "1"})
    offered = page.all("//input[@name='follows']/@value")
    assert page.status == 200 and len(offered) == 4 and offered[-1] == "" and set(offered[:3]) < set(numbers)
    assert elsewhere not in page.text and hidden not in page.text and "Chưa ai được đọc" not in page.text
    (kept,) = page.all("//input[@name='commune']/@value")
    assert kept.casefold() == LAMP["commune"].casefold()


def test_who_follows_a_public_matter_writes_nothing_and_triage_proposes_to_merge(
    browser: Browser, clock: FakeClock, province: Platform, hire: Any
) -> None:
    number = _public(province, "Đèn tắt ở hẻm 5")
    officer = hire("truc", ("ioc", "ioc_operator"))
    receipt = _send(browser, clock, what="", follows=number)
    assert receipt.status == 303
    case = _cases(province)[-1]
    assert case.facts["follows"] == number and f"phản ánh số {number}" in case.original_text
    with province.look() as work:
        query = sa.select(tables.work_items.c.id).where(tables.work_items.c.case_id == case.id)
        found = task(work, roles(work, officer), int(work.connection.execute(query).scalar_one()))
    assert (found.values["outcome"], found.values["parent_no"]) == ("merge", number)
    assert found.values["parent_other"] is True


def test_a_matter_that_is_not_public_cannot_be_followed(
    browser: Browser, clock: FakeClock, province: Platform
) -> None:
    number = _public(province, "Đã gỡ xuống", state="withdrawn")
    assert _send(browser, clock, what="", follows=number).status == 422
    assert _send(browser, clock, follows=number).status == 303
    assert "follows" not in _cases(province)[-1].facts


@pytest.mark.parametrize("path", ["/", "/gui", "/tra-cuu", "/ket-qua", "/gioi-thieu", "/to-gioi-thieu"])
def test_in_english_a_page_has_no_vietnamese_sentence_left(
    browser: Browser, province: Platform, path: str
) -> None:
    browser.client.set_cookie("ngon-ngu", "en")
    page = browser.get(path)
    said = {vi for vi, en in catalogue().values() if vi != en and len(vi) > 12 and "{" not in vi}
    assert page.all("//html/@lang") == ["en"] and [one for one in said if one in page.text] == []
