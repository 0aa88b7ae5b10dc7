"""A model on disk, with the models beside it that it imports."""

from __future__ import annotations

from pathlib import Path

from engine.dmn.model import Model
from engine.dmn.reading.drg import read
from engine.dmn.reading.source import BadModel
from engine.findings import Finding
from engine.xmlreading import Element, RefusedXml, children, read_xml

MAX_IMPORTS = 20


def read_file(path: Path, _above: tuple[str, ...] = ()) -> Model:
    """Read a file and those it imports from its own folder, by name or namespace; nowhere else is looked."""
    data = path.read_bytes()
    try:
        root = read_xml(data, path.name)
    except RefusedXml as refused:
        raise BadModel(refused.findings) from refused
    above = (*_above, path.name)
    imports: dict[str, Model] = {}
    circles: list[Finding] = []
    for element in _imports(root):
        beside = _beside(path, element)
        if beside is None:
            continue
        if beside.name in above or len(above) > MAX_IMPORTS:
            circles.append(_circle(path.name, int(element.sourceline or 0), beside.name))
            continue
        imports[_key(element)] = read_file(beside, above)
    model = read(data, path.name, imports)
    model.findings.extend(circles)
    return model


def _imports(root: Element) -> list[Element]:
    """Return the imports of other models; a model that imports itself gains nothing."""
    own = root.get("namespace")
    return [element for element in children(root, "import") if element.get("namespace") != own]


def _key(element: Element) -> str:
    return element.get("namespace") or element.get("locationURI") or ""


def _beside(path: Path, element: Element) -> Path | None:
    """Find the imported file in the folder: where the import says it is, or by its namespace."""
    place = Path(element.get("locationURI") or "").name
    if place and (path.parent / place).is_file():
        return path.parent / place
    wanted = element.get("namespace") or ""
    return next((file for file in sorted(path.parent.glob("*.dmn")) if _declares(file, wanted)), None)


def _declares(file: Path, namespace: str) -> bool:
    data = file.read_bytes()
    if not namespace or namespace.encode() not in data:
        return False
    try:
        declared = read_xml(data, file.name).get("namespace")
    except RefusedXml:
        return False
    return bool(declared == namespace)


def _circle(file: str, line: int, other: str) -> Finding:
    vi, en = f"Tệp nhập «{other}» thành vòng.", f"Importing “{other}” goes round in a circle."
    return Finding(file, line, "", "dmn-import-circle", "error", vi, en)
