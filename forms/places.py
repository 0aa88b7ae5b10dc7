"""A form laid out for one set of answers: every component with the place its answer has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forms.schema import Field, Form

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Place:
    """A component at one spot: inside which groups, in which row."""

    field: Field
    path: Path
    above: tuple[Place, ...] = ()

    @property
    def name(self) -> str:
        """The name of the input, and of the problem beside it."""
        return ".".join(map(str, self.path))

    @property
    def mark(self) -> tuple[Path, str]:
        """Tells this place from every other, also where there is no answer and so no path of its own."""
        return self.path, self.field.id

    @property
    def row(self) -> Path | None:
        """The innermost row this place stands in."""
        for index in range(len(self.path) - 1, -1, -1):
            if isinstance(self.path[index], int):
                return self.path[: index + 1]
        return None


def top(form: Form) -> list[Place]:
    return [Place(field, field.keys) for field in form.components]


def inside(place: Place, rows: int = 0) -> list[list[Place]]:
    """The places within a container: one list for a group, one for each row of a list."""
    bases = [(*place.path, n) for n in range(rows)] if place.field.kind == "dynamiclist" else [place.path]
    above = (*place.above, place)
    return [[Place(f, (*base, *f.keys), above) for f in place.field.components] for base in bases]


def lay_out(form: Form, tree: Mapping[str, Any]) -> list[Place]:
    """Every place the form has for these answers, in the order of the document."""
    return list(_spread(top(form), tree))


def _spread(places: Sequence[Place], tree: Mapping[str, Any]) -> Iterator[Place]:
    for place in places:
        yield place
        for group in inside(place, row_count(place, tree)):
            yield from _spread(group, tree)


def row_count(place: Place, tree: Mapping[str, Any]) -> int:
    if place.field.kind != "dynamiclist":
        return 0
    rows = at(tree, place.path)
    return min(len(rows), place.field.max_rows) if isinstance(rows, list) else place.field.default_rows


def at(tree: Any, path: Path) -> Any:
    """What stands at a path, None when nothing does."""
    for step in path:
        if isinstance(step, int):
            tree = tree[step] if isinstance(tree, list) and 0 <= step < len(tree) else None
        else:
            tree = tree.get(step) if isinstance(tree, Mapping) else None
    return tree


def plant(tree: dict[str, Any], path: Path, value: Any) -> None:
    """Put a value at a path, making the objects and rows on the way."""
    here: Any = tree
    for step, following in zip(path, path[1:], strict=False):
        fresh: Any = [] if isinstance(following, int) else {}
        if isinstance(step, int):
            here.extend({} for _ in range(step + 1 - len(here)))
            here = here[step]
        else:
            here = here.setdefault(step, fresh)
    here[path[-1]] = value
