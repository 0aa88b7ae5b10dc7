"""Dates, times and durations: reading, writing, properties and arithmetic."""

from __future__ import annotations

from engine.feel.temporal.properties import property_of
from engine.feel.temporal.reading import (
    read_any,
    read_date,
    read_date_and_time,
    read_duration,
    read_time,
)
from engine.feel.temporal.writing import write

__all__ = [
    "property_of",
    "read_any",
    "read_date",
    "read_date_and_time",
    "read_duration",
    "read_time",
    "write",
]
