"""How much is measured: the sizes the goals speak of, or small ones to see that everything runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Sizes:
    """The numbers of cases, timers and writers of one run."""

    warm: int = 4
    cases: int = 40
    finished: int = 200
    waiting: int = 5_000
    due: int = 300
    at_once: int = 1_000
    few: int = 1_000
    many: int = 100_000
    served: int = 1_000
    writers: int = 8
    seconds: float = 5.0


QUICK = Sizes(2, 6, 10, 200, 30, 50, 100, 2_000, 30, 3, 1.0)


@dataclass
class Setting:
    """Where a row is measured: one database, a folder of its own, and fresh addresses in it."""

    name: str
    folder: Path
    sizes: Sizes
    address: Callable[[], str | None]
    made: int = 0

    def data(self) -> Path:
        """A folder that no other stage uses."""
        self.made += 1
        path = self.folder / f"{self.name}-{self.made}"
        path.mkdir(parents=True)
        return path
