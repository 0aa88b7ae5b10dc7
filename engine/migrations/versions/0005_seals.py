"""Seals over the whole log: each minute one, the heads of cases as they were sealed, and lines of no case.

Three new tables; nothing else is locked. The first turn of the sealing job takes up the cases that are there:
some seconds for a hundred thousand, a thousand at a time.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

KEY = sa.Integer().with_variant(sa.BigInteger(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "seals",
        sa.Column("no", KEY, primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("mac", sa.Text(), nullable=False),
    )
    op.create_index("ix_seals_at", "seals", ["at"])
    op.create_table(
        "sealed_cases",
        sa.Column("case_id", KEY, sa.ForeignKey("cases.id"), primary_key=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("mac", sa.Text(), nullable=False),
    )
    op.create_table(
        "sealed_lines",
        sa.Column("line_id", KEY, sa.ForeignKey("audit.id"), primary_key=True),
        sa.Column("mac", sa.Text(), nullable=False),
    )
