"""Timers that wait to fire and the ledger of clocks that units hold."""

from __future__ import annotations

import sqlalchemy as sa

from engine.store.tables.base import at, document, key, metadata, number, ref, text

timers = sa.Table(
    "timers",
    metadata,
    key(),
    ref("case_id", "cases.id"),
    text("element"),
    number("occurrence"),
    text("task"),
    text("host", nullable=True),
    text("rung", nullable=True),
    number("rung_index", default=0),
    at("due_at"),
    text("state", default="pending"),
    at("armed_at"),
    at("fired_at", nullable=True),
    sa.UniqueConstraint("case_id", "element", "occurrence"),
    sa.Index(
        "ix_timers_due",
        "due_at",
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    ),
)

clocks = sa.Table(
    "clocks",
    metadata,
    key(),
    ref("case_id", "cases.id"),
    text("unit"),
    text("phase"),
    number("round", default=1),
    number("amount"),
    text("measure"),
    text("kind"),
    text("basis", default=""),
    at("started_at"),
    at("due_at"),
    at("first_due_at"),
    at("paused_at", nullable=True),
    at("stopped_at", nullable=True),
    text("verdict", nullable=True),
    number("extensions", default=0),
    document("rungs_fired"),
    sa.UniqueConstraint("case_id", "unit", "phase", "round"),
)

clock_entries = sa.Table(
    "clock_entries",
    metadata,
    key(),
    ref("clock_id", "clocks.id", index=True),
    at("at"),
    text("kind"),
    at("due_before", nullable=True),
    at("due_after", nullable=True),
    text("note", default=""),
    ref("officer_id", "officers.id", nullable=True),
)

extensions = sa.Table(
    "extensions",
    metadata,
    key(),
    ref("case_id", "cases.id", index=True),
    ref("clock_id", "clocks.id"),
    ref("asked_by", "officers.id"),
    at("asked_at"),
    text("reason"),
    at("until"),
    text("state", default="pending"),
    ref("decided_by", "officers.id", nullable=True),
    at("decided_at", nullable=True),
    text("answer", nullable=True),
)

escalations = sa.Table(
    "escalations",
    metadata,
    key(),
    ref("case_id", "cases.id", index=True),
    ref("clock_id", "clocks.id", nullable=True),
    text("element"),
    text("phase"),
    text("rung"),
    at("at"),
    document("recipients"),
)
