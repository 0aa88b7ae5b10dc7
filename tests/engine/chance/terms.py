"""A small grammar of diagrams: each value is a piece of a procedure, and prints as what it is.

Tasks have no names here; the net numbers them in reading order: t1, t2 …
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ANSWERS = ("a", "b", "c")
MESSAGES = ("withdrawn", "info_added", "reporter_answered", "rated")


@dataclass(frozen=True)
class Task:
    """A person is asked; `says` is a message that goes out once it is done."""

    ladder: bool = False
    says: str | None = None
    edge: Edge | None = None


@dataclass(frozen=True)
class Pause:
    """The flow waits some hours."""

    hours: float


@dataclass(frozen=True)
class Hear:
    """The flow waits for a message."""

    message: str


@dataclass(frozen=True)
class Seq:
    """One after the other."""

    parts: tuple[Block, ...]


@dataclass(frozen=True)
class Choice:
    """One way by what the task `back` places earlier was answered: the first for a, the last for all else."""

    back: int
    ways: tuple[Block, ...]


@dataclass(frozen=True)
class Either:
    """Every way whose set of answers holds that answer; the last for all else. Then all are waited for."""

    back: int
    sets: tuple[frozenset[str], ...]
    ways: tuple[Block, ...]


@dataclass(frozen=True)
class Both:
    """All ways side by side, and all are waited for."""

    ways: tuple[Block, ...]


@dataclass(frozen=True)
class Again:
    """Back to the beginning as long as the answer is a."""

    back: int
    body: Block


@dataclass(frozen=True)
class Race:
    """Whichever comes first: the hours, if there are any, or one of the messages; each has its way."""

    hours: float | None
    messages: tuple[str, ...]
    ways: tuple[Block, ...]


@dataclass(frozen=True)
class Sub:
    """A scope of its own, drawn inside or called."""

    body: Block
    edge: Edge | None = None
    called: bool = False


@dataclass(frozen=True)
class Each:
    """A task or a scope several times; `enough` of them end the rest, `collects` keeps answers inside."""

    count: int
    sequential: bool
    enough: int | None
    collects: bool
    body: Task | Sub


@dataclass(frozen=True)
class Quit:
    """The way ends here: plainly, with everything around it, or with an error."""

    how: Literal["plain", "terminate", "error"]


@dataclass(frozen=True)
class Edge:
    """What may happen to an activity while it is open; a number waits hours, a text for a message."""

    on: float | str
    interrupting: bool
    way: Block


Block = Task | Pause | Hear | Seq | Choice | Either | Both | Again | Race | Sub | Each | Quit
ERROR = "error"
