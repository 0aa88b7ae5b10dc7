"""A case past a limit becomes an incident: never a silent success, never half a step, always mendable."""

from __future__ import annotations

import pytest

from engine import bpmn
from engine.bpmn import run, state, workflow
from engine.errors import BrokenProcedure
from engine.store.tables import incidents as rows
from tests.engine.incidents.conftest import Mender, Province
from tests.engine.province import TRIAGE

LIMITS = [
    (workflow, "DEEPEST", 3, bpmn.TooDeep),
    (state, "LARGEST_WRITTEN", 500, bpmn.TooLarge),
    (workflow.Case, "run_ready", None, bpmn.StepBudget),
]


def _over_budget(case: workflow.Case, budget: int) -> int:
    raise bpmn.StepBudget("dispatch", f"more than {run.BUDGET} elements in one step")


@pytest.mark.parametrize(("place", "name", "value", "error"), LIMITS, ids=["depth", "size", "steps"])
def test_a_step_past_a_limit_saves_nothing_but_an_incident(
    province: Province,
    mender: Mender,
    monkeypatch: pytest.MonkeyPatch,
    place: object,
    name: str,
    value: int | None,
    error: type[bpmn.RunError],
) -> None:
    case_id = province.report()
    before = province.case(case_id)
    with monkeypatch.context() as patched:
        patched.setattr(place, name, value if value is not None else _over_budget)
        with pytest.raises(BrokenProcedure) as told:
            province.do("operator", case_id, "triage", **TRIAGE)
        assert isinstance(told.value.__cause__, error)
        assert province.case(case_id) == before
        [incident] = mender.open()
        assert mender.sound() == []
        if error is bpmn.TooDeep:  # what cannot go on can still be ended
            mender.do(case_id, "end", target="ended_withdrawn")
            assert province.case(case_id).status == "ended" and mender.open() == []
            return
    with province.platform.look() as work:
        row = work.connection.execute(rows.select().where(rows.c.id == incident)).one()
    assert row.action == "task:triage" and row.error
    province.do("operator", case_id, "triage", **TRIAGE)
    assert [item.element for item in province.items(case_id)] == ["team_receive"]
    assert mender.sound() == []
