"""Files a field holds: the form knows them by reference only; storing them is the engine's work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from forms.problems import Problem, Wrong
from forms.schema import Field

_ENDINGS = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".heic": "image/heic",
    ".heif": "image/heic",
    ".pdf": "application/pdf",
}


@dataclass(frozen=True)
class File:
    """A file that was uploaded, checked and kept; `id` is how its keeper finds it again."""

    id: str
    name: str
    media_type: str
    size: int

    def to_answer(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class RefusedFile:
    """A file that was sent but not kept, with the reason the sender reads."""

    name: str
    vi: str
    en: str


Uploads = Mapping[str, Sequence[File | RefusedFile]]


def accepted(field: Field, sent: Sequence[File | RefusedFile]) -> list[dict[str, Any]]:
    """The files of one field as answers, or Wrong when they are too many or of another kind."""
    files = [one for one in sent if isinstance(one, File)]
    if len(files) > field.max_files:
        raise Wrong("too_many_files", most=field.max_files)
    for one in files:
        if not _takes(field.accept, one.media_type):
            raise Wrong("file_kind", file=one.name)
    return [one.to_answer() for one in files]


def refusals(name: str, sent: Sequence[File | RefusedFile]) -> Iterator[Problem]:
    for one in sent:
        if isinstance(one, RefusedFile):
            yield Problem(name, f"{one.name}: {one.vi}", f"{one.name}: {one.en}", "file_refused")


def _takes(accept: str, media_type: str) -> bool:
    wanted = [word.strip().lower() for word in accept.split(",") if word.strip()]
    return not wanted or any(_covers(word, media_type) for word in wanted)


def _covers(word: str, media_type: str) -> bool:
    if word.endswith("/*"):
        return media_type.startswith(word[:-1])
    return _ENDINGS.get(word, word) == media_type
