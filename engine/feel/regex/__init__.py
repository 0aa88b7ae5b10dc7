"""Regular expressions of XPath, translated for Python and kept from running away."""

from __future__ import annotations

from engine.feel.regex.escapes import BadPattern
from engine.feel.regex.pattern import Pattern, pattern

__all__ = ["BadPattern", "Pattern", "pattern"]
