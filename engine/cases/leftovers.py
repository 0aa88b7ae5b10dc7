"""Uploads that nobody sent off: forgotten a day later, first their rows, then bytes that no row names.

Somebody chooses a photograph and closes the page; a process dies between keeping the bytes and entering them,
or after both, and the same form is sent again. What is left over would lie here for ever.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import sqlalchemy as sa

from engine.store.tables import files, letters
from engine.work import Platform, Work

KEPT_FOR = timedelta(days=1)
COPIES = ("sha256", "working_sha256", "thumbnail_sha256", "public_sha256")


def forget_leftovers(platform: Platform) -> int:
    """Say how many files were forgotten."""
    with platform.work() as work:
        before = work.now - KEPT_FOR
        unused = sa.delete(files).where(files.c.case_id.is_(None), files.c.uploaded_at < before)
        named = sa.exists().where(letters.c.file_id == files.c.id)
        work.run(unused.where(sa.not_(named)))
    with platform.look() as work:
        wanted = set(_named(work))
    old = [one.key for one in platform.files.lying() if one.changed_at < before and one.key not in wanted]
    for key in old:
        platform.files.forget(key, before)
    platform.files.forget_arriving(before)
    return len(old)


def _named(work: Work) -> Iterator[str]:
    query = sa.union(*(sa.select(files.c[name]).where(files.c[name].is_not(None)) for name in COPIES))
    yield from work.connection.execute(query).scalars()
