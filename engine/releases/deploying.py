"""A folder becomes a release, and a release comes into force."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from engine.bpmn.check import Surroundings, check_paths
from engine.errors import BadRelease, NotFound
from engine.findings import Finding
from engine.people.membership import ROLES_OF_KIND
from engine.releases.library import Release, digest_of
from engine.store.tables import activations, release_files, releases
from engine.work import Work

# What belongs to a release; notes for people and scenarios travel with it.
NEEDED = ("release.yaml", "texts.yaml", "forms/report.form")
KINDS = (".bpmn", ".dmn", ".form", ".yaml", ".md")


def folder_files(folder: Path) -> dict[str, bytes]:
    """Every file of a release folder by its path inside it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix in KINDS
    }


def deploy(work: Work, folder: Path, *, officer: int | None = None) -> int:
    """Keep a folder as a release and return its id; the same content is kept once.

    Raises BadRelease with the findings when the checker finds errors.
    """
    _must_be_whole(folder)
    _must_be_sound(folder)
    files = folder_files(folder)
    _must_say_no_less(work, Release(0, digest_of(files), files))
    return keep_release(work, files, officer=officer)


def keep_release(work: Work, files: Mapping[str, bytes], *, officer: int | None = None) -> int:
    """Keep files that were checked as a release; content that is there already is not kept twice."""
    digest = digest_of(files)
    kept = work.connection.execute(sa.select(releases.c.id).where(releases.c.digest == digest)).scalar()
    if kept is not None:
        return int(kept)
    return _insert(work, files, digest, officer)


def _must_be_whole(folder: Path) -> None:
    """A folder that is being drawn may lack these; a procedure that people meet may not."""
    lost = [name for name in NEEDED if not (folder / name).is_file()]
    if lost:
        raise BadRelease(findings=[_missing(name) for name in lost])


def _missing(name: str) -> Finding:
    vi, en = f"Bộ quy trình thiếu tệp {name}.", f"The release has no {name}."
    return Finding(name, 1, "-", "release-file", "error", vi, en)


def _must_be_sound(folder: Path) -> None:
    errors = [finding for finding in check_paths([folder], known()) if finding.severity == "error"]
    if errors:
        raise BadRelease(findings=sorted(errors))


def _must_say_no_less(work: Work, new: Release) -> None:
    """Pages and notices ask for texts by name: one that is said now must not fall silent by an oversight."""
    try:
        present = work.platform.library.in_force(work, new.manifest["process"])
    except NotFound:
        return
    lost = sorted(present.texts.entries.keys() - new.texts.entries.keys())
    if lost:
        raise BadRelease(findings=[_silent(name) for name in lost])


def _silent(name: str) -> Finding:
    vi = f"Thiếu câu “{name}” mà bộ đang dùng có; xin giữ lại, dù không đổi gì."
    en = f"The text “{name}” of the release in force is missing; please keep it, even unchanged."
    return Finding("texts.yaml", 1, name, "text-lost", "error", vi, en)


def known() -> Surroundings:
    """What a release may rely on in this system: its operations and roles."""
    from engine.cases.operations import OPERATIONS  # operations read releases, so not at import

    roles = frozenset(role for held in ROLES_OF_KIND.values() for role in held)
    return Surroundings(operations=frozenset(OPERATIONS), roles=roles)


def _insert(work: Work, files: Mapping[str, bytes], digest: str, officer: int | None) -> int:
    manifest = Release(0, digest, files).manifest
    row = {
        "digest": digest,
        "name": manifest["name"],
        "process": manifest["process"],
        "legal_basis": "; ".join(_basis(entry) for entry in manifest.get("legal_basis") or ()),
        "created_at": work.now,
        "created_by": officer,
    }
    release_id = work.connection.execute(
        sa.insert(releases).values(row).returning(releases.c.id)
    ).scalar_one()
    work.run(
        sa.insert(release_files),
        [
            {
                "release_id": release_id,
                "path": path,
                "sha256": hashlib.sha256(data).hexdigest(),
                "content": data,
            }
            for path, data in files.items()
        ],
    )
    return int(release_id)


def _basis(entry: Mapping[str, object]) -> str:
    return " ".join(str(entry[key]) for key in ("kind", "number", "issuer") if entry.get(key))


def put_in_force(
    work: Work, release_id: int, *, since: datetime | None = None, officer: int | None = None, note: str = ""
) -> None:
    """Let new cases take this release from a moment on (now unless given); running cases keep theirs."""
    process = work.connection.execute(
        sa.select(releases.c.process).where(releases.c.id == release_id)
    ).scalar_one()
    row = {
        "process": process,
        "release_id": release_id,
        "in_force_from": since or work.now,
        "recorded_at": work.now,
        "recorded_by": officer,
        "note": note,
    }
    work.run(sa.insert(activations).values(row))


def export(work: Work, release_id: int, folder: Path) -> None:
    """Write a release back to a folder, byte for byte."""
    query = sa.select(release_files.c.path, release_files.c.content)
    for path, content in work.connection.execute(query.where(release_files.c.release_id == release_id)):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(bytes(content))
