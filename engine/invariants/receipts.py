"""Promises about reports received: none is lost, none stands for two."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

import sqlalchemy as sa

from engine.store.tables import cases, counters, idempotency, inputs, reporters
from engine.work import Work


def lost_reports(work: Work) -> Iterator[str]:
    """Numbers given out without a case, and cases without the record of their beginning or their sender."""
    numbers = set(work.connection.execute(sa.select(cases.c.report_no)).scalars())
    for row in work.connection.execute(sa.select(counters).where(counters.c.name.like("report:%"))):
        year = row.name.removeprefix("report:")
        given = {f"PA-{year}-{number:06d}" for number in range(1, row.value + 1)}
        yield from (f"report {number} was given out and is not here" for number in sorted(given - numbers))
    begun = sa.exists().where(inputs.c.case_id == cases.c.id, inputs.c.kind == "start")
    for number in work.connection.execute(sa.select(cases.c.report_no).where(sa.not_(begun))).scalars():
        yield f"report {number} has no record of its beginning"
    sent = sa.exists().where(reporters.c.case_id == cases.c.id)
    for number in work.connection.execute(sa.select(cases.c.report_no).where(sa.not_(sent))).scalars():
        yield f"report {number} has no record of its sender"


def keys_that_clash(work: Work) -> Iterator[str]:
    """Two keys with one report, and answers that name a report which is not here."""
    query = sa.select(idempotency.c.answer).where(idempotency.c.actor.like("report:%"))
    answers = Counter(json.loads(answer)["report_no"] for answer in work.connection.execute(query).scalars())
    yield from (f"report {number} answers two keys" for number, times in answers.items() if times > 1)
    have = set(work.connection.execute(sa.select(cases.c.report_no)).scalars())
    yield from (f"report {number} was promised" for number in answers if number not in have)
