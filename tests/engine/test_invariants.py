"""The promises hold after ordinary work, and each is missed when somebody breaks what it guards."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from engine.invariants import INVARIANTS, broken
from engine.store import tables
from tests.engine.cases.conftest import Province, province  # noqa: F401  (a fixture)

T = tables


def _spoil(name: str) -> list[Any]:
    """What somebody with a database client could do to break a promise."""
    pending = T.timers.c.state == "pending"
    done = T.work_items.c.state == "done"
    ways: dict[str, list[Any]] = {
        "I1": [sa.update(T.counters).values(value=T.counters.c.value + 1)],
        "I2": [sa.update(T.cases).values(status="ended")],
        "I3": [sa.update(T.work_items).where(done).values(completed_by=None)],
        "I4": [sa.update(T.timers).where(T.timers.c.state == "cancelled").values(state="fired")],
        "I5": [sa.update(T.timers).where(pending).values(host="triage")],
        "I6": [sa.update(T.audit).where(T.audit.c.seq == 2).values(detail={"said": "nothing"})],
        "I7": [
            sa.insert(T.escalations).values(
                case_id=1,
                element="verify",
                phase="team_verify",
                rung="due",
                at=sa.func.now(),
                recipients={"1": "chair"},
            )
        ],
        "I9": [
            sa.insert(T.idempotency).values(
                key="k", actor="report:public", answer='{"report_no": "PA-1999-1"}', at=sa.func.now()
            )
        ],
        "I10": [sa.update(T.work_items).where(T.work_items.c.state == "open").values(task="another")],
    }
    return ways[name]


def test_every_promise_holds_after_ordinary_work(province: Province) -> None:  # noqa: F811
    province.bring_to("verify")
    province.clock.advance(days=5)
    province.tick()
    assert broken(province.platform, INVARIANTS) == []


@pytest.mark.parametrize("name", [one.name for one in INVARIANTS])
def test_each_promise_is_missed_when_it_is_broken(province: Province, name: str) -> None:  # noqa: F811
    province.bring_to("verify")
    with province.platform.engine.begin() as connection:
        for statement in _spoil(name):
            connection.execute(statement)
    missed = broken(province.platform, INVARIANTS)
    assert name in [one.invariant.name for one in missed], missed
