"""Questions made ready once: what the library makes of a long statement costs more than its answer.

The text of the statement, the order of its parameters and the readers of its columns are kept; a run writes
the parameters, hands the text to the driver and reads the values. For statements that every step asks, and
that are themselves made once: a constant, or a function with a cache. Rows are plain named tuples.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

Told = Mapping[str, object]
Convert = Callable[[Any], Any]


def first(connection: sa.Connection, statement: sa.Executable, told: Told) -> Any:
    """The first row of an answer; None when there is none."""
    ready, found = _asked(connection, statement, told)
    row = found.cursor.fetchone()
    read = ready.reading(found.cursor)
    found.close()
    return None if row is None else read(row)


def every(connection: sa.Connection, statement: sa.Executable, told: Told) -> list[Any]:
    """All rows of an answer."""
    ready, found = _asked(connection, statement, told)
    rows = found.cursor.fetchall()
    read = ready.reading(found.cursor)
    found.close()
    return [read(row) for row in rows]


def changed(connection: sa.Connection, statement: sa.Executable, told: Told) -> int:
    """Carry out a statement that returns nothing; how many rows it changed."""
    return int(_asked(connection, statement, told)[1].rowcount)


def _asked(connection: sa.Connection, statement: sa.Executable, told: Told) -> tuple[_Ready, Any]:
    ready = _known(connection.dialect, statement, told)
    return ready, connection.exec_driver_sql(ready.sql, ready.values(told))


@dataclass
class _Ready:
    """The text of a statement, how the driver wants its parameters, and how its columns are read."""

    sql: str
    order: tuple[str, ...]
    named: bool
    fixed: Told
    writers: Mapping[str, Convert]
    columns: Sequence[tuple[str, Any]]
    _read: Callable[[Sequence[object]], Any] | None = None

    def values(self, told: Told) -> Any:
        given = dict(self.fixed)
        for name, value in told.items():
            writer = self.writers.get(name)
            given[name] = value if writer is None else writer(value)
        return given if self.named else tuple([given[name] for name in self.order])

    def reading(self, cursor: Any) -> Callable[[Sequence[object]], Any]:
        """How a row becomes values; only an answer says what the database calls its columns' types."""
        if self._read is None:
            codes = [told[1] for told in cursor.description]
            found = [kind.result_processor(code) for (_, kind), code in zip(self.columns, codes, strict=True)]
            self._read = _rows(
                [name for name, _ in self.columns],
                [(place, reader) for place, reader in enumerate(found) if reader is not None],
            )
        return self._read


def _rows(names: Sequence[str], readers: Sequence[tuple[int, Convert]]) -> Callable[[Sequence[object]], Any]:
    row: Any = namedtuple("Row", names, rename=True)  # type: ignore[misc]
    setattr(row, "_mapping", property(row._asdict))  # noqa: B010  (as the library's own rows have it)
    make = row._make

    def read(row: Sequence[object]) -> Any:
        values = list(row)
        for place, reader in readers:
            values[place] = reader(values[place])
        return make(values)

    return read


_MOST = 512
_ready: dict[tuple[Dialect, int], tuple[sa.Executable, _Ready]] = {}


def _known(dialect: Dialect, statement: sa.Executable, told: Told) -> _Ready:
    key = dialect, id(statement)
    kept = _ready.get(key)
    if kept is None:
        if len(_ready) >= _MOST:
            _ready.clear()
        # The statement is kept too, so that no other can take its place in memory.
        kept = _ready[key] = statement, _made(dialect, statement, told)
    return kept[1]


def _made(dialect: Dialect, statement: sa.Executable, told: Told) -> _Ready:
    compiled: Any = statement.compile(dialect=dialect)  # type: ignore[attr-defined]
    state = compiled.construct_expanded_state(told)
    writers = {name: _writer(dialect, one.type) for name, one in compiled.binds.items()} | state.processors
    fixed = {
        name: _written(writers.get(name), value)
        for name, value in state.parameters.items()
        if name not in told
    }
    columns = [(one.name, _Kind(dialect, one.type)) for one in getattr(statement, "exported_columns", ())]
    return _Ready(
        sql=state.statement,
        order=tuple(state.positiontup or ()),
        named=state.positiontup is None,
        fixed=fixed,
        writers={name: writer for name, writer in writers.items() if name in told and writer is not None},
        columns=columns,
    )


def _written(writer: Convert | None, value: object) -> object:
    return value if writer is None else writer(value)


def _writer(dialect: Dialect, kind: sa.types.TypeEngine[Any]) -> Convert | None:
    writer: Convert | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return writer


@dataclass(frozen=True)
class _Kind:
    """The type of a column on one database."""

    dialect: Dialect
    kind: sa.types.TypeEngine[Any]

    def result_processor(self, code: object) -> Convert | None:
        found: Convert | None = self.kind.dialect_impl(self.dialect).result_processor(self.dialect, code)
        return found
