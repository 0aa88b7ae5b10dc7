"""Cases that belong together: which may be merged into which, and the lock that keeps this true."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.errors import Refused
from engine.store.tables import cases
from engine.work import Work

if TYPE_CHECKING:
    from engine.cases.step import Step

LOCKS = 731  # the locks of this file among all that PostgreSQL keeps by number
HANDLED = frozenset({"done", "merged"})  # a case that ended so has answered the matter it was about
_KIN = sa.select(
    cases.c.id,
    cases.c.report_no,
    cases.c.status,
    cases.c.outcome,
    cases.c.parent_id,
    cases.c.parent_kind,
    cases.c.facts,
)


def hold(work: Work, *case_ids: int) -> None:
    """Let no one else merge, split or end these cases until this transaction is over.

    A step has locked the row of its own case long before it knows the other, and two steps that then wait
    for each other's row would wait for ever. So kinship has locks of its own, taken in the order of ids.
    SQLite has one writer at a time and needs none.
    """
    if work.connection.dialect.name != "postgresql":
        return
    for case_id in sorted(set(case_ids)):
        number = sa.cast(case_id, sa.Integer)
        work.connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.cast(LOCKS, sa.Integer), number)))


def parent_for(step: Step, report_no: str) -> Any:
    """The case that this one may be merged into, held until the step is saved; Refused says why not."""
    found = step.work.connection.execute(sa.select(cases.c.id).where(cases.c.report_no == report_no)).scalar()
    if found is None:
        raise Refused(vi=f"Không có phản ánh số {report_no}.", en=f"There is no report number {report_no}.")
    hold(step.work, step.id, found)
    row = _kin(step.work, found)
    _must_not_be_kin(step, row)
    _must_take_part(row)
    return row


def _kin(work: Work, case_id: int) -> Any:
    return work.connection.execute(_KIN.where(cases.c.id == case_id)).one()


def _above(work: Work, row: Any) -> Iterator[Any]:
    """The case that this one is merged into, the one which that is merged into, and so on."""
    seen = {row.id}
    while row.parent_kind == "merged" and row.parent_id not in seen:
        row = _kin(work, row.parent_id)
        seen.add(row.id)
        yield row


def _must_not_be_kin(step: Step, row: Any) -> None:
    if row.id == step.id:
        raise Refused(vi="Không gộp một phản ánh vào chính nó.", en="A report cannot be merged into itself.")
    above = list(_above(step.work, row))
    if any(each.id == step.id for each in above):
        raise Refused(
            vi=f"Phản ánh {row.report_no} đang gộp vào chính phản ánh này, không gộp vòng lại được.",
            en=f"Report {row.report_no} is merged into this very one; a circle is not possible.",
        )
    if above:
        top = above[-1].report_no
        raise Refused(
            vi=f"Phản ánh {row.report_no} đã gộp vào {top}. Xin gộp vào {top}.",
            en=f"Report {row.report_no} was merged into {top}. Please merge into {top}.",
        )


def _must_take_part(row: Any) -> None:
    """A case that was split, or ended without an answer, has none to give to another."""
    if row.facts.get("parts"):
        raise Refused(
            vi=f"Phản ánh {row.report_no} đã tách thành nhiều việc. Xin gộp vào một trong các việc đó.",
            en=f"Report {row.report_no} was split. Please merge into one of its parts.",
        )
    if row.status != "open" and row.outcome not in HANDLED:
        raise Refused(
            vi=f"Phản ánh {row.report_no} đã kết thúc mà không được xử lý, không gộp vào được.",
            en=f"Report {row.report_no} ended without being handled; nothing can be merged into it.",
        )


def ending(report_no: str, outcome: str | None, facts: Any) -> dict[str, object]:
    """What the cases merged into one hear when it ends."""
    return {
        "report_no": report_no,
        "outcome": outcome,
        "handled": outcome in HANDLED,
        "result": facts.get("outcome") or facts.get("parent_result"),
    }


def waiting_for(step: Step) -> list[int]:
    """The cases that were merged into this one and wait for its end."""
    merged = cases.c.parent_id == step.id, cases.c.parent_kind == "merged", cases.c.status == "open"
    return list(step.work.connection.execute(sa.select(cases.c.id).where(*merged)).scalars())
