"""Reports on their way from hand to hand, all of it on pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.browser import ways
from tests.browser.conftest import Arrive
from tests.browser.test_citizen import everywhere
from tests.browser.visitor import Device

Take = Callable[[str], Path]
AGENCY = "Ủy ban nhân dân phường Thắng Lợi, thành phố Buôn Ma Thuột"
NEIGHBOURS = "Tổ tiếp nhận, xử lý phản ánh, kiến nghị thị xã Buôn Hồ"


@everywhere
def test_a_report_goes_from_the_citizen_to_a_published_result_and_its_rating(
    arrive: Arrive, device: Device, photographs: Take
) -> None:
    citizen = arrive(device=device)
    kept = ways.report(citizen, photographs("pothole"))
    operator, member = arrive("operator", device), arrive("member", device)
    ways.triage(operator, kept.number)
    ways.assign(member, kept.number, AGENCY)
    ways.accept(arrive("focal", device), kept.number, "H' Linh Êban")
    ways.handle(arrive("handler", device), kept.number, photographs("pothole-after"))
    ways.verify(member, kept.number)
    citizen.site.let_pass(minutes=1)
    ways.tell(operator, kept.number)
    ways.publish(operator, kept.number)

    shown = arrive(device=device).open("/ket-qua").press(ways.REDACTED[:30])
    assert ways.REDACTED in shown.text and ways.DONE in shown.text
    for private in ("Nguyễn Văn Bình", "0905 123 456", ways.NAME, ways.PHONE_NUMBER):
        assert private not in shown.page.content()
    pictures = shown.page.locator(".before-after img")
    assert pictures.count() == 2
    assert all(pictures.evaluate_all("all => all.map((one) => one.naturalWidth > 100)"))

    ways.rate(citizen, kept.code, "Hài lòng")
    assert "Cảm ơn" in citizen.text and "Ông/Bà đã đánh giá kết quả" in citizen.text


@everywhere
def test_a_report_that_is_not_ours_goes_back_and_on_to_those_whose_it_is(
    arrive: Arrive, device: Device
) -> None:
    kept = ways.report(arrive(device=device))
    operator = arrive("operator", device)
    ways.triage(operator, kept.number)
    ways.give_back(arrive("member", device), kept.number, NEIGHBOURS, "Đoạn đường này thuộc thị xã Buôn Hồ")
    ways.open_task(operator, kept.number, "dispatch")
    assert "Đoạn đường này thuộc thị xã Buôn Hồ" in operator.text
    assert operator.page.locator("#f-unit option:checked").inner_text() == NEIGHBOURS
    operator.press("Chuyển phản ánh", within="#step")
    neighbours = arrive("other_member", device)
    ways.open_task(neighbours, kept.number, "team_receive")
    assert ways.REDACTED in neighbours.text and ways.NAME not in neighbours.page.content()
    ways.assign(neighbours, kept.number, "Ủy ban nhân dân phường Thiện An, thị xã Buôn Hồ")
