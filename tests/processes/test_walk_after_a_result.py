"""What may happen in the diagram after a result, and beside the main way at any time."""

from __future__ import annotations

import pytest

from engine import bpmn
from tests.processes.walking import Several, Walk, accepted, at_closing, at_handling

UNHAPPY = {"dissatisfied": True, "may_reopen": True}


@pytest.mark.parametrize("heard", ["after the mail", "before the mail"])
def test_a_dissatisfied_reporter_reopens_the_handling_with_the_same_officer(
    diagram: bpmn.Diagram, heard: str
) -> None:
    again = Several([{"again": True}, {"again": False}])
    ratings = Several([UNHAPPY, {"dissatisfied": True, "may_reopen": False}])
    walk = at_closing(diagram, record_rating=ratings, conclude=again)
    if heard == "after the mail":
        walk.mailed()
    walk.hears("rated")
    assert walk.open == ["handle"] and walk.host.did("reopen")
    assert walk.asked("handle", "assignee") == "nguyen"
    walk.does("handle", outcome="done")
    assert walk.asked("verify", "role") == "team_member,team_leader"
    assert walk.does("verify", outcome="pass").open == ["publish"]
    assert walk.mailed().hears("rated").does("publish", pictures="none").run.ended == "ended"
    assert len(walk.host.did("reopen")) == 1 and len(walk.host.did("send_notice")) == 2


def test_a_contest_sends_a_body_without_accounts_a_new_slip(diagram: bpmn.Diagram) -> None:
    again = Several([{"again": True}, {"again": False}])
    body = {"kind": "body", "unit": "body-dien-luc"}
    walk = accepted(diagram, dispatch=body, record_rating=UNHAPPY, conclude=again)
    walk.does("forward_slip").does("external_answer", outcome="done").hears("rated")
    assert walk.open == ["forward_slip"]
    walk.does("forward_slip").does("external_answer", outcome="done").mailed().waits(days=4)
    assert walk.does("publish", pictures="none").run.ended == "ended"


def test_a_promise_is_followed_up_until_it_is_kept(diagram: bpmn.Diagram) -> None:
    walk = at_handling(diagram, publication={"public": False}).does("handle", outcome="promised")
    walk.does("verify", outcome="pass").mailed().hears("rated")
    assert walk.run.ended is None and walk.open == []
    assert walk.waits(days=4).open == ["follow_promise"]
    walk.does("follow_promise", outcome="promised").does("verify", outcome="pass").mailed()
    assert walk.waits(days=4).waits(days=4).open == ["follow_promise"]
    walk.does("follow_promise", outcome="done").does("verify", outcome="pass").mailed().waits(days=4)
    assert walk.run.ended == "ended"


def test_whoever_handled_or_promised_does_not_verify(diagram: bpmn.Diagram) -> None:
    named = str(diagram.user_tasks["verify"].independent_of).split(",")
    assert named == ["handle", "follow_promise"] and set(named) <= set(diagram.user_tasks)


def test_silence_after_the_result_closes_the_case(diagram: bpmn.Diagram) -> None:
    assert at_closing(diagram).does("publish").mailed().waits(days=4).run.ended == "ended"


def test_withdrawal_ends_everything_mid_way(diagram: bpmn.Diagram) -> None:
    walk = at_handling(diagram).hears("withdrawn")
    assert walk.run.ended == "ended_withdrawn" and walk.open == []


@pytest.mark.parametrize(
    "stage", ["question unsent", "result unsent", "calling", "rating", "promised", "contributing"]
)
def test_a_reporter_may_withdraw_wherever_the_case_waits(diagram: bpmn.Diagram, stage: str) -> None:
    walk = _waiting(diagram, stage).hears("withdrawn")
    assert walk.run.ended == "ended_withdrawn" and walk.open == [] and not walk.run.waiting
    assert walk.waits(days=30).host.escalated == []


def _waiting(diagram: bpmn.Diagram, stage: str) -> Walk:
    if stage == "question unsent":
        return Walk(diagram).does("triage", outcome="ask")
    if stage == "contributing":
        return at_handling(diagram, assign={"lead": "com-24118", "co_agencies": ["com-24121"]})
    walk = at_handling(diagram, publication={"public": False}).does("handle", outcome="promised")
    walk.does("verify", outcome="pass")
    if stage == "calling":
        return walk.mailed(delivered=False)
    if stage != "result unsent":
        walk.mailed()
    return walk.hears("rated") if stage == "promised" else walk


def test_information_may_be_added_again_and_again(diagram: bpmn.Diagram) -> None:
    walk = at_handling(diagram).hears("info_added").hears("info_added")
    assert len(walk.host.did("pass_on_info")) == 2 and walk.open == ["handle"]


def test_a_silent_hotline_gives_the_next_number_and_a_second_emergency_is_heard(
    diagram: bpmn.Diagram,
) -> None:
    walk = Walk(diagram).does("triage", outcome="accept", urgency="emergency", follow_proposal=True)
    assert walk.open == ["call_hotline", "team_receive"]
    walk.does("call_hotline", answered="no")
    assert walk.host.did("pick_hotline")[-1] == {"tried": "114", "answers": "call_hotline"}
    assert walk.does("call_hotline", answered="yes").open == ["team_receive"]
    assert walk.hears("emergency_declared").open == ["call_hotline", "team_receive"]
    assert len(walk.host.did("shorten_clocks")) == 2


def test_an_extension_is_decided_by_the_leader_and_may_be_asked_again(diagram: bpmn.Diagram) -> None:
    walk = at_handling(diagram).hears("extension_requested")
    assert walk.asked("decide_extension", "unit") == "team-643"
    assert walk.asked("decide_extension", "role") == "team_leader"
    walk.does("decide_extension", outcome="refuse").hears("extension_requested")
    walk.does("decide_extension", outcome="approve")
    assert walk.host.did("refuse_extension") and walk.host.did("extend") and walk.open == ["handle"]


def test_filing_overtakes_a_pending_extension(diagram: bpmn.Diagram) -> None:
    walk = at_handling(diagram).hears("extension_requested").does("handle", outcome="done")
    assert walk.open == ["verify"] and walk.host.did("extension_overtaken")


def test_a_task_left_lying_escalates_once_per_rung(diagram: bpmn.Diagram) -> None:
    walk = Walk(diagram).waits(hours=3).waits(hours=3)
    assert walk.host.escalated == ["triage"] and walk.open == ["triage"]
