"""Questions put to a decision table directly: what a scenario file lists under `decisions`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from engine import feel
from engine.scenarios.judging import Difference
from engine.scenarios.lined import Lined
from engine.scenarios.reading import Scenario
from engine.work import Platform

NAMING = ("kind", "topic", "rung", "role")  # what people call a row of a list by


def differences(scenario: Scenario, platform: Platform) -> Iterator[Difference]:
    """Each question that the table answers otherwise."""
    if not scenario.decisions:
        return
    with platform.look() as work:
        release = work.platform.library.in_force(work)
    for number, asked in enumerate(scenario.decisions, 1):
        outcome = release.decide(str(asked["decide"]), context(asked.get("with") or {}))
        found = answer(outcome.value, asked.get("gives"))
        if outcome.problems or _text(found) != _text(asked.get("gives")):
            shown = _text(found) + "".join(f" ({problem})" for problem in outcome.problems)
            yield _difference(scenario, asked, number, shown)


def _difference(scenario: Scenario, asked: Lined, number: int, found: str) -> Difference:
    given = json.dumps(asked.get("with"), ensure_ascii=False)
    return Difference(
        file=str(scenario.path),
        scenario=scenario.name,
        line=asked.line,
        step=number,
        label=f"hỏi bảng {asked['decide']} với {given}",
        what="gives",
        expected=_text(asked.get("gives")),
        found=found,
    )


def context(given: Mapping[str, Any]) -> dict[str, Any]:
    """The facts as a table reads them; a moment is written with its offset."""
    return {key: _value(value) for key, value in given.items()}


def _value(value: Any) -> Any:
    if isinstance(value, dict):
        return context(value)
    if isinstance(value, str) and value[10:11] == "T":
        return datetime.fromisoformat(value)
    return value


def answer(value: object, wanted: Any) -> Any:
    """What the table said, cut down to what is asked: some outputs, or the names of the rows of a list."""
    plain = feel.to_json(value)
    if isinstance(value, list) and isinstance(wanted, list):
        return [_name(one, other) for one, other in zip(value, [*wanted, *[None] * len(value)], strict=False)]
    if isinstance(value, dict) and isinstance(wanted, dict):
        return {key: _plain(value.get(key)) for key in wanted}
    return (
        _plain(value) if not isinstance(plain, dict) else {key: _plain(each) for key, each in plain.items()}
    )


def _name(row: object, wanted: Any) -> Any:
    if not isinstance(row, dict):
        return _plain(row)
    if isinstance(wanted, dict):
        return {key: _plain(row.get(key)) for key in wanted}
    return next((_plain(row[name]) for name in NAMING if name in row), None)


def _plain(value: object) -> Any:
    """Numbers as people write them."""
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if value is None or isinstance(value, (bool, str)):
        return value
    return str(value)


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return json.dumps(
            {key: _number(each) for key, each in value.items()}, ensure_ascii=False, sort_keys=True
        )
    return json.dumps(_number(value), ensure_ascii=False)


def _number(value: Any) -> Any:
    if isinstance(value, list):
        return [json.loads(_text(one)) for one in value]
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value
