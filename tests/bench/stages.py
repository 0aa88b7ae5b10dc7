"""The engine on the scale: the real procedure, and six steps in a row as the floor has them."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

import forms
from engine import releases
from engine.cases import doing, opening
from engine.people.standing import roles
from engine.reference import import_reference
from engine.store.tables import metadata, work_items
from engine.work import Platform, open_platform
from tests import rosters
from tests.bench.payloads import LETTER, STEPS, payloads
from tests.clocks import FakeClock
from tests.counting import counting

ROOT = Path(__file__).parents[2]
SIX, REAL = ROOT / "tests" / "bench" / "release", ROOT / "processes" / "cv731"
TEAM, COMMUNE = "team-643", "com-24133"
PEOPLE: Mapping[str, tuple[str, str]] = {
    "operator": ("ioc", "ioc_operator"),
    "member": (TEAM, "team_member"),
    "leader": (TEAM, "team_leader"),
    "focal": (COMMUNE, "focal_officer"),
    "handler": (COMMUNE, "handling_officer"),
}
Task = tuple[str, str, Mapping[str, Any], Mapping[str, Any]]  # who, element, answers, uploads
PHOTO = {"images": [forms.File("1", "anh.jpg", "image/jpeg", 200_000)]}


def real_way(_number: int) -> list[Task]:
    """The six tasks of the procedure's main way."""
    triage = {
        "outcome": "accept",
        "field": "urban_infrastructure",
        "urgency": "normal",
        "commune": "24133",
        "working_text": LETTER * 2,
        "follow_proposal": "true",
    }
    published = {"public_text": LETTER, "public_result": LETTER, "pictures": "none"}
    return [
        ("operator", "triage", triage, {}),
        ("member", "team_receive", {"outcome": "assign", "lead": COMMUNE}, {}),
        ("focal", "agency_accept", {"outcome": "accept", "officer": "handler"}, {}),
        ("handler", "handle", {"outcome": "done", "account": LETTER}, PHOTO),
        ("leader", "verify", {"outcome": "pass"}, {}),
        ("operator", "publish", published, {}),
    ]


def six_way(number: int) -> list[Task]:
    """The floor's six steps with the floor's answers."""
    return [("operator", step, payloads(number)[step], {}) for step in STEPS]


@dataclass
class Stage:
    """A province with one procedure in force, and what each completed task of it cost."""

    platform: Platform
    way: Callable[[int], list[Task]]
    officers: dict[str, int] = field(default_factory=dict)
    spent: list[float] = field(default_factory=list)
    statements: list[int] = field(default_factory=list)
    commits: list[int] = field(default_factory=list)

    def run_case(self, number: int) -> None:
        """Take one report through its tasks, each completed as a page does it."""
        self.bring(number, len(self.way(number)))

    def bring(self, number: int, tasks: int) -> int:
        """Open a report and complete its first tasks."""
        case_id = self._report(number)
        for task in self.way(number)[:tasks]:
            self._take(case_id, task)
            self.clock.now += timedelta(minutes=5)
        return case_id

    def _take(self, case_id: int, task: Task) -> None:
        who, element, answers, uploads = task
        item_id = self.item(case_id, element)
        with counting(self.platform.engine) as counted:
            began = time.process_time()
            with self.platform.work() as work:
                standing = roles(work, self.officers[who])
                before = len(counted.statements)
                doing.complete(work, standing, item_id, answers, uploads, key=secrets.token_hex(8))
            self.spent.append(time.process_time() - began)
        self.statements.append(len(counted.statements) - before)
        self.commits.append(counted.commits)

    @property
    def clock(self) -> FakeClock:
        assert isinstance(self.platform.clock, FakeClock)
        return self.platform.clock

    def _report(self, number: int) -> int:
        given = payloads(number)["reception"]
        sender = opening.Sender(
            name=given["reporter_name"], phone=given["reporter_phone"], email="a@example.vn"
        )
        report = opening.NewReport(given["description"], commune_code="24133", place="15", reporter=sender)
        with self.platform.work() as work:
            return opening.open_case(work, report, key=secrets.token_hex(8)).case_id

    def item(self, case_id: int, element: str) -> int:
        query = sa.select(work_items.c.id).where(
            work_items.c.case_id == case_id, work_items.c.element == element, work_items.c.state == "open"
        )
        with self.platform.look() as work:
            return int(work.connection.execute(query).scalar_one())


def set_up(
    data: Path, url: str | None, release: Path, way: Callable[[int], list[Task]], *, password: str = "-"
) -> Stage:
    """A fresh installation with its people; the tables are made if the database has none."""
    platform = open_platform(data, url, clock=FakeClock())
    metadata.create_all(platform.engine)
    stage = Stage(platform, way)
    with platform.work() as work:
        import_reference(work, ROOT / "processes" / "dak-lak")
        releases.put_in_force(work, releases.deploy(work, release))
        for login, post in PEOPLE.items():
            stage.officers[login] = rosters.add_officer(work, login, post, password_hash=password)
    return stage
