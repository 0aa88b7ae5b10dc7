"""A promise about statistics: each case counts once, under words that the tables of the province know."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from engine.invariants.tallying import rows_not_tallied, sums_that_differ
from engine.store.tables import cases, counters, fields, units
from engine.work import Work

STATES = ("open", "ended")


def cases_not_counted(work: Work) -> Iterator[str]:
    """Cases that no sum would hold: of no known state, field or place, or ended and open at once."""
    row = cases.c
    strange = {
        "state": row.status.not_in(STATES),
        "end": (row.status == "open") == row.ended_at.is_not(None),
        "field": sa.and_(row.field.is_not(None), row.field.not_in(sa.select(fields.c.id))),
        "district": _unknown(row.district_code, units.c.district_code),
        "commune": _unknown(row.commune_code, units.c.commune_code),
    }
    for what, condition in strange.items():
        for case_id in work.connection.execute(sa.select(row.id).where(condition)).scalars():
            yield f"case {case_id} counts under no known {what}"
    yield from _sums(work)
    yield from rows_not_tallied(work)
    yield from sums_that_differ(work)


def _unknown(code: sa.ColumnElement[str], known: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    return sa.and_(code.is_not(None), code.not_in(sa.select(known).where(known.is_not(None))))


def _sums(work: Work) -> Iterator[str]:
    """The numbers that were given out are as many as the cases."""
    given = sa.select(sa.func.coalesce(sa.func.sum(counters.c.value), 0)).where(
        counters.c.name.like("report:%")
    )
    # The part that was split off a case has the number of the case with another after it.
    whole = sa.func.coalesce(cases.c.parent_kind, "") != "part"
    there = sa.select(sa.func.count()).select_from(cases).where(whole)
    said, counted = (int(work.connection.execute(query).scalar_one()) for query in (given, there))
    if said != counted:
        yield f"{said} numbers were given out, there are {counted} cases"
