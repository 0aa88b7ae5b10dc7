"""Sample pictures and documents that a scenario sends with a report or a result."""

from __future__ import annotations

import io
from typing import Any, cast

from PIL import Image

import forms
from engine import evidence
from engine.cases.files import enter_file
from engine.scenarios.player import Player, Unplayable
from engine.work import Platform


def uploads(player: Player, kinds: Any, purpose: str, officer: int | None) -> list[forms.File]:
    return [_upload(player, str(kind), purpose, officer) for kind in kinds]


def _upload(player: Player, kind: str, purpose: str, officer: int | None) -> forms.File:
    caches, name = player.platform.caches, f"scenario file {kind}"
    if name not in caches:
        caches[name] = _decoded(player.platform, kind)
    accepted, kept = cast("tuple[evidence.Accepted, evidence.Kept]", caches[name])
    return enter_file(player.platform, accepted, kept, purpose=purpose, officer=officer)


def _decoded(platform: Platform, kind: str) -> tuple[evidence.Accepted, evidence.Kept]:
    """A sample file, decoded once for all scenarios since that takes a process of its own."""
    name = "tep-mau.pdf" if kind == "pdf" else "tep-mau.jpg"
    accepted = evidence.read_upload(io.BytesIO(_bytes(kind)), name)
    assert isinstance(accepted, evidence.Accepted)
    return accepted, evidence.keep(platform.files, accepted)


def _bytes(kind: str) -> bytes:
    """A small picture or document of that kind."""
    if kind not in ("image", "pdf"):
        raise Unplayable(f"không có tệp mẫu “{kind}”; có: image, pdf")
    stream = io.BytesIO()
    Image.new("RGB", (320, 240), (120, 140, 90)).save(stream, "PDF" if kind == "pdf" else "JPEG")
    return stream.getvalue()
