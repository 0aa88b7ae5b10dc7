"""Finding cases: by report number, by whole words with or without marks, by place and time."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from engine import access
from engine.cases.indexing import words_of
from engine.folding import fold, spelled
from engine.people.standing import Standing
from engine.people.units import day_of
from engine.reading.rows import EXCERPT, text_for
from engine.store.tables import case_words, cases
from engine.work import Work

SIZE = 30
_BACK = timedelta(days=366)
# A beginning of two letters would be found in half of all reports.
_BEGINNING = 3
# How many of the newest matches are put in order of nearness.
_WEIGHED = 500
_TEXT = sa.literal_column("' '", sa.Text) + cases.c.search + sa.literal_column("' '", sa.Text)
_WHOLE_NUMBER = re.compile(r"[a-z]+ \d{4} \d{1,6}")
_NUMBER = re.compile(r"(?:([a-z]+)\s*)?(?:(\d{4})\s+)?(\d{1,6})")


@dataclass(frozen=True)
class Found:
    """One case of a search."""

    id: int
    report_no: str
    text: str
    place: str
    position: str
    status: str
    public_status: str
    outcome: str | None
    urgency: str
    restricted: bool
    holder_unit: str | None
    received_at: datetime
    due_at: datetime | None

    @property
    def excerpt(self) -> str:
        return self.text[:EXCERPT]


@dataclass(frozen=True)
class Page:
    """Some of the cases found, and whether there are more."""

    found: tuple[Found, ...]
    more: bool = False


def search(
    work: Work,
    standing: Standing,
    text: str = "",
    *,
    commune: str = "",
    field: str = "",
    status: str = "",
    skip: int = 0,
    size: int = SIZE,
) -> Page:
    """Cases that match, of those this person may see; a report number finds its case at once.

    A word is found whole, the last one also by its beginning. What stands there as it was typed, marks
    and all, comes first; then the same words in a row without marks; then the rest, newest first.
    """
    numbers = _numbers(text, day_of(work.now).year)
    if numbers:
        exact = _run(work, standing, [cases.c.report_no.in_(numbers)], [], 0, size)
        if exact.found or _WHOLE_NUMBER.fullmatch(fold(text)):
            return exact
    conditions: list[sa.ColumnElement[bool]] = [cases.c.received_at > work.now - _BACK]
    conditions += _has_words(list(dict.fromkeys(words_of(text))))
    conditions += [cases.c.commune_code == commune] if commune else []
    conditions += [cases.c.field == field] if field else []
    conditions += [cases.c.status == status] if status else []
    return _without_hidden(standing, text, _run(work, standing, conditions, _nearness(text), skip, size))


def _has_words(words: list[str]) -> list[sa.ColumnElement[bool]]:
    """Every word whole; the last may go on, if it says enough to begin a word."""
    return [cases.c.id.in_(_with_word(word, begins=word is words[-1])) for word in words]


def _with_word(word: str, *, begins: bool) -> sa.Select[tuple[int]]:
    row = case_words.c
    if not begins or len(word) < _BEGINNING:
        return sa.select(row.case_id).where(row.word == word)
    return sa.select(row.case_id).where(row.word >= word, row.word < f"{word}\x7f")


def _nearness(text: str) -> list[sa.ColumnElement[int]]:
    """0 as typed, 1 the same words in a row, 2 the words anywhere."""
    if not fold(text):
        return []
    written, plain = (_TEXT.like(f"% {key} %") for key in (spelled(text), fold(text)))
    return [sa.case((written, 0), (plain, 1), else_=2)]


def _without_hidden(standing: Standing, text: str, page: Page) -> Page:
    """Outside the centre nobody learns that a word stands in the original which the working copy covers."""
    words = fold(text).split()
    if standing.in_ioc or not words:
        return page
    shown = [one for one in page.found if _says(one, words)]
    return replace(page, found=tuple(shown))


def _says(one: Found, words: list[str]) -> bool:
    said = f" {fold(f'{one.report_no} {one.place} {one.text}')} "
    return all(f" {word}" in said for word in words)


def _numbers(text: str, year: int) -> list[str]:
    """The report numbers that somebody may mean who types `123`, `2026 123` or `PA-2026-000123`."""
    found = _NUMBER.fullmatch(fold(text))
    if not found:
        return []
    years = [int(found[2])] if found[2] else [year, year - 1]
    return [f"{(found[1] or 'pa').upper()}-{each}-{int(found[3]):06d}" for each in years]


def _run(
    work: Work,
    standing: Standing,
    conditions: list[sa.ColumnElement[bool]],
    first: list[sa.ColumnElement[int]],
    skip: int,
    size: int,
) -> Page:
    newest = (cases.c.received_at.desc(), cases.c.id.desc())
    matching = [access.visible(standing, work.now), *conditions]
    if first:
        weighed = sa.select(cases.c.id).where(*matching).order_by(*newest).limit(_WEIGHED)
        matching = [cases.c.id.in_(weighed)]
    query = sa.select(*_columns(standing)).where(*matching).order_by(*first, *newest)
    query = query.limit(size + 1).offset(skip)
    found = [Found(*row) for row in work.connection.execute(query)]
    return Page(tuple(found[:size]), len(found) > size)


def _columns(standing: Standing) -> tuple[Any, ...]:
    row = cases.c
    return (
        row.id,
        row.report_no,
        text_for(standing),
        row.place,
        row.position,
        row.status,
        row.public_status,
        row.outcome,
        row.urgency,
        row.restricted,
        row.holder_unit,
        row.received_at,
        row.due_at,
    )
