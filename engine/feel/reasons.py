"""Why an expression gave null: a function or sign was given what it cannot work on."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal

from engine.feel.values import kind

MOST = 5
_KINDS = {
    "null": "giá trị trống",
    "boolean": "giá trị đúng/sai",
    "number": "số",
    "string": "chuỗi",
    "date": "ngày",
    "time": "giờ",
    "date and time": "ngày giờ",
    "days and time duration": "khoảng thời gian",
    "years and months duration": "khoảng thời gian tính bằng tháng",
    "list": "danh sách",
    "context": "bộ giá trị",
    "range": "khoảng giá trị",
    "function": "hàm",
}


class _Heard(threading.local):
    # None while nobody listens.
    sentences: list[str] | None = None


_heard = _Heard()


@contextmanager
def heard() -> Iterator[list[str]]:
    """Listen to the reasons of the evaluations inside, in Vietnamese."""
    outer = _heard.sentences
    sentences: list[str] = []
    _heard.sentences = sentences
    try:
        yield sentences
    finally:
        _heard.sentences = outer


def _listening() -> list[str] | None:
    sentences = _heard.sentences
    return sentences if sentences is not None and len(sentences) < MOST else None


def function_refused(name: str, values: Iterable[object]) -> None:
    """Tell that a function takes no such arguments; a missing one is no mistake of the text."""
    sentences, values = _listening(), list(values)
    if sentences is None or None in values:
        return
    given = f"đối số ({', '.join(map(_called, values))})" if values else "lời gọi không có đối số"
    sentences.append(f"Hàm «{name}» không nhận {given}.")


def names_refused(name: str, given: Mapping[str, object]) -> None:
    """Tell that a function has no parameters of these names and kinds."""
    sentences = _listening()
    if sentences is None or None in given.values():
        return
    written = ", ".join(f"{key}: {_called(value)}" for key, value in given.items())
    sentences.append(f"Hàm «{name}» không nhận đối số ({written}).")


def sign_refused(sign: str, left: object, right: object) -> None:
    """Tell that a sign means nothing between two values."""
    sentences = _listening()
    if sentences is None or left is None or right is None:
        return
    if sign == "/" and isinstance(right, Decimal) and not right:
        sentences.append("Phép chia cho 0 không có kết quả.")
    else:
        sentences.append(f"Phép «{sign}» không có nghĩa giữa {_called(left)} và {_called(right)}.")


def _called(value: object) -> str:
    return _KINDS.get(kind(value), "giá trị lạ")
