"""Units, officers, the roles they hold for a time, and who stands in for whom."""

from __future__ import annotations

import sqlalchemy as sa

from engine.store.tables.base import at, document, flag, key, metadata, number, ref, text

units = sa.Table(
    "units",
    metadata,
    key(),
    sa.Column("code", sa.Text, nullable=False, unique=True),
    text("name"),
    text("short_name"),
    text("kind"),
    text("parent_code", nullable=True),
    text("district_code", nullable=True),
    text("commune_code", nullable=True),
    sa.Column("valid_from", sa.Date, nullable=False),
    sa.Column("valid_to", sa.Date, nullable=True),
    sa.Column("serving_from", sa.Date, nullable=True),
    flag("has_accounts", default=True),
    text("folded"),
    text("source", default=""),
    sa.Index("ix_units_kind_district", "kind", "district_code"),
)

officers = sa.Table(
    "officers",
    metadata,
    key(),
    sa.Column("login", sa.Text, nullable=False, unique=True),
    text("name"),
    text("position", default=""),
    text("email", nullable=True),
    text("phone", nullable=True),
    text("password_hash"),
    flag("active", default=True),
    flag("must_change_password"),
    text("language", default="vi"),
    at("created_at"),
)

memberships = sa.Table(
    "memberships",
    metadata,
    key(),
    ref("officer_id", "officers.id", index=True),
    ref("unit_id", "units.id"),
    text("role"),
    at("valid_from"),
    at("valid_to", nullable=True),
    sa.Index("ix_memberships_unit_role", "unit_id", "role"),
)

delegations = sa.Table(
    "delegations",
    metadata,
    key(),
    ref("principal_id", "officers.id", index=True),
    ref("delegate_id", "officers.id", index=True),
    document("verbs"),
    text("capacity"),
    at("valid_from"),
    at("valid_to"),
    ref("letter_id", "letters.id", nullable=True),
    at("created_at"),
    at("revoked_at", nullable=True),
)

duties = sa.Table(
    "duties",
    metadata,
    key(),
    ref("unit_id", "units.id", index=True),
    ref("officer_id", "officers.id"),
    at("starts_at"),
    at("ends_at"),
)

login_sessions = sa.Table(
    "login_sessions",
    metadata,
    key(),
    sa.Column("token_hash", sa.Text, nullable=False, unique=True),
    ref("officer_id", "officers.id", index=True),
    text("csrf"),
    at("created_at"),
    at("seen_at"),
    at("ends_at"),
    text("address"),
)

login_failures = sa.Table(
    "login_failures",
    metadata,
    sa.Column("subject", sa.Text, primary_key=True),
    number("count"),
    at("last_at"),
    at("blocked_until", nullable=True),
)

letters = sa.Table(
    "letters",
    metadata,
    key(),
    text("number"),
    sa.Column("dated", sa.Date, nullable=True),
    text("issuer", default=""),
    text("signer", default=""),
    text("capacity", default=""),
    text("abstract", default=""),
    text("direction", default="in"),
    ref("file_id", "files.id", nullable=True),
    ref("case_id", "cases.id", nullable=True, index=True),
    text("purpose", default=""),
    ref("recorded_by", "officers.id", nullable=True),
    at("recorded_at"),
)
