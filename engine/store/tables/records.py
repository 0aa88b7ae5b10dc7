"""What must be provable later: inputs, decisions, audit, notices, incidents and idempotency."""

from __future__ import annotations

import sqlalchemy as sa

from engine.store.tables.base import at, document, flag, key, metadata, number, ref, text

inputs = sa.Table(
    "inputs",
    metadata,
    key(),
    ref("case_id", "cases.id"),
    number("seq"),
    text("kind"),
    text("element", nullable=True),
    ref("work_item_id", "work_items.id", nullable=True),
    document("payload", nullable=True),
    at("at"),
    ref("officer_id", "officers.id", nullable=True),
    sa.UniqueConstraint("case_id", "seq"),
)

decisions = sa.Table(
    "decisions",
    metadata,
    key(),
    ref("case_id", "cases.id", index=True),
    text("element"),
    text("decision"),
    ref("release_id", "releases.id"),
    document("inputs"),
    document("rules"),
    document("value"),
    document("words"),
    at("at"),
)

audit = sa.Table(
    "audit",
    metadata,
    key(),
    ref("case_id", "cases.id", nullable=True),
    number("seq"),
    at("at"),
    at("happened_at", nullable=True),
    ref("officer_id", "officers.id", nullable=True),
    ref("on_behalf_of", "officers.id", nullable=True),
    text("kind"),
    text("action"),
    document("detail"),
    text("mac"),
    sa.UniqueConstraint("case_id", "seq"),
    sa.Index("ix_audit_at", "at"),
)

outbox = sa.Table(
    "outbox",
    metadata,
    key(),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    ref("case_id", "cases.id", nullable=True, index=True),
    text("channel"),
    text("template"),
    document("parameters"),
    sa.Column("address", sa.LargeBinary, nullable=True),
    ref("officer_id", "officers.id", nullable=True),
    text("recipient"),
    text("state", default="waiting"),
    number("tries", default=0),
    at("created_at"),
    at("not_before"),
    at("sent_at", nullable=True),
    text("error", nullable=True),
    sa.Index(
        "ix_outbox_waiting",
        "not_before",
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    ),
)

notices = sa.Table(
    "notices",
    metadata,
    key(),
    ref("officer_id", "officers.id"),
    ref("case_id", "cases.id", nullable=True),
    text("template"),
    document("parameters"),
    at("at"),
    flag("urgent"),
    at("read_at", nullable=True),
    sa.Index("ix_notices_officer", "officer_id", "read_at", "at"),
)

incidents = sa.Table(
    "incidents",
    metadata,
    key(),
    ref("case_id", "cases.id", index=True),
    at("at"),
    text("action"),
    text("element", nullable=True),
    text("error"),
    document("detail", nullable=True),
    number("tries", default=1),
    text("state", default="open"),
    at("last_at"),
    at("closed_at", nullable=True),
    ref("closed_by", "officers.id", nullable=True),
    text("resolution", nullable=True),
    sa.Index("ix_incidents_state", "state", "at"),
)

idempotency = sa.Table(
    "idempotency",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    text("actor"),
    text("answer"),
    at("at"),
)

heartbeats = sa.Table(
    "heartbeats",
    metadata,
    sa.Column("node", sa.Text, primary_key=True),
    text("job"),
    at("at"),
    document("detail", nullable=True),
)
