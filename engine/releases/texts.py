"""The message texts of a release: what people read, with placeholders for the facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

import yaml


class _Told(Formatter):
    """Fill in placeholders; one without a value shows a dash rather than failing a notice."""

    def get_value(self, key: int | str, args: Any, kwargs: Any) -> Any:
        value = kwargs.get(str(key))
        return "—" if value in (None, "") else value


_FORMATTER = _Told()


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
        """The text `name`, its placeholders filled in; `form` picks a channel's own wording if it has one."""
        entry = self.entries[name]
        wanted = (f"{form}_{language}", form, language, "vi") if form else (language, "vi")
        template = next(entry[key] for key in wanted if key and key in entry)
        return _FORMATTER.vformat(template, (), values)


def read_texts(data: bytes) -> Texts:
    """Read texts.yaml: `texts` by id, each with vi and en, and the list of refusal reasons."""
    kept = yaml.safe_load(data) or {}
    entries = {
        name: {key: str(text) for key, text in entry.items() if isinstance(text, str)}
        for section in ("texts", "notices")
        for name, entry in (kept.get(section) or {}).items()
    }
    return Texts(entries, tuple(kept.get("refusals") or ()))
