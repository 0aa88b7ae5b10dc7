"""The file being read: its names, its lines, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from engine import feel
from engine.dmn.boxed import Literal, Missing
from engine.dmn.run import Boxed
from engine.findings import Finding, Severity
from engine.xmlreading import Element, child, children, local_name

_IDENTIFIER_SIGNS = str.maketrans("", "", "_")


class BadModel(ValueError):
    """The file is not a decision model."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("; ".join(str(finding) for finding in findings))
        self.findings = findings


def tidy(name: str | None) -> str:
    """Return a name with single blanks, as FEEL reads it."""
    return " ".join((name or "").split())


def text_of(element: Element | None) -> str:
    """Return the text an element holds, directly or in its `text` child."""
    if element is None:
        return ""
    inner = child(element, "text")
    return "".join((inner if inner is not None else element).itertext()).strip()


def line_of(element: Element) -> int:
    """Return the line of the text of an element, or of the element."""
    inner = child(element, "text")
    return int((inner if inner is not None else element).sourceline or 0)


def told(name: str) -> set[str]:
    """Return what FEEL has to be told to read a name: names that are more than plain identifiers."""
    parts = name.split(".")
    if len(parts) > 1 and all(part and (part[0].isalpha() or part[0] == "_") for part in parts):
        # A dotted name is bound as a path too, and read as one.
        return set().union(*(told(part) for part in parts))
    return set() if name.translate(_IDENTIFIER_SIGNS).isalnum() else {name} - {""}


@dataclass
class Source:
    """What every part of the reading needs to know of the file."""

    file: str
    names: tuple[str, ...] = ()
    findings: list[Finding] = field(default_factory=list)
    language: str = "feel"
    types: dict[str, Callable[..., object]] = field(default_factory=dict)

    def find(self, line: int, element: str, code: str, severity: Severity, vi: str, en: str) -> None:
        self.findings.append(Finding(self.file, line, element, code, severity, vi, en))

    def speaks_feel(self, element: Element) -> bool:
        language = element.get("expressionLanguage") or self.language
        return "feel" in language.lower()

    def expression(self, element: Element | None, owner: str) -> Boxed:
        """Compile a FEEL text; a text that is none becomes null with a reason."""
        text = text_of(element)
        if element is None or not text:
            return Missing("")
        if not self.speaks_feel(element):
            return self.foreign(element, owner)
        try:
            return Literal(feel.parse(text, self.names), self.types if _speaks_of_types(text) else None)
        except feel.FeelError as error:
            return Missing(self.misspelt(error, text, line_of(element), owner))

    def foreign(self, element: Element, owner: str) -> Missing:
        language = element.get("expressionLanguage") or self.language
        vi = f"Biểu thức viết bằng ngôn ngữ «{language}»; chỉ đọc được FEEL."
        en = f"The expression is written in “{language}”; only FEEL is understood."
        self.find(line_of(element), owner, "dmn-language", "error", vi, en)
        return Missing(vi)

    def misspelt(self, error: feel.FeelError, text: str, line: int, owner: str) -> str:
        """Note a text FEEL cannot read where a person can find it, and return the sentence."""
        at, vi, en = line, str(error), str(error)
        if isinstance(error, feel.FeelSyntaxError):
            at, vi, en = line + error.position.line - 1, error.vi, error.en
        elif isinstance(error, feel.LimitExceeded):
            vi, en = error.vi, error.en
        sentence = f"Biểu thức «{_short(text)}» sai cú pháp: {vi}"
        self.find(
            at,
            owner,
            "dmn-feel-syntax",
            "error",
            sentence,
            f"Expression “{_short(text)}” has a syntax error: {en}",
        )
        return sentence


def _speaks_of_types(text: str) -> bool:
    return "instance" in text or "function" in text


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 80 else f"{flat[:77]}…"


_NAMED = {
    "inputData",
    "decision",
    "businessKnowledgeModel",
    "decisionService",
    "variable",
    "formalParameter",
    "parameter",
    "column",
    "itemComponent",
    "itemDefinition",
    "output",
    "import",
}


def names_in(root: Element, imported: Iterable[str]) -> frozenset[str]:
    """Return the names of the file, and of the files it imports, that FEEL has to be told."""
    names = {tidy(element.get("name")) for element in root.iter() if _is_named(element)}
    names |= {tidy(element.get("iteratorVariable")) for element in root.iter("{*}for", "{*}some", "{*}every")}
    return frozenset().union(imported, *(told(name) for name in names))


def _is_named(element: Element) -> bool:
    return isinstance(element.tag, str) and local_name(element) in _NAMED


def references(element: Element | None, *names: str) -> list[tuple[str, str]]:
    """Return the (namespace, id) pairs the children with these names point to."""
    pairs = []
    for pointer in children(element, *names):
        namespace, _, id = (pointer.get("href") or "").strip().rpartition("#")
        if id:
            pairs.append((namespace, id))
    return pairs
