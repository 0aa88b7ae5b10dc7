"""Copies of an installation made while it runs, and the way back from them."""

from engine.backup.making import Made, make
from engine.backup.restoring import Restored, restore

__all__ = ["Made", "Restored", "make", "restore"]
