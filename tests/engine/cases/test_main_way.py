"""One report from the citizen to its end, and those who come second on the way."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from engine.cases import doing, operations, reporting
from engine.errors import AlreadyDone, BrokenProcedure, InvalidAnswers, NotFound, NotYourOwnResult
from engine.people import membership
from engine.store.tables import audit, incidents, inputs, work_items
from tests.engine.province import TRIAGE, Province


def test_a_report_is_handled_told_rated_and_closed(province: Province) -> None:
    case_id = province.bring_to("end")
    assert {row.element for row in province.items(case_id)} == {"call_reporter", "publish"}
    province.do("operator", case_id, "call_reporter", outcome="reached", called_at="2026-03-02T09:00")
    province.do("operator", case_id, "publish", public_text="Ổ gà", public_result="Đã vá", pictures="none")
    with province.platform.work() as work:
        reporting.rate(work, case_id, "satisfied", None, key="rate")
    case = province.case(case_id)
    assert (case.status, case.outcome, case.public_status) == ("ended", "done", "closed")
    assert not province.items(case_id)


def test_the_same_request_twice_is_done_once(province: Province) -> None:
    case_id = province.report(key="one")
    assert province.report(key="one") == case_id
    first = province.do("operator", case_id, "triage", key="again", **TRIAGE)
    with province.platform.work() as work:
        item = work.connection.execute(sa.select(work_items).where(work_items.c.element == "triage")).one()
        second = doing.complete(work, province.standing("operator"), item.id, TRIAGE, {}, key="again")
    assert second.repeated
    assert second.case_id == first.case_id


def test_who_comes_second_is_told_who_was_first(province: Province) -> None:
    case_id = province.report()
    item = province.item(case_id, "triage")
    province.do("operator", case_id, "triage", **TRIAGE)
    with province.platform.work() as work, pytest.raises(AlreadyDone) as told:
        doing.complete(work, province.standing("lead"), item.id, TRIAGE, {}, key="second")
    assert "Operator" in told.value.vi


def test_another_units_task_is_not_found(province: Province) -> None:
    case_id = province.bring_to("team_receive")
    item = province.item(case_id, "team_receive")
    with province.platform.look() as work, pytest.raises(NotFound):
        doing.task(work, province.standing("stranger"), item.id)


def test_a_result_without_a_picture_is_refused(province: Province) -> None:
    case_id = province.bring_to("handle")
    with pytest.raises(InvalidAnswers):
        province.do("handler", case_id, "handle", outcome="done", account="Đã vá xong")
    assert [row.element for row in province.items(case_id)] == ["handle"]


def test_nobody_verifies_their_own_result(province: Province) -> None:
    with province.platform.work() as work:
        membership.join(work, province.officers["handler"], "team-643", "team_member")
    case_id = province.bring_to("verify")
    with pytest.raises(NotYourOwnResult):
        province.do("handler", case_id, "verify", outcome="pass")


def test_a_broken_procedure_leaves_the_case_and_an_incident(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> object:
        raise LookupError("no such unit")

    case_id = province.report()
    revision = province.case(case_id).revision
    monkeypatch.setitem(operations.OPERATIONS, "dispatch", fail)
    with pytest.raises(BrokenProcedure):
        province.do("operator", case_id, "triage", **TRIAGE)
    assert province.case(case_id).revision == revision
    with province.platform.look() as work:
        assert work.connection.execute(sa.select(incidents.c.state)).scalars().all() == ["open"]


def test_each_step_is_logged_once_and_sealed(province: Province) -> None:
    case_id = province.bring_to("verify")
    with province.platform.look() as work:
        rows = work.connection.execute(
            sa.select(audit).where(audit.c.case_id == case_id).order_by(audit.c.seq)
        ).all()
        seen = (
            work.connection.execute(sa.select(inputs.c.seq).where(inputs.c.case_id == case_id))
            .scalars()
            .all()
        )
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    assert sum(row.kind == "step" for row in rows) == province.case(case_id).revision - 1
    assert sorted(seen) == list(range(1, len(seen) + 1))
