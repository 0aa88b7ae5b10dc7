"""What the tables decided is kept in few bytes and told again in full."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from engine.cases.deciding import tables_of
from engine.store.tables import decisions
from tests.engine.province import Province


def test_a_decision_says_later_what_went_in_and_which_rows_fired(province: Province) -> None:
    case_id = province.bring_to("team_receive")
    here = decisions.c.case_id == case_id, decisions.c.decision == "routing"
    with province.platform.look() as work:
        row = work.connection.execute(sa.select(decisions).where(*here)).one()
        told: Any = tables_of(work, row)
    table = told[0]
    assert (table["decision"], table["hit_policy"]) == ("routing", "FIRST")
    assert dict(table["inputs"])["Lĩnh vực"] == "urban_infrastructure"
    assert table["rules"][0]["id"].startswith("ru_routing_")
    assert table["outputs"]["unit"] == row.value["unit"]
    assert len(row.told) < 250


def test_a_decision_of_before_says_it_where_it_always_did(province: Province) -> None:
    case_id = province.bring_to("team_receive")
    kept = [{"decision": "routing", "rules": []}]
    with province.platform.work() as work:
        work.run(sa.update(decisions).where(decisions.c.case_id == case_id).values(told=None, rules=kept))
    with province.platform.look() as work:
        rows = work.connection.execute(sa.select(decisions).where(decisions.c.case_id == case_id)).all()
        assert [tables_of(work, row) for row in rows] == [kept] * len(rows)
