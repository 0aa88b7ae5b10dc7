"""The message texts of a release: what people read, with placeholders for the facts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

# Only plain names: `str.format` would also reach into objects and pad a line to any length.
_PLACE = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")


@dataclass(frozen=True)
class Texts:
    """All texts by id and language."""

    entries: Mapping[str, Mapping[str, str]]
    refusals: tuple[Mapping[str, Any], ...] = ()

    def __contains__(self, name: str) -> bool:
        return name in self.entries

    def say(
        self, name: str, values: Mapping[str, object], *, language: str = "vi", form: str | None = None
    ) -> str:
        """The text `name`, filled in; `form` picks a channel's own wording if it has one.

        A placeholder without a value shows a dash rather than failing a notice.
        """
        entry = self.entries[name]
        wanted = (f"{form}_{language}", form, language, "vi") if form else (language, "vi")
        template = next(entry[key] for key in wanted if key and key in entry)
        return _PLACE.sub(lambda place: _shown(values.get(place[1])), template)


def _shown(value: object) -> str:
    return "—" if value in (None, "") else str(value)


def read_texts(data: bytes) -> Texts:
    """Read texts.yaml: `texts` by id, each with vi and en, and the list of refusal reasons."""
    kept = yaml.safe_load(data) or {}
    entries = {
        name: {key: str(text) for key, text in entry.items() if isinstance(text, str)}
        for section in ("texts", "notices")
        for name, entry in (kept.get(section) or {}).items()
    }
    return Texts(entries, tuple(kept.get("refusals") or ()))
