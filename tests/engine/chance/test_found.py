"""Diagrams in which several things happen at once, and those by which the machine once found a fault."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from engine.errors import BrokenProcedure
from engine.people import units as units_of
from engine.store.tables import cases, incidents, units
from tests.engine.chance.houses import Houses
from tests.engine.chance.nets import net_of
from tests.engine.chance.stage import Stage
from tests.engine.chance.terms import (
    Again,
    Block,
    Both,
    Choice,
    Each,
    Edge,
    Either,
    Hear,
    Pause,
    Quit,
    Seq,
    Sub,
    Task,
)
from tests.engine.chance.test_in_memory import Deed, lives

TASK = Task()
RATED: Deed = ("send", 0, "rated")
SETS = (frozenset("a"), frozenset("b"))


def done(pick: int, answer: str = "b") -> Deed:
    return ("complete", pick, answer)


def then(*parts: Block) -> Seq:
    return Seq((*parts, TASK))


TWICE = then(Task(edge=Edge("rated", False, Both((TASK, TASK)))))
FAILING = Sub(Seq((TASK, Choice(0, (Quit("error"), TASK)))))
LIVES: dict[str, tuple[Block, list[Deed]]] = {
    "a side branch twice, the rounds one after the other": (
        TWICE,
        [RATED, RATED, done(1), done(1), done(1), done(1), done(0), done(0)],
    ),
    "a side branch twice, the rounds crossing": (
        TWICE,
        [RATED, RATED, done(1), done(2), done(1), done(1), done(0), done(0)],
    ),
    "an inclusive join without a default": (
        then(TASK, Either(0, SETS, (TASK, Pause(1.0), Hear("rated")))),
        [done(0, "a"), done(0), done(0)],
    ),
    "a message heard inside, last, and on the edge": (
        then(Sub(Hear("rated"), Edge("rated", True, TASK))),
        [RATED, done(0)],
    ),
    "a message heard inside and on the edge": (
        then(Sub(then(Hear("rated")), Edge("rated", True, TASK))),
        [RATED, done(0), done(0)],
    ),
    "a message thrown inside, heard on the edge": (
        then(Sub(Task(says="rated"), Edge("rated", True, TASK))),
        [done(0), done(0), done(0)],
    ),
    "timers of three scopes overdue together": (
        then(Sub(Sub(Task(edge=Edge(1.0, True, TASK)), Edge(1.0, True, TASK)), Edge(1.0, True, TASK))),
        [("wait", 5, "hours"), done(0), done(0)],
    ),
    "one of two turns fails": (
        then(Sub(Each(2, False, None, False, FAILING), Edge("error", True, TASK))),
        [done(0, "a"), done(0), done(0)],
    ),
    "a loop with a parallel block in it": (
        then(Again(0, Seq((Both((TASK, TASK)), TASK)))),
        [done(0), done(0), done(0, "a"), done(1), done(0), done(0), done(0)],
    ),
}


@pytest.mark.parametrize("name", LIVES)
def test_engine_and_oracle_agree_on(name: str) -> None:
    lives(*LIVES[name])


def test_a_report_that_the_procedure_breaks_on_is_refused_plainly(houses: Houses) -> None:
    """There is no case yet that an incident could belong to."""
    stage: Stage = houses.enter()
    try:
        stage.deploy(net_of(TASK))
        with stage.platform.work() as work:
            work.run(sa.update(units).where(units.c.code == "ioc").values(code="moved"))
            units_of.changed(work)
        with pytest.raises(BrokenProcedure):
            stage.report("key")
        with stage.platform.look() as work:
            for table in (cases, incidents):
                assert work.connection.execute(sa.select(sa.func.count()).select_from(table)).scalar() == 0
    finally:
        houses.leave(stage)
