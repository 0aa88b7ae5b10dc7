"""How much one evaluation may use; every bound is generous for a decision and small for a server."""

from __future__ import annotations

import threading
from types import TracebackType

from engine.feel.errors import LimitExceeded

TEXT_LENGTH = 20_000
NESTING = 60
PARSE_WORK = 100_000
STEPS = 500_000
LIST_LENGTH = 100_000
STRING_LENGTH = 200_000


class _Spent(threading.local):
    # None outside an evaluation; nested evaluations (a decision inside a decision) share one count.
    steps: int | None = None


_spent = _Spent()


def spend(steps: int = 1) -> None:
    """Count work done; raise once the running evaluation has had its share."""
    if _spent.steps is None:
        return
    _spent.steps += steps
    if _spent.steps > STEPS:
        raise LimitExceeded(
            "steps",
            f"Biểu thức cần quá nhiều bước tính (trên {STEPS}).",
            f"The expression needs too many steps (over {STEPS}).",
        )


def check_string(text: str) -> str:
    if len(text) > STRING_LENGTH:
        raise string_too_long()
    return text


def check_list(length: int) -> None:
    if length > LIST_LENGTH:
        raise LimitExceeded(
            "list",
            f"Danh sách quá dài (trên {LIST_LENGTH} phần tử).",
            f"The list is too long (over {LIST_LENGTH} items).",
        )


def string_too_long() -> LimitExceeded:
    return LimitExceeded(
        "string",
        f"Chuỗi quá dài (trên {STRING_LENGTH} ký tự).",
        f"The string is too long (over {STRING_LENGTH} characters).",
    )


def too_deep() -> LimitExceeded:
    return LimitExceeded(
        "depth", "Biểu thức lồng nhau quá sâu.", "The expression is nested, or calls itself, too deeply."
    )


class Allowance:
    """A block of evaluation with one count of steps; deep recursion is told as a limit."""

    __slots__ = ("_outermost",)

    def __enter__(self) -> None:
        self._outermost = _spent.steps is None
        if self._outermost:
            _spent.steps = 0

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._outermost:
            _spent.steps = None
        if kind is RecursionError:
            raise too_deep() from error
