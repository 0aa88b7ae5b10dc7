"""What a repair would do: the step is taken for real, looked at from within, and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from engine.errors import PhananhError
from engine.incidents.repairs import Repair, repair
from engine.people.standing import Standing
from engine.store.tables import cases, notices, outbox, timers, units, work_items
from engine.work import Work


@dataclass(frozen=True)
class Preview:
    """What would be different afterwards, or the error that the repair would end with."""

    error: PhananhError | None = None
    ended: bool = False
    position: str = ""
    begun: Sequence[Any] = ()
    gone: Sequence[Any] = ()
    armed: Sequence[Any] = ()
    disarmed: Sequence[Any] = ()
    told: Sequence[Any] = ()

    @property
    def changes_nothing(self) -> bool:
        lists = (self.begun, self.gone, self.armed, self.disarmed, self.told)
        return not (self.error or self.ended or any(lists))


def preview(
    work: Work, standing: Standing, case_id: int, wanted: Repair, incident_id: int | None = None
) -> Preview:
    """Nothing is kept: not the step, nor an incident of its failure."""
    before = _Seen.of(work, case_id)
    trial = work.connection.begin_nested()
    try:
        repair(work, standing, case_id, wanted, incident_id)
        return _compare(work, case_id, before)
    except PhananhError as error:
        return Preview(error=error)
    finally:
        trial.rollback()


@dataclass(frozen=True)
class _Seen:
    """The rows that a step may change, as they stand at one moment of a transaction."""

    items: dict[int, Any]
    timers: dict[tuple[object, ...], Any]
    newest_notice: int
    newest_message: int

    @classmethod
    def of(cls, work: Work, case_id: int) -> _Seen:
        run = work.connection.execute
        items = (
            sa.select(
                work_items.c.id, work_items.c.name, work_items.c.due_at, units.c.short_name.label("unit")
            )
            .join(units, units.c.id == work_items.c.unit_id)
            .where(work_items.c.case_id == case_id, work_items.c.state == "open")
        )
        armed = sa.select(timers).where(timers.c.case_id == case_id, timers.c.state == "pending")
        return cls(
            {row.id: row for row in run(items)},
            {(row.element, row.occurrence, row.due_at): row for row in run(armed)},
            run(sa.select(sa.func.coalesce(sa.func.max(notices.c.id), 0))).scalar_one(),
            run(sa.select(sa.func.coalesce(sa.func.max(outbox.c.id), 0))).scalar_one(),
        )


def _compare(work: Work, case_id: int, before: _Seen) -> Preview:
    after = _Seen.of(work, case_id)
    case = work.connection.execute(
        sa.select(cases.c.status, cases.c.position).where(cases.c.id == case_id)
    ).one()
    return Preview(
        ended=case.status != "open",
        position=case.position,
        begun=[row for key, row in after.items.items() if key not in before.items],
        gone=[row for key, row in before.items.items() if key not in after.items],
        armed=[row for key, row in after.timers.items() if key not in before.timers],
        disarmed=[row for key, row in before.timers.items() if key not in after.timers],
        told=_told(work, before),
    )


def _told(work: Work, before: _Seen) -> list[Any]:
    """What the step wrote itself: others write beside it, but not at this very instant."""
    row, note = outbox.c, notices.c
    sent = sa.select(row.template, row.channel, row.recipient, row.officer_id, row.case_id).where(
        row.id > before.newest_message, row.created_at == work.now
    )
    shown = sa.select(
        note.template, sa.literal("in_app"), sa.literal("officer"), note.officer_id, note.case_id
    ).where(note.id > before.newest_notice, note.at == work.now)
    return list(work.connection.execute(sent.union_all(shown)))
