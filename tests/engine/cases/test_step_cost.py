"""What one completed task may ask of the database: a promise that every change to a step is held to."""

from __future__ import annotations

import secrets
from typing import Any

import pytest
import sqlalchemy as sa

from engine.cases import doing, opening
from engine.errors import InvalidAnswers
from engine.store.tables import files
from tests import rosters
from tests.counting import Counted, counting
from tests.engine.province import COMMUNE, MAIN_WAY, PICTURE, TRIAGE, Province

MOST_STATEMENTS = 12
# A reporter with an address, so that notices are part of what is counted.
SENDER = opening.Sender(name="Lê A", phone="0905000111", email="le.a@example.vn")
WAY = (
    *MAIN_WAY,
    ("operator", "publish", {"public_text": "Ổ gà", "public_result": "Đã vá", "pictures": "none"}),
)


def counted(province: Province, who: str, case_id: int, element: str, answers: dict[str, Any]) -> Counted:
    """Complete a task as a page does, from reading who acts to the end of the transaction."""
    item, standing = province.item(case_id, element), province.standing(who)
    given = {name: value for name, value in answers.items() if name != "uploads"}
    with counting(province.platform.engine) as found, province.platform.work() as work:
        doing.complete(work, standing, item.id, given, answers.get("uploads", {}), key=secrets.token_hex(8))
    return found


@pytest.fixture
def warm(province: Province) -> Province:
    """A process that has already read what it keeps: the release, the units, the fields."""
    province.do("operator", province.report(), "triage", **TRIAGE)
    return province


def photographed(province: Province, case_id: int) -> None:
    """A picture that came with the report, which triage lets travel with the case."""
    with province.platform.work() as work:
        row = {
            "case_id": case_id,
            "purpose": "report",
            "media_type": "image/jpeg",
            "sha256": "0" * 64,
            "size": 1,
            "uploaded_at": work.now,
        }
        work.run(sa.insert(files), row)


def test_every_task_of_the_main_way_costs_one_commit_and_at_most_twelve_statements(warm: Province) -> None:
    case_id = warm.report(sender=SENDER)
    photographed(warm, case_id)
    too_dear = []
    for who, element, answers in WAY:
        found = counted(warm, who, case_id, element, answers)
        print(f"{element}: {len(found.statements)} statements, {found.commits} commit")  # noqa: T201
        if found.commits != 1 or len(found.statements) > MOST_STATEMENTS:
            too_dear.append(
                f"{element}: {len(found.statements)} statements, {found.commits} commits\n{found.told()}"
            )
        warm.clock.advance(minutes=7)
    assert not too_dear, "\n\n".join(too_dear)


def test_a_co_handlers_part_costs_no_more(warm: Province) -> None:
    case_id = warm.report(sender=SENDER)
    warm.do("operator", case_id, "triage", **TRIAGE)
    warm.do("member", case_id, "team_receive", outcome="assign", lead=COMMUNE, co_agencies=["com-24118"])
    with warm.platform.work() as work:
        warm.officers["co"] = rosters.add_officer(work, "co", ("com-24118", "handling_officer"))
    warm.do("focal", case_id, "agency_accept", outcome="accept", officer="handler")
    found = counted(warm, "co", case_id, "contribute", {"account": "Đã dọn phần mình", "uploads": PICTURE})
    assert (found.commits, len(found.statements) <= MOST_STATEMENTS) == (1, True), found.told()


def test_a_task_refused_commits_nothing(warm: Province) -> None:
    case_id = warm.report()
    item, standing = warm.item(case_id, "triage"), warm.standing("operator")
    with (
        counting(warm.platform.engine) as found,
        pytest.raises(InvalidAnswers),
        warm.platform.work() as work,
    ):
        doing.complete(work, standing, item.id, {"outcome": ""}, {}, key="refused")
    assert found.commits == 0
    assert warm.item(case_id, "triage").state == "open"
