"""Which elements of the diagram a played scenario has been at."""

from __future__ import annotations

import sqlalchemy as sa

from engine.cases.actor import CLOCK
from engine.cases.step import Step
from engine.scenarios.player import Player
from engine.store import tables


def passed(player: Player) -> frozenset[str]:
    """The elements that any case of the scenario has been at."""
    found: frozenset[str] = frozenset()
    for case_id in player.cases.values():
        found |= _of_case(player, case_id)
    return found


def _of_case(player: Player, case_id: int) -> frozenset[str]:
    """The elements that one case has been at."""
    with player.platform.look() as work:
        step = Step.open(work, case_id, CLOCK)
        fired = sa.select(tables.timers.c.element).where(
            tables.timers.c.case_id == case_id, tables.timers.c.state == "fired"
        )
        return step.run.visited | step.run.positions | set(work.connection.execute(fired).scalars())
