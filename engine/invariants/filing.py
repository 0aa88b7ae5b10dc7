"""Promises about files: every row has its bytes, all bytes their row, and none was changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa

from engine.cases.leftovers import COPIES, KEPT_FOR
from engine.evidence import NoSuchFile
from engine.evidence.files import CHUNK
from engine.store.tables import files
from engine.work import Work

# An upload is in the folder before its row is; what no row names after a day, the sweep takes away.
UNNAMED_FOR = 2 * KEPT_FOR


def files_apart(work: Work) -> Iterator[str]:
    """Rows without their bytes, and bytes that no row has named for long."""
    lying = {one.key: one for one in work.platform.files.lying()}
    named: set[str] = set()
    for row in work.connection.execute(sa.select(files.c.id, *(files.c[name] for name in COPIES))):
        wanted = {key for key in row[1:] if key}
        named |= wanted
        yield from (f"file {row.id}: its bytes {key[:12]} are gone" for key in sorted(wanted - lying.keys()))
    for key in sorted(lying.keys() - named):
        if lying[key].changed_at < work.now - UNNAMED_FOR:
            yield f"bytes {key[:12]} belong to no file"


def files_changed(work: Work, since: datetime) -> Iterator[str]:
    """Files uploaded since then whose bytes are not those that came."""
    keys = (files.c[name] for name in COPIES)
    query = sa.union(*(sa.select(key).where(files.c.uploaded_at >= since, key.is_not(None)) for key in keys))
    for key in work.connection.execute(query).scalars():
        if _digest(work, key) not in (key, None):
            yield f"bytes {key[:12]} were changed"


def _digest(work: Work, key: str) -> str | None:
    try:
        with work.platform.files.open(key) as content:
            digest = hashlib.sha256()
            while chunk := content.read(CHUNK):
                digest.update(chunk)
            return digest.hexdigest()
    except NoSuchFile:  # told by the other question
        return None
