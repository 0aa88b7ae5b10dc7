"""What a case row said when it was sealed, and the notices of a case found by its number.

One column that may be empty and one index. On PostgreSQL the index locks `notices` against writing while it
is built: a second for a million. The next daily turn of the sealing job fills the column.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("sealed_cases", sa.Column("content", sa.Text(), nullable=True))
    op.create_index("ix_notices_case_id", "notices", ["case_id"])
