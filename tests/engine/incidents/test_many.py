"""One repair for all incidents that a filter finds: previewed, each by itself, with a report."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from engine import incidents, timers
from engine.cases.host import CaseHost
from engine.errors import NotAllowed, Refused
from engine.incidents import TRIES, Faults, Repair
from engine.store.tables import audit
from tests.engine.incidents.conftest import Mender, Province


@pytest.fixture
def stuck(province: Province, mender: Mender, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Three cases whose reminders fail until somebody mends the cause."""
    made = [province.report(f"Việc số {n}, khá dài") for n in range(3)]

    def fail(*_: Any, **__: Any) -> None:
        raise LookupError("no such recipient")

    with monkeypatch.context() as patched:
        patched.setattr(CaseHost, "escalate", fail)
        province.clock.advance(hours=1)
        for _ in range(TRIES):
            timers.tick(province.platform)
            province.clock.advance(minutes=10)
    assert len(mender.open()) == 3
    assert timers.tick(province.platform).moved == 0  # after three tries a person decides
    return made


def test_all_are_retried_and_reported(province: Province, mender: Mender, stuck: list[int]) -> None:
    who = province.standing("administrator")
    looked = incidents.repair_many(province.platform, who, Faults(), Repair("retry"), only_look=True)
    assert [one.error for one in looked] == [None] * 3
    assert all(one.preview and one.preview.disarmed for one in looked) and len(mender.open()) == 3
    done = incidents.repair_many(province.platform, who, Faults(error="recipient"), Repair("retry"))
    assert [one.error for one in done] == [None] * 3 and mender.open() == []
    with province.platform.look() as work:
        query = sa.select(audit.c.detail).where(audit.c.action == "repair:many:retry")
        [detail] = work.connection.execute(query).scalars()
    assert len(detail["done"]) == 3 and detail["failed"] == [] and detail["filter"] == {"error": "recipient"}
    assert mender.sound() == []


def test_one_that_cannot_be_mended_stops_no_other(
    province: Province, mender: Mender, stuck: list[int]
) -> None:
    who = province.standing("administrator")
    mender.do(stuck[1], "end", target="ended_withdrawn")
    mender.note(stuck[1], element="triage")
    done = incidents.repair_many(
        province.platform, who, Faults(), Repair("end", "nhập thử", target="ended_withdrawn")
    )
    assert [type(one.error) for one in done] == [type(None), type(None), Refused]
    assert [province.case(one).status for one in stuck] == ["ended"] * 3


def test_a_filter_chooses(province: Province, mender: Mender, stuck: list[int]) -> None:
    who, release = province.standing("administrator"), province.case(stuck[0]).release_id
    mender.note(stuck[0], "task:triage", "dispatch")
    with province.platform.look() as work:
        found = [
            len(incidents.faults(work, who, which))
            for which in (
                Faults(),
                Faults(action="clock:"),
                Faults(action="task:"),
                Faults(element="dispatch"),
                Faults(error="no such"),
                Faults(error="_o such"),
                Faults(release=release),
                Faults(release=release + 1),
            )
        ]
    assert found == [4, 3, 1, 1, 3, 0, 4, 0]


def test_what_is_done_to_one_case_is_not_done_to_many(province: Province, stuck: list[int]) -> None:
    who = province.standing("administrator")
    for verb in sorted(set(incidents.VERBS) - set(incidents.MANY)):
        with pytest.raises(Refused):
            incidents.repair_many(province.platform, who, Faults(), Repair(verb, "vì sao"))
    with pytest.raises(NotAllowed):
        incidents.repair_many(province.platform, province.standing("lead"), Faults(), Repair("retry"))
