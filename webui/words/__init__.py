"""The words of the pages: one YAML file a part of the system, each entry [Vietnamese, English]."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_PLACE = {"vi": 0, "en": 1}


@cache
def catalogue() -> Mapping[str, tuple[str, str]]:
    """Every entry by its dotted name."""
    return {
        name: entry
        for path in sorted(Path(__file__).parent.glob("*.yaml"))
        for name, entry in _entries(yaml.safe_load(path.read_text(encoding="utf-8")), "")
    }


def _entries(node: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, tuple[str, str]]]:
    for key, value in node.items():
        if isinstance(value, Mapping):
            yield from _entries(value, f"{prefix}{key}.")
        else:
            vi, en = value
            yield f"{prefix}{key}", (str(vi), str(en))


def say(name: str, language: str = "vi", **values: object) -> str:
    """One entry with its placeholders filled in; an unknown name is a mistake of ours and fails."""
    return template(name, language).format(**values)


def template(name: str, language: str = "vi") -> str:
    """One entry as it is written, with its placeholders."""
    return catalogue()[name][_PLACE[language]]


def known(name: str) -> bool:
    return name in catalogue()
