"""What is done to a case beside its steps: more time, directives, emergencies, notes, and who hears of it."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import sqlalchemy as sa
from PIL import Image

from engine.people import membership
from engine.store import tables
from tests.clocks import HOME
from tests.engine.province import Province
from tests.webui.conftest import Enter


def address(town: Province, case_id: int, slug: str = "") -> str:
    return f"/ho-so/{town.case(case_id).report_no}" + (f"/viec-khac/{slug}" if slug else "")


def scan() -> tuple[BytesIO, str]:
    made = BytesIO()
    Image.new("RGB", (40, 30), "white").save(made, "JPEG")
    return BytesIO(made.getvalue()), "to-trinh.jpg"


def notices_of(town: Province, login: str) -> list[str]:
    query = sa.select(tables.notices.c.template).where(tables.notices.c.officer_id == town.officers[login])
    with town.platform.look() as work:
        return list(work.connection.execute(query.order_by(tables.notices.c.id)).scalars())


def a_day_later(town: Province, item: Any) -> date:
    return date.fromisoformat(f"{item.due_at + timedelta(days=1):%Y-%m-%d}")


def test_more_time_is_asked_for_with_a_paper_decided_and_shown_beside_the_old_term(
    town: Province, enter: Enter
) -> None:
    case_id = town.bring_to("handle")
    due = town.item(case_id, "handle").due_at
    until, action = a_day_later(town, town.item(case_id, "handle")), address(town, case_id, "gia-han")
    sent = {"reason": "Chờ vật tư về", "new_due": until.isoformat(), "documents": scan()}
    asked = enter("handler").get(action).submit(action, sent).follow()
    assert "Đã gửi đề nghị gia hạn" in asked.text and "đang chờ quyết định" in asked.text
    assert notices_of(town, "leader") == ["extension.requested"]

    leader = enter("leader")
    item = town.item(case_id, "decide_extension").id
    page = leader.get(f"/viec/{item}?ds=unit")
    assert "Chờ vật tư về" in page.text and f"{until:%d/%m/%Y} 17:00" in page.text
    assert page.all("//div[contains(@class,'notice-info')]//a[contains(@href, '/ho-so/tep/')]")
    answers = {"outcome": "approve", "reason": "Đồng ý, vật tư về muộn"}
    first = page.submit(f"/viec/{item}?ds=unit", answers)
    if first.status == 200:
        first = first.submit(f"/viec/{item}?ds=unit", answers)
    assert first.status == 303, first.text
    assert town.item(case_id, "handle").due_at > due
    shown = enter("handler").get(address(town, case_id))
    assert [f"{due.astimezone(HOME):%d/%m/%Y %H:%M}"] == [one.text for one in shown.all("//li//s")]
    assert f"{until:%d/%m/%Y} 17:00" in shown.text
    assert "extension.approved" in notices_of(town, "handler")


def test_a_directive_keeps_its_addressee_its_letter_and_its_scan(town: Province, enter: Enter) -> None:
    case_id = town.bring_to("handle")
    action = address(town, case_id, "chi-dao")
    sent = {
        "directive": "Kiểm tra ngay trong sáng nay",
        "unit": "team-644",
        "letter_no": "12/UBND-VX",
        "letter_signer": "Trần Văn Lộc",
        "letter_scan": scan(),
    }
    page = enter("lead").get(action).submit(action, sent).follow()
    assert "Giao: " in page.text and "12/UBND-VX" in page.text
    with town.platform.look() as work:
        letter = work.connection.execute(sa.select(tables.letters)).one()
        unit = work.connection.execute(
            sa.select(tables.units.c.code)
            .join(tables.directives, tables.directives.c.to_unit_id == tables.units.c.id)
            .where(tables.directives.c.case_id == case_id)
        ).scalar_one()
    assert (letter.case_id, letter.signer, letter.purpose) == (case_id, "Trần Văn Lộc", "directive")
    assert unit == "team-644"
    assert page.all(f"//a[@href='/ho-so/tep/{letter.file_id}/working']")
    # The unit that it is given to reads the case from now on.
    assert enter("stranger").get(address(town, case_id)).status == 200


def test_those_on_duty_hear_of_an_emergency_and_nobody_else_of_their_unit(
    town: Province, enter: Enter
) -> None:
    put_on_duty(town, "administrator", "ioc")
    case_id = town.bring_to("handle")
    action = address(town, case_id, "khan-cap")
    enter("operator").get(action).submit(action, {"reason": "Hố sụt, xe rơi xuống"})
    assert "work.emergency" in notices_of(town, "administrator")
    assert "work.emergency" not in notices_of(town, "stranger")


def test_a_report_that_looks_like_an_emergency_rings_for_those_on_duty_before_it_is_opened(
    town: Province,
) -> None:
    put_on_duty(town, "administrator", "ioc")
    town.report("Cháy nhà lớn, có người mắc kẹt bên trong", urgency="emergency")
    assert notices_of(town, "administrator") == ["work.emergency"]


def put_on_duty(town: Province, login: str, unit: str) -> None:
    with town.platform.work() as work:
        place = work.connection.execute(
            sa.select(tables.units.c.id).where(tables.units.c.code == unit)
        ).scalar_one()
        row = {
            "unit_id": place,
            "officer_id": town.officers[login],
            "starts_at": work.now - timedelta(hours=1),
            "ends_at": work.now + timedelta(days=2),
        }
        work.run(sa.insert(tables.duties), [row])


def test_a_note_is_read_by_the_holder_and_the_centre_and_is_on_record(town: Province, enter: Enter) -> None:
    case_id = town.bring_to("handle")
    here = address(town, case_id)
    page = enter("handler").get(here)
    said = page.submit(f"{here}/ghi-chu", {"body": "Đã hẹn tổ dân phố 8 giờ sáng mai"}).follow()
    assert "Đã hẹn tổ dân phố 8 giờ sáng mai" in said.text and "Handler" in said.text
    assert "Đã hẹn tổ dân phố" in enter("operator").get(here).text
    empty = said.submit(f"{here}/ghi-chu", {"body": "  "}).follow()
    assert "Xin viết nội dung ghi chú." in empty.text
    with town.platform.look() as work:
        logged = sa.select(tables.audit.c.action).where(tables.audit.c.action == "case:note:write")
        assert len(work.connection.execute(logged).all()) == 1


def test_a_unit_that_was_only_told_of_a_case_neither_reads_nor_writes_notes(
    town: Province, enter: Enter
) -> None:
    case_id = town.bring_to("handle")
    here, order = address(town, case_id), address(town, case_id, "chi-dao")
    handler = enter("handler")
    handler.get(here).submit(f"{here}/ghi-chu", {"body": "Việc riêng của phường"})
    enter("lead").get(order).submit(order, {"directive": "Theo dõi", "unit": "team-644"})
    page = enter("stranger").get(here)
    assert page.status == 200 and "Việc riêng của phường" not in page.text
    sent = {"_csrf": page.all("//input[@name='_csrf']/@value")[0], "body": "x"}
    assert page.browser.post(f"{here}/ghi-chu", sent).status == 403


def test_whoever_may_not_verify_hands_it_on_and_reads_who_may(town: Province, enter: Enter) -> None:
    with town.platform.work() as work:
        membership.join(work, town.officers["handler"], "team-643", "team_member")
    case_id = town.bring_to("verify")
    item = town.item(case_id, "verify").id
    page = enter("handler").get(f"/viec/{item}")
    assert "Đồng chí không được kiểm tra kết quả" in page.text and not page.all("//form[@id='step']")
    offered = page.all("//select[@name='person']/option/@value")
    assert str(town.officers["member"]) in offered and str(town.officers["handler"]) not in offered
    button = page.all("//form[contains(@action, '/giao')]//button")[0]
    assert button.text_content().strip() == "Chuyển"
    page.submit(f"/viec/{item}/giao?ds=unit", {"person": str(town.officers["member"])})
    assert town.item(case_id, "verify").claimed_by == town.officers["member"]


def test_the_reasons_are_told_in_words_in_both_languages(town: Province, enter: Enter) -> None:
    case_id = town.bring_to("agency_accept")
    officer = enter("operator")
    page = officer.get(address(town, case_id))
    told = " ".join(one.text_content() for one in page.all("//section[@class='why']"))
    assert "Đơn vị nhận phản ánh" in told and "TP Buôn Ma Thuột" in told
    for raw in ("team-643", "urban_infrastructure", "kind:", "danh sách trống", "(trống)", "«"):
        assert raw not in told
    officer.post("/ngon-ngu", {"language": "en", "next": "/", **token(page)})
    english = officer.get(address(town, case_id))
    said = " ".join(one.text_content() for one in english.all("//section[@class='why']"))
    assert "Which unit receives the report" in said and "District" in said


def token(page: Any) -> dict[str, str]:
    return {"_csrf": page.all("//input[@name='_csrf']/@value")[0]}


def test_the_diagram_has_a_way_to_the_step_that_waits(town: Province, enter: Enter) -> None:
    case_id = town.bring_to("agency_accept")
    officer = enter("focal")
    page = officer.get(address(town, case_id) + "/so-do")
    anchor = page.all("//a[starts-with(@href, '#bpmn-')]/@href")[0]
    assert page.all(f"//*[@id='{anchor[1:]}']//title")[0].text.startswith("Nhận việc")
    near = officer.get(address(town, case_id) + "/so-do/gan.svg").response
    assert near.mimetype == "image/svg+xml" and b'width="488"' in near.data


def test_no_page_repeats_what_its_address_says(town: Province, enter: Enter) -> None:
    officer = enter("operator")
    said = "loi=Tai+khoan+bi+khoa&xong=PA-2026-999999&nhap=1&problem=abcxyz&told=abcxyz"
    for path in ("/viec", "/lanh-dao", "/thong-bao", "/toi", "/truc", "/tim"):
        page = enter("lead").get(f"{path}?{said}") if path == "/lanh-dao" else officer.get(f"{path}?{said}")
        assert page.status == 200
        for text in ("Tai khoan", "PA-2026-999999", "abcxyz", "Đã lưu nháp", "Đã gửi ý kiến"):
            assert text not in page.text, (path, text)
