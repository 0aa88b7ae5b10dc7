"""The way of a report through the diagram, from triage to the unit that handles it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from engine import bpmn, dmn
from engine.notices import sending
from tests.processes.walking import FOLDER, Several, Walk, accepted


def test_a_report_goes_from_triage_to_its_end(diagram: bpmn.Diagram) -> None:
    walk = Walk(diagram)
    assert walk.open == ["triage"]
    assert walk.asked("triage", "unit") == "ioc"
    walk.does("triage", outcome="accept", urgency="normal", follow_proposal=True)
    assert walk.host.did("dispatch") == [{"proposed": "team-643", "chosen": None, "arbitrated": None}]
    assert walk.asked("team_receive", "unit") == "team-643"
    walk.does("team_receive", outcome="assign", lead="com-24118", co_agencies=[])
    assert walk.asked("agency_accept", "unit") == "com-24118"
    walk.does("agency_accept", outcome="accept", officer="nguyen")
    assert walk.asked("handle", "assignee") == "nguyen"
    walk.does("handle", outcome="done")
    assert walk.asked("verify", "role") == "team_member,team_leader"
    walk.does("verify", outcome="pass")
    assert walk.open == ["publish"]
    walk.does("publish", pictures="none").mailed().hears("rated")
    assert walk.run.ended == "ended"
    assert walk.host.did("record_told") == [{"notice": "result", "outcome": "delivered"}]
    assert walk.host.did("close") == [{"outcome": "done"}]


def test_a_proposal_not_followed_asks_the_centre_for_the_unit(diagram: bpmn.Diagram) -> None:
    walk = Walk(diagram).does("triage", outcome="accept", urgency="normal", follow_proposal=False)
    assert walk.does("dispatch", unit="team-644").host.did("dispatch")[0]["chosen"] == "team-644"


def test_no_proposal_leaves_the_case_with_the_centre(diagram: bpmn.Diagram) -> None:
    assert accepted(diagram, routing={"unit": None, "reason": "Chưa triển khai"}).open == ["dispatch"]


def test_a_refusal_is_told_and_ends(diagram: bpmn.Diagram) -> None:
    walk = Walk(diagram).does("triage", outcome="refuse", refusal_reason="complaint")
    assert walk.run.ended is None
    assert walk.mailed().run.ended == "ended_refused"
    assert walk.host.did("send_notice") == [{"notice": "refusal"}]


def test_a_question_unanswered_closes_after_both_waits(diagram: bpmn.Diagram) -> None:
    walk = Walk(diagram).does("triage", outcome="ask", question="Ở đoạn nào?")
    assert "reporter_answered" in walk.run.waiting
    walk.mailed().waits(days=3, minutes=1)
    assert walk.host.did("record_no_answer") and walk.run.ended is None
    assert walk.mailed().waits(days=3, minutes=1).run.ended == "ended_no_answer"


def test_a_late_answer_reopens_the_case(diagram: bpmn.Diagram) -> None:
    walk = Walk(diagram).does("triage", outcome="ask").mailed().waits(days=3, minutes=1).mailed()
    walk.hears("reporter_answered")
    assert walk.host.did("resume_case") and walk.open == ["triage"]


@pytest.mark.parametrize("when", ["before the mail went out", "while the centre calls"])
def test_a_reporter_may_answer_before_the_telling_has_ended(diagram: bpmn.Diagram, when: str) -> None:
    walk = Walk(diagram).does("triage", outcome="ask")
    if when == "while the centre calls":
        assert walk.mailed(delivered=False).open == ["call_reporter"]
    walk.hears("reporter_answered")
    assert walk.open == ["triage"] and "notice_settled" not in walk.run.waiting
    assert not walk.host.did("record_told")


def test_an_answer_to_the_notice_of_closing_reopens_the_case_before_the_mail_is_settled(
    diagram: bpmn.Diagram,
) -> None:
    walk = Walk(diagram).does("triage", outcome="ask").mailed().waits(days=3, minutes=1)
    assert walk.host.did("record_no_answer") and "notice_settled" in walk.run.waiting
    assert walk.hears("reporter_answered").open == ["triage"] and walk.host.did("resume_case")


def test_whoever_cannot_be_told_is_recorded_so(diagram: bpmn.Diagram) -> None:
    walk = Walk(diagram, send_notice={"channel": "none", "has_phone": False}).does("triage", outcome="refuse")
    assert walk.host.did("record_told") == [{"notice": "refusal", "outcome": "unreachable"}]


def test_a_call_that_reached_somebody_is_recorded_so(diagram: bpmn.Diagram) -> None:
    walk = Walk(diagram, send_notice={"channel": "none", "has_phone": True}).does("triage", outcome="refuse")
    assert walk.asked("call_reporter", "unit") == "ioc"
    walk.does("call_reporter", outcome="told_by_other")
    assert walk.host.did("record_told")[0]["outcome"] == "told_by_other" and walk.run.ended


def test_mail_that_never_arrives_makes_the_centre_call(diagram: bpmn.Diagram) -> None:
    walk = Walk(diagram).does("triage", outcome="refuse").mailed(delivered=False)
    assert walk.open == ["call_reporter"]
    walk.does("call_reporter", outcome="told")
    assert walk.host.did("record_told") == [{"notice": "refusal", "outcome": "told"}] and walk.run.ended


def test_the_wait_for_a_mail_outlasts_its_last_try() -> None:
    model = dmn.read((FOLDER / "deadlines.dmn").read_bytes(), "deadlines.dmn")
    term: Any = model.decide("deadlines", {"phase": "notice_wait", "case": {}, "settings": {}}).value
    assert term["measure"] == "hours"
    assert timedelta(hours=int(term["amount"])) > sending.longest_trying() + timedelta(minutes=10)


def test_mail_unsettled_for_two_hours_makes_the_centre_call(diagram: bpmn.Diagram) -> None:
    walk = Walk(diagram).does("triage", outcome="refuse").waits(minutes=121)
    assert walk.open == ["call_reporter"] and "notice_settled" not in walk.run.waiting


def test_mail_that_fails_a_reporter_without_a_phone_leaves_them_unreachable(diagram: bpmn.Diagram) -> None:
    walk = Walk(diagram, send_notice={"channel": "email", "has_phone": False}).does("triage", outcome="ask")
    walk.mailed(delivered=False)
    assert walk.host.did("record_told") == [{"notice": "question", "outcome": "unreachable"}]
    assert "reporter_answered" in walk.run.waiting and walk.open == []


def test_an_earlier_delivery_says_nothing_of_a_later_one(diagram: bpmn.Diagram) -> None:
    walk = Walk(diagram).does("triage", outcome="ask").mailed().hears("reporter_answered")
    walk.does("triage", outcome="refuse").waits(hours=3).does("call_reporter", outcome="unreachable")
    outcomes = [told["outcome"] for told in walk.host.did("record_told")]
    assert outcomes == ["delivered", "unreachable"]


def test_a_merged_case_waits_for_its_parent(diagram: bpmn.Diagram) -> None:
    walk = Walk(diagram).does("triage", outcome="merge", parent="PA-1")
    assert walk.host.did("merge")[0]["parent"] == "PA-1" and walk.run.ended is None
    assert walk.hears("parent_ended", {"handled": True}).mailed().run.ended == "ended_merged"


def test_a_parent_that_ends_unhandled_sends_the_merged_case_back_to_triage(diagram: bpmn.Diagram) -> None:
    walk = (
        Walk(diagram).does("triage", outcome="merge", parent="PA-1").hears("parent_ended", {"handled": False})
    )
    assert walk.open == ["triage"] and len(walk.host.did("unmerge")) == 1


def test_a_split_report_ends(diagram: bpmn.Diagram) -> None:
    assert Walk(diagram).does("triage", outcome="split").mailed().run.ended == "ended_split"


def test_the_third_return_goes_to_arbitration(diagram: bpmn.Diagram) -> None:
    counts = Several({"count": n, "arbitrated": False} for n in (1, 2, 3))
    walk = accepted(diagram, record_return=counts)
    for unit in ("team-644", "team-645"):
        walk.does("team_receive", outcome="return", proposed_agency=unit).does("dispatch", unit=unit)
    walk.does("team_receive", outcome="return", proposed_agency="team-643")
    assert walk.open == ["arbitrate"]
    walk.does("arbitrate", unit="team-643", letter_no="1/QĐ")
    assert walk.host.did("dispatch")[-1]["arbitrated"] == "team-643" and walk.open == ["team_receive"]


def test_an_agency_gives_back_to_its_team(diagram: bpmn.Diagram) -> None:
    walk = accepted(diagram).does("team_receive", outcome="assign", lead="com-24118", co_agencies=[])
    assert walk.does("agency_accept", outcome="give_back", reason="Không thuộc xã").open == ["team_receive"]


def test_a_department_is_team_and_agency_at_once(diagram: bpmn.Diagram) -> None:
    department = {"kind": "department", "unit": "dept-gtvt"}
    walk = accepted(diagram, dispatch=department, assign={"lead": "dept-gtvt", "co_agencies": []})
    assert walk.host.did("assign") == [{"lead": "dept-gtvt", "co_agencies": []}]
    walk.does("agency_accept", outcome="accept_self").does("handle", outcome="done")
    assert walk.asked("verify", "role") == "agency_head" and walk.asked("verify", "unit") == "dept-gtvt"


def test_a_department_gives_back_to_the_centre(diagram: bpmn.Diagram) -> None:
    walk = accepted(diagram, dispatch={"kind": "department", "unit": "dept-gtvt"})
    walk.does("agency_accept", outcome="give_back", proposed_agency="team-643")
    assert walk.host.did("record_return") == [{"answers": "agency_accept", "proposed": "team-643"}]
    assert walk.open == ["dispatch"]


def test_a_body_without_accounts_answers_on_paper(diagram: bpmn.Diagram) -> None:
    walk = accepted(diagram, dispatch={"kind": "body", "unit": "body-dien-luc"})
    walk.does("forward_slip", slip_no="1").does("external_answer", outcome="done", letter_no="2")
    assert walk.open == ["publish"]


def test_a_promise_of_a_body_is_asked_after_by_a_new_slip(diagram: bpmn.Diagram) -> None:
    walk = accepted(
        diagram, dispatch={"kind": "body", "unit": "body-dien-luc"}, publication={"public": False}
    )
    walk.does("forward_slip").does("external_answer", outcome="promised").mailed().hears("rated")
    assert walk.waits(days=4).open == ["forward_slip"]
    walk.does("forward_slip").does("external_answer", outcome="done").mailed().hears("rated")
    assert walk.run.ended == "ended"
