"""Named places at which the fault tests let a process die, so that no moment of a step is left untried."""

from __future__ import annotations


def reached(point: str) -> None:
    """Nothing happens here in service; tests/faults puts a death in its place, in a child of its own."""
