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
    # The mark of the request that brought it, so that the same request asked twice is recognised.
    text("request", nullable=True),
    sa.UniqueConstraint("case_id", "seq"),
    sa.Index(
        "ix_inputs_request",
        "request",
        unique=True,
        sqlite_where=sa.text("request is not null"),
        postgresql_where=sa.text("request is not null"),
    ),
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
    # The readings of tables, packed; rows of before have them in `rules`, and say them in `words`.
    sa.Column("told", sa.LargeBinary, nullable=True),
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

# Each minute's seal over the whole log: the sum of all heads and lines that were ever sealed.
seals = sa.Table(
    "seals",
    metadata,
    sa.Column(
        "no", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), primary_key=True, autoincrement=False
    ),
    at("at"),
    number("count"),
    text("digest"),
    text("previous"),
    text("mac"),
    sa.Index("ix_seals_at", "at"),
)

# The last line of each case, and the lines that belong to none, as they were sealed.
sealed_cases = sa.Table(
    "sealed_cases",
    metadata,
    sa.Column("case_id", sa.ForeignKey("cases.id"), primary_key=True),
    number("seq"),
    text("mac"),
    # What the row of the case said then; none where it was sealed before rows were.
    text("content", nullable=True),
)

sealed_lines = sa.Table(
    "sealed_lines",
    metadata,
    sa.Column("line_id", sa.ForeignKey("audit.id"), primary_key=True),
    text("mac"),
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

# How each way out fares: all nodes rest a channel that keeps failing, and one of them tries it again.
channels = sa.Table(
    "channels",
    metadata,
    sa.Column("channel", sa.Text, primary_key=True),
    number("failures", default=0),
    number("rests", default=0),
    at("resting_until", nullable=True),
    at("failing_since", nullable=True),
    text("error", nullable=True),
)

notices = sa.Table(
    "notices",
    metadata,
    key(),
    ref("officer_id", "officers.id"),
    ref("case_id", "cases.id", nullable=True, index=True),
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
