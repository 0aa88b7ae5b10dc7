"""How points and ranges lie to each other, after Allen; a point is a range with both ends on it."""

from __future__ import annotations

from collections.abc import Callable

from engine.feel.builtins.binding import TABLE, BuiltIn, Overload, Slot
from engine.feel.comparison import NoOrder, ordered
from engine.feel.values import Range

Relation = Callable[[Range, Range], bool]


def _starts_order(a: Range, b: Range) -> int:
    """Order two ranges by where they begin."""
    if a.start is None or b.start is None:
        return (a.start is not None) - (b.start is not None)
    return ordered(a.start, b.start) or b.start_included - a.start_included


def _ends_order(a: Range, b: Range) -> int:
    """Order two ranges by where they end."""
    if a.end is None or b.end is None:
        return (a.end is None) - (b.end is None)
    return ordered(a.end, b.end) or a.end_included - b.end_included


def before(a: Range, b: Range) -> bool:
    if a.end is None or b.start is None:
        return False
    order = ordered(a.end, b.start)
    return order < 0 or (order == 0 and not (a.end_included and b.start_included))


def after(a: Range, b: Range) -> bool:
    return before(b, a)


def meets(a: Range, b: Range) -> bool:
    if a.end is None or b.start is None:
        return False
    return a.end_included and b.start_included and ordered(a.end, b.start) == 0


def met_by(a: Range, b: Range) -> bool:
    return meets(b, a)


def overlaps(a: Range, b: Range) -> bool:
    return not before(a, b) and not before(b, a)


def overlaps_before(a: Range, b: Range) -> bool:
    return overlaps(a, b) and _starts_order(a, b) < 0 and _ends_order(a, b) <= 0


def overlaps_after(a: Range, b: Range) -> bool:
    return overlaps(a, b) and _starts_order(a, b) > 0 and _ends_order(a, b) >= 0


def finishes(a: Range, b: Range) -> bool:
    return _ends_order(a, b) == 0 and _starts_order(a, b) >= 0


def finished_by(a: Range, b: Range) -> bool:
    return finishes(b, a)


def includes(a: Range, b: Range) -> bool:
    return _starts_order(a, b) <= 0 and _ends_order(a, b) >= 0


def during(a: Range, b: Range) -> bool:
    return includes(b, a)


def starts(a: Range, b: Range) -> bool:
    return _starts_order(a, b) == 0 and _ends_order(a, b) <= 0


def started_by(a: Range, b: Range) -> bool:
    return starts(b, a)


def coincides(a: Range, b: Range) -> bool:
    return _starts_order(a, b) == 0 and _ends_order(a, b) == 0


# For every relation the pairs it is defined for: p a point, r a range.
_RELATIONS: dict[str, tuple[Relation, str]] = {
    "before": (before, "pp pr rp rr"),
    "after": (after, "pp pr rp rr"),
    "meets": (meets, "rr"),
    "met by": (met_by, "rr"),
    "overlaps": (overlaps, "rr"),
    "overlaps before": (overlaps_before, "rr"),
    "overlaps after": (overlaps_after, "rr"),
    "finishes": (finishes, "pr rr"),
    "finished by": (finished_by, "rp rr"),
    "includes": (includes, "rp rr"),
    "during": (during, "pr rr"),
    "starts": (starts, "pr rr"),
    "started by": (started_by, "rp rr"),
    "coincides": (coincides, "pp rr"),
}
_TYPES = {"p": "point", "r": "range"}


def _as_range(value: object) -> Range:
    return value if isinstance(value, Range) else Range(value, value)


def _body(relation: Relation) -> Callable[[object, object], object]:
    def apply(a: object, b: object) -> object:
        try:
            return relation(_as_range(a), _as_range(b))
        except NoOrder:
            return None

    return apply


def _overloads(name: str, relation: Relation, pairs: str) -> BuiltIn:
    built = BuiltIn(name)
    for pair in pairs.split():
        labels = [_TYPES[side] for side in pair]
        if labels[0] == labels[1]:
            labels = [f"{labels[0]}1", f"{labels[0]}2"]
        slots = tuple(Slot.read(f"{label}: {_TYPES[side]}") for label, side in zip(labels, pair, strict=True))
        built.overloads.append(Overload(slots, _body(relation)))
    return built


for _name, (_relation, _pairs) in _RELATIONS.items():
    TABLE[_name] = _overloads(_name, _relation, _pairs)
