"""Counting what a piece of work asks of the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event


@dataclass
class Counted:
    """The statements sent and the transactions committed; several rows in one statement count once."""

    statements: list[str] = field(default_factory=list)
    commits: int = 0

    def told(self) -> str:
        """The statements one by one, for a test that found too many."""
        lines = (
            f"{number:3} {' '.join(text.split())[:140]}" for number, text in enumerate(self.statements, 1)
        )
        return "\n".join(lines)


@contextmanager
def counting(engine: sa.Engine) -> Iterator[Counted]:
    """Count everything sent through an engine but the beginnings and ends of its transactions."""
    counted = Counted()

    def note(_conn: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith("begin"):  # SQLite is sent it, PostgreSQL's driver sends it unseen
            counted.statements.append(statement)

    def commit(_conn: Any) -> None:
        counted.commits += 1

    event.listen(engine, "before_cursor_execute", note)
    event.listen(engine, "commit", commit)
    try:
        yield counted
    finally:
        event.remove(engine, "before_cursor_execute", note)
        event.remove(engine, "commit", commit)
