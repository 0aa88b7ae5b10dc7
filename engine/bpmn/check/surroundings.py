"""What a diagram may refer to: the forms, decisions, roles … that exist around it."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace


@dataclass(frozen=True)
class Surroundings:
    """The known names of each kind; None means nobody told us, so references of that kind go unchecked."""

    forms: frozenset[str] | None = None
    decisions: frozenset[str] | None = None
    operations: frozenset[str] | None = None
    roles: frozenset[str] | None = None
    phases: frozenset[str] | None = None
    units: frozenset[str] | None = None
    processes: frozenset[str] | None = None
    texts: frozenset[str] | None = None
    elements: frozenset[str] | None = None

    def filled_from(self, other: Surroundings) -> Surroundings:
        """Return these surroundings with every unknown kind taken from the other ones."""
        unknown = [field.name for field in fields(self) if getattr(self, field.name) is None]
        return replace(self, **{name: getattr(other, name) for name in unknown})
