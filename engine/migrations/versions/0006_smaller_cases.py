"""What tables decided in few bytes, and three indexes that others made needless.

The column may be empty: rows of before keep what they say where it is, and programs of before show of new
rows what came out, not why. Each unique index over a case and more finds the rows of a case as well. Nothing
is rewritten.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("decisions", sa.Column("told", sa.LargeBinary(), nullable=True))
    for table in ("work_items", "timers", "clocks"):
        op.drop_index(f"ix_{table}_case_id", table)
