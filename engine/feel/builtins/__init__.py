"""The functions of the language; importing a module here enters its functions into the table."""

from __future__ import annotations

from engine.feel.builtins import (
    clock,
    contexts,
    conversion,
    dates,
    lists,
    logic,
    numeric,
    ranges,
    reshaping,
    sorting,
    statistics,
    strings,
    written_ranges,
)
from engine.feel.builtins.binding import TABLE

__all__ = ["TABLE"]

MODULES = (
    clock,
    contexts,
    conversion,
    dates,
    lists,
    logic,
    numeric,
    ranges,
    reshaping,
    sorting,
    statistics,
    strings,
    written_ranges,
)
