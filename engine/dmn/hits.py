"""Hit policies: what a table says when several rows fire."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from engine import feel

Named = Callable[[tuple[object, ...]], object]
Orders = list[tuple[object, ...]]


class HitPolicy(StrEnum):
    """The hit policies of DMN; COLLECT comes with its five ways of collecting."""

    UNIQUE = "UNIQUE"
    ANY = "ANY"
    FIRST = "FIRST"
    PRIORITY = "PRIORITY"
    RULE_ORDER = "RULE ORDER"
    OUTPUT_ORDER = "OUTPUT ORDER"
    COLLECT = "COLLECT"
    SUM = "COLLECT SUM"
    MIN = "COLLECT MIN"
    MAX = "COLLECT MAX"
    COUNT = "COLLECT COUNT"


LISTING = (HitPolicy.COLLECT, HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER)
SINGLE = (HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.FIRST, HitPolicy.PRIORITY)


@dataclass(frozen=True)
class Row:
    """One row that fired, with the values of its outputs."""

    index: int
    id: str
    annotation: str
    values: tuple[object, ...]

    def __str__(self) -> str:
        detail = " – ".join(part for part in (self.id, self.annotation) if part)
        return f"{self.index} ({detail})" if detail else str(self.index)


def broken_promise(policy: HitPolicy, title: str, rows: list[Row]) -> str:
    """Say which rows break what the hit policy promises; empty when none do."""
    if policy is HitPolicy.UNIQUE and len(rows) > 1:
        return f"Bảng «{title}» (UNIQUE): các dòng {_list(rows)} cùng khớp, chỉ được một dòng."
    if policy is HitPolicy.ANY and any(not _same(rows[0], row) for row in rows[1:]):
        return f"Bảng «{title}» (ANY): các dòng {_list(rows)} cùng khớp nhưng cho kết quả khác nhau."
    return ""


def _list(rows: list[Row]) -> str:
    return ", ".join(str(row) for row in rows)


def _same(one: Row, other: Row) -> bool:
    pairs = zip(one.values, other.values, strict=True)
    return all(a is b or feel.equal(a, b) is True for a, b in pairs)


def combine(policy: HitPolicy, rows: list[Row], orders: Orders, named: Named) -> object:
    """Return what the table says when these rows fired; its promises have been checked."""
    if policy in LISTING:
        ordered = _ranked(rows, orders) if policy is HitPolicy.OUTPUT_ORDER else rows
        return [named(row.values) for row in ordered]
    if policy is HitPolicy.COUNT:
        return Decimal(len(rows))
    if not rows:
        return None
    if policy is HitPolicy.PRIORITY:
        return named(_ranked(rows, orders)[0].values)
    if policy in SINGLE:
        return named(rows[0].values)
    columns = zip(*(row.values for row in rows), strict=True)
    return named(tuple(_aggregate(policy, list(column)) for column in columns))


def _ranked(rows: list[Row], orders: Orders) -> list[Row]:
    return sorted(rows, key=lambda row: [_rank(v, o) for v, o in zip(row.values, orders, strict=False)])


def _rank(value: object, order: tuple[object, ...]) -> int:
    return next((at for at, allowed in enumerate(order) if feel.equal(value, allowed) is True), len(order))


def _aggregate(policy: HitPolicy, values: list[object]) -> object:
    if policy is HitPolicy.SUM:
        # FEEL adds with its own precision, and durations too.
        return feel.parse("sum(values)").evaluate({"values": values})
    wanted = -1 if policy is HitPolicy.MIN else 1
    best = values[0]
    for value in values[1:]:
        order = feel.compare(value, best)
        if order is None:
            return None
        best = value if order == wanted else best
    return best
