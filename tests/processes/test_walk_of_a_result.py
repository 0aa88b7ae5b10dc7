"""The way of a case while it is handled: contributions, interim replies, a head who signs."""

from __future__ import annotations

from datetime import timedelta

from engine import bpmn
from tests.processes.walking import NOW, Walk, accepted, at_handling


def test_the_lead_files_first_and_closes_open_contributions(diagram: bpmn.Diagram) -> None:
    two = {"lead": "com-24118", "co_agencies": ["div-643-qldt", "com-24121"]}
    walk = at_handling(diagram, assign=two)
    assert walk.open == ["contribute", "contribute", "handle"]
    assert units_asked(walk, "contribute") == ["com-24121", "div-643-qldt"]
    walk.does("contribute", account="Đã phối hợp")
    assert walk.does("handle", outcome="done").open == ["verify"]


def test_each_co_agency_runs_against_its_own_clock(diagram: bpmn.Diagram) -> None:
    two = {"lead": "com-24118", "co_agencies": ["div-643-qldt", "com-24121"]}
    walk = accepted(diagram, assign=two)
    walk.host.patience |= {"div-643-qldt": timedelta(hours=5), "com-24121": timedelta(hours=9)}
    walk.host.patience |= {"com-24118": timedelta(days=9)}
    walk.does("team_receive", outcome="assign").does("agency_accept", outcome="accept_self")
    assert walk.waits(hours=6).host.late_units == ["div-643-qldt"]
    assert walk.waits(hours=4).host.late_units == ["div-643-qldt", "com-24121"]
    assert set(walk.host.escalated) == {"contribute"}


def test_a_contribution_made_in_time_is_not_reminded_of(diagram: bpmn.Diagram) -> None:
    two = {"lead": "com-24118", "co_agencies": ["div-643-qldt", "com-24121"]}
    walk = at_handling(diagram, assign=two)
    first = next(item for item in walk.run.items() if item.element == "contribute")
    walk.does("contribute", account="Đã phối hợp").waits(hours=3)
    assert units_asked(walk, "contribute") == ["com-24121"] and first.data["co_unit"] == "div-643-qldt"
    assert sorted(map(str, walk.host.late_units)) == ["com-24118", "com-24121"]
    walk.does("contribute").does("handle", outcome="done")
    assert walk.open == ["verify"]


def units_asked(walk: Walk, element: str) -> list[str]:
    unit = walk.diagram.user_tasks[element].unit or ""
    tasks = [item.task for item in walk.run.items() if item.element == element]
    return sorted(str(walk.run.evaluate(task, unit, walk.now)) for task in tasks)


def test_a_complex_case_owes_an_interim_reply_until_the_result_is_filed(diagram: bpmn.Diagram) -> None:
    walk = at_handling(diagram, interim=[NOW + timedelta(days=7)]).waits(days=8)
    assert walk.open == ["handle", "interim_reply"]
    assert walk.does("handle", outcome="done").open == ["verify"]


def test_the_head_returns_a_result_and_then_signs_outside(diagram: bpmn.Diagram) -> None:
    walk = at_handling(diagram, head_approval={"needed": True}).does("handle", outcome="done")
    assert walk.does("head_approve", outcome="return").open == ["handle"]
    walk.does("handle", outcome="done").does("head_approve", outcome="signed_outside", letter_no="3")
    assert walk.open == ["verify"]


def test_a_result_sent_back_is_handled_again_without_new_contributions(diagram: bpmn.Diagram) -> None:
    walk = at_handling(diagram, assign={"lead": "com-24118", "co_agencies": ["com-24121"]})
    walk.does("contribute").does("handle", outcome="done").does("verify", outcome="send_back")
    assert walk.open == ["handle"] and walk.host.did("record_send_back")
