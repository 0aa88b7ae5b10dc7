"""The 731 diagrams as a person reads them: forms, roles, units, clocks, questions and their answers."""

from __future__ import annotations

from typing import Any

import pytest

from engine import bpmn, feel
from engine.bpmn.check import check_bpmn
from forms import read_form
from tests.processes.walking import BPMN, FILES, FOLDER, TREES

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


def elements(tag: str) -> list[Any]:
    return [element for tree in TREES.values() for element in tree.iter(BPMN + tag)]


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
