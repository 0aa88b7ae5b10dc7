"""A column cut into atoms: pieces no cell of the column tells apart.

Every cell is then a set of atoms, and rows can be compared by comparing sets. Sets are bit masks.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cmp_to_key
from typing import Any

from engine import feel
from engine.dmn.cells import Plain, Point, Span
from engine.dmn.explaining import say
from engine.dmn.tables import Input, Table

MAX_POINTS = 1_000
MAX_COMPARED = 150_000


class TooMuch(Exception):
    """The table is too large to be compared in the time a check may take."""


@dataclass(frozen=True)
class Column:
    """The atoms of one column, how each is told, and the mask of each row's cell.

    `unlisted` marks the atom that stands for every value nobody named: a row may be reached through it,
    but its lack is no gap, since nobody said which values there are.
    """

    label: str
    atoms: tuple[str, ...]
    masks: tuple[int, ...]
    unlisted: int = 0

    @property
    def everything(self) -> int:
        return (1 << len(self.atoms)) - 1

    def rows_by_atom(self) -> list[int]:
        """Return, for each atom, the mask of the rows whose cell accepts it."""
        return [
            sum(1 << row for row, mask in enumerate(self.masks) if mask >> atom & 1)
            for atom in range(len(self.atoms))
        ]


def columns(table: Table) -> list[Column] | None:
    """Cut every column; None when some cell says more than can be compared."""
    cut = [_column(table, at, column) for at, column in enumerate(table.inputs)]
    return None if any(column is None for column in cut) else [column for column in cut if column]


def _column(table: Table, at: int, column: Input) -> Column | None:
    cells = [rule.cells[at] if at < len(rule.cells) else None for rule in table.rules]
    plains = [cell.plain for cell in cells if cell is not None and not cell.dash]
    if any(plain is None for plain in plains) or any(cell is None for cell in cells):
        return None
    said = [plain for plain in plains if plain is not None]
    domain = column.domain
    atoms = _atoms([*said, domain] if domain else said, domain, column.kind.name)
    if atoms is None:
        return None
    everything = (1 << len(atoms)) - 1
    # Rows repeat their cells, and a large table would otherwise compare the same points again and again.
    distinct = set(said)
    if len(distinct) * len(atoms) > MAX_COMPARED:
        raise TooMuch
    known = {plain: _mask(plain, atoms) for plain in distinct}
    masks = [everything if cell is None or cell.plain is None else known[cell.plain] for cell in cells]
    unlisted = sum(1 << at for at, atom in enumerate(atoms) if atom is _UNLISTED)
    return Column(column.label, tuple(atom.told for atom in atoms), tuple(masks), unlisted)


@dataclass(frozen=True)
class Atom:
    """One piece of a column: a value, or an open stretch between two."""

    told: str
    value: object = None
    stretch: tuple[Point | None, Point | None] | None = None
    null: bool = False

    def within(self, plain: Plain) -> bool:
        if self.null:
            return plain.null is not plain.negated
        return self._listed(plain) is not plain.negated

    def _listed(self, plain: Plain) -> bool:
        if isinstance(self.value, bool):
            return self.value in plain.flags
        if isinstance(self.value, str):
            return self.value in plain.texts
        low, high = self.stretch if self.stretch else (self.value, self.value)
        return any(_covers(span, low, high, self.stretch is None) for span in plain.spans)


def _mask(plain: Plain, atoms: list[Atom]) -> int:
    return sum(1 << at for at, atom in enumerate(atoms) if atom.within(plain))


def _atoms(plains: list[Plain], domain: Plain | None, kind: str) -> list[Atom] | None:
    texts = sorted({text for plain in plains for text in plain.texts})
    flags = {flag for plain in plains for flag in plain.flags}
    spans = [span for plain in plains for span in plain.spans]
    if sum(map(bool, (texts, flags, spans))) > 1:
        return None
    atoms = [Atom(say(text), text) for text in texts]
    if flags or kind == "boolean":
        atoms = [Atom(say(flag), flag) for flag in (True, False)]
    if spans:
        points = _sorted_points(spans)
        if points is None:
            return None
        atoms = _stretches(points)
    if domain is not None:
        atoms = [atom for atom in atoms if atom.within(domain)]
    if any(plain.null for plain in plains):
        atoms.append(Atom(say(None), null=True))
    if texts and domain is None:
        atoms.append(_UNLISTED)
    # A column nobody asks anything of is one atom: any value will do.
    return atoms or [Atom("giá trị bất kỳ", value=_ANYTHING)]


_ANYTHING = object()
_UNLISTED = Atom("giá trị khác", value=_ANYTHING)


def _sorted_points(spans: Iterable[Span]) -> list[Point] | None:
    points: list[Any] = []
    for span in spans:
        for point in (span.low, span.high):
            if point is not None and point not in points:
                points.append(point)
                if len(points) > MAX_POINTS:
                    raise TooMuch
    if any(order(points[0], point) is None for point in points):
        return None
    return sorted(points, key=cmp_to_key(lambda a, b: order(a, b) or 0))


def order(one: Any, other: Any) -> int | None:
    """Compare two points; None when they are of different kinds."""
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return (one > other) - (one < other)
    return feel.compare(one, other)


def _stretches(points: list[Point]) -> list[Atom]:
    atoms = [Atom(f"nhỏ hơn {say(points[0])}", stretch=(None, points[0]))]
    for at, point in enumerate(points):
        atoms.append(Atom(say(point), point))
        after = points[at + 1] if at + 1 < len(points) else None
        if after is None:
            atoms.append(Atom(f"lớn hơn {say(point)}", stretch=(point, None)))
        elif not _neighbours(point, after):
            atoms.append(Atom(f"giữa {say(point)} và {say(after)}", stretch=(point, after)))
    return atoms


def _neighbours(one: Point, other: Point) -> bool:
    """Nothing lies between two days that follow each other; between two numbers always something does."""
    plain_days = not isinstance(one, datetime.datetime) and not isinstance(other, datetime.datetime)
    if plain_days and isinstance(one, datetime.date) and isinstance(other, datetime.date):
        return other - one == datetime.timedelta(days=1)
    return False


def _covers(span: Span, low: Any, high: Any, single: bool) -> bool:
    if span.low is not None:
        below = 1 if low is None else order(span.low, low)
        if below is None or below > 0 or (below == 0 and single and not span.low_in):
            return False
    if span.high is not None:
        above = -1 if high is None else order(span.high, high)
        if above is None or above < 0 or (above == 0 and single and not span.high_in):
            return False
    return True
