"""What officers and reporters write beside the forms, and the moments they name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from engine import settings
from engine.cases import acting, opening, reporting
from engine.errors import Refused
from engine.work import Work
from tests.engine.province import Province

Deed = Callable[[Province, Work, int, str], None]


def _ask(province: Province, work: Work, case_id: int, text: str) -> None:
    acting.ask_reporter(work, province.standing("handler"), case_id, text, key="deed")


def _declare(province: Province, work: Work, case_id: int, text: str) -> None:
    acting.declare_emergency(work, province.standing("handler"), case_id, text, key="deed")


def _direct(province: Province, work: Work, case_id: int, text: str) -> None:
    acting.give_directive(work, province.standing("leader"), case_id, text, None, key="deed")


def _extend(province: Province, work: Work, case_id: int, text: str) -> None:
    until = province.item(case_id, "handle").due_at + timedelta(days=2)
    acting.request_extension(work, province.standing("handler"), case_id, until, text, key="deed")


def _add(province: Province, work: Work, case_id: int, text: str) -> None:
    reporting.add_info(work, case_id, text, key="deed")


DEEDS: tuple[Deed, ...] = (_ask, _declare, _direct, _extend, _add)


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("text", ["", " \n\t ", "\x00", "a" * 4_001])
def test_what_is_blank_or_endless_is_refused_in_words(province: Province, deed: Deed, text: str) -> None:
    case_id = province.bring_to("handle")
    before = province.case(case_id).revision
    with pytest.raises(Refused) as caught, province.platform.work() as work:
        deed(province, work, case_id, text)
    assert caught.value.vi.startswith(("Xin ghi ", "Nội dung dài 4001 ký tự"))
    assert province.case(case_id).revision == before


@pytest.mark.parametrize("deed", DEEDS)
def test_the_longest_text_allowed_is_taken(province: Province, deed: Deed) -> None:
    case_id = province.bring_to("handle")
    with province.platform.work() as work:
        deed(province, work, case_id, "a" * 4_000)


def test_an_administrator_may_set_how_long_a_text_may_be(province: Province) -> None:
    case_id = province.bring_to("handle")
    with province.platform.work() as work:
        settings.set_setting(work, "text_max", "10")
    with pytest.raises(Refused), province.platform.work() as work:
        _ask(province, work, case_id, "mười một ký")


def test_a_moment_without_its_time_zone_is_refused_in_words(province: Province) -> None:
    case_id = province.bring_to("handle")
    naive = datetime(2026, 3, 10, 17)  # noqa: DTZ001  (what a careless caller hands over)
    with pytest.raises(Refused, match="múi giờ"), province.platform.work() as work:
        acting.request_extension(work, province.standing("handler"), case_id, naive, "Mưa", key="until")
    with pytest.raises(Refused, match="múi giờ"), province.platform.work() as work:
        acting.give_directive(work, province.standing("leader"), case_id, "Làm ngay", naive, key="until")


@pytest.mark.parametrize(("minutes", "taken"), [(-60, True), (4, True), (6, False), (60 * 24 * 365, False)])
def test_nothing_is_reported_before_it_happens(province: Province, minutes: int, taken: bool) -> None:
    happened = province.clock() + timedelta(minutes=minutes)
    report = opening.NewReport("Ổ gà to", commune_code="24133", happened_at=happened)
    if taken:
        with province.platform.work() as work:
            assert opening.open_case(work, report, key="now").case_id
        return
    with pytest.raises(Refused, match="tương lai"), province.platform.work() as work:
        opening.open_case(work, report, key="later")


def test_the_form_says_beside_the_field_that_the_moment_lies_ahead(province: Province) -> None:
    ahead = (province.clock() + timedelta(days=2)).isoformat(timespec="minutes")
    posted = {
        "what": "Ổ gà rất to giữa đường",
        "commune": "24133",
        "phone": "0905123456",
        "happened_at": ahead,
    }
    with province.platform.work() as work:
        reading = opening.read_report(work, posted, {})
    (problem,) = [one for one in reading.problems if one.key == "happened_at"]
    assert "tương lai" in problem.vi
