"""The request that an input came by, and indexes that lists and look-ups lacked.

A completed task used to write a row of its own to be recognised when its request comes again; now the input
that it writes anyway carries the mark. Requests answered before this step keep their rows until they are
swept. Each index reads its table once; nothing is rewritten.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("inputs", sa.Column("request", sa.Text(), nullable=True))
    marked = sa.text("request is not null")
    op.create_index(
        "ix_inputs_request", "inputs", ["request"], unique=True, sqlite_where=marked, postgresql_where=marked
    )
    op.create_index(
        "ix_work_items_urgent",
        "work_items",
        ["unit_id", "due_at", "id"],
        sqlite_where=sa.text("state = 'open' and urgent = 1"),
        postgresql_where=sa.text("state = 'open' and urgent"),
    )
    op.create_index("ix_files_sha256", "files", ["sha256"])
