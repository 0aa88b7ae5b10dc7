"""Play one scenario from its report to its last expectation."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine.errors import InvalidAnswers, PhananhError
from engine.scenarios import acts, hearing, moments, tables, tracing
from engine.scenarios.clock import START, Stuck, VirtualClock, pass_time, settle
from engine.scenarios.judging import Difference, judge
from engine.scenarios.lined import Lined
from engine.scenarios.player import Player, Unplayable
from engine.scenarios.reading import Scenario, Step
from engine.scenarios.stage import Stage
from engine.store.tables import incidents

BEFORE = moments.span("1 minute")


@dataclass(frozen=True)
class Result:
    """How one scenario ended."""

    scenario: Scenario
    differences: tuple[Difference, ...]
    seconds: float
    passed_elements: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def passed(self) -> bool:
        return not self.differences

    def to_json(self) -> dict[str, object]:
        return {
            "file": str(self.scenario.path),
            "name": self.scenario.name,
            "passed": self.passed,
            "seconds": round(self.seconds, 3),
            "differences": [each.to_json() for each in self.differences],
        }


def play(scenario: Scenario, stage: Stage, *, trace: bool = False) -> Result:
    """Play until the first step that differs."""
    began = time.perf_counter()
    leave_nothing_to_chance()
    stage.template  # noqa: B018  (made before the clock is set)
    clock = VirtualClock(start_at(scenario) - BEFORE)
    with stage.fresh(clock) as platform:
        player = Player(platform, clock, stage.people)
        differences = tuple(_differences(scenario, player))
        elements = tracing.passed(player) if trace else frozenset()
    return Result(scenario, differences, time.perf_counter() - began, elements)


def leave_nothing_to_chance() -> None:
    """Pauses between tries of a mail carry some chance; a scenario must not."""
    random.seed(731)


def start_at(scenario: Scenario) -> datetime:
    """When the first report arrives."""
    if not scenario.steps:
        return START + moments.span("1 day")
    return moments.moment(str(scenario.steps[0].body["at"]))


def _differences(scenario: Scenario, player: Player) -> Iterator[Difference]:
    given(scenario, player)
    yield from tables.differences(scenario, player.platform)
    for step in scenario.steps:
        found = list(take(scenario, step, player))
        yield from found
        if found:
            return
    yield from _left_over(scenario, player)


def given(scenario: Scenario, player: Player) -> None:
    """Make the world as it is before the report."""
    for name in ("settings", "away", "mail"):
        if name in scenario.given:
            acts.act(player, name, scenario.given)
    if "units" in scenario.given:
        acts.change_units(player, scenario.given["units"])


def take(scenario: Scenario, step: Step, player: Player) -> Iterator[Difference]:
    """Do one step and compare."""
    try:
        _move_clock(player, step.body)
        refusal = _act(player, step)
    except Unplayable as error:
        yield _difference(scenario, step, "kịch bản", step.line, "làm được", error.vi)
        return
    except Stuck:
        yield _difference(
            scenario, step, "đồng hồ", step.line, "mọi việc đến hạn đều chạy", "có việc kẹt mãi"
        )
        return
    if refusal is not None:
        yield _difference(scenario, step, "việc làm", step.line, "làm được", refusal)
        return
    if step.quiet:
        hearing.told(player)
    yield from _refused_rightly(scenario, step, player)
    yield from _no_incident(scenario, step, player)
    expected = step.body.get("expect")
    if isinstance(expected, Lined):
        for aspect, line, wanted, found in judge(player, expected):
            yield _difference(scenario, step, aspect, line, wanted, found)


def _move_clock(player: Player, body: Lined) -> None:
    at = player.clock.now
    if body.get("at"):
        at = moments.moment(str(body["at"]))
    elif body.get("after"):
        at = player.clock.now + moments.span(str(body["after"]))
    if at < player.clock.now:
        raise Unplayable(f"{moments.shown(at)} đã qua rồi")
    if body.get("asleep"):
        player.clock.now = at
        return
    pass_time(player.platform, player.clock, at, player.mail)


def _act(player: Player, step: Step) -> str | None:
    """Do what the step says; return the words of a refusal that was not expected."""
    body = step.body
    if "case" in body:
        player.now_at = str(body["case"])
    player.refusal = ""
    if step.act is None:
        return None
    try:
        acts.act(player, step.act, body)
    except PhananhError as error:
        player.refusal = _words(error)
        if "refused" not in body:
            return player.refusal
    settle(player.platform, player.mail)
    return None


def _words(error: PhananhError) -> str:
    """The class and the sentence of an error, with the problems of a form's fields."""
    problems: Any = error.data.get("problems") if isinstance(error, InvalidAnswers) else ()
    told = "; ".join(f"{one.key}: {one.vi} ({one.code})" for one in problems or ())
    return f"{type(error).__name__}: {error.vi} {told}".strip()


def _refused_rightly(scenario: Scenario, step: Step, player: Player) -> Iterator[Difference]:
    wanted = step.body.get("refused")
    if wanted is None:
        return
    if not player.refusal or str(wanted).casefold() not in player.refusal.casefold():
        found = player.refusal or "không bị từ chối"
        yield _difference(scenario, step, "refused", step.body.line_of("refused"), str(wanted), found)


def _no_incident(scenario: Scenario, step: Step, player: Player) -> Iterator[Difference]:
    with player.platform.look() as work:
        rows = list(work.connection.execute(sa.select(incidents).where(incidents.c.state == "open")))
    for row in rows:
        yield _difference(scenario, step, "sự cố", step.line, "không có", f"{row.element}: {row.error}")


def _left_over(scenario: Scenario, player: Player) -> Iterator[Difference]:
    """What people were told and no step expected."""
    told = hearing.told(player)
    if told and scenario.steps:
        last = scenario.steps[-1]
        yield _difference(scenario, last, "told (cuối kịch bản)", last.line, "{}", str(told))


def _difference(
    scenario: Scenario, step: Step, what: str, line: int, expected: str, found: str
) -> Difference:
    path = str(scenario.path)
    return Difference(path, scenario.name, line, step.number, step.label, what, expected, found)
