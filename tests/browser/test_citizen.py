"""What a citizen meets: on a telephone and a desk, with scripts and without."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser import ways
from tests.browser.conftest import Arrive
from tests.browser.visitor import DESK, PHONE, Device

DEVICES = [Device(width, scripts) for width in (PHONE, DESK) for scripts in (True, False)]
everywhere = pytest.mark.parametrize("device", DEVICES, ids=str)
Take = Callable[[str], Path]


@everywhere
def test_every_public_page_is_in_order(arrive: Arrive, device: Device) -> None:
    citizen = arrive(device=device)
    for path in ("/", "/gui", "/tra-cuu", "/ket-qua", "/gioi-thieu", "/to-gioi-thieu", "/dang-nhap"):
        citizen.open(path)
    citizen.open("/khong-co-trang-nay", status=404)


@everywhere
def test_a_report_with_a_photograph_gets_a_code_that_opens_it(
    arrive: Arrive, device: Device, photographs: Take
) -> None:
    citizen = arrive(device=device)
    kept = ways.report(citizen, photographs("pothole"))
    assert kept.number.startswith("PA-") and len(kept.code) == 19
    ways.track(citizen, kept.code)
    assert kept.number in citizen.heading and "Chờ tiếp nhận" in citizen.text and ways.TEXT in citizen.text
