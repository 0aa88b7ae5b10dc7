"""form-js JSON to a Form; whatever we could not render or read is refused here, not at fill time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from forms.components import Fault, Reader
from forms.raw import text
from forms.schema import Field, Form

MAX_BYTES = 512 * 1024
SCHEMA_VERSION = 19


class BadForm(ValueError):
    """The form cannot be used as it is."""

    def __init__(self, findings: list[Fault]) -> None:
        super().__init__("; ".join(f"{key}: {en}" for key, _, _, en in findings))
        self.findings = findings


def read_form(source: bytes) -> Form:
    """Read a form or say everything that is wrong with it."""
    raw = _json(source)
    parts = raw.get("components")
    if not isinstance(parts, list):
        raise BadForm([("", "no-components", "Biểu mẫu không có trường nào.", "The form has no components.")])
    faults: list[Fault] = list(_version(raw))
    fields = Reader(faults).components(parts, 1)
    faults += _clashes(fields)
    if faults:
        raise BadForm(faults)
    return Form(text(raw.get("id")) or "form", fields)


def _json(source: bytes) -> dict[str, Any]:
    if len(source) > MAX_BYTES:
        raise BadForm([("", "too-big", "Tệp biểu mẫu quá lớn.", "The form file is too big.")])
    try:
        raw = json.loads(source)
    except (ValueError, RecursionError) as error:
        vi = "Tệp biểu mẫu không phải JSON đúng."
        raise BadForm([("", "not-json", vi, f"The form is not JSON: {error}")]) from error
    if not isinstance(raw, dict):
        raise BadForm([("", "not-form", "Tệp này không phải biểu mẫu.", "This is not a form.")])
    return raw


def _version(raw: dict[str, Any]) -> Iterator[Fault]:
    version = raw.get("schemaVersion", SCHEMA_VERSION)
    if not isinstance(version, int) or version > SCHEMA_VERSION:
        vi = f"Phiên bản biểu mẫu mới hơn {SCHEMA_VERSION} chưa đọc được."
        yield "", "schema-version", vi, f"schemaVersion must be {SCHEMA_VERSION} or lower, not {version}."


def _clashes(fields: tuple[Field, ...], base: str = "") -> Iterator[Fault]:
    names = sorted(_names(fields, base))
    for before, after in zip(names, names[1:], strict=False):
        if after == before or after.startswith(before + "."):
            vi = f"Hai trường cùng dùng khóa “{after}”."
            yield after, "duplicate-key", vi, f"Two components answer under “{after}”."


def _names(fields: tuple[Field, ...], base: str) -> Iterator[str]:
    for field in fields:
        name = f"{base}{field.key}"
        if field.kind == "group":
            yield from _names(field.components, f"{name}." if field.key else base)
        elif field.kind == "dynamiclist":
            yield name
            # Inside a row names start with the row's number, so they cannot meet names outside it.
            yield from _names(field.components, f"{name}#.")
        elif field.key:
            yield name
