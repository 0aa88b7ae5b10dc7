"""The BPMN 2.0 schema, and its complaints said so that a person understands them."""

from __future__ import annotations

import importlib.util
import re
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from engine.bpmn.check.report import Report, quote
from engine.xmlreading import Element

_NAMESPACE = re.compile(r"\{[^{}]*\}")

# What libxml2 says, and the same for people; groups fill the places.
_SAYINGS: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(pattern), vi, en)
    for pattern, vi, en in (
        (
            r"Element '([^']*)': This element is not expected\. Expected is (?:one of )?\( (.*?) \)",
            "phần tử “{0}” không được đứng ở đây; chỗ này chờ: {1}. Sửa thứ tự hoặc xóa.",
            "the element “{0}” may not stand here; expected: {1}. Reorder or remove it.",
        ),
        (
            r"Element '([^']*)': This element is not expected",
            "phần tử “{0}” không được đứng ở đây; chuyển hoặc xóa.",
            "the element “{0}” may not stand here; move or remove it.",
        ),
        (
            r"Element '([^']*)': Missing child element\(s\)\.(?: Expected is (?:one of )?\( (.*?) \))?",
            "phần tử “{0}” thiếu phần bên trong: {1}.",
            "the element “{0}” lacks inner elements: {1}.",
        ),
        (
            r"Element '([^']*)': The attribute '([^']*)' is required but missing",
            "phần tử “{0}” thiếu thuộc tính bắt buộc “{1}”.",
            "the element “{0}” lacks the required attribute “{1}”.",
        ),
        (
            r"Element '([^']*)', attribute '([^']*)': The attribute '[^']*' is not allowed",
            "thuộc tính “{1}” không được dùng trên phần tử “{0}”; xóa đi.",
            "the attribute “{1}” is not allowed on “{0}”; remove it.",
        ),
        (
            r"Element '([^']*)', attribute '([^']*)': .*?'(.*?)' is not a valid value of the atomic type "
            r"'xs:(?:ID|NCName)'",
            "“{2}” không phải id hợp lệ (trùng, hoặc có dấu cách, bắt đầu bằng chữ số…); đặt id khác.",
            "“{2}” is no valid id (used twice, has blanks, starts with a digit …); choose another.",
        ),
        (
            r"Element '([^']*)', attribute '([^']*)': .*?'(.*?)' is not "
            r"(?:a valid value|an element of the set)",
            "thuộc tính “{1}” của “{0}” không nhận giá trị “{2}”; chọn giá trị chuẩn.",
            "the attribute “{1}” of “{0}” does not take “{2}”; use a standard value.",
        ),
        (
            r"Element '([^']*)': .*?'(.*?)' is not a valid value",
            "nội dung “{1}” của “{0}” sai kiểu.",
            "the content “{1}” of “{0}” is of the wrong type.",
        ),
        (
            r"Element '([^']*)': (?:Character content|Element content)",
            "phần tử “{0}” có nội dung không được phép bên trong; xóa chữ thừa.",
            "the element “{0}” has content it may not have; remove the stray text.",
        ),
        (
            r"Element '([^']*)': The element is abstract",
            "“{0}” chỉ là loại chung, phải dùng một loại cụ thể.",
            "“{0}” is only a general kind; use a concrete one.",
        ),
        (
            r"Element '([^']*)': No matching global (?:element )?declaration",
            "“{0}” không có trong BPMN 2.0; xóa đi.",
            "“{0}” is not part of BPMN 2.0; remove it.",
        ),
    )
)


@cache
def _schema() -> Any:
    """Return the schema that ships with SpiffWorkflow, read without importing the library."""
    found = importlib.util.find_spec("SpiffWorkflow")
    assert found is not None and found.submodule_search_locations
    folder = Path(next(iter(found.submodule_search_locations)))
    return etree.XMLSchema(etree.parse(str(folder / "bpmn" / "parser" / "schema" / "BPMN20.xsd")))


def check_schema(root: Element, report: Report, told: set[int]) -> None:
    """Report where the document breaks the schema, except on lines another rule told more plainly."""
    schema = _schema()
    if schema.validate(root):
        return
    for entry in schema.error_log:
        if entry.line not in told:
            vi, en = said_plainly(entry.message)
            report.tell("xsd", line=entry.line, vi=vi, en=en)


def said_plainly(message: str) -> tuple[str, str]:
    """Return a complaint of libxml2 in Vietnamese and English."""
    message = _NAMESPACE.sub("", message)
    for pattern, vi, en in _SAYINGS:
        match = pattern.search(message)
        if match:
            facts = [_few(group or "") for group in match.groups()]
            return vi.format(*facts), en.format(*facts)
    return f"không đúng lược đồ ({quote(message)}).", f"it does not fit the schema ({quote(message)})."


def _few(listed: str) -> str:
    names = listed.split(", ")
    return quote(", ".join(names[:4]) + (" …" if len(names) > 4 else ""))
