"""What goes public: nothing beyond what the centre let pass."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from engine.cases.actor import Actor
from engine.cases.step import Step, take_step
from engine.publication import put_public, take_down
from engine.store.tables import publications
from tests.engine.province import Province


def _act(province: Province, case_id: int, act: Any) -> None:
    with province.platform.work() as work:
        take_step(work, case_id, Actor(province.officers["operator"]), "case:test", act)


def _publish(province: Province, case_id: int, text: str) -> None:
    answers = {"public_text": text, "public_result": "Đã vá.", "pictures": "none"}
    _act(province, case_id, lambda step: put_public(step, answers))


def _row(province: Province) -> Any:
    with province.platform.look() as work:
        return work.connection.execute(sa.select(publications)).one()


def test_the_title_is_cut_from_the_redacted_text(province: Province) -> None:
    case_id = province.report("Ổ gà trước nhà bà Tư bán phở, ngõ 12")
    _publish(province, case_id, "Ổ gà trong ngõ")
    row = _row(province)
    assert row.title == "Ổ gà trong ngõ" and "bà Tư" not in f"{row.title} {row.body} {row.folded}"


def test_what_is_published_again_has_no_reason_for_being_withdrawn(province: Province) -> None:
    case_id = province.report("Ổ gà to giữa đường")
    _publish(province, case_id, "Ổ gà")
    _act(province, case_id, lambda step: take_down(step, "reopened"))
    taken = _row(province)
    assert (taken.state, taken.reason) == ("withdrawn", "reopened") and taken.withdrawn_at
    _publish(province, case_id, "Ổ gà, lần hai")
    again = _row(province)
    assert (again.state, again.reason, again.withdrawn_at) == ("public", None, None)


def test_taking_down_what_is_not_public_changes_nothing(province: Province) -> None:
    case_id = province.report("Ổ gà to giữa đường")

    def act(step: Step) -> None:
        take_down(step, "withdrawn")

    _act(province, case_id, act)
    with province.platform.look() as work:
        assert work.connection.execute(sa.select(publications)).all() == []
