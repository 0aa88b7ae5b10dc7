"""A process that has been read: what it asks of people, and the specification the engine runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class UserTask:
    """What a diagram says about one task of an officer; role, unit and assignee may be `=FEEL`."""

    id: str
    name: str
    form: str | None
    role: str | None
    unit: str | None
    deadline: str | None
    variable: str | None
    assignee: str | None
    guard: str | None
    independent_of: str | None
    lane: str | None
    properties: Mapping[str, str]
    process: str = ""
    documentation: str | None = None


@dataclass(frozen=True)
class Element:
    """One element of a diagram: where it is drawn and what it is called."""

    id: str
    kind: str
    name: str
    process: str
    file: str
    line: int
    lane: str | None
    properties: Mapping[str, str]


@dataclass(frozen=True)
class Diagram:
    """An immutable process ready to run; one object serves any number of cases and threads."""

    process: str
    digest: str
    files: tuple[str, ...]
    processes: tuple[str, ...]
    elements: Mapping[str, Element]
    user_tasks: Mapping[str, UserTask]
    messages: frozenset[str]
    decisions: frozenset[str]
    operations: frozenset[str]
    paths: frozenset[tuple[str, ...]]
    spec: Any = field(repr=False, compare=False)
    inner_specs: Mapping[str, Any] = field(repr=False, compare=False)

    def reads(self, variable: str) -> frozenset[str] | None:
        """Return the keys that expressions read under a variable; None when one reads all of it."""
        return keys_read(self.paths, variable)


def keys_read(paths: Iterable[tuple[str, ...]], variable: str) -> frozenset[str] | None:
    under = [path for path in paths if path[0] == variable]
    if any(len(path) == 1 for path in under):
        return None
    return frozenset(path[1] for path in under)
