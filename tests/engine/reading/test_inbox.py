"""The list of work: what is in which list, in which order, and at what cost."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from engine.people import delegations
from engine.people.standing import Standing, roles
from engine.reading import inbox, streams
from engine.reading.inbox import Mark
from engine.store import tables
from engine.work import Work
from tests import rosters

HOUR = timedelta(hours=1)


def unit_id(work: Work, code: str) -> int:
    return int(
        work.connection.execute(sa.select(tables.units.c.id).where(tables.units.c.code == code)).scalar_one()
    )


def add_item(work: Work, number: int, unit: str, due: timedelta | None = HOUR, **more: Any) -> int:
    """A case of a unit with one open task, due so long from now."""
    case_id = rosters.add_case(work, work.platform.caches["release"], number, **more.pop("case", {}))  # type: ignore[arg-type]
    concerned = {"case_id": case_id, "unit_id": unit_id(work, unit), "part": "holder", "since": work.now}
    work.run(sa.insert(tables.case_units).values(concerned))
    row = {
        "case_id": case_id,
        "element": "step",
        "task": f"t{number}",
        "occurrence": 1,
        "name": "Một bước",
        "form": "step",
        "role": "team_member",
        "unit_id": unit_id(work, unit),
        "created_at": work.now,
        "due_at": work.now + due if due is not None else None,
        **more,
    }
    made = work.run(sa.insert(tables.work_items).values(row).returning(tables.work_items.c.id))
    return int(str(made.scalar_one()))


def member(work: Work, login: str = "an", unit: str = "team-643", role: str = "team_member") -> Standing:
    return roles(work, rosters.add_officer(work, login, (unit, role)))


def ids(page: inbox.Page) -> list[int]:
    return [entry.id for entry in page.entries]


def test_a_units_list_is_in_order_of_due_time_and_tasks_without_one_come_last(province: Work) -> None:
    undated = add_item(province, 1, "team-643", None)
    late = add_item(province, 2, "team-643", 5 * HOUR)
    soon = add_item(province, 3, "team-643", HOUR)
    assert ids(inbox.page(province, member(province), "unit")) == [soon, late, undated]


def test_another_units_tasks_are_in_no_list(province: Work) -> None:
    add_item(province, 1, "team-644")
    person = member(province)
    assert [inbox.page(province, person, name).entries for name in streams.lists_of(person)] == [()] * 5


def test_pages_follow_each_other_without_a_gap_or_a_repeat(province: Work) -> None:
    dues = [HOUR, HOUR, 2 * HOUR, 2 * HOUR, 2 * HOUR, None, None]
    made = [add_item(province, number, "team-643", due) for number, due in enumerate(dues)]
    person, mark, seen = member(province), None, []
    for _ in range(4):
        page = inbox.page(province, person, "unit", mark, size=2)
        seen += ids(page)
        mark = inbox.read_mark(str(page.next)) if page.next else None
    assert (seen, mark) == (made, None)


@pytest.mark.parametrize("text", ["", "x", "1", "--", "-", "1-1-1", "9" * 30 + "-1"])
def test_a_mark_that_no_page_gave_means_the_first_page(text: str) -> None:
    assert inbox.read_mark(text) is None


def test_a_mark_survives_the_address(province: Work) -> None:
    mark = Mark(province.now + timedelta(microseconds=7), 12)
    assert inbox.read_mark(str(mark)) == mark


def test_each_list_holds_what_its_name_says(province: Work) -> None:
    person = member(province)
    mine = add_item(province, 1, "team-643", 30 * HOUR, claimed_by=person.officer_id)
    overdue = add_item(province, 2, "team-643", -HOUR)
    today = add_item(province, 3, "team-643", 3 * HOUR)
    later = add_item(province, 4, "team-643", 40 * HOUR)
    add_item(province, 5, "team-643", HOUR, state="done")
    found = {name: ids(inbox.page(province, person, name)) for name in streams.lists_of(person)}
    assert found == {
        "mine": [mine],
        "unit": [overdue, today, mine, later],
        "free": [overdue, today, later],
        "overdue": [overdue],
        "today": [today],
    }


def test_counts_equal_the_lengths_of_the_lists(province: Work) -> None:
    person = member(province)
    for number in range(3):
        add_item(province, number, "team-643", -HOUR, claimed_by=person.officer_id if number else None)
    assert inbox.counts(province, person) == {"mine": 2, "unit": 3, "free": 1, "overdue": 3, "today": 0}


def test_a_count_stops_one_above_its_cap(province: Work) -> None:
    for number in range(inbox.MOST + 5):
        add_item(province, number, "team-643")
    assert inbox.counts(province, member(province))["unit"] == inbox.MOST + 1


def test_only_those_who_read_the_whole_province_have_a_list_of_everything(province: Work) -> None:
    add_item(province, 1, "team-643")
    add_item(province, 2, "team-644", 2 * HOUR)
    operator = member(province, "ioc", "ioc", "ioc_operator")
    assert streams.EVERYTHING not in streams.lists_of(member(province))
    assert len(inbox.page(province, operator, streams.EVERYTHING).entries) == 2


def test_a_restricted_case_is_in_no_units_list(province: Work) -> None:
    add_item(province, 1, "team-643", case={"restricted": True})
    assert inbox.page(province, member(province), "unit").entries == ()


def test_outside_the_centre_only_the_working_copy_is_read(province: Work) -> None:
    add_item(province, 1, "team-643", case={"original_text": "Bà Hoa 0905", "working_text": "Bà [...]"})
    add_item(province, 2, "team-643", 2 * HOUR, case={"original_text": "Chưa che"})
    texts = [entry.excerpt for entry in inbox.page(province, member(province), "unit").entries]
    assert texts == ["Bà [...]", ""]


def test_unclaimed_emergencies_stand_apart_until_somebody_takes_them(province: Work) -> None:
    person = member(province)
    fire = add_item(province, 1, "team-643", urgent=True)
    add_item(province, 2, "team-643", urgent=True, claimed_by=person.officer_id)
    add_item(province, 3, "team-643")
    assert [entry.id for entry in inbox.emergencies(province, person)] == [fire]


def test_a_delegate_finds_the_principals_tasks_among_their_own(province: Work) -> None:
    chair = rosters.add_officer(province, "chair", ("team-643", "team_leader"))
    deputy = rosters.add_officer(province, "deputy", ("team-644", "team_member"))
    since, until = province.now - HOUR, province.now + HOUR
    delegations.delegate(province, chair, deputy, verbs=["*"], capacity="thừa lệnh", since=since, until=until)
    item = add_item(province, 1, "team-643", claimed_by=chair)
    assert ids(inbox.page(province, roles(province, deputy), "mine")) == [item]


@contextmanager
def counted(connection: sa.Connection) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(*args: Any) -> None:
        statements.append(args[2])

    event.listen(connection, "before_cursor_execute", note)
    yield statements
    event.remove(connection, "before_cursor_execute", note)


def bulk(work: Work, first: int, count: int, unit: str) -> None:
    """Open tasks of one unit, entered by the thousand."""
    release = work.platform.caches["release"]
    there = unit_id(work, unit)
    numbers = range(first, first + count)
    case = {"release_id": release, "process": "cv731", "facts": {}, "tallies": {}, "original_text": "Ổ gà"}
    moments = {"received_at": work.now, "recorded_at": work.now}
    rows = [{"id": n, "report_no": f"N{n}", "tracking_hash": f"h{n}", **case, **moments} for n in numbers]
    work.run(sa.insert(tables.cases), rows)
    part = {"unit_id": there, "part": "holder", "since": work.now}
    work.run(sa.insert(tables.case_units), [{"case_id": n, **part} for n in numbers])
    item = {
        "element": "s",
        "occurrence": 1,
        "name": "s",
        "form": "s",
        "role": "team_member",
        "unit_id": there,
    }
    work.run(
        sa.insert(tables.work_items),
        [
            {
                "case_id": n,
                "task": f"t{n}",
                "created_at": work.now,
                "due_at": work.now + n * HOUR / 60,
                **item,
            }
            for n in numbers
        ],
    )


def test_a_page_of_the_inbox_is_a_few_statements(province: Work) -> None:
    person = member(province)
    for number in range(5):
        add_item(province, number, "team-643")
    with counted(province.connection) as statements:
        inbox.page(province, person, "unit", size=3)
        inbox.counts(province, person)
    assert len(statements) == 2


def _plans(work: Work, statements: list[tuple[str, Any]]) -> str:
    rows: list[str] = []
    for statement, parameters in statements:
        found = work.connection.exec_driver_sql(f"explain query plan {statement}", parameters)
        rows += [row[3] for row in found]
    return "\n".join(rows)


class Steps:
    """Counts the work SQLite does, in hundreds of its machine's instructions."""

    def __init__(self, work: Work) -> None:
        self.raw: sqlite3.Connection = work.connection.connection.driver_connection  # type: ignore[assignment]

    def of(self, act: Any) -> int:
        done = 0

        def tick() -> int:
            nonlocal done
            done += 1
            return 0

        self.raw.set_progress_handler(tick, 100)
        act()
        self.raw.set_progress_handler(None, 0)
        return done


def only_on_sqlite(work: Work) -> None:
    if work.connection.dialect.name != "sqlite":
        pytest.skip("reads SQLite's own plan and instruction count")


LISTED = ("mine", "unit", "free", "overdue", "today")


def test_every_list_enters_a_partial_index_and_scans_no_table(province: Work) -> None:
    only_on_sqlite(province)
    person = member(province)
    bulk(province, 100, 300, "team-643")
    statements: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        statements.append((statement, parameters))

    event.listen(province.connection, "before_cursor_execute", note)
    for name in LISTED:
        inbox.page(province, person, name)
    inbox.counts(province, person)
    event.remove(province.connection, "before_cursor_execute", note)
    plan = _plans(province, statements)
    assert "ix_work_items_inbox" in plan
    assert "ix_work_items_mine" in plan
    assert "SCAN work_items" not in plan
    assert "SCAN cases" not in plan


@pytest.mark.parametrize("name", LISTED)
def test_twenty_thousand_open_tasks_elsewhere_cost_a_page_nothing(province: Work, name: str) -> None:
    only_on_sqlite(province)
    person = member(province)
    bulk(province, 1, 200, "team-643")
    steps = Steps(province)
    before = steps.of(lambda: (inbox.page(province, person, name), inbox.counts(province, person)))
    bulk(province, 10_000, 20_000, "team-644")
    after = steps.of(lambda: (inbox.page(province, person, name), inbox.counts(province, person)))
    assert after <= before * 1.2 + 5


@pytest.mark.parametrize("name", ["unit", "free", "all"])
def test_a_page_of_twenty_thousand_own_tasks_costs_no_more_than_one_of_five_hundred(
    province: Work, name: str
) -> None:
    only_on_sqlite(province)
    person = member(province, "op", "ioc", "ioc_operator")
    bulk(province, 1, 500, "ioc")
    steps = Steps(province)
    before = steps.of(lambda: (inbox.page(province, person, name), inbox.counts(province, person)))
    bulk(province, 10_000, 20_000, "ioc")
    after = steps.of(lambda: (inbox.page(province, person, name), inbox.counts(province, person)))
    assert after <= before * 1.2 + 5
