"""DMN: decision models read once, asked often, explained to people."""

from __future__ import annotations

from engine.dmn.checking import check
from engine.dmn.explaining import explain
from engine.dmn.model import Model
from engine.dmn.outcome import Outcome, RuleHit, TableTrace
from engine.dmn.reading import BadModel, read, read_file

__all__ = [
    "BadModel",
    "Model",
    "Outcome",
    "RuleHit",
    "TableTrace",
    "check",
    "explain",
    "read",
    "read_file",
]
