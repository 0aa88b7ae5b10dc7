"""The words that a case is found by, notes of officers to each other, the addressee of a directive.

Filling in the words reads every case once: about a minute for a hundred thousand. No other table is locked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

KEY = sa.Integer().with_variant(sa.BigInteger(), "postgresql")
WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
LONGEST = 40
AT_ONCE = 500


def upgrade() -> None:
    notes()
    addressees()
    words()
    fill_words(op.get_bind())


def notes() -> None:
    op.create_table(
        "case_notes",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("case_id", KEY, sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("officer_id", KEY, sa.ForeignKey("officers.id"), nullable=False),
        sa.Column("unit_id", KEY, sa.ForeignKey("units.id"), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_case_notes_case_id", "case_notes", ["case_id"])


def addressees() -> None:
    """A directive may name the unit that it is given to."""
    with op.batch_alter_table("directives") as table:
        table.add_column(sa.Column("to_unit_id", KEY, nullable=True))
        table.create_foreign_key("fk_directives_to_unit_id", "units", ["to_unit_id"], ["id"])


def words() -> None:
    op.create_table(
        "case_words",
        sa.Column("word", WORD, primary_key=True),
        sa.Column("case_id", KEY, sa.ForeignKey("cases.id"), primary_key=True),
        sqlite_with_rowid=False,
    )


def fill_words(connection: sa.Connection) -> None:
    """`search` holds words without marks already, with single spaces between them."""
    cases = sa.table("cases", sa.column("id"), sa.column("search"))
    kept = sa.table("case_words", sa.column("word"), sa.column("case_id"))
    last = 0
    while True:
        query = sa.select(cases).where(cases.c.id > last).order_by(cases.c.id).limit(AT_ONCE)
        found = connection.execute(query).all()
        if not found:
            return
        last = found[-1].id
        rows = [row for one in found for row in _words(one)]
        if rows:
            connection.execute(sa.insert(kept), rows)


def _words(one: Any) -> Iterator[dict[str, object]]:
    yield from ({"word": word, "case_id": one.id} for word in {each[:LONGEST] for each in one.search.split()})
