"""The steps of the schema lead to exactly what the tables say, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from engine.store import database as store
from engine.store import migrating
from engine.store.tables import metadata


@pytest.fixture
def engine(empty_database: str) -> Iterator[sa.Engine]:
    made = store.connect(empty_database)
    yield made
    made.dispose()


def _index(found: Any) -> tuple[object, ...]:
    where = next(
        (text for name, text in found.get("dialect_options", {}).items() if name.endswith("_where")), ""
    )
    return found["name"], tuple(found["column_names"]), bool(found["unique"]), str(where)


def _table(look: sa.Inspector, name: str) -> dict[str, object]:
    columns = [
        (each["name"], str(each["type"]), each["nullable"], each["default"])
        for each in look.get_columns(name)
    ]
    keys = [
        (each["name"], tuple(each["constrained_columns"]), each["referred_table"])
        for each in look.get_foreign_keys(name)
    ]
    return {
        "columns": columns,
        "primary key": look.get_pk_constraint(name),
        "foreign keys": sorted(keys),
        "unique": sorted(
            (each["name"], tuple(each["column_names"])) for each in look.get_unique_constraints(name)
        ),
        "indexes": sorted(_index(each) for each in look.get_indexes(name)),
        "checks": sorted((str(each["name"]), each["sqltext"]) for each in look.get_check_constraints(name)),
    }


def _schema(engine: sa.Engine) -> dict[str, dict[str, object]]:
    look = sa.inspect(engine)
    return {name: _table(look, name) for name in look.get_table_names() if name != "alembic_version"}


def test_the_steps_and_the_tables_make_the_same_schema(engine: sa.Engine) -> None:
    migrating.upgrade(engine)
    migrated = _schema(engine)
    with store.writing(engine) as connection:
        metadata.drop_all(connection)
        metadata.create_all(connection)
    assert migrated == _schema(engine)
    assert set(migrated) == set(metadata.tables)


def test_indexes_over_some_rows_only_stay_so(engine: sa.Engine) -> None:
    migrating.upgrade(engine)
    indexes = _schema(engine)["timers"]["indexes"]
    assert isinstance(indexes, list)
    [due] = [each for each in indexes if each[0] == "ix_timers_due"]
    assert "pending" in due[3]


def test_an_empty_database_is_at_no_step_and_afterwards_at_the_newest(engine: sa.Engine) -> None:
    assert migrating.current(engine) is None
    migrating.upgrade(engine)
    assert migrating.current(engine) == migrating.newest()


def test_a_second_upgrade_changes_nothing(engine: sa.Engine) -> None:
    migrating.upgrade(engine)
    before = _schema(engine)
    migrating.upgrade(engine)
    assert _schema(engine) == before


def test_a_database_behind_the_program_is_refused_with_the_way_out(engine: sa.Engine) -> None:
    with pytest.raises(migrating.OldSchema) as refused:
        migrating.require(engine)
    assert "phananh migrate" in refused.value.vi and "phananh migrate" in refused.value.english
    migrating.upgrade(engine)
    migrating.require(engine)


@pytest.mark.parametrize(("steps", "lives"), [(1, True), (7, True), (1000, False)])
def test_a_node_lives_with_a_schema_that_only_added_to_its_own(
    engine: sa.Engine, steps: int, lives: bool
) -> None:
    """A newer program has migrated while this node still serves; a step of the next thousand takes away."""
    migrating.upgrade(engine)
    ahead = f"{int(migrating.newest()) + steps:04d}"
    with store.writing(engine) as connection:
        connection.execute(sa.text("update alembic_version set version_num = :ahead"), {"ahead": ahead})
    if not lives:
        with pytest.raises(migrating.OldSchema):
            migrating.require(engine)
        return
    migrating.require(engine)
    migrating.upgrade(engine)  # changes nothing that it does not know
    assert migrating.current(engine) == ahead
