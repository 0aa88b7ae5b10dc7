"""What people do on the pages, step by step: one function a step, each leaving the page it ends on open."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.browser.visitor import Visitor

TEXT = "Ổ gà sâu giữa đường Nguyễn Tất Thành, gần số 12. Anh Nguyễn Văn Bình, số 0905 123 456, đã bị ngã xe."
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
