"""What must hold of every installation at every moment: checked by tests, by night and after a restore."""

from engine.invariants.asking import Broken, Invariant, broken, broken_in
from engine.invariants.catalogue import INVARIANTS

__all__ = ["INVARIANTS", "Broken", "Invariant", "broken", "broken_in"]
