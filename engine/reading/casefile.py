"""Everything one page shows of a case, each part asked for by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa

from engine import access
from engine.cases.wording import masked
from engine.errors import NotFound
from engine.people.standing import Standing
from engine.reading.rows import Entry, entries, open_items
from engine.store.tables import (
    case_notes,
    cases,
    clocks,
    decisions,
    directives,
    extensions,
    files,
    hotline_calls,
    letters,
    messages,
    officers,
    ratings,
    reporters,
    units,
    work_items,
)
from engine.work import Work

Row = Any  # a row of a query, read by the names of its columns


@dataclass(frozen=True)
class CaseFile:
    """A case as one person may read it; a former holder reads up to the hand-over."""

    row: Row
    text: str
    original: str | None
    until: datetime | None


def case_file(work: Work, standing: Standing, report_no: str) -> CaseFile:
    """The case of that number; for whoever may not see it there is none."""
    query = sa.select(cases).where(cases.c.report_no == report_no, access.visible(standing, work.now))
    row = work.connection.execute(query).first()
    if row is None:
        raise NotFound
    return as_read_by(work, standing, row)


def as_read_by(work: Work, standing: Standing, row: Row) -> CaseFile:
    """The text that this person may read of a case that they may see: the original is the centre's alone."""
    until = access.seen_until(work, standing, row.id)
    original = row.original_text if standing.in_ioc else None
    return CaseFile(row, row.working_text or "", original, until)


def _of_case(table: sa.Table, file: CaseFile, moment: sa.Column[datetime], *more: Any) -> sa.Select[Any]:
    """The rows of a case that fall in the time this person may read."""
    query = sa.select(table, *more).where(table.c.case_id == file.row.id)
    if file.until is not None:
        query = query.where(moment <= file.until)
    return query.order_by(moment.desc(), table.c.id.desc() if "id" in table.c else moment)


def _all(work: Work, query: sa.Select[Any]) -> Sequence[Row]:
    return work.connection.execute(query).all()


def pictures_and_files(work: Work, file: CaseFile, purpose: str | None = None) -> Sequence[Row]:
    """The files of a case, oldest first."""
    query = _of_case(files, file, files.c.uploaded_at).order_by(None)
    if purpose:
        query = query.where(files.c.purpose == purpose)
    return _all(work, query.order_by(files.c.uploaded_at, files.c.id))


def messages_of(work: Work, file: CaseFile) -> Sequence[Row]:
    """What the reporter and the offices said to each other, newest first; a unit stands for its officer."""
    query = _of_case(messages, file, messages.c.sent_at, units.c.short_name.label("unit"))
    found = _all(work, query.outerjoin(units, units.c.id == messages.c.unit_id))
    return [_covered(file, row, "body") if row.direction == "in" else row for row in found]


def _covered(file: CaseFile, row: Row, name: str) -> Row:
    """What the reporter wrote as others than the centre read it: names and numbers covered."""
    text = getattr(row, name)
    if file.original is not None or not text:
        return row
    return SimpleNamespace(**{**row._mapping, name: masked(text)})


def calls_of(work: Work, file: CaseFile) -> Sequence[Row]:
    """Calls to hotlines: when they were made, and when they were entered."""
    query = _of_case(hotline_calls, file, hotline_calls.c.called_at, officers.c.name.label("officer"))
    return _all(work, query.outerjoin(officers, officers.c.id == hotline_calls.c.officer_id))


def decisions_of(work: Work, file: CaseFile) -> Sequence[Row]:
    """What the tables decided and why, newest first."""
    return _all(work, _of_case(decisions, file, decisions.c.at))


def directives_of(work: Work, file: CaseFile) -> Sequence[Row]:
    """What leaders ordered and whom they addressed, newest first."""
    addressee = units.alias("addressee")
    query = _of_case(
        directives,
        file,
        directives.c.given_at,
        officers.c.name.label("officer"),
        officers.c.position,
        units.c.short_name.label("unit"),
        addressee.c.short_name.label("to_unit"),
    )
    joined = query.join(officers, officers.c.id == directives.c.officer_id)
    joined = joined.outerjoin(addressee, addressee.c.id == directives.c.to_unit_id)
    return _all(work, joined.join(units, units.c.id == directives.c.unit_id))


def notes_of(work: Work, file: CaseFile) -> Sequence[Row]:
    """What officers noted for each other, newest first."""
    query = _of_case(
        case_notes,
        file,
        case_notes.c.written_at,
        officers.c.name.label("officer"),
        units.c.short_name.label("unit"),
    )
    joined = query.join(officers, officers.c.id == case_notes.c.officer_id)
    return _all(work, joined.join(units, units.c.id == case_notes.c.unit_id))


def letters_of(work: Work, file: CaseFile) -> Sequence[Row]:
    return _all(work, _of_case(letters, file, letters.c.recorded_at))


def extensions_of(work: Work, file: CaseFile) -> Sequence[Row]:
    """Requests for more time, newest first, with the due time they were to move."""
    query = _of_case(
        extensions,
        file,
        extensions.c.asked_at,
        officers.c.name.label("officer"),
        clocks.c.first_due_at.label("old_due"),
    )
    joined = query.join(clocks, clocks.c.id == extensions.c.clock_id)
    return _all(work, joined.join(officers, officers.c.id == extensions.c.asked_by))


def ratings_of(work: Work, file: CaseFile) -> Sequence[Row]:
    return [_covered(file, row, "reason") for row in _all(work, _of_case(ratings, file, ratings.c.given_at))]


def reporter_of(work: Work, case_id: int) -> Row | None:
    """What all who see a case may know of its reporter: which kind, and whether they can be reached."""
    row = reporters.c
    query = sa.select(
        row.kind,
        row.anonymous,
        row.consent,
        row.on_behalf,
        row.phone.is_not(None).label("has_phone"),
        row.email.is_not(None).label("has_email"),
    )
    return work.connection.execute(query.where(row.case_id == case_id)).first()


def open_tasks(work: Work, standing: Standing, case_id: int) -> list[Entry]:
    """What is to be done in a case now."""
    return entries(work, standing, open_items(standing, work.now).where(work_items.c.case_id == case_id))


def finished_tasks(work: Work, file: CaseFile) -> Sequence[Row]:
    """Tasks that somebody finished, newest first, with their answers and both names of a delegation."""
    principal = officers.alias("principal")
    row = work_items.c
    query = (
        sa.select(
            work_items,
            officers.c.name.label("who"),
            principal.c.name.label("principal"),
            units.c.short_name.label("unit"),
        )
        .join(units, units.c.id == row.unit_id)
        .outerjoin(officers, officers.c.id == row.completed_by)
        .outerjoin(principal, principal.c.id == row.on_behalf_of)
        .where(row.case_id == file.row.id, row.state == "done")
    )
    if file.until is not None:
        query = query.where(row.completed_at <= file.until)
    return _all(work, query.order_by(row.completed_at.desc(), row.id.desc()))
