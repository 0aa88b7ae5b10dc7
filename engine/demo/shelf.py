"""Drawn pictures as uploads: each scene is decoded once, then entered again for every case that shows it."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

import sqlalchemy as sa

import forms
from engine.cases import files as case_files
from engine.demo.pictures import draw
from engine.errors import Refused
from engine.store.tables import files
from engine.work import Platform


@dataclass
class Shelf:
    """The scenes that this installation has taken in so far."""

    platform: Platform
    _taken_in: dict[str, forms.File] = field(default_factory=dict)

    def upload(self, scene: str, *, purpose: str, officer: int | None = None) -> forms.File:
        """A file of its own with this scene, not yet used by any case."""
        if scene not in self._taken_in:
            self._taken_in[scene] = self._take_in(scene)
        return self._again(self._taken_in[scene], purpose, officer)

    def _take_in(self, scene: str) -> forms.File:
        kept = case_files.keep_upload(
            self.platform, io.BytesIO(draw(scene)), f"{scene}.jpg", purpose="demo", source="library"
        )
        if isinstance(kept, forms.RefusedFile):
            raise Refused(vi=kept.vi, en=kept.en)
        return kept

    def _again(self, first: forms.File, purpose: str, officer: int | None) -> forms.File:
        with self.platform.work() as work:
            row = dict(
                work.connection.execute(sa.select(files).where(files.c.id == int(first.id))).mappings().one()
            )
            del row["id"]
            row |= {"purpose": purpose, "uploaded_by": officer, "uploaded_at": work.now, "display_name": None}
            made = work.connection.execute(sa.insert(files).values(row).returning(files.c.id)).scalar_one()
            hidden = work.keys.hide(first.name, f"files:{made}:display_name")
            work.run(sa.update(files).where(files.c.id == made).values(display_name=hidden))
        return forms.File(str(made), first.name, first.media_type, first.size)
