"""A preview says what a repair would do, and leaves nothing of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from engine.cases import opening, operations
from engine.errors import BrokenProcedure, Refused
from engine.store.tables import metadata
from tests.engine.incidents.conftest import Mender, Province


def everything(province: Province) -> dict[str, list[Any]]:
    with province.platform.look() as work:
        return {
            table.name: list(work.connection.execute(sa.select(table).order_by(*table.primary_key)))
            for table in metadata.sorted_tables
        }


def test_moving_is_shown_with_its_tasks_and_timers_and_leaves_nothing(
    province: Province, mender: Mender
) -> None:
    case_id = province.bring_to("handle")
    before = everything(province)
    found = mender.preview(case_id, "move", element="handle", target="team_receive")
    assert found.error is None and not found.ended
    assert [row.unit for row in found.gone] != [row.unit for row in found.begun]
    assert len(found.gone) == len(found.begun) == 1
    assert found.armed and found.disarmed and not found.changes_nothing
    assert everything(province) == before
    mender.do(case_id, "move", element="handle", target="team_receive")
    assert province.items(case_id)[0].name == found.begun[0].name == found.position
    assert province.items(case_id)[0].due_at == found.begun[0].due_at


def test_ending_is_shown_with_whom_it_tells(province: Province, mender: Mender) -> None:
    sender = opening.Sender(name="Lê A", email="a@example.com")
    case_id = province.bring_to("handle", sender=sender)
    before = everything(province)
    found = mender.preview(case_id, "end", target="ended_refused")
    assert found.ended and found.begun == [] and len(found.gone) == 1
    assert {(row.recipient, row.template) for row in found.told} >= {("reporter", "reporter.closed")}
    assert everything(province) == before


def test_a_timer_is_shown_at_its_old_and_new_hour(province: Province, mender: Mender) -> None:
    case_id = province.bring_to("handle")
    until = province.clock.now + timedelta(minutes=30)
    found = mender.preview(case_id, "rearm", element="handle", until=until)
    assert [row.due_at for row in found.armed] == [until]
    assert [row.element for row in found.disarmed] == [row.element for row in found.armed]


def test_what_would_be_refused_says_so_beforehand(province: Province, mender: Mender) -> None:
    case_id = province.report()
    assert isinstance(mender.preview(case_id, "skip", element="verify").error, Refused)
    assert isinstance(mender.preview(case_id, "move", " ", element="triage", target="verify").error, Refused)


def test_what_would_fail_again_says_so_and_writes_no_incident(
    province: Province, mender: Mender, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> object:
        raise LookupError("no such unit")

    case_id = province.report()
    monkeypatch.setitem(operations.OPERATIONS, "dispatch", fail)
    before = everything(province)
    found = mender.preview(case_id, "move", element="triage", target="dispatch_by_rule")
    assert isinstance(found.error, (BrokenProcedure, Refused))
    assert everything(province) == before


def test_a_retry_with_nothing_due_changes_nothing(province: Province, mender: Mender) -> None:
    case_id = province.report()
    mender.note(case_id)
    assert mender.preview(case_id, "retry").changes_nothing
