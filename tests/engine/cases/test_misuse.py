"""What careless, curious and hostile people try on a case."""

from __future__ import annotations

import io
import zlib
from datetime import timedelta

import pytest
import sqlalchemy as sa
from PIL import Image

import forms
from engine import evidence, timers
from engine.cases import acting, doing, reporting, taking
from engine.cases import files as case_files
from engine.errors import BrokenProcedure, NotAllowed, NothingWaits, Refused
from engine.people import membership, officers
from engine.store.tables import cases, directives, incidents, messages, settings
from tests import rosters
from tests.engine.province import COMMUNE, TEAM, TRIAGE, Province


def _merge(province: Province, case_id: int, parent_no: str) -> None:
    answers = {"outcome": "merge", "parent_other": "true", "parent_no": parent_no}
    province.do("operator", case_id, "triage", **answers)


def _ask_for_more_time(province: Province, case_id: int) -> None:
    until = province.item(case_id, "handle").due_at + timedelta(days=2)
    with province.platform.work() as work:
        acting.request_extension(work, province.standing("handler"), case_id, until, "Mưa", key="more time")


@pytest.mark.parametrize("new_due", ["2026-03-03", "2026-12-31"])
def test_an_extension_is_neither_granted_backwards_nor_without_measure(
    province: Province, new_due: str
) -> None:
    case_id = province.bring_to("handle")
    _ask_for_more_time(province, case_id)
    due = province.item(case_id, "handle").due_at
    with pytest.raises(Refused):
        province.do("leader", case_id, "decide_extension", outcome="approve", new_due=new_due, reason="Được")
    assert province.item(case_id, "handle").due_at == due


@pytest.mark.parametrize("damage", [b"", b"not packed", zlib.compress(b"[]"), zlib.compress(b"[" * 100_000)])
def test_a_damaged_case_becomes_an_incident_and_its_reporter_still_reads_the_page(
    province: Province, damage: bytes
) -> None:
    case_id, sound = province.bring_to("team_receive"), province.bring_to("team_receive")
    with province.platform.work() as work:
        work.run(sa.update(cases).where(cases.c.id == case_id).values(state=damage))
    with pytest.raises(BrokenProcedure):
        province.do("member", case_id, "team_receive", outcome="assign", lead=COMMUNE)
    province.clock.advance(days=3)
    assert timers.tick(province.platform).failed == 1
    with province.platform.look() as work:
        noted = set(work.connection.execute(sa.select(incidents.c.action, incidents.c.case_id)))
        assert noted == {("task:team_receive", case_id), ("clock:tick", case_id)}
        assert reporting.what_may_be_done(work, case_id) == frozenset()
        assert "withdraw" in reporting.what_may_be_done(work, sound)


def test_one_key_used_for_two_acts_does_both(province: Province) -> None:
    case_id = province.bring_to("handle")
    handler = province.standing("handler")
    with province.platform.work() as work:
        acting.ask_reporter(work, handler, case_id, "Ở gần cột nào?", key="the same")
        acting.ask_reporter(work, handler, case_id, "Ở gần cột nào?", key="the same")
        acting.declare_emergency(work, handler, case_id, "Có người ngã", key="the same")
    with province.platform.look() as work:
        assert len(work.connection.execute(sa.select(messages)).all()) == 1
    assert province.case(case_id).urgency == "emergency"


def test_one_key_used_for_two_tasks_completes_both(province: Province) -> None:
    first, second = province.bring_to("triage"), province.bring_to("triage")
    for case_id in (first, second):
        done = province.do("operator", case_id, "triage", key="the same", **TRIAGE)
        assert done.case_id == case_id and not done.repeated


def test_an_auditor_reads_and_does_nothing_else(province: Province) -> None:
    case_id = province.bring_to("handle")
    with province.platform.work() as work:
        province.officers["auditor"] = rosters.add_officer(work, "auditor", ("ioc", "auditor"))
    auditor = province.standing("auditor")
    with province.platform.work() as work:
        doing.task(work, auditor, province.item(case_id, "handle").id)
        with pytest.raises(NotAllowed):
            acting.declare_emergency(work, auditor, case_id, "Thử", key="1")
        with pytest.raises(NotAllowed):
            acting.ask_reporter(work, auditor, case_id, "Ai gửi?", key="2")


def test_who_handed_a_case_over_no_longer_acts_in_it(province: Province) -> None:
    case_id = province.bring_to("team_receive")
    back = {"outcome": "return", "proposed_agency": "team-644", "return_reason": "Ngoài địa bàn"}
    member = province.standing("member")
    province.do("member", case_id, "team_receive", **back)
    province.clock.advance(minutes=5)
    with province.platform.work() as work, pytest.raises(NotAllowed):
        acting.ask_reporter(work, member, case_id, "Ai gửi?", key="1")


def test_nobody_is_asked_or_directed_in_a_case_that_has_ended(province: Province) -> None:
    case_id = province.bring_to("handle")
    lead = province.standing("lead")
    with province.platform.work() as work:
        reporting.withdraw(work, case_id, "Thôi", key="0")
    with province.platform.work() as work, pytest.raises(NothingWaits):
        acting.ask_reporter(work, lead, case_id, "Còn không?", key="1")
    with province.platform.work() as work, pytest.raises(NothingWaits):
        acting.give_directive(work, lead, case_id, "Làm ngay", None, key="2")
    with province.platform.look() as work:
        assert not work.connection.execute(sa.select(directives)).all()


def test_a_part_is_not_merged_into_the_report_it_was_split_from(province: Province) -> None:
    case_id = province.bring_to("triage")
    part = {"field": "traffic_safety", "commune": "24133"}
    parts = [{"what": "Ổ gà", **part}, {"what": "Mất đèn", **part}]
    province.do("operator", case_id, "triage", outcome="split", parts=parts)
    number = province.case(case_id).report_no
    with province.platform.look() as work:
        of_it = sa.select(cases.c.id).where(cases.c.parent_id == case_id).limit(1)
        child = work.connection.execute(of_it).scalar_one()
    with pytest.raises(Refused) as refused:
        _merge(province, child, number)
    assert number in refused.value.vi and province.items(child)


def test_two_reports_are_not_merged_into_each_other(province: Province) -> None:
    first, second = province.bring_to("triage"), province.bring_to("triage")
    _merge(province, first, province.case(second).report_no)
    with pytest.raises(Refused):
        _merge(province, second, province.case(first).report_no)


def test_what_a_closed_account_had_taken_lies_before_the_unit_again(province: Province) -> None:
    case_id = province.bring_to("team_receive")
    item = province.item(case_id, "team_receive").id
    with province.platform.work() as work:
        taking.claim(work, province.standing("member"), item)
        officers.deactivate(work, province.officers["member"])
    assert province.item(case_id, "team_receive").claimed_by is None
    province.do("leader", case_id, "team_receive", outcome="assign", lead=COMMUNE)


def test_leaving_one_post_puts_back_only_what_that_post_was_for(province: Province) -> None:
    case_id, other = province.bring_to("team_receive"), province.bring_to("triage")
    with province.platform.work() as work:
        member = province.officers["member"]
        membership.join(work, member, "ioc", "ioc_operator")
    with province.platform.work() as work:
        standing = province.standing("member")
        taking.claim(work, standing, province.item(case_id, "team_receive").id)
        taking.claim(work, standing, province.item(other, "triage").id)
        membership.leave(work, member, TEAM, "team_member")
    assert province.item(case_id, "team_receive").claimed_by is None
    assert province.item(other, "triage").claimed_by == member


def test_a_setting_that_is_no_number_stops_nobody(province: Province) -> None:
    case_id = province.bring_to("end")
    with province.platform.work() as work:
        work.run(sa.insert(settings), [{"name": "reopen_max", "value": "hai"}])
    province.tick()
    province.do("operator", case_id, "call_reporter", outcome="reached", called_at="2026-03-02T08:00")
    with province.platform.work() as work:
        reporting.rate(work, case_id, "dissatisfied", "Chưa sạch", key="1")
    assert province.case(case_id).facts["contests"] == 1


def test_a_full_disk_refuses_the_picture_and_says_so(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> None:
        raise evidence.NoRoom("files")

    monkeypatch.setattr(evidence, "keep", no_room)
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30)).save(drawn, "JPEG")
    drawn.seek(0)
    kept = case_files.keep_upload(province.platform, drawn, "anh.jpg", purpose="report")
    assert isinstance(kept, forms.RefusedFile) and "đầy" in kept.vi


def test_numbers_that_no_file_has_are_nobodys_files(province: Province) -> None:
    with province.platform.look() as work:
        assert case_files.owned(work, ["²", "-1", "x", "0", "9" * 40, "٣"], officer=1) == []
