"""A province with the real procedure in force and a few officers, for tests of what is done to cases."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

import forms
from engine import releases, timers
from engine.cases import doing, opening
from engine.notices.sending import send_waiting
from engine.people.standing import Standing, roles
from engine.reference import import_reference
from engine.store.tables import cases, work_items
from engine.work import Platform, Work
from tests import rosters
from tests.clocks import FakeClock

PROCESSES = Path(__file__).parents[2] / "processes"
TEAM, COMMUNE = "team-643", "com-24133"
PEOPLE: dict[str, tuple[tuple[str, str], ...]] = {
    "operator": (("ioc", "ioc_operator"),),
    "lead": (("ioc", "ioc_lead"),),
    "administrator": (("ioc", "administrator"),),
    "member": ((TEAM, "team_member"),),
    "leader": ((TEAM, "team_leader"),),
    "focal": ((COMMUNE, "focal_officer"),),
    "handler": ((COMMUNE, "handling_officer"),),
    "colleague": ((COMMUNE, "handling_officer"),),
    "head": ((COMMUNE, "agency_head"),),
    "stranger": (("team-644", "team_member"),),
}
TRIAGE = {
    "outcome": "accept",
    "field": "urban_infrastructure",
    "urgency": "normal",
    "commune": "24133",
    "working_text": "Ổ gà giữa đường",
    "follow_proposal": "true",
}
PICTURE = {"images": [forms.File("1", "anh.jpg", "image/jpeg", 1000)]}
# Who does which task with which answers.
MAIN_WAY: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("operator", "triage", TRIAGE),
    ("member", "team_receive", {"outcome": "assign", "lead": COMMUNE}),
    ("focal", "agency_accept", {"outcome": "accept", "officer": "handler"}),
    ("handler", "handle", {"outcome": "done", "account": "Đã vá xong", "uploads": PICTURE}),
    ("member", "verify", {"outcome": "pass"}),
)


@dataclass
class Province:
    """The installation and its officers, with the verbs a test needs."""

    platform: Platform
    clock: FakeClock
    officers: dict[str, int] = field(default_factory=dict)

    def standing(self, who: str) -> Standing:
        with self.platform.look() as work:
            return roles(work, self.officers[who])

    def report(self, text: str = "Ổ gà to giữa đường", *, key: str | None = None, **more: Any) -> int:
        sender = more.pop("sender", opening.Sender(name="Lê A", phone="0905000111"))
        report = opening.NewReport(text, commune_code="24133", reporter=sender, **more)
        with self.platform.work() as work:
            return opening.open_case(work, report, key=key or secrets.token_hex(8)).case_id

    def items(self, case_id: int, state: str = "open") -> list[Any]:
        query = sa.select(work_items).where(work_items.c.case_id == case_id, work_items.c.state == state)
        with self.platform.look() as work:
            return list(work.connection.execute(query.order_by(work_items.c.id)))

    def item(self, case_id: int, element: str) -> Any:
        return next(row for row in self.items(case_id) if row.element == element)

    def case(self, case_id: int) -> Any:
        with self.platform.look() as work:
            return work.connection.execute(sa.select(cases).where(cases.c.id == case_id)).one()

    def do(
        self,
        who: str,
        case_id: int,
        element: str,
        uploads: Any = None,
        *,
        key: str | None = None,
        **answers: object,
    ) -> doing.Done:
        item = self.item(case_id, element)
        with self.platform.work() as work:
            standing = roles(work, self.officers[who])
            key = key or secrets.token_hex(8)
            return doing.complete(work, standing, item.id, answers, uploads or {}, key=key)

    def bring_to(self, element: str, **report: Any) -> int:
        """Take a new report as far as `element` of the main way."""
        case_id = self.report(**report)
        for who, step, answers in MAIN_WAY:
            if step == element:
                return case_id
            self.do(who, case_id, step, **answers)
        return case_id

    def tick(self) -> None:
        timers.tick(self.platform)
        send_waiting(self.platform)


_READ: dict[str, releases.Release] = {}


def put_procedure_in_force(work: Work) -> int:
    """Put the 731 procedure in force; its files are read and checked once for all tests of a process."""
    files = releases.folder_files(PROCESSES / "cv731")
    release = releases.keep_release(work, files)
    releases.put_in_force(work, release)
    read = _READ.setdefault(
        releases.digest_of(files), releases.Release(release, releases.digest_of(files), files)
    )
    if read.id == release:
        work.platform.library.know(read)
    return release


def found(platform: Platform, clock: FakeClock) -> Province:
    """Enter the units of the province, the procedure and one officer for each role."""
    made = Province(platform, clock)
    with platform.work() as work:
        import_reference(work, PROCESSES / "dak-lak")
        put_procedure_in_force(work)
        for login, posts in PEOPLE.items():
            made.officers[login] = rosters.add_officer(work, login, *posts)
    return made
