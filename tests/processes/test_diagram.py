"""The 731 diagram, read as a person reads it and walked as the engine walks it, with an obedient host."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from engine import bpmn, dmn, feel
from engine.bpmn.check import check_bpmn
from engine.notices import sending
from forms import read_form

FOLDER = Path(__file__).parents[2] / "processes" / "cv731"
FILES = {path.name: path.read_bytes() for path in sorted(FOLDER.glob("*.bpmn"))}
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
NOW = datetime(2023, 6, 1, 1, 0, tzinfo=UTC)
TREES = {name: etree.fromstring(data) for name, data in FILES.items()}
# Answers of operations and decisions, and what the processes set themselves.
GIVEN = {
    "route": {"unit", "reason"},
    "target": {"kind", "unit"},
    "returns": {"count", "arbitrated"},
    "assign": {"lead", "co_agencies"},
    "handler": {"officer"},
    "head": {"needed", "reason"},
    "publication": {"public", "pictures", "redact", "reason"},
    "rating": {"dissatisfied", "may_reopen"},
    "contest": {"again"},
    "hotline": {"number", "name", "more"},
    "notice_sent": {"channel", "has_phone"},
    "delivery": {"delivered"},
    "extension_request": {"unit", "kind"},
    "parent_end": {"handled", "outcome", "result", "report_no"},
    "promise": {"asked"},
}


@pytest.fixture(scope="module")
def diagram() -> bpmn.Diagram:
    return bpmn.read_diagram(FILES, "cv731")


def elements(tag: str) -> list[Any]:
    return [element for tree in TREES.values() for element in tree.iter(BPMN + tag)]


class ObedientHost:
    """Answers every question from a list written by the test and remembers what was asked."""

    def __init__(self, **answers: object) -> None:
        self.answers: dict[str, object] = {
            "triage_hints": [],
            "routing": {"unit": "team-643", "reason": "Theo địa bàn"},
            "head_approval": {"needed": False},
            "publication": {"public": True},
            "dispatch": {"kind": "team", "unit": "team-643"},
            "record_return": {"count": 1, "arbitrated": False},
            "assign": {"lead": "com-24118", "co_agencies": []},
            "record_acceptance": {"officer": "nguyen"},
            "record_rating": {"dissatisfied": False, "may_reopen": False},
            "conclude": {"again": False},
            "pick_hotline": {"number": "114", "name": "Cứu hỏa", "more": True},
            "send_notice": {"channel": "email", "has_phone": True},
            "receive_extension": {"unit": "team-643", "kind": "team"},
            "interim": [],
            **answers,
        }
        self.operations: list[tuple[str, Mapping[str, object]]] = []
        self.escalated: list[str] = []
        self.late_units: list[object] = []
        self.patience: dict[str, timedelta] = {}

    def answer(self, question: str) -> object:
        found = self.answers.get(question)
        return found.pop(0) if isinstance(found, Several) else found

    def words(self, now: datetime) -> Mapping[str, object]:
        return {
            "ioc": "ioc",
            "escalation": lambda phase, unit: [
                {"at": now + self.patience.get(str(unit), timedelta(hours=2)), "rung": "P100", "unit": unit}
            ],
            "interim": lambda phase: self.answers["interim"],
            "deadline": lambda phase: (
                now + (timedelta(hours=2) if phase == "notice_wait" else timedelta(days=3))
            ),
        }

    def decide(self, element: str, decision: str, data: Mapping[str, object], now: datetime) -> object:
        return self.answer(decision)

    def operate(
        self,
        element: str,
        operation: str,
        inputs: Mapping[str, object],
        data: Mapping[str, object],
        now: datetime,
    ) -> object:
        self.operations.append((operation, inputs))
        return self.answer(operation)

    def escalate(self, element: str, host_element: str, rung: Mapping[str, object], at: datetime) -> None:
        self.escalated.append(host_element)
        self.late_units.append(rung.get("unit"))

    def did(self, operation: str) -> list[Mapping[str, object]]:
        return [inputs for name, inputs in self.operations if name == operation]


class Several(list[object]):
    """Answers given one after the other."""


class Walk:
    """One case taken through the diagram by hand."""

    def __init__(self, diagram: bpmn.Diagram, **answers: object) -> None:
        self.diagram = diagram
        self.host = ObedientHost(**answers)
        self.now = NOW
        self.run = bpmn.Run.start(diagram, self.host, NOW, {})

    @property
    def open(self) -> list[str]:
        return sorted(item.element for item in self.run.items())

    def does(self, element: str, **answers: object) -> Walk:
        item = next(item for item in self.run.items() if item.element == element)
        # Saving and loading between two steps is what happens in the field.
        self.run = bpmn.Run.load(self.diagram, self.host, self.run.dump())
        self.now += timedelta(minutes=10)
        self.run.complete(item.task, answers, now=self.now)
        return self

    def hears(self, message: str, payload: Mapping[str, object] | None = None) -> Walk:
        self.run = bpmn.Run.load(self.diagram, self.host, self.run.dump())
        self.now += timedelta(minutes=10)
        assert self.run.send(message, payload, now=self.now), f"nobody waits for {message}"
        return self

    def mailed(self, delivered: bool = True) -> Walk:
        """The mail for the reporter arrived, or never will."""
        return self.hears("notice_settled", {"delivered": delivered})

    def waits(self, **time: float) -> Walk:
        self.now += timedelta(**time)
        self.run.advance(self.now)
        return self

    def asked(self, element: str, what: str) -> object:
        item = next(item for item in self.run.items() if item.element == element)
        text = getattr(self.diagram.user_tasks[element], what)
        return self.run.evaluate(item.task, text, self.now)


def accepted(diagram: bpmn.Diagram, **answers: object) -> Walk:
    return Walk(diagram, **answers).does("triage", outcome="accept", urgency="normal", follow_proposal=True)


def at_handling(diagram: bpmn.Diagram, **answers: object) -> Walk:
    walk = accepted(diagram, **answers)
    walk.does("team_receive", outcome="assign", lead="com-24118", co_agencies=[])
    return walk.does("agency_accept", outcome="accept_self")


def at_closing(diagram: bpmn.Diagram, **answers: object) -> Walk:
    return at_handling(diagram, **answers).does("handle", outcome="done").does("verify", outcome="pass")


# ---- as a person reads it


def test_both_processes_are_read() -> None:
    assert {process.get("id") for process in elements("process")} == {"cv731", "bao_nguoi_gui"}


@pytest.mark.parametrize("name", FILES)
def test_the_checker_has_nothing_to_mend(name: str) -> None:
    assert [str(found) for found in check_bpmn(name, FILES[name], None) if found.severity != "info"] == []


def test_every_user_task_has_form_role_unit_phase_and_an_english_name(diagram: bpmn.Diagram) -> None:
    for task in diagram.user_tasks.values():
        assert task.form and (FOLDER / "forms" / f"{task.form}.form").is_file(), task.id
        assert task.role and task.unit and task.deadline and task.properties["label_en"], task.id


def test_every_user_task_carries_a_ladder_of_its_own_phase_to_an_escalation_end(
    diagram: bpmn.Diagram,
) -> None:
    ladders = {
        edge.get("attachedToRef"): edge
        for edge in elements("boundaryEvent")
        if edge.get("cancelActivity") == "false"
    }
    assert set(ladders) == set(diagram.user_tasks)
    ends = {
        end.get("id")
        for end in elements("endEvent")
        if end.find(BPMN + "escalationEventDefinition") is not None
    }
    for task, edge in ladders.items():
        cycle = edge.find(f".//{BPMN}timeCycle").text
        assert cycle.startswith(f'=escalation("{diagram.user_tasks[task].deadline}", '), task
        assert f"{task}_escalated" in ends


def test_every_choice_is_a_question_with_a_default_and_labelled_answers() -> None:
    flows = {flow.get("id"): flow for flow in elements("sequenceFlow")}
    for gateway in elements("exclusiveGateway"):
        out = [flows[found.text] for found in gateway.findall(BPMN + "outgoing")]
        if len(out) > 1:
            assert gateway.get("name", "").endswith("?"), gateway.get("id")
            assert gateway.get("default") in {flow.get("id") for flow in out}
            assert all(flow.get("name") for flow in out), gateway.get("id")


def test_conditions_mention_only_keys_that_a_form_an_operation_or_a_decision_gives(
    diagram: bpmn.Diagram,
) -> None:
    known = {name: set(keys) for name, keys in GIVEN.items()}
    for task in diagram.user_tasks.values():
        form = read_form((FOLDER / "forms" / f"{task.form}.form").read_bytes())
        known.setdefault(task.variable or "", set()).update(_keys(form.components))
    for written in elements("conditionExpression"):
        for path in feel.parse(written.text.removeprefix("="), bpmn.DOMAIN_WORDS).paths:
            assert path[0] in known, written.text
            assert len(path) == 1 or path[1] in known[path[0]], written.text


def _keys(components: Any) -> set[str]:
    inner = {key for part in components if not part.key for key in _keys(part.components)}
    return inner | {part.key for part in components if part.key}


def test_everything_is_drawn_and_nothing_lies_on_anything_else() -> None:
    for name, tree in TREES.items():
        boxes = _boxes(tree)
        drawn = set(boxes) | {
            edge.get("bpmnElement") for edge in tree.iter(f"{{{tree.nsmap['bpmndi']}}}BPMNEdge")
        }
        missing = {e.get("id") for e in tree.iter() if _is_drawn(e)} - drawn
        assert not missing, name
        solid = [(key, box) for key, box in boxes.items() if key in _solid(tree)]
        for index, (key, box) in enumerate(solid):
            assert not [other for other, found in solid[index + 1 :] if _meet(box, found)], key


def _is_drawn(element: Any) -> bool:
    kinds = (
        "Task",
        "Event",
        "Gateway",
        "sequenceFlow",
        "messageFlow",
        "participant",
        "lane",
        "subProcess",
        "callActivity",
    )
    return isinstance(element.tag, str) and element.tag.startswith(BPMN) and element.tag.endswith(kinds)


def _boxes(tree: Any) -> dict[str, tuple[float, ...]]:
    shapes = tree.iter(f"{{{tree.nsmap['bpmndi']}}}BPMNShape")
    bounds = {shape.get("bpmnElement"): shape.find(f"{{{tree.nsmap['dc']}}}Bounds") for shape in shapes}
    return {
        key: tuple(float(found.get(side)) for side in ("x", "y", "width", "height"))
        for key, found in bounds.items()
    }


def _solid(tree: Any) -> set[str]:
    tags = (
        "userTask",
        "serviceTask",
        "businessRuleTask",
        "callActivity",
        "exclusiveGateway",
        "parallelGateway",
    )
    more = ("eventBasedGateway", "startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent")
    return {element.get("id") for tag in (*tags, *more) for element in tree.iter(BPMN + tag)}


def _meet(one: tuple[float, ...], two: tuple[float, ...]) -> bool:
    apart = (one[i] + one[i + 2] + 8 <= two[i] or two[i] + two[i + 2] + 8 <= one[i] for i in (0, 1))
    return not any(apart)


def test_flows_are_drawn_at_right_angles_and_pass_through_no_shape() -> None:
    for tree in TREES.values():
        boxes = {key: box for key, box in _boxes(tree).items() if key in _solid(tree)}
        ends = {
            flow.get("id"): {flow.get("sourceRef"), flow.get("targetRef")}
            for flow in tree.iter(BPMN + "sequenceFlow")
        }
        for edge in tree.iter(f"{{{tree.nsmap['bpmndi']}}}BPMNEdge"):
            points = [
                (float(p.get("x")), float(p.get("y"))) for p in edge.iter(f"{{{tree.nsmap['di']}}}waypoint")
            ]
            own = ends.get(edge.get("bpmnElement"), set())
            for start, stop in zip(points, points[1:], strict=False):
                assert start[0] == stop[0] or start[1] == stop[1], edge.get("bpmnElement")
                crossed = [key for key, box in boxes.items() if key not in own and _crosses(start, stop, box)]
                assert not crossed or own == set(), edge.get("bpmnElement")


def _crosses(start: tuple[float, float], stop: tuple[float, float], box: tuple[float, ...]) -> bool:
    low, high = (tuple(sorted(pair)) for pair in zip(start, stop, strict=True))
    x, y, width, height = box
    return low[0] < x + width and low[1] > x and high[0] < y + height and high[1] > y


# ---- as the engine walks it


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
