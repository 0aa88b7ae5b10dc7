"""An administrator mends cases on a telephone and at a desk, seeing beforehand what would happen."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine import incidents
from engine.notices.health import note_failure
from tests.browser import ways
from tests.browser.conftest import Arrive
from tests.browser.visitor import DESK, PHONE, Device, Visitor


def _keep(visitor: Visitor, name: str) -> None:
    """Pictures for whoever wants to look with their own eyes."""
    folder = os.environ.get("PICTURES")
    if folder:
        visitor.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("device", [Device(PHONE), Device(DESK), Device(PHONE, False)], ids=str)
def test_a_case_is_mended_after_a_look_at_what_would_happen(arrive: Arrive, device: Device) -> None:
    kept = ways.report(arrive(device=device))
    mender = arrive("administrator", device)
    broken = {"case_id": 1, "action": "clock:tick", "element": "triage", "reason": "Bảng thời hạn thiếu dòng"}
    with mender.site.platform.work() as work:
        incidents.note(work, broken)
        for _ in range(5):
            note_failure(work, "sms", "HTTP 503")
    mender.open("/quan-tri/su-co/1").look()
    mender.page.get_by_text("Chuyển sang bước khác").click()
    mender.page.locator("#move-target").select_option("arbitrate")
    _keep(mender, f"incident-{device}")
    mender.go(mender.page.locator("details[open] button").click)
    assert "Việc mới" in mender.text and "Việc được gỡ" in mender.text
    mender.look()
    _keep(mender, f"look-{device}")
    mender.write("Lý do", "máy chủ dừng").press("Chuyển bước")
    assert mender.path == f"/quan-tri/ho-so/{kept.number}"
    assert ways.TEXT not in mender.page.content() and ways.NAME not in mender.page.content()
    mender.open("/quan-tri/su-co/nhieu").look()
    _keep(mender, f"many-{device}")
    mender.open("/quan-tri/thu-di").look()
    assert "đang nghỉ đến" in mender.text
    _keep(mender, f"outgoing-{device}")


@pytest.mark.parametrize("device", [Device(PHONE), Device(DESK)], ids=str)
def test_an_officers_answers_are_entered_from_paper(arrive: Arrive, device: Device) -> None:
    kept = ways.report(arrive(device=device))
    mender = arrive("administrator", device)
    task = mender.site.task(kept.number, "triage")
    mender.open(f"/quan-tri/ho-so/{kept.number}/lam-thay/{task}").press("Mở biểu mẫu")
    mender.look()
    _keep(mender, f"instead-{device}")
    assert ways.TEXT not in mender.page.content()
