"""A case that is stuck, and the administrator who mends it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa

from engine import bpmn, incidents
from engine.incidents import Preview, Repair
from engine.invariants import INVARIANTS, broken_in
from engine.store.tables import audit, inputs
from engine.store.tables import incidents as rows
from tests.engine.province import Province

__all__ = ["Mender", "Province"]


@dataclass
class Mender:
    """What an administrator does and sees."""

    province: Province
    who: str = "administrator"

    def do(self, case_id: int, verb: str, reason: str = "máy lỗi", **more: Any) -> None:
        with self.province.platform.work() as work:
            standing = self.province.standing(self.who)
            incidents.repair(work, standing, case_id, Repair(verb, reason, **more))

    def preview(self, case_id: int, verb: str, reason: str = "máy lỗi", **more: Any) -> Preview:
        with self.province.platform.work() as work:
            standing = self.province.standing(self.who)
            return incidents.preview(work, standing, case_id, Repair(verb, reason, **more))

    def token(self, case_id: int, element: str) -> bpmn.Token:
        return next(one for one in self.tokens(case_id) if one.element == element)

    def tokens(self, case_id: int) -> list[bpmn.Token]:
        return self.run(case_id).tokens()

    def run(self, case_id: int) -> bpmn.Run:
        case = self.province.case(case_id)
        with self.province.platform.look() as work:
            release = work.platform.library.release(work, case.release_id)
        return bpmn.Run.load(release.diagram, bpmn.Onlooker(), bytes(case.state))

    def note(self, case_id: int, action: str = "clock:tick", element: str = "triage") -> int:
        data = {"case_id": case_id, "action": action, "element": element, "reason": "hỏng"}
        with self.province.platform.work() as work:
            incidents.note(work, data)
            return int(work.connection.execute(sa.select(sa.func.max(rows.c.id))).scalar_one())

    def open(self) -> list[int]:
        with self.province.platform.look() as work:
            query = sa.select(rows.c.id).where(rows.c.state == "open").order_by(rows.c.id)
            return list(work.connection.execute(query).scalars())

    def resolution(self, incident: int) -> str:
        with self.province.platform.look() as work:
            query = sa.select(rows.c.resolution).where(rows.c.id == incident)
            return str(work.connection.execute(query).scalar())

    def log(self, case_id: int) -> list[Any]:
        with self.province.platform.look() as work:
            query = sa.select(audit).where(audit.c.case_id == case_id, audit.c.action.startswith("repair:"))
            return list(work.connection.execute(query.order_by(audit.c.seq)))

    def inputs(self, case_id: int, kind: str) -> list[Any]:
        with self.province.platform.look() as work:
            query = sa.select(inputs).where(inputs.c.case_id == case_id, inputs.c.kind == kind)
            return list(work.connection.execute(query.order_by(inputs.c.seq)))

    def sound(self) -> list[str]:
        with self.province.platform.look() as work:
            return [str(one) for one in broken_in(work, INVARIANTS)]


@pytest.fixture
def mender(province: Province) -> Mender:
    return Mender(province)


Break = Callable[[], None]
