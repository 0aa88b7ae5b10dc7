"""Each way to mend a case: what it does, that it is on record for audit and replay, and that all promises hold."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from engine import feel, incidents, timers
from engine.cases import opening
from engine.errors import AlreadyDone, InvalidAnswers, NotAllowed, NotFound, Refused
from engine.store.tables import clocks, outbox, work_items
from engine.store.tables import timers as timer_rows
from tests.engine.incidents.conftest import Mender, Province
from tests.engine.province import TRIAGE


def elements(province: Province, case_id: int) -> list[str]:
    return [row.element for row in province.items(case_id)]


def test_a_moved_case_goes_on_elsewhere_and_says_so(province: Province, mender: Mender) -> None:
    case_id = province.bring_to("handle")
    incident = mender.note(case_id, "clock:tick", "handle")
    task = mender.token(case_id, "handle").task
    mender.do(case_id, "move", task=task, target="team_receive")
    assert elements(province, case_id) == ["team_receive"]
    [line] = [one for one in mender.log(case_id) if one.kind == "act"]
    assert line.detail == {"element": "handle", "to": "team_receive", "nth": 1, "reason": "máy lỗi"}
    assert line.officer_id == province.officers["administrator"]
    [logged] = mender.inputs(case_id, "move")
    assert logged.element == "handle"
    assert feel.from_json(logged.payload) == {"nth": 1, "to": "team_receive"}
    assert mender.open() == [] and mender.resolution(incident) == "moved: máy lỗi"
    assert mender.sound() == []


def test_a_skipped_task_leaves_no_answers_and_lets_the_case_go_on(province: Province, mender: Mender) -> None:
    case_id = province.bring_to("verify")
    mender.do(case_id, "skip", element="verify")
    assert "verify" not in elements(province, case_id)
    with province.platform.look() as work:
        query = sa.select(work_items).where(work_items.c.element == "verify")
        row = work.connection.execute(query).one()
    assert (row.state, row.answers) == ("cancelled", None)
    assert mender.inputs(case_id, "skip")[0].element == "verify"
    assert mender.sound() == []


def test_a_wait_is_taken_away_and_what_is_beside_it_goes_on(province: Province, mender: Mender) -> None:
    case_id = province.report()
    waits = [one for one in mender.tokens(case_id) if not one.for_people]
    assert waits  # the listeners beside the main flow
    mender.do(case_id, "cancel", task=waits[0].task)
    assert waits[0].element not in {one.element for one in mender.tokens(case_id)}
    assert elements(province, case_id) == ["triage"]
    province.do("operator", case_id, "triage", **TRIAGE)
    assert elements(province, case_id) == ["team_receive"]
    assert mender.inputs(case_id, "cancel")[0].element == waits[0].element
    assert mender.sound() == []


def test_taking_away_the_last_thing_a_case_waits_for_is_refused(province: Province, mender: Mender) -> None:
    case_id = province.report()
    for one in [each for each in mender.tokens(case_id) if not each.for_people]:
        mender.do(case_id, "cancel", task=one.task)
    before = province.case(case_id)
    with pytest.raises(Refused):
        mender.do(case_id, "cancel", element="triage")
    assert province.case(case_id) == before and elements(province, case_id) == ["triage"]


def test_a_timer_set_to_another_hour_fires_then_and_not_before(province: Province, mender: Mender) -> None:
    case_id = province.bring_to("handle")
    due = province.item(case_id, "handle").due_at
    until = province.clock.now + timedelta(minutes=30)
    mender.do(case_id, "rearm", element="handle", until=until)
    with province.platform.look() as work:
        query = sa.select(timer_rows).where(timer_rows.c.host == "handle", timer_rows.c.state == "pending")
        [row] = work.connection.execute(query).all()
        kept = sa.select(clocks.c.due_at).where(clocks.c.case_id == case_id, clocks.c.phase == "handle")
        assert row.due_at == until
        assert work.connection.execute(kept).scalar_one() == due  # the promise itself stays
    province.clock.advance(minutes=29)
    assert timers.tick(province.platform).moved == 0
    province.clock.advance(minutes=1)
    assert timers.tick(province.platform).moved == 1
    assert feel.from_json(mender.inputs(case_id, "rearm")[0].payload) == {"at": until, "rung": 0}
    assert mender.sound() == []


def test_a_timer_is_never_set_to_an_hour_that_is_over(province: Province, mender: Mender) -> None:
    case_id = province.bring_to("handle")
    with pytest.raises(Refused):
        mender.do(case_id, "rearm", element="handle", until=province.clock.now - timedelta(seconds=1))
    with pytest.raises(Refused):
        mender.do(case_id, "rearm", element="handle")
    with pytest.raises(Refused):
        mender.do(case_id, "rearm", element="nowhere", until=province.clock.now)


def test_a_task_is_completed_for_an_officer_with_both_names(province: Province, mender: Mender) -> None:
    case_id = province.report()
    item, operator = province.item(case_id, "triage"), province.officers["operator"]
    mender.do(case_id, "complete", item=item.id, officer=operator, answers=TRIAGE)
    assert elements(province, case_id) == ["team_receive"]
    with province.platform.look() as work:
        done = work.connection.execute(sa.select(work_items).where(work_items.c.id == item.id)).one()
    assert (done.completed_by, done.on_behalf_of) == (province.officers["administrator"], operator)
    assert done.answers["working_text"] == TRIAGE["working_text"]
    with pytest.raises(AlreadyDone):
        mender.do(case_id, "complete", item=item.id, officer=operator, answers=TRIAGE)
    assert mender.sound() == []


@pytest.mark.parametrize(
    ("who", "answers", "expected"),
    [
        ("stranger", TRIAGE, NotAllowed),
        ("administrator", TRIAGE, NotAllowed),
        ("operator", {"outcome": "accept"}, InvalidAnswers),
    ],
)
def test_completing_for_somebody_asks_for_the_same_right_and_answers(
    province: Province, mender: Mender, who: str, answers: dict[str, str], expected: type[Exception]
) -> None:
    case_id = province.report()
    item = province.item(case_id, "triage")
    with pytest.raises(expected):
        mender.do(case_id, "complete", item=item.id, officer=province.officers[who], answers=answers)
    assert elements(province, case_id) == ["triage"]


def test_a_case_is_ended_at_an_end_the_diagram_draws_and_its_reporter_is_told(
    province: Province, mender: Mender
) -> None:
    case_id = province.bring_to("handle", sender=opening.Sender(name="Lê A", email="a@example.com"))
    incident = mender.note(case_id)
    mender.do(case_id, "end", "nhập trùng khi chạy thử", target="ended_refused")
    case = province.case(case_id)
    assert (case.status, case.outcome, case.ended_at) == ("ended", "cancelled", province.clock.now)
    assert province.items(case_id) == [] and mender.run(case_id).ended == "ended_refused"
    with province.platform.look() as work:
        told = sa.select(outbox.c.template).where(
            outbox.c.case_id == case_id, outbox.c.recipient == "reporter"
        )
        assert "reporter.closed" in work.connection.execute(told).scalars().all()
    assert mender.inputs(case_id, "end")[0].element == "ended_refused"
    assert mender.open() == [] and mender.resolution(incident) == "ended: nhập trùng khi chạy thử"
    assert mender.sound() == []
    province.clock.advance(days=30)
    province.tick()
    assert mender.sound() == []


def test_a_case_ends_only_where_the_diagram_does_and_only_once(province: Province, mender: Mender) -> None:
    case_id = province.report()
    for end in ("triage", "triage_escalated", "nowhere", ""):
        with pytest.raises(Refused):
            mender.do(case_id, "end", target=end)
    mender.do(case_id, "end", target="ended_withdrawn")
    for verb in ("end", "retry", "skip", "move", "cancel", "rearm"):
        with pytest.raises(Refused):
            mender.do(case_id, verb, target="ended_withdrawn", element="triage")


@pytest.mark.parametrize("verb", sorted(set(incidents.VERBS) - {"retry"}))
def test_every_repair_needs_a_reason(province: Province, mender: Mender, verb: str) -> None:
    case_id = province.report()
    with pytest.raises(Refused):
        mender.do(case_id, verb, "  ", element="triage", target="ended_withdrawn")


@pytest.mark.parametrize("who", ["operator", "lead", "member", "handler", "head"])
@pytest.mark.parametrize("verb", sorted(incidents.VERBS))
def test_nobody_but_an_administrator_repairs(province: Province, who: str, verb: str) -> None:
    case_id = province.report()
    with pytest.raises(NotAllowed):
        Mender(province, who).do(case_id, verb, element="triage", target="ended_withdrawn")
    assert elements(province, case_id) == ["triage"]


def test_what_is_not_there_cannot_be_mended(province: Province, mender: Mender) -> None:
    case_id = province.report()
    with pytest.raises(NotFound):
        mender.do(case_id + 1, "retry")
    with pytest.raises(Refused):
        mender.do(case_id, "skip", element="verify")
    with pytest.raises(Refused):
        mender.do(case_id, "move", task="not-a-token", target="verify")
    with pytest.raises(Refused):
        mender.do(case_id, "skip")
