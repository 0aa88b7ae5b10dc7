"""The one door through which XML from outside comes in: no DTD, no entities, no network, bounded size."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

from lxml import etree

from engine.findings import Finding

MAX_BYTES = 2 * 1024 * 1024
MAX_ELEMENTS = 20_000
MAX_DEPTH = 64

# lxml ships no types; an element is what `etree` makes of a start tag.
Element = Any


class RefusedXml(ValueError):
    """The text is not XML we are willing to read."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("; ".join(str(finding) for finding in findings))
        self.findings = findings


class _Scout:
    """Walks the raw text once with expat, before a tree is built, and stops at the first excess."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.elements = 0
        self.depth = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.open
        self.parser.EndElementHandler = self.close
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.EntityDeclHandler = self.entity

    def open(self, tag: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        self.depth += 1
        if self.elements > MAX_ELEMENTS:
            raise self.refuse(
                "xml-too-many-elements",
                f"Tệp có hơn {MAX_ELEMENTS} phần tử.",
                f"The file has more than {MAX_ELEMENTS} elements.",
            )
        if self.depth > MAX_DEPTH:
            raise self.refuse(
                "xml-too-deep",
                f"Các phần tử lồng nhau sâu hơn {MAX_DEPTH} bậc.",
                f"Elements are nested deeper than {MAX_DEPTH} levels.",
            )

    def close(self, tag: str) -> None:
        self.depth -= 1

    def doctype(self, *declaration: object) -> None:
        raise self.refuse(
            "xml-doctype",
            "Tệp có khai báo DOCTYPE; hãy bỏ khai báo đó.",
            "The file carries a DOCTYPE; take it out.",
        )

    def entity(self, *declaration: object) -> None:
        raise self.refuse(
            "xml-entity",
            "Tệp khai báo thực thể (ENTITY); hãy bỏ khai báo đó.",
            "The file declares an entity; take it out.",
        )

    def refuse(self, code: str, vi: str, en: str) -> RefusedXml:
        return _refused(self.name, self.parser.CurrentLineNumber, code, vi, en)


def _refused(name: str, line: int, code: str, vi: str, en: str) -> RefusedXml:
    return RefusedXml([Finding(name, line, "", code, "error", vi, en)])


def read_xml(data: bytes, name: str) -> Element:
    """Return the root element of a well-formed, harmless document, without comments and instructions."""
    if len(data) > MAX_BYTES:
        raise _refused(
            name,
            0,
            "xml-too-big",
            f"Tệp lớn hơn {MAX_BYTES // 1024} KB.",
            f"The file is larger than {MAX_BYTES // 1024} KB.",
        )
    _scout(data, name)
    return _tree(data, name)


def _scout(data: bytes, name: str) -> None:
    if not data.strip():
        raise _refused(
            name, 1, "xml-empty", "Tệp trống; vẽ và lưu lại.", "The file is empty; draw and save it."
        )
    # lxml counts nothing while it parses; expat does, and stops before memory is spent.
    scout = _Scout(name)
    try:
        scout.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise _malformed(name, error.lineno, expat.ErrorString(error.code) or str(error)) from error
    except (ValueError, LookupError) as error:
        if isinstance(error, RefusedXml):
            raise
        raise _malformed(name, 1, str(error)) from error


def _tree(data: bytes, name: str) -> Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _malformed(name, error.lineno or 0, error.msg or str(error)) from error


def _malformed(name: str, line: int, reason: str) -> RefusedXml:
    if "encoding" in reason:
        return _refused(
            name,
            line,
            "xml-encoding",
            f"Không đọc được bảng mã của tệp ({reason}); mở và lưu lại ở UTF-8.",
            f"The encoding of the file cannot be read ({reason}); open it and save it as UTF-8.",
        )
    return _refused(
        name,
        line,
        "xml-malformed",
        f"Tệp không phải XML hợp lệ ({reason}).",
        f"The file is not well-formed XML ({reason}).",
    )


def local_name(element: Element) -> str:
    """Return the tag without its namespace."""
    return str(etree.QName(element).localname)


def children(element: Element | None, *names: str) -> Iterator[Element]:
    """Yield the child elements with one of these local names (all when none is given), in order."""
    if element is None:
        return
    for child in element:
        if not names or local_name(child) in names:
            yield child


def child(element: Element | None, *names: str) -> Element | None:
    """Return the first child element with one of these local names."""
    return next(children(element, *names), None)
