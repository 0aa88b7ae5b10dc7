"""One scenario under way: its installation, its clock, its cases, and what was told so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from engine.people.standing import Standing, roles
from engine.scenarios.clock import VirtualClock
from engine.scenarios.mailing import Recorder
from engine.store.tables import cases, notices
from engine.work import Platform, Work

FIRST = "A"
Body = Mapping[str, Any]  # one step as its file tells it


class Unplayable(Exception):
    """The scenario asks for something that is not there."""

    def __init__(self, vi: str) -> None:
        self.vi = vi
        super().__init__(vi)


@dataclass
class Player:
    """Everything a step of a scenario may touch."""

    platform: Platform
    clock: VirtualClock
    people: Mapping[str, int]
    mail: Recorder = field(default_factory=Recorder)
    cases: dict[str, int] = field(default_factory=dict)
    reporters: dict[str, str] = field(default_factory=dict)  # address → how scenarios call them
    now_at: str = FIRST
    notices_seen: int = 0
    mails_seen: int = 0
    keys: int = 0
    refusal: str = ""

    def case_id(self) -> int:
        return self.named(self.now_at)

    def named(self, name: str) -> int:
        """The case of a name: A, B… as reported, A-1 for the first part of a split one."""
        if name in self.cases:
            return self.cases[name]
        parent, _, part = name.partition("-")
        if parent not in self.cases or not part:
            raise Unplayable(f"chưa có phản ánh “{name}”")
        with self.platform.look() as work:
            own = self.number(work, parent)
            query = sa.select(cases.c.id).where(cases.c.report_no == f"{own}-{part}")
            found = work.connection.execute(query).scalar()
        if found is None:
            raise Unplayable(f"chưa có phản ánh “{name}”")
        return int(found)

    def number(self, work: Work, name: str) -> str:
        query = sa.select(cases.c.report_no).where(cases.c.id == self.cases[name])
        return str(work.connection.execute(query).scalar())

    def key(self) -> str:
        """A key that no earlier act used."""
        self.keys += 1
        return f"scenario-{self.keys}"

    def standing(self, work: Work, name: str) -> Standing:
        if name not in self.people:
            raise Unplayable(f"không có người “{name}” trong roster.yaml")
        return roles(work, self.people[name])

    def login(self, officer_id: int | None) -> str:
        return next((name for name, each in self.people.items() if each == officer_id), "")

    def new_notices(self, work: Work) -> list[Any]:
        query = sa.select(notices).where(notices.c.id > self.notices_seen).order_by(notices.c.id)
        return list(work.connection.execute(query))
