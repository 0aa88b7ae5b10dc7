"""From paths on disk to findings: single files, release folders, and folders of loose files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from engine.bpmn.check.release import MANIFEST, check_one, check_release
from engine.bpmn.check.report import Report
from engine.bpmn.check.surroundings import Surroundings
from engine.findings import Finding

KINDS = (".bpmn", ".bpmn2", ".bpmn20", ".bpmn20.xml", ".bpmn.xml", ".dmn", ".form", ".yaml", ".yml")
MAX_FILE = 4 * 1024 * 1024


def check_paths(paths: Sequence[Path], known: Surroundings | None = None) -> list[Finding]:
    """Return what is wrong with these files; a folder with release.yaml is checked as one whole."""
    return [finding for path in paths for finding in _check_path(Path(path), known)]


def count_files(paths: Sequence[Path]) -> int:
    """Return how many files a check of these paths looks at."""
    return sum(len(_files(path)) if path.is_dir() else 1 for path in map(Path, paths))


def _check_path(path: Path, known: Surroundings | None) -> Iterator[Finding]:
    if not path.is_dir():
        yield from _check_file(path, str(path), known)
        return
    releases = sorted(manifest.parent for manifest in path.rglob(MANIFEST))
    for release in releases:
        yield from _check_folder(release, str(release), known)
    loose = [file for file in _files(path) if not any(file.is_relative_to(one) for one in releases)]
    if not loose and not releases:
        yield from _told(str(path), "file-empty-folder")
    for file in loose:
        yield from _check_file(file, str(file), known)


def _files(folder: Path) -> list[Path]:
    return sorted(
        file for file in folder.rglob("*") if file.name.lower().endswith(KINDS) and not file.is_dir()
    )


def _check_file(path: Path, name: str, known: Surroundings | None) -> Iterator[Finding]:
    data = _read(path)
    if isinstance(data, str):
        yield from _told(name, "file-unreadable", reason=data)
    else:
        yield from check_one(name, data, known)


def _check_folder(folder: Path, name: str, known: Surroundings | None) -> Iterator[Finding]:
    files: dict[str, bytes] = {}
    for path in _files(folder):
        data = _read(path)
        relative = path.relative_to(folder).as_posix()
        if isinstance(data, str):
            yield from _told(f"{name}/{relative}", "file-unreadable", reason=data)
        else:
            files[relative] = data
    for finding in check_release(files, known):
        yield replace(finding, file=f"{name}/{finding.file}")


def _read(path: Path) -> bytes | str:
    """Return the bytes of a file, or the reason why not."""
    try:
        if not path.is_file():
            return "không phải tệp thường | not a regular file"
        if path.stat().st_size > MAX_FILE:
            return f"> {MAX_FILE // 1024 // 1024} MB"
        return path.read_bytes()
    except OSError as error:
        return error.strerror or type(error).__name__


def _told(name: str, code: str, reason: str = "") -> list[Finding]:
    report = Report(name)
    report.tell(code, line=1, reason=reason)
    return report.findings()
