"""Releases of the procedure and the reference data that administrators keep."""

from __future__ import annotations

import sqlalchemy as sa

from engine.store.tables.base import at, key, metadata, ref, text

releases = sa.Table(
    "releases",
    metadata,
    key(),
    sa.Column("digest", sa.Text, nullable=False, unique=True),
    text("name"),
    text("process"),
    text("legal_basis", default=""),
    at("created_at"),
    ref("created_by", "officers.id", nullable=True),
)

release_files = sa.Table(
    "release_files",
    metadata,
    key(),
    ref("release_id", "releases.id", index=True),
    text("path"),
    text("sha256"),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.UniqueConstraint("release_id", "path"),
)

activations = sa.Table(
    "activations",
    metadata,
    key(),
    text("process"),
    ref("release_id", "releases.id"),
    at("in_force_from"),
    at("recorded_at"),
    ref("recorded_by", "officers.id", nullable=True),
    text("note", default=""),
    sa.Index("ix_activations_process", "process", "in_force_from"),
)

fields = sa.Table(
    "fields",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    text("code"),
    text("vi"),
    text("en"),
    sa.Column("valid_from", sa.Date, nullable=False),
    sa.Column("valid_to", sa.Date, nullable=True),
    text("basis", default=""),
)

calendar_days = sa.Table(
    "calendar_days",
    metadata,
    sa.Column("day", sa.Date, primary_key=True),
    text("kind"),
    text("name"),
    text("source", default=""),
)

shifts = sa.Table(
    "shifts",
    metadata,
    key(),
    text("unit_code", nullable=True),
    text("starts"),
    text("ends"),
    text("basis", default=""),
)

hotlines = sa.Table(
    "hotlines",
    metadata,
    key(),
    text("number"),
    text("name"),
    text("name_en", default=""),
    text("topic"),
    text("district_code", nullable=True),
    sa.Column("tested_on", sa.Date, nullable=True),
    sa.Column("valid_from", sa.Date, nullable=False),
    sa.Column("valid_to", sa.Date, nullable=True),
    text("basis", default=""),
    sa.Column("rank", sa.Integer, nullable=False, server_default="1"),
)

settings = sa.Table(
    "settings",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    text("value"),
    text("basis", default=""),
)
