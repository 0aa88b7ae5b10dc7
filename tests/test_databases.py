"""The databases that tests are given."""

from __future__ import annotations

import sqlalchemy as sa

from engine.store import database, tables
from engine.work import Platform, Work
from tests.clocks import FakeClock, moment
from tests.databases import create_schema


def _keep(work: Work, name: str) -> None:
    work.run(sa.insert(tables.settings).values(name=name, value="x"))


def _rows(work: Work, table: sa.Table) -> int:
    return work.connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def test_every_table_is_there_and_empty(platform: Platform) -> None:
    with platform.look() as work:
        counts = [_rows(work, table) for table in tables.metadata.sorted_tables]
    assert len(counts) > 40 and set(counts) == {0}


def test_one_test_does_not_see_the_rows_of_another_first(platform: Platform) -> None:
    with platform.work() as work:
        assert _rows(work, tables.settings) == 0
        _keep(work, "left behind")


def test_one_test_does_not_see_the_rows_of_another_second(platform: Platform) -> None:
    with platform.work() as work:
        assert _rows(work, tables.settings) == 0
        _keep(work, "left behind")


def test_the_clock_stands_still_until_it_is_moved(platform: Platform, clock: FakeClock) -> None:
    with platform.look() as work:
        assert work.now == moment("2026-03-02 08:00") and work.now.isoweekday() == 1
    clock.advance(hours=2)
    with platform.look() as work:
        assert work.now == moment("2026-03-02T10:00+07:00")


def test_rows_are_numbered_from_one_in_every_test(platform: Platform) -> None:
    made = {"login": "an", "name": "An", "password_hash": "", "created_at": platform.clock()}
    with platform.work() as work:
        assert work.run(sa.insert(tables.officers).values(made)).inserted_primary_key == (1,)


def test_rows_are_numbered_from_one_in_every_test_again(platform: Platform) -> None:
    test_rows_are_numbered_from_one_in_every_test(platform)


def test_an_empty_database_has_no_table(empty_database: str) -> None:
    engine = database.connect(empty_database)
    assert sa.inspect(engine).get_table_names() == []
    create_schema(engine)
    assert set(sa.inspect(engine).get_table_names()) == {*tables.metadata.tables, "alembic_version"}
    engine.dispose()
