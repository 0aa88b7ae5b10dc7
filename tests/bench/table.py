"""One table for all figures: what it is, the floor, ours, the ratio, the goal, and whether it is met."""

from __future__ import annotations

import sys
from dataclasses import dataclass

_LINE = "{:<58}{:>11}{:>14}{:>14}{:>9}{:>16}  {}\n"


@dataclass(frozen=True)
class Figure:
    """One measured row; without a goal it is only stated."""

    name: str
    database: str
    ours: float
    floor: float | None = None
    unit: str = "ms"
    goal: str = ""
    met: bool | None = None

    @property
    def ratio(self) -> float | None:
        return self.ours / self.floor if self.floor else None

    def line(self) -> str:
        floor = f"{self.floor:,.2f} {self.unit}" if self.floor is not None else "–"
        ratio = f"{self.ratio:.2f} ×" if self.ratio is not None else "–"
        verdict = {True: "met", False: "MISSED", None: "stated"}[self.met]
        ours = f"{self.ours:,.2f} {self.unit}"
        return _LINE.format(self.name, self.database, floor, ours, ratio, self.goal or "–", verdict)


def against(name: str, database: str, ours: float, floor: float, most: float, unit: str = "ms") -> Figure:
    """A figure that must be at most so many times its floor."""
    return Figure(name, database, ours, floor, unit, f"≤ {most:g} ×", ours <= most * floor)


def below(name: str, database: str, ours: float, most: float, unit: str = "ms") -> Figure:
    """A figure that must be at most so much."""
    return Figure(name, database, ours, None, unit, f"≤ {most:g} {unit}".strip(), ours <= most)


def head() -> None:
    sys.stdout.write(_LINE.format("figure", "database", "floor", "ours", "ratio", "goal", "verdict"))


def show(figure: Figure) -> None:
    sys.stdout.write(figure.line())
    sys.stdout.flush()
