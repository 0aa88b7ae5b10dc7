"""The words a rendered form needs besides its own, and text with expressions in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from markupsafe import Markup, escape

from forms.raw import feel

WORDS: Mapping[str, tuple[str, str]] = {
    "required": ("bắt buộc", "required"),
    "error": ("Lỗi:", "Error:"),
    "summary": ("Xin sửa {n} chỗ dưới đây", "Please correct the {n} points below"),
    "choose": ("Xin chọn", "Please choose"),
    "update": ("Cập nhật", "Update"),
    "add_row": ("Thêm dòng", "Add a row"),
    "remove_row": ("Bỏ dòng {n}", "Remove row {n}"),
    "row": ("Dòng {n}", "Row {n}"),
    "drop_file": ("Bỏ tệp này", "Remove this file"),
    "kept_files": ("Tệp đã gửi", "Files already sent"),
    "yes": ("Có", "Yes"),
    "no": ("Không", "No"),
}
_SLOT = re.compile(r"\{\{(.{1,500}?)\}\}", re.DOTALL)

Say = Callable[[str], object]


def word(key: str, language: str, **facts: object) -> str:
    vi, en = WORDS[key]
    return (en if language == "en" else vi).format(**facts)


def filled(text: str, say: Say) -> str:
    """Text in which {{expressions}} are replaced; a text that is one expression is worked out whole."""
    whole = feel(text)
    if whole is not None:
        return _said(say(whole))
    return _SLOT.sub(lambda slot: _said(say(slot[1].strip().removeprefix("="))), text)


def _said(value: object) -> str:
    return "" if value is None else str(value)


_LINK = re.compile(r"\[([^\]\n]{1,200})\]\(((?:https://|tel:|mailto:|/(?!/))[^\s()]{1,300})\)")
_BOLD = re.compile(r"\*\*(.{1,500}?)\*\*")
_EMPHASIS = re.compile(r"(?<![\w*])[*_](?=\S)(.{1,500}?)[*_](?![\w*])")


def markdown(text: str) -> Markup:
    """Headings, lists, bold, emphasis, links and rules; everything else stays text."""
    blocks = [block for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()) if block.strip()]
    return Markup("\n").join(_block(block.strip("\n")) for block in blocks)


def _block(block: str) -> Markup:
    lines = [line.strip() for line in block.split("\n")]
    if re.fullmatch(r"-{3,}", block.strip()):
        return Markup("<hr>")
    if heading := re.match(r"(#{1,4})\s+(.+)\Z", lines[0]) if len(lines) == 1 else None:
        # The page has the h1 and the form stands under an h2.
        level = min(len(heading[1]) + 2, 6)
        return Markup("<h{0}>{1}</h{0}>").format(level, _inline(heading[2]))
    if all(re.match(r"[-*] ", line) for line in lines):
        items = Markup("").join(Markup("<li>{}</li>").format(_inline(line[2:])) for line in lines)
        return Markup("<ul>{}</ul>").format(items)
    return Markup("<p>{}</p>").format(Markup("<br>").join(map(_inline, lines)))


def _inline(text: str) -> Markup:
    """Escape first: the patterns then only ever see text that is safe."""
    safe = str(escape(text))
    safe = _LINK.sub(r'<a href="\2">\1</a>', safe)
    safe = _BOLD.sub(r"<strong>\1</strong>", safe)
    parts = re.split(r"(<[^>]*>)", safe)
    return Markup("".join(p if p.startswith("<") else _EMPHASIS.sub(r"<em>\1</em>", p) for p in parts))  # noqa: S704
