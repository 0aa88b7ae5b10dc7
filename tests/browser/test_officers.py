"""What officers meet at their desks and on their telephones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engine import incidents
from tests.browser import ways
from tests.browser.conftest import Arrive
from tests.browser.site import PASSWORD, PEOPLE
from tests.browser.visitor import DESK, PHONE, Device, Visitor

Take = Callable[[str], Path]
both_widths = pytest.mark.parametrize("width", [PHONE, DESK])
with_and_without_scripts = pytest.mark.parametrize(
    "scripts", [True, False], ids=["with-scripts", "without-scripts"]
)


def _fill_in_triage(operator: Visitor) -> None:
    ways.decide(operator, "Tiếp nhận", "working_text")
    operator.choose("Lĩnh vực", "Hạ tầng đô thị").choose("Bình thường")
    operator.page.locator("#f-working_text").fill(ways.REDACTED)
    operator.choose("Chuyển theo đơn vị được đề xuất")


@with_and_without_scripts
def test_an_officer_logs_in_and_out_with_a_password(arrive: Arrive, scripts: bool) -> None:
    officer = arrive(device=Device(PHONE, scripts)).open("/viec")
    assert officer.path.startswith("/dang-nhap")
    officer.write("Tên đăng nhập", "operator").write("Mật khẩu", "không phải mật khẩu này")
    officer.press("Đăng nhập", 401)
    officer.write("Mật khẩu", PASSWORD).press("Đăng nhập")
    assert officer.path == "/viec"
    officer.press("Đăng xuất", within="header").open("/viec")
    assert officer.path.startswith("/dang-nhap")


@pytest.mark.parametrize("device", [Device(PHONE), Device(DESK), Device(PHONE, False)], ids=str)
def test_what_an_officer_left_out_is_said_and_what_they_typed_is_kept(arrive: Arrive, device: Device) -> None:
    kept = ways.report(arrive(device=device))
    operator = ways.open_task(arrive("operator", device), kept.number, "triage")
    ways.decide(operator, "Tiếp nhận", "working_text")
    operator.page.locator("#f-working_text").fill(ways.REDACTED)
    operator.press("Ghi nhận, mở việc kế tiếp", 422, within="#step")
    summary = operator.page.locator(".error-summary")
    assert summary.locator("a[href='#f-field']").is_visible()
    assert operator.page.locator("#f-field").get_attribute("aria-invalid") == "true"
    assert operator.page.locator("#f-working_text").input_value() == ways.REDACTED
    operator.choose("Lĩnh vực", "Hạ tầng đô thị").choose("Bình thường")
    operator.press("Ghi nhận, mở việc kế tiếp", within="#step")
    assert kept.number in operator.text


@with_and_without_scripts
def test_pressing_twice_does_a_task_once(arrive: Arrive, scripts: bool) -> None:
    device = Device(DESK, scripts)
    first, other = ways.report(arrive(device=device)), ways.report(arrive(device=device))
    operator = ways.open_task(arrive("operator", device), first.number, "triage")
    _fill_in_triage(operator)
    following = operator.site.task(other.number, "triage")
    operator.press_twice("Ghi nhận, mở việc kế tiếp", leads_to=f"/viec/{following}", within="#step")
    assert first.number in operator.text
    assert operator.site.task(first.number, "team_receive")
    assert operator.site.task(other.number, "triage")


@with_and_without_scripts
def test_of_two_officers_at_once_the_second_reads_who_was_first(arrive: Arrive, scripts: bool) -> None:
    device = Device(DESK, scripts)
    kept = ways.report(arrive(device=device))
    first, second = arrive("operator", device), arrive("second", device)
    for officer in (first, second):
        ways.open_task(officer, kept.number, "triage")
        _fill_in_triage(officer)
    first.press("Ghi nhận, mở việc kế tiếp", within="#step")
    second.press("Ghi nhận, mở việc kế tiếp", 409, within="#step")
    assert PEOPLE["operator"][0] in second.text and ways.REDACTED in second.text
    assert second.site.task(kept.number, "team_receive")


@both_widths
def test_an_emergency_at_night_stands_in_red_above_everything(arrive: Arrive, width: int) -> None:
    citizen, device = arrive(device=Device(PHONE)), Device(width)
    citizen.site.clock.set("2026-03-03 02:00")
    ways.report(citizen, text="Ổ gà nhỏ trên đường Lê Duẩn, đi lại hơi xóc")
    fire = ways.report(citizen, text="Cháy nhà, có người mắc kẹt bên trong, xin cứu gấp")
    operator = ways.open_task(arrive("operator", device), fire.number, "triage")
    ways.decide(operator, "Tiếp nhận", "working_text")
    operator.choose("Lĩnh vực", "Hạ tầng đô thị").choose("Khẩn cấp, cần giải quyết tức thời")
    operator.press("Ghi nhận, mở việc kế tiếp", within="#step")
    night = arrive("second", device)
    night.page.emulate_media(color_scheme="dark")
    night.open("/viec")
    alarm = night.page.locator(".alarm")
    assert fire.number in alarm.inner_text() and "Cháy nhà" in alarm.inner_text()
    red, green, blue = alarm.evaluate(
        "one => getComputedStyle(one).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number)"
    )
    assert red > 100 > max(green, blue)
    above = [one.bounding_box() for one in (alarm, night.page.locator(".queue"))]
    assert above[0] and above[1] and above[0]["y"] < above[1]["y"] and above[0]["y"] < 140
    assert night.button("Gọi", within=".alarm").get_attribute("href").startswith("tel:")  # type: ignore[union-attr]
    night.press("Tôi nhận", within=".alarm")
    assert night.page.locator(".alarm").count() == 0 or fire.number in night.heading + night.text


def test_the_next_task_is_reached_by_the_keyboard(arrive: Arrive) -> None:
    citizen = arrive()
    for text in ("Cây đổ chắn ngang đường", "Rác đổ trộm cạnh trường học", "Đèn đường tắt ba đêm liền"):
        ways.report(citizen, text=text)
    operator = arrive("operator").open("/viec?ds=unit")
    links = operator.page.locator("[data-row] h2 a")
    assert links.count() == 3
    operator.page.keyboard.press("j")
    operator.page.keyboard.press("j")
    second = links.nth(1)
    assert second.evaluate("one => one.closest('[data-row]').contains(document.activeElement)")
    operator.page.keyboard.press("k")
    assert links.nth(0).evaluate("one => one.closest('[data-row]').contains(document.activeElement)")
    operator.page.keyboard.press("/")
    assert operator.page.locator("#q").evaluate("one => one === document.activeElement")


@both_widths
def test_who_reported_is_shown_only_to_the_centre_and_for_a_reason(arrive: Arrive, width: int) -> None:
    device = Device(width)
    kept = ways.report(arrive(device=device))
    operator = ways.triage(arrive("operator", device), kept.number)
    stranger = arrive("member", device).open(f"/ho-so/{kept.number}")
    assert not stranger.page.get_by_text("Xem danh tính").count() and ways.NAME not in stranger.page.content()
    operator.open(f"/ho-so/{kept.number}")
    assert ways.NAME not in operator.page.content()
    operator.page.locator("summary", has_text="Xem danh tính").click()
    operator.write("Xem danh tính để làm gì?", "   ")
    operator.go(operator.page.get_by_role("button", name="Xem danh tính").click, 422)
    assert ways.NAME not in operator.page.content()
    operator.write("Xem danh tính để làm gì?", "Gọi hỏi rõ chỗ bị hỏng")
    operator.go(operator.page.get_by_role("button", name="Xem danh tính").click)
    assert ways.NAME in operator.text
    operator.open(f"/ho-so/{kept.number}")
    assert ways.NAME not in operator.page.content()


@both_widths
def test_a_draft_is_kept_for_whoever_wrote_it(arrive: Arrive, width: int) -> None:
    device = Device(width)
    kept = ways.report(arrive(device=device))
    operator = ways.open_task(arrive("operator", device), kept.number, "triage")
    ways.decide(operator, "Tiếp nhận", "working_text").choose("Lĩnh vực", "Hạ tầng đô thị")
    operator.page.locator("#f-working_text").fill(ways.REDACTED)
    operator.press("Lưu nháp", within="#step")
    assert operator.page.locator("#f-working_text").input_value() == ways.REDACTED
    second = ways.open_task(arrive("second", device), kept.number, "triage")
    assert ways.REDACTED not in second.page.content()


@both_widths
def test_a_leader_sees_what_is_late_and_reminds(arrive: Arrive, width: int) -> None:
    device = Device(width)
    kept = ways.report(arrive(device=device))
    ways.triage(arrive("operator", device), kept.number)
    arrive().site.let_pass(days=3)
    leader = arrive("leader", device).open("/lanh-dao")
    assert leader.page.get_by_role("heading", name="Quá hạn (1)").is_visible()
    assert "Quá hạn" in leader.text and "Cân đối" in leader.text
    leader.press("Danh sách giao ban")
    assert kept.number in leader.text
    leader.open("/lanh-dao").press("Nhắc")
    leader.press("Gửi")
    leader.open(f"/ho-so/{kept.number}")
    assert "Việc đã quá hạn" in leader.text


@both_widths
def test_an_administrator_mends_what_broke_without_reading_the_report(arrive: Arrive, width: int) -> None:
    device = Device(width)
    kept = ways.report(arrive(device=device))
    administrator = arrive("administrator", device)
    for path in ("/quan-tri", "/quan-tri/ho-so", "/quan-tri/nguoi", "/quan-tri/quy-trinh", "/quan-tri/lich"):
        administrator.open(path)
    broken = {"case_id": 1, "action": "clock:tick", "element": "triage", "reason": "Bảng thời hạn thiếu dòng"}
    with administrator.site.platform.work() as work:
        incidents.note(work, broken)
    administrator.open("/quan-tri/su-co").go(administrator.page.get_by_role("link", name=kept.number).click)
    assert "Bảng thời hạn thiếu dòng" in administrator.text
    assert ways.TEXT not in administrator.page.content() and ways.NAME not in administrator.page.content()
    administrator.press("Thử lại")
    administrator.open("/quan-tri/su-co")
    assert "Bảng thời hạn thiếu dòng" not in administrator.text


def test_an_officer_reads_the_desk_in_english(arrive: Arrive) -> None:
    kept = ways.report(arrive())
    operator = arrive("operator").open("/viec?ds=unit")
    operator.press("English", within="header")
    assert operator.page.locator("html").get_attribute("lang") == "en"
    operator.open(f"/viec/{operator.site.task(kept.number, 'triage')}")
    assert operator.page.get_by_label("Accept", exact=True).count() == 1
