"""Copies of a case that keep every promise: each with its own number, its own seals and its own hidden sender.

`clone` copies rows; what only the keys can make is made here anew for each copy, so that `phananh verify` finds
a province of any size as sound as one that people filled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from engine.audit import seal
from engine.keys import Keys
from engine.store.tables import audit, cases, counters, reporters
from engine.work import Work
from tests.bench.cloning import clone

AT_ONCE = 2_000
_HIDDEN = ("name", "phone", "email", "address", "representative")
Rows = list[dict[str, Any]]


def copy_faithfully(work: Work, case_id: int, copies: int) -> None:
    """Add so many copies of a case that nobody can tell from cases of their own."""
    last = int(work.connection.execute(sa.select(sa.func.max(cases.c.id))).scalar_one())
    clone(work, case_id, copies)
    _number(work, last)
    for first in range(last, last + copies, AT_ONCE):
        part = range(first + 1, min(first + AT_ONCE, last + copies) + 1)
        _hide_again(work, case_id, part)
        _seal_again(work, part)


def _number(work: Work, after: int) -> None:
    """Report numbers in the order of the cases, as many as the counter says."""
    digits = sa.cast(cases.c.id, sa.Text)
    padded = (
        sa.func.lpad(digits, 6, "0")
        if work.connection.dialect.name == "postgresql"
        else sa.func.printf("%06d", cases.c.id)
    )
    name = work.connection.execute(
        sa.select(counters.c.name).where(counters.c.name.like("report:%"))
    ).scalar_one()
    given = sa.literal(f"PA-{name.removeprefix('report:')}-") + padded
    work.run(sa.update(cases).where(cases.c.id > after).values(report_no=given))
    number = sa.select(sa.func.count()).select_from(cases).scalar_subquery()
    work.run(sa.update(counters).where(counters.c.name == name).values(value=number))


def _hide_again(work: Work, original: int, ids: Sequence[int]) -> None:
    """The sender is hidden for the place it lies in, so a copy of the bytes would not open."""
    row = work.connection.execute(sa.select(reporters).where(reporters.c.case_id == original)).one()
    known = {name: work.keys.show(getattr(row, name), _place(original, name)) for name in _HIDDEN}
    rows = [{"which": one, **_hidden(work.keys, one, known)} for one in ids]
    work.run(sa.update(reporters).where(reporters.c.case_id == sa.bindparam("which")), rows)


def _place(case_id: int, name: str) -> str:
    return f"reporters:{case_id}:{name}"


def _hidden(keys: Keys, case_id: int, known: Mapping[str, str | None]) -> dict[str, bytes | None]:
    return {name: keys.hide(text, _place(case_id, name)) if text else None for name, text in known.items()}


def _seal_again(work: Work, ids: Sequence[int]) -> None:
    here = audit.c.case_id.between(ids[0], ids[-1])
    lines = work.connection.execute(
        sa.select(audit).where(here).order_by(audit.c.case_id, audit.c.seq)
    ).mappings()
    sealed: Rows = []
    heads: Rows = []
    for case_id, chain in groupby(lines, key=lambda line: line["case_id"]):
        rows = list(_chained(work.keys, chain))
        sealed += rows
        heads.append({"which": case_id, "audit_mac": rows[-1]["mac"]})
    work.run(sa.update(audit).where(audit.c.id == sa.bindparam("which")), sealed)
    work.run(sa.update(cases).where(cases.c.id == sa.bindparam("which")), heads)


def _chained(keys: Keys, lines: Iterable[Any]) -> Iterator[dict[str, Any]]:
    mac = ""
    for line in lines:
        mac = seal(keys, mac, line)
        yield {"which": line["id"], "mac": mac}
