"""The present moment: the caller gives it, the language itself never looks at a clock."""

from __future__ import annotations

from engine.feel.builtins.binding import builtin


@builtin("now")
def now() -> object:
    """Null unless the caller's functions hold a `now` of their own."""
    return None


@builtin("today")
def today() -> object:
    """Null unless the caller's functions hold a `today` of their own."""
    return None
