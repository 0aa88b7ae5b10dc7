"""The same diagrams and the same oracle on the engine alone, without a store: many more of them for the time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import bpmn
from tests.clocks import FakeClock
from tests.engine.bpmn.drawing import Recorder
from tests.engine.chance.drawing import diagram
from tests.engine.chance.growing import terms
from tests.engine.chance.nets import net_of
from tests.engine.chance.oracle import Oracle
from tests.engine.chance.places import Part
from tests.engine.chance.terms import ANSWERS, MESSAGES, Block

PICK = st.integers(0, 5)
Deed = tuple[str, int, str]
DEED: st.SearchStrategy[Deed] = st.one_of(
    st.tuples(st.just("complete"), PICK, st.sampled_from(ANSWERS)),
    st.tuples(st.just("complete"), PICK, st.sampled_from(ANSWERS)),
    st.tuples(st.just("complete"), PICK, st.sampled_from(ANSWERS)),
    st.tuples(st.just("complete"), PICK, st.sampled_from(ANSWERS)),
    st.tuples(st.just("complete"), PICK, st.sampled_from(ANSWERS)),
    st.tuples(st.just("send"), PICK, st.sampled_from(MESSAGES)),
    st.tuples(st.just("wait"), st.sampled_from((1, 2, 5, 40)), st.just("hours")),
    st.tuples(st.just("skip"), PICK, st.just("")),
    st.tuples(st.just("back"), st.just(1), st.just("hour")),
)
BY_LOT = settings(
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    report_multiple_bugs=False,
)


class Ladders(Recorder):
    """A host whose ladders have no rungs: here only the tokens are put to the test."""

    def words(self, now: datetime) -> Mapping[str, object]:
        return {"escalation": lambda phase, unit: None, "ioc": "ioc"}


@dataclass
class Life:
    """One case lived twice; every step of the engine works on a case freshly loaded."""

    term: Block
    clock: FakeClock = field(default_factory=FakeClock)

    def __post_init__(self) -> None:
        net = net_of(self.term)
        self.oracle = Oracle(net, self.clock.now, ladders=False)
        self.run = bpmn.Run.start(
            bpmn.read_diagram({"by-lot.bpmn": diagram(net).encode()}, "cv731"), Ladders(), self.clock.now, {}
        )
        self.fired: list[tuple[str, datetime]] = []
        self.compare()

    def do(self, deed: Deed) -> None:
        kind, pick, what = deed
        self.run = bpmn.Run.load(self.run.diagram, Ladders(), self.run.dump())
        getattr(self, f"do_{kind}")(pick, what)
        self.compare()

    def do_complete(self, pick: int, answer: str) -> None:
        found = self.items()
        if not found:
            return
        task, part = found[pick % len(found)]
        self.run.advance(self.clock.now)
        if self.oracle.complete(part, answer, self.clock.now) is None:
            self.run.complete(task, {"pick": answer}, now=self.clock.now)
        else:
            assert task not in {item.task for item in self.run.items()}

    def do_skip(self, pick: int, _: str) -> None:
        found = self.items()
        if found:
            task, part = found[pick % len(found)]
            self.oracle.skip(part, self.clock.now)
            self.run.skip(task, now=self.clock.now)

    def do_send(self, _: int, message: str) -> None:
        self.run.advance(self.clock.now)
        heard = self.run.send(message, now=self.clock.now)
        assert heard == (self.oracle.hear(message, self.clock.now) is None)

    def do_wait(self, hours: int, _: str) -> None:
        self.clock.advance(hours=hours)
        self.run.advance(self.clock.now)
        self.oracle.touch(self.clock.now)

    def do_back(self, hours: int, _: str) -> None:
        self.clock.advance(hours=-hours)

    def items(self) -> list[tuple[str, Part]]:
        waiting: dict[object, list[Part]] = {}
        for part in self.oracle.rows:
            waiting.setdefault((part.element, tuple(sorted(part.turns))), []).append(part)
        found = []
        for item in self.run.items():
            turns = tuple(sorted((k, int(str(v))) for k, v in item.data.items() if k.startswith("turn_")))
            found.append((item.task, waiting[item.element, turns].pop(0)))
        return found

    def compare(self) -> None:
        self.fired += [(timer.element, timer.due_at) for timer in self.run.fired]
        self.run.fired.clear()
        told = {
            "work": (
                Counter(one.element for one in self.run.items()),
                Counter(one.element for one in self.oracle.rows),
            ),
            "timers": (
                Counter((one.element, one.due_at) for one in self.run.timers()),
                self.oracle.pending(),
            ),
            "fired": (self.fired, self.oracle.fired),
            "hears": (set(self.run.waiting), self.oracle.hears()),
            "ended": (self.run.ended is not None, self.oracle.ended),
        }
        different = [
            f"{name}: the engine has {engine}, expected {expected}"
            for name, (engine, expected) in told.items()
            if engine != expected
        ]
        assert not different, "\n".join(different)


def lives(term: Block, deeds: list[Deed]) -> None:
    life = Life(term)
    for deed in deeds:
        life.do(deed)


@settings(BY_LOT, max_examples=120)
@given(terms(), st.lists(DEED, min_size=12, max_size=24))
def test_tokens_go_where_the_oracle_says(term: Block, deeds: list[Deed]) -> None:
    lives(term, deeds)


@pytest.mark.storm
@settings(BY_LOT, max_examples=5_000)
@given(terms(4), st.lists(DEED, min_size=20, max_size=50))
def test_tokens_go_where_the_oracle_says_for_long(term: Block, deeds: list[Deed]) -> None:
    lives(term, deeds)
