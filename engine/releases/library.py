"""Releases read once per process and kept: a release never changes, so neither does what was read."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

import sqlalchemy as sa
import yaml

import forms
from engine import bpmn, dmn
from engine.errors import NotFound
from engine.releases.texts import Texts, read_texts
from engine.store.tables import activations, release_files, releases
from engine.work import Work


def digest_of(files: Mapping[str, bytes]) -> str:
    """The hash of a release's content: of every path with its bytes."""
    parts = [f"{path}\0{hashlib.sha256(files[path]).hexdigest()}\n" for path in sorted(files)]
    return hashlib.sha256("".join(parts).encode()).hexdigest()


@dataclass(frozen=True)
class Release:
    """An immutable set of diagrams, tables, forms and texts."""

    id: int
    digest: str
    files: Mapping[str, bytes] = field(repr=False)

    @cached_property
    def manifest(self) -> dict[str, Any]:
        read = yaml.safe_load(self.files["release.yaml"])
        return dict(read)

    @cached_property
    def diagram(self) -> bpmn.Diagram:
        diagrams = {path: data for path, data in self.files.items() if path.endswith(".bpmn")}
        return bpmn.read_diagram(diagrams, str(self.manifest["process"]))

    @cached_property
    def models(self) -> Mapping[str, dmn.Model]:
        """Each decision's id with the model that holds it."""
        found: dict[str, dmn.Model] = {}
        for path, data in self.files.items():
            if path.endswith(".dmn"):
                model = dmn.read(data, path)
                found |= dict.fromkeys(model.decisions, model)
        return found

    @cached_property
    def texts(self) -> Texts:
        return read_texts(self.files["texts.yaml"])

    @cached_property
    def _forms(self) -> dict[str, forms.Form]:
        return {}

    def form(self, name: str) -> forms.Form:
        """The form of that name; NotFound when the release has none."""
        if name not in self._forms:
            data = self.files.get(f"forms/{name}.form")
            if data is None:
                raise NotFound
            self._forms[name] = forms.read_form(data)
        return self._forms[name]

    def has(self, decision: str) -> bool:
        return decision in self.models

    def text_of(self, decision: str) -> bytes:
        """The file that a decision stands in."""
        return self.files[self.models[decision].file]

    def decide(self, decision: str, context: Mapping[str, object]) -> dmn.Outcome:
        """The answer of a decision; it may be shared, and nobody may change it."""
        return self.models[decision].recall(decision, context)


class Library:
    """The releases this process has read."""

    def __init__(self) -> None:
        self._kept: dict[int, Release] = {}
        self._lock = threading.Lock()

    def release(self, work: Work, release_id: int) -> Release:
        found = self._kept.get(release_id)
        if found is not None:
            return found
        with self._lock:
            return self._kept.setdefault(release_id, _read(work, release_id))

    def know(self, release: Release) -> None:
        """Take a release that was read elsewhere in this process."""
        self._kept[release.id] = release

    def in_force(self, work: Work, process: str | None = None, at: datetime | None = None) -> Release:
        """The release that new cases take at that moment: of this process, or of the one activated last."""
        query = (
            sa.select(activations.c.release_id)
            .where(activations.c.in_force_from <= (at or work.now))
            .order_by(activations.c.in_force_from.desc(), activations.c.id.desc())
            .limit(1)
        )
        if process is not None:
            query = query.where(activations.c.process == process)
        found = work.connection.execute(query).scalar()
        if found is None:
            raise NotFound
        return self.release(work, found)


def _read(work: Work, release_id: int) -> Release:
    digest = work.connection.execute(sa.select(releases.c.digest).where(releases.c.id == release_id)).scalar()
    if digest is None:
        raise NotFound
    query = sa.select(release_files.c.path, release_files.c.content)
    rows = work.connection.execute(query.where(release_files.c.release_id == release_id))
    return Release(release_id, digest, {row.path: bytes(row.content) for row in rows})
