"""Run by Alembic for every upgrade: it is handed an open transaction and reads no file of settings."""

from __future__ import annotations

from alembic import context

from engine.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite cannot alter most things of a table; Alembic then copies it.
    render_as_batch=True,
)
context.run_migrations()
