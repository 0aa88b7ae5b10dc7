"""What people do on the pages, step by step: one function a step, each leaving the page it ends on open."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.browser.visitor import Visitor

TEXT = "Ổ gà sâu giữa đường Nguyễn Tất Thành, gần số 12. Anh Nguyễn Văn Bình, số 0905 123 456, đã bị ngã xe."
REDACTED = "Ổ gà sâu giữa đường Nguyễn Tất Thành, gần số 12. Đã có người bị ngã xe."
DONE = "Đã vá ổ gà bằng bê tông nhựa nguội, dọn sạch mặt đường."
PHONE_NUMBER = "0914 555 777"
NAME = "Trần Thị Lan"
PLACE = "Phường Thắng Lợi, Thành phố Buôn Ma Thuột"


@dataclass(frozen=True)
class Receipt:
    """What the citizen keeps."""

    number: str
    code: str


# The citizen


def report(citizen: Visitor, *photographs: Path, text: str = TEXT) -> Receipt:
    """Send a report from the home page, as somebody who takes half a minute to type it."""
    citizen.open("/").press("Gửi phản ánh")
    citizen.write("Việc gì xảy ra?", text).write("Ở đâu?", PLACE)
    citizen.write("Số điện thoại", PHONE_NUMBER).write("Họ và tên", NAME)
    if photographs:
        citizen.attach("#f-photos", *photographs)
    citizen.site.clock.advance(seconds=30)
    citizen.press("Gửi phản ánh")
    return receipt(citizen)


def receipt(citizen: Visitor) -> Receipt:
    assert citizen.path == "/gui/da-nhan", citizen.text
    number, code = citizen.page.locator(".code strong").all_inner_texts()
    return Receipt(number, code)


def track(citizen: Visitor, code: str) -> Visitor:
    """Open one's own report by its code."""
    citizen.open("/tra-cuu").write("Mã tra cứu", code)
    return citizen.press("Xem phản ánh")


def rate(citizen: Visitor, code: str, value: str) -> Visitor:
    track(citizen, code).press("Đánh giá kết quả")
    citizen.choose(value)
    return citizen.press("Gửi đánh giá")


# Officers


def open_task(officer: Visitor, number: str, element: str) -> Visitor:
    """Find the task in the inbox of the unit and open it."""
    officer.open("/viec?ds=unit")
    address = f"/viec/{officer.site.task(number, element)}"
    link = officer.page.locator(f"a[href='{address}'], a[href^='{address}?']")
    return officer.go(link.locator("visible=true").first.click)


def decide(officer: Visitor, option: str, field: str) -> Visitor:
    """Choose an answer that brings up another field; without scripts the page has to be asked for it."""
    officer.choose(option)
    if not officer.device.scripts:
        officer.press("Cập nhật", within="#step")
    officer.page.locator(f"#f-{field}").wait_for()
    return officer


def triage(operator: Visitor, number: str) -> Visitor:
    """Accept a report: its field and urgency, a working copy without names, the proposed unit."""
    open_task(operator, number, "triage")
    decide(operator, "Tiếp nhận", "working_text")
    operator.choose("Lĩnh vực", "Hạ tầng đô thị").choose("Bình thường")
    working = operator.page.locator("#f-working_text")
    assert "0905 123 456" not in working.input_value()
    working.fill(REDACTED)
    operator.choose("Chuyển theo đơn vị được đề xuất")
    return operator.press("Ghi nhận, mở việc kế tiếp", within="#step")


def assign(member: Visitor, number: str, agency: str) -> Visitor:
    open_task(member, number, "team_receive")
    decide(member, "Nhận và phân công", "lead").choose("Cơ quan chủ trì", agency)
    return member.press("Ghi nhận", within="#step")


def give_back(member: Visitor, number: str, proposed: str, reason: str) -> Visitor:
    open_task(member, number, "team_receive")
    decide(member, "Chuyển trả Trung tâm tiếp nhận", "proposed_agency")
    member.choose("Đề nghị cơ quan, đơn vị xử lý", proposed).write("Lý do chuyển trả", reason)
    return member.press("Ghi nhận", within="#step")


def dispatch(lead: Visitor, number: str, unit: str) -> Visitor:
    open_task(lead, number, "dispatch").choose("Chuyển đến", unit)
    return lead.press("Chuyển phản ánh", within="#step")


def accept(focal: Visitor, number: str, officer: str) -> Visitor:
    open_task(focal, number, "agency_accept")
    decide(focal, "Nhận, cử cán bộ phụ trách", "officer").choose("Cán bộ phụ trách xử lý", officer)
    return focal.press("Ghi nhận", within="#step")


def handle(handler: Visitor, number: str, *photographs: Path, account: str = DONE) -> Visitor:
    open_task(handler, number, "handle").choose("Đã làm xong")
    handler.write("Đã làm gì?", account).attach("#f-images", *photographs)
    return handler.press("Nộp kết quả", within="#step")


def verify(member: Visitor, number: str) -> Visitor:
    open_task(member, number, "verify")
    return member.press("Đạt", within="#step")


def tell(operator: Visitor, number: str) -> Visitor:
    """Ring the reporter, who answers."""
    open_task(operator, number, "call_reporter")
    operator.page.locator("#f-called_at").fill(operator.site.local_time())
    return operator.press("Đã nói với người phản ánh", within="#step")


def publish(operator: Visitor, number: str) -> Visitor:
    open_task(operator, number, "publish").choose("Ảnh đã kiểm tra, không lộ ai")
    return operator.press("Đăng công khai", within="#step")
