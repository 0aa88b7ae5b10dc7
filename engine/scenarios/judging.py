"""Comparing what a scenario expects with what is there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from engine.scenarios import seeing
from engine.scenarios.lined import Lined
from engine.scenarios.player import Player

# These are looked at whole: whatever is there and not named is a difference too.
WHOLE = frozenset({"position", "due"})


@dataclass(frozen=True)
class Difference:
    """Something that is not as the scenario says."""

    file: str
    scenario: str
    line: int
    step: int
    label: str
    what: str
    expected: str
    found: str

    def __str__(self) -> str:
        return (
            f"{self.file}:{self.line}: “{self.scenario}”, bước {self.step} ({self.label}), mục {self.what}\n"
            f"    mong đợi | expected: {self.expected}\n"
            f"    tìm thấy | found:    {self.found}"
        )

    def to_json(self) -> dict[str, object]:
        return asdict(self)


def judge(player: Player, expected: Lined) -> Iterator[tuple[str, int, str, str]]:
    """Each aspect that differs: its name, its line, what was expected and what was found."""
    for aspect, wanted in expected.items():
        found = seeing.look(player, aspect, wanted)
        if not _agree(aspect, wanted, found):
            yield aspect, expected.line_of(aspect), _shown(wanted), _shown(_beside(aspect, wanted, found))


def _agree(aspect: str, wanted: Any, found: Any) -> bool:
    if aspect == "told":
        return _people(wanted) == _people(found)
    if isinstance(wanted, dict) and isinstance(found, dict):
        keys = wanted.keys() | found.keys() if aspect in WHOLE else wanted.keys()
        return all(_same(wanted.get(key), found.get(key)) for key in keys)
    return _same(wanted, found)


def _people(told: Any) -> dict[str, list[str]]:
    """Who was told what; the order of several notices to one person says nothing."""
    return {
        str(who): sorted(str(each) for each in (texts if isinstance(texts, list) else [texts]))
        for who, texts in (told or {}).items()
    }


def _same(wanted: Any, found: Any) -> bool:
    if isinstance(wanted, list) or isinstance(found, list):
        return [_text(one) for one in wanted or []] == [_text(one) for one in found or []]
    return _text(wanted) == _text(found)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return (
        json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
        if isinstance(value, (dict, list))
        else str(value)
    )


def _beside(aspect: str, wanted: Any, found: Any) -> Any:
    """Of what was found, only what was asked for."""
    if aspect in WHOLE or aspect == "told" or not isinstance(wanted, dict) or not isinstance(found, dict):
        return found
    return {key: found.get(key) for key in wanted}


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str) if not isinstance(value, str) else value
