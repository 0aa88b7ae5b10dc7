"""A model on disk, with the models beside it that it imports."""

from __future__ import annotations

from pathlib import Path

from engine.dmn.model import Model
from engine.dmn.reading.drg import read
from engine.dmn.reading.source import BadModel
from engine.findings import Finding
from engine.xmlreading import RefusedXml, children, read_xml

MAX_IMPORTS = 20


def read_file(path: Path, _above: tuple[str, ...] = ()) -> Model:
    """Read a file and the files of its own folder it imports by name; nothing else is looked for."""
    data = path.read_bytes()
    try:
        root = read_xml(data, path.name)
    except RefusedXml as refused:
        raise BadModel(refused.findings) from refused
    above = (*_above, path.name)
    imports: dict[str, Model] = {}
    for element in children(root, "import"):
        place = element.get("locationURI") or ""
        beside = path.parent / Path(place).name
        if not place or not beside.is_file():
            continue
        if beside.name in above or len(above) > MAX_IMPORTS:
            raise BadModel([_circle(path.name, int(element.sourceline or 0), beside.name)])
        imports[place] = read_file(beside, above)
    return read(data, path.name, imports)


def _circle(file: str, line: int, other: str) -> Finding:
    vi, en = f"Tệp nhập «{other}» thành vòng.", f"Importing “{other}” goes round in a circle."
    return Finding(file, line, "", "dmn-import-circle", "error", vi, en)
