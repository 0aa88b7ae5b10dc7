"""What one completed task may ask of the database: a promise that every change to a step is held to."""

from __future__ import annotations

import secrets
from typing import Any

import pytest

from engine.cases import doing, opening
from tests.counting import Counted, counting
from tests.engine.cases.conftest import COMMUNE, PICTURE, TRIAGE, Province

MOST_STATEMENTS = 15
# A reporter with an address, so that notices are part of what is counted.
SENDER = opening.Sender(name="Lê A", phone="0905000111", email="le.a@example.vn")
WAY: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("operator", "triage", TRIAGE),
    ("member", "team_receive", {"outcome": "assign", "lead": COMMUNE}),
    ("focal", "agency_accept", {"outcome": "accept", "officer": "handler"}),
    ("handler", "handle", {"outcome": "done", "account": "Đã vá xong", "uploads": PICTURE}),
    ("leader", "verify", {"outcome": "pass"}),
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


def test_a_completed_task_costs_one_commit_and_at_most_fifteen_statements(warm: Province) -> None:
    case_id = warm.report(sender=SENDER)
    too_dear = []
    for who, element, answers in WAY:
        found = counted(warm, who, case_id, element, answers)
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
    from tests import rosters

    with warm.platform.work() as work:
        warm.officers["co"] = rosters.add_officer(work, "co", ("com-24118", "handling_officer"))
    warm.do("focal", case_id, "agency_accept", outcome="accept", officer="handler")
    found = counted(warm, "co", case_id, "contribute", {"account": "Đã dọn phần mình", "uploads": PICTURE})
    assert (found.commits, len(found.statements) <= MOST_STATEMENTS) == (1, True), found.told()


def test_a_task_refused_commits_nothing(warm: Province) -> None:
    from engine.errors import InvalidAnswers

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
