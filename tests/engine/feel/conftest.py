"""Showing a value the way a row of a table expects it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine import feel

Show = Callable[..., str]


def shown(text: str, context: dict[str, object] | None = None) -> str:
    """Evaluate an expression and write the value, with quotes around strings and null spelled out."""
    written = feel.as_string([feel.parse(text).evaluate(context or {})])
    assert written is not None
    return written[1:-1]


@pytest.fixture
def show() -> Show:
    return shown
