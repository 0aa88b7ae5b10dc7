"""Rows as boxes in the space of the columns: which overlap, what no row covers."""

from __future__ import annotations

from collections.abc import Iterator

from engine.dmn.checking.atoms import Column, TooMuch

MAX_VISITS = 10_000
MAX_COLUMNS = 60

# A case is told as pairs of a column and what it holds.
Case = list[tuple[str, str]]


def overlaps(columns: list[Column], one: int, other: int) -> bool:
    """Say whether two rows (counted from zero) accept a case in common."""
    return all(column.masks[one] & column.masks[other] for column in columns)


def common_case(columns: list[Column], one: int, other: int) -> Case:
    """Return an example of a case two rows accept in common."""
    return [
        (column.label, column.atoms[_lowest(column.masks[one] & column.masks[other])]) for column in columns
    ]


def _lowest(mask: int) -> int:
    return (mask & -mask).bit_length() - 1


class Search:
    """Looks for cases no row covers, column by column, within a bounded number of visits.

    Sets of rows are bit masks too: what is left of them after an atom is one `and`.
    """

    def __init__(self, columns: list[Column]) -> None:
        if len(columns) > MAX_COLUMNS:
            raise TooMuch
        self.columns = columns
        self.rows = [column.rows_by_atom() for column in columns]
        self.visits = 0
        self.covered: set[tuple[int, int]] = set()

    def uncovered(self, rows: int, within: int | None = None) -> Iterator[Case]:
        """Yield examples of cases outside every given row, inside the row `within` when there is one."""
        self.covered.clear()
        yield from self._from(0, rows, within)

    def _from(self, at: int, rows: int, within: int | None) -> Iterator[Case]:
        self.visits += 1
        if self.visits > MAX_VISITS:
            raise TooMuch
        if at == len(self.columns):
            if not rows:
                yield []
            return
        if (at, rows) in self.covered:
            return
        found = False
        for atom, left in self._ways(at, rows, within):
            for rest in self._from(at + 1, left, within):
                found = True
                yield [(self.columns[at].label, self.columns[at].atoms[atom]), *rest]
        if not found:
            self.covered.add((at, rows))

    def _ways(self, at: int, rows: int, within: int | None) -> Iterator[tuple[int, int]]:
        """Yield one atom for each set of rows that stays possible: atoms treated alike are tried once."""
        column = self.columns[at]
        space = column.everything & ~column.unlisted if within is None else column.masks[within]
        seen: set[int] = set()
        for atom, accepting in enumerate(self.rows[at]):
            left = rows & accepting
            if space >> atom & 1 and left not in seen:
                seen.add(left)
                yield atom, left
