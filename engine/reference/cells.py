"""How the text of one cell becomes a value, or a mistake in two languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date


class Mistake(ValueError):
    def __init__(self, vi: str, en: str) -> None:
        self.vi, self.en = vi, en
        super().__init__(en)


def text(value: str) -> str:
    return value


def needed(value: str) -> str:
    if not value:
        raise Mistake("còn để trống", "must not be empty")
    return value


def maybe(value: str) -> str | None:
    return value or None


def day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise Mistake(f"“{value}” không phải ngày dạng 2023-05-15", f"“{value}” is not a date") from None


def maybe_day(value: str) -> date | None:
    return day(value) if value else None


def yes(value: str) -> bool:
    if value not in ("yes", "no"):
        raise Mistake(f"“{value}” phải là yes hoặc no", f"“{value}” must be yes or no")
    return value == "yes"


def hour(value: str) -> str:
    if not re.fullmatch(r"([01]\d|2[0-4]):[0-5]\d", value):
        raise Mistake(f"“{value}” không phải giờ dạng 07:30", f"“{value}” is not a time")
    return value


def one_of(*allowed: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value not in allowed:
            listed = ", ".join(allowed)
            raise Mistake(f"“{value}” phải là một trong: {listed}", f"“{value}” must be one of {listed}")
        return value

    return read
