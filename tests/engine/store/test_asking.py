"""Statements made ready once ask the same as the library asks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from engine.store import asking, database
from engine.store.packing import pack, unpack
from engine.store.tables.base import at, document, flag, key, number, text

ROWS = sa.Table(
    "asked",
    sa.MetaData(),
    key(),
    text("name"),
    number("count", nullable=True),
    flag("urgent"),
    at("at"),
    document("facts"),
    sa.Column("lat", sa.Float, nullable=True),
    sa.Column("state", sa.LargeBinary, nullable=True),
)
NOON = datetime(2026, 3, 2, 5, tzinfo=UTC)


@pytest.fixture
def connection(empty_database: str) -> Iterator[sa.Connection]:
    engine = database.connect(empty_database)
    ROWS.create(engine)
    rows = [
        {"name": "a", "urgent": True, "at": NOON, "facts": {"co": [1]}, "lat": 12.5, "state": b"\x00"},
        {"name": "b", "urgent": False, "at": NOON, "facts": [], "lat": None, "state": None},
    ]
    with engine.begin() as made:
        made.execute(sa.insert(ROWS), rows)
        yield made
    engine.dispose()


def test_rows_are_what_the_library_reads(connection: sa.Connection) -> None:
    query = sa.select(ROWS).where(
        ROWS.c.name.in_(["a", "b"]), ROWS.c.at <= sa.bindparam("now", type_=ROWS.c.at.type)
    )
    told = {"now": NOON}
    expected = [tuple(row) for row in connection.execute(query.order_by(ROWS.c.id), told)]
    found = asking.every(connection, query.order_by(ROWS.c.id), told)
    assert [tuple(row) for row in found] == expected
    assert [[type(value) for value in row] for row in found] == [
        [type(value) for value in row] for row in expected
    ]
    assert found[0].facts == found[0]._mapping["facts"] == {"co": [1]}


def test_a_statement_is_told_anew_each_time(connection: sa.Connection) -> None:
    query = sa.select(ROWS.c.id).where(ROWS.c.name == sa.bindparam("name"))
    found = [asking.first(connection, query, {"name": name}) for name in ("a", "b", "c")]
    assert [row and row.id for row in found] == [1, 2, None]


def test_changes_are_counted(connection: sa.Connection) -> None:
    update = sa.update(ROWS).where(ROWS.c.name == sa.bindparam("which")).values(facts=sa.bindparam("facts"))
    assert asking.changed(connection, update, {"which": "b", "facts": {"x": None}}) == 1
    assert asking.changed(connection, update, {"which": "c", "facts": {}}) == 0
    assert connection.execute(sa.select(ROWS.c.facts).where(ROWS.c.name == "b")).scalar() == {"x": None}


@pytest.mark.parametrize("known", [b"", "Đơn vị nhận phản ánh".encode() * 5_000])
def test_a_packed_document_comes_back(known: bytes) -> None:
    told = [{"decision": "routing", "name": "Đơn vị nhận phản ánh", "rules": [1, None, True]}]
    assert unpack(pack(told, known), known) == told


def test_what_is_known_costs_nothing() -> None:
    words = "Tổ xử lý tiếp nhận và chuyển cơ quan xử lý trên địa bàn"
    assert len(pack([words], words.encode())) < len(pack([words], b"")) / 4


@pytest.mark.parametrize("kept", [b"", b"\x02abc", b"\x01\xff\xff", b"\x01", pack(["a"], b"")[:-2]])
def test_damage_is_told(kept: bytes) -> None:
    with pytest.raises(ValueError, match="document"):
        unpack(kept, b"")
