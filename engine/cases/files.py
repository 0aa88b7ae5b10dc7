"""Files of a case: taken in before the step that names them, and read by those who may."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any, BinaryIO, Literal

import sqlalchemy as sa

import forms
from engine import evidence, faultpoints
from engine.store.ids import row_number
from engine.store.tables import files
from engine.work import Platform, Work

log = logging.getLogger(__name__)
Copy = Literal["original", "working", "thumbnail", "public"]
_FULL = (
    "Kho tệp của hệ thống đang đầy nên chưa nhận được tệp này. Xin gửi trước phần chữ.",
    "The system's store of files is full, so this file was not taken. Please send the words first.",
)
_ILL = (
    "Kho tệp của hệ thống đang gặp sự cố nên chưa nhận được tệp này. Xin gửi trước phần chữ.",
    "The system's store of files has a fault, so this file was not taken. Please send the words first.",
)


def keep_upload(
    platform: Platform,
    stream: BinaryIO,
    filename: str,
    *,
    purpose: str,
    officer: int | None = None,
    case_id: int | None = None,
    source: evidence.upload.Source = "unknown",
) -> forms.File | forms.RefusedFile:
    """Decode and keep one upload, outside any other transaction because decoding takes its time."""
    accepted = evidence.read_upload(stream, filename, source=source)
    if isinstance(accepted, evidence.Refused):
        return forms.RefusedFile(filename, accepted.vi, accepted.en)
    try:
        kept = evidence.keep(platform.files, accepted)
    except evidence.NotKept as error:  # the words of a report must still get through
        log.error("the folder of files takes nothing: %s", error.__cause__ or "no room")
        return forms.RefusedFile(filename, *(_FULL if isinstance(error, evidence.NoRoom) else _ILL))
    faultpoints.reached("file kept")
    return enter_file(platform, accepted, kept, purpose=purpose, officer=officer, case_id=case_id)


def enter_file(
    platform: Platform,
    accepted: evidence.Accepted,
    kept: evidence.Kept,
    *,
    purpose: str,
    officer: int | None = None,
    case_id: int | None = None,
) -> forms.File:
    """Enter a file that is in the folder already."""
    with platform.work() as work:
        row = {
            "case_id": case_id,
            "purpose": purpose,
            "media_type": accepted.media_type,
            "sha256": kept.original,
            "size": accepted.size,
            "working_sha256": kept.working,
            "working_type": accepted.working_type,
            "thumbnail_sha256": kept.thumbnail,
            "source": accepted.source,
            "taken_at": accepted.taken_at,
            "lat": accepted.gps[0] if accepted.gps else None,
            "lon": accepted.gps[1] if accepted.gps else None,
            "uploaded_by": officer,
            "uploaded_at": work.now,
        }
        made = work.connection.execute(sa.insert(files).values(row).returning(files.c.id)).scalar_one()
        _name(work, made, accepted.name)
    return forms.File(str(made), accepted.name, accepted.media_type, accepted.size)


def _name(work: Work, file_id: int, name: str) -> None:
    """Names of files carry names of people: kept encrypted, shown to the centre only."""
    hidden = work.keys.hide(name, f"files:{file_id}:display_name")
    work.run(sa.update(files).where(files.c.id == file_id).values(display_name=hidden))


def owned(
    work: Work, ids: Iterable[object], *, officer: int | None = None, case_id: int | None = None
) -> list[forms.File]:
    """Those of the named files that this officer, or a reporter, uploaded and nobody has used yet."""
    wanted = [number for each in ids if (number := row_number(each))]
    query = sa.select(files).where(files.c.id.in_(wanted), files.c.work_item_id.is_(None))
    query = query.where(files.c.uploaded_by == officer if officer else files.c.uploaded_by.is_(None))
    query = query.where(files.c.case_id == case_id if case_id else files.c.case_id.is_(None))
    return [
        forms.File(str(row.id), shown_name(work, row), row.media_type, row.size)
        for row in work.connection.execute(query)
    ]


def shown_name(work: Work, row: Any) -> str:
    return work.keys.show(row.display_name, f"files:{row.id}:display_name") or f"tep-{row.id}"


def attach(work: Work, ids: Iterable[int], case_id: int, **more: object) -> None:
    """Give files that nobody has used yet to a case."""
    wanted = list(ids)
    if wanted:
        free = sa.update(files).where(files.c.id.in_(wanted), files.c.work_item_id.is_(None))
        work.run(free.values(case_id=case_id, **more))


def open_file(work: Work, row: Any, which: Copy) -> tuple[bytes, str]:
    """The bytes of one copy and its media type."""
    digest, kind = {
        "original": (row.sha256, row.media_type),
        "working": (row.working_sha256, row.working_type),
        "thumbnail": (row.thumbnail_sha256, "image/jpeg"),
        "public": (row.public_sha256 or row.working_sha256, row.working_type),
    }[which]
    with work.platform.files.open(digest) as content:
        return content.read(), kind
