"""From DMN XML to a compiled model."""

from __future__ import annotations

from engine.dmn.reading.drg import read
from engine.dmn.reading.folder import read_file
from engine.dmn.reading.source import BadModel

__all__ = ["BadModel", "read", "read_file"]
