"""Random diagrams and random deeds: after each, the engine and the oracle must tell the same of every case."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from engine.errors import AlreadyDone, NotAllowed, NothingWaits, PhananhError, Refused, TooLate
from engine.incidents.repairs import Repair
from tests.engine.chance.dying import AFTER, BEFORE, Doom, dies
from tests.engine.chance.growing import terms
from tests.engine.chance.houses import Houses
from tests.engine.chance.nets import Net, net_of
from tests.engine.chance.oracle import DEAF, GONE, Oracle
from tests.engine.chance.places import Part, Token
from tests.engine.chance.stage import Stage
from tests.engine.chance.terms import ANSWERS, MESSAGES, Block

PICK = st.integers(0, 5)
LIVED = 9  # steps before an administrator may end a case, or nothing much would happen
DOOM: st.SearchStrategy[Doom | None] = st.one_of(
    st.none(), st.none(), st.none(), st.sampled_from((BEFORE, AFTER)), st.integers(1, 12)
)
JUMPS = {"ten minutes": 1 / 6, "an hour": 1, "two hours": 2, "nine hours": 9, "three days": 72}
REFUSED: dict[str | None, tuple[type[PhananhError], ...]] = {
    GONE: (TooLate, AlreadyDone),
    DEAF: (NothingWaits,),
}


@dataclass
class Watched:
    """A case and what is expected of it."""

    id: int
    net: Net
    oracle: Oracle

    @property
    def several(self) -> bool:
        return any(node.each for net in self.net.all_nets() for node in net.nodes.values())


class Chance(RuleBasedStateMachine):
    """One installation with up to three cases."""

    houses: ClassVar[Houses]

    def __init__(self) -> None:
        super().__init__()
        self.stage: Stage = self.houses.enter()
        self.cases: list[Watched] = []
        self.keys = 0
        self.net: Net | None = None
        self.opened = self.latest = self.stage.clock.now

    def teardown(self) -> None:
        """What is overdue happens, what waits is sent; then every promise must hold."""
        try:
            clock = self.stage.clock
            clock.set(max(self.latest, clock.now))
            if self.cases:
                self.tick(None, False)
            clock.advance(seconds=1)  # the sums are of what lies behind this instant
            found = self.stage.faults()
            assert not found, found
        finally:
            self.houses.leave(self.stage)

    @initialize(term=terms())
    def begin(self, term: Block) -> None:
        self.put_in_force(term)
        self.open_case()

    # Deeds.

    @precondition(lambda self: len(self.cases) < 3)
    @rule(term=st.one_of(st.none(), terms(2)))
    def new_release(self, term: Block | None) -> None:
        """Running cases keep the diagram that they began with."""
        if term is not None:
            self.put_in_force(term)
        self.open_case()

    @rule(
        case=PICK, pick=PICK, answer=st.sampled_from(ANSWERS), who=st.sampled_from(("an", "binh")), doom=DOOM
    )
    def complete(self, case: int, pick: int, answer: str, who: str, doom: Doom | None) -> None:
        watched = self.cases[case % len(self.cases)]
        found = self.rows(watched)
        if not found:
            return
        row, part = found[pick % len(found)]
        key, trial = self.key(), self.trial(watched, part)
        expected = trial[0].complete(trial[1], answer, self.stage.clock.now)

        def act() -> object:
            return self.stage.complete(who, row.id, answer, key)

        if row.claimed_by not in (None, self.stage.officers[who]):
            self.refused(act, NotAllowed)
        else:
            self.do(watched, act, trial[0], expected, doom)

    @rule(case=PICK, pick=PICK, again=st.sampled_from(("same key", "other key", "somebody else")))
    def complete_again(self, case: int, pick: int, again: str) -> None:
        """What is done cannot be done again; the same request is only told so."""
        watched = self.cases[case % len(self.cases)]
        found = self.rows(watched)
        free = [(row, part) for row, part in found if row.claimed_by is None]
        if not free:
            return
        row, part = free[pick % len(free)]
        key, trial = self.key(), self.trial(watched, part)
        expected = trial[0].complete(trial[1], "b", self.stage.clock.now)
        self.do(watched, lambda: self.stage.complete("an", row.id, "b", key), trial[0], expected, None)
        if expected is not None:
            return
        if again == "same key":
            assert self.stage.complete("an", row.id, "c", key)
        else:
            who = "an" if again == "other key" else "binh"
            self.refused(lambda: self.stage.complete(who, row.id, "b", self.key()), AlreadyDone)
        self.check(watched)

    @rule(case=PICK, pick=PICK, who=st.sampled_from(("an", "binh")))
    def claim(self, case: int, pick: int, who: str) -> None:
        watched = self.cases[case % len(self.cases)]
        found = self.rows(watched)
        if not found:
            return
        row, _ = found[pick % len(found)]
        if row.claimed_by == self.stage.officers[who]:
            self.stage.claim(who, row.id)
        elif row.claimed_by is not None:
            self.refused(lambda: self.stage.claim(who, row.id), AlreadyDone)
        else:
            self.stage.claim(who, row.id)
            watched.oracle.touch(self.stage.clock.now)
        self.check(watched)

    @rule(case=PICK, message=st.sampled_from(MESSAGES), doom=DOOM)
    def message(self, case: int, message: str, doom: Doom | None) -> None:
        watched = self.cases[case % len(self.cases)]
        trial = copy.deepcopy(watched.oracle)
        expected = trial.hear(message, self.stage.clock.now)
        key = self.key()

        def act() -> None:
            self.stage.send(message, watched.id, key)

        self.do(watched, act, trial, expected, doom)
        if expected is None:
            act()  # the same request once more
            self.check(watched)

    @rule(jump=st.sampled_from(sorted(JUMPS)), tick=st.booleans())
    def time_passes(self, jump: str, tick: bool) -> None:
        self.stage.clock.advance(hours=JUMPS[jump])
        if tick:
            self.tick(None, False)

    @rule()
    def clock_is_set_back(self) -> None:
        """By an hour, but not to before the last report: an administrator does not see a case of later."""
        clock = self.stage.clock
        self.latest = max(self.latest, clock.now)
        clock.set(max(clock.now - timedelta(hours=1), self.opened))

    @rule(doom=DOOM, two=st.booleans())
    def tick(self, doom: Doom | None, two: bool) -> None:
        if doom is not None:
            dies(self.stage.platform.engine, doom, self.stage.tick)
            self.stage.reopen()
        if two:
            assert self.stage.race() == 0
        else:
            self.stage.tick()
        for watched in self.cases:
            watched.oracle.tick(self.stage.clock.now)
            self.check(watched)
        assert self.stage.tick().moved == 0

    @rule()
    def crash(self) -> None:
        self.stage.reopen()
        for watched in self.cases:
            self.check(watched)

    @rule(case=PICK, pick=PICK)
    def skip(self, case: int, pick: int) -> None:
        watched = self.cases[case % len(self.cases)]
        place = self.place(watched, pick)
        if place is None:
            return
        told, found = place
        trial, there = self.trial(watched, found)
        trial.skip(there, self.stage.clock.now)
        self.do(
            watched,
            lambda: self.stage.repair(watched.id, Repair("skip", "thử", task=told[0], element=told[1])),
            trial,
            None,
            None,
        )

    @precondition(lambda self: sum(case.oracle.steps for case in self.cases) > LIVED)
    @rule(case=PICK)
    def end(self, case: int) -> None:
        watched = self.cases[case % len(self.cases)]
        ends = [node for node in watched.net.nodes.values() if node.kind in ("plain", "terminate")]
        whole = [node for node in ends if node.kind == "terminate"]
        wanted = Repair("end", "thử", target=(whole or ends)[0].id)

        def act() -> None:
            self.stage.repair(watched.id, wanted)

        if watched.oracle.ended:
            self.refused(act, Refused)
            return
        trial = copy.deepcopy(watched.oracle)
        trial.end(self.stage.clock.now)
        self.do(watched, act, trial, None, None)

    # How they are done and compared.

    def put_in_force(self, term: Block) -> None:
        self.net = net_of(term)
        self.stage.deploy(self.net)

    def open_case(self) -> None:
        assert self.net is not None
        case = self.stage.report(self.key())
        self.opened = self.stage.clock.now
        watched = Watched(case, self.net, Oracle(self.net, self.opened))
        self.cases.append(watched)
        self.check(watched)

    def key(self) -> str:
        self.keys += 1
        return f"key {self.keys}"

    def do(
        self,
        watched: Watched,
        act: Callable[[], object],
        trial: Oracle,
        expected: str | None,
        doom: Doom | None,
    ) -> None:
        if expected is not None:
            self.refused(act, *REFUSED[expected])
        elif doom is not None and dies(self.stage.platform.engine, doom, act):
            self.stage.reopen()
            if doom == AFTER:
                watched.oracle = trial
            self.check(watched)
            act()
            watched.oracle = trial
        else:
            if doom is None:
                act()
            watched.oracle = trial
        self.check(watched)

    def refused(self, act: Callable[[], object], *errors: type[PhananhError]) -> None:
        try:
            act()
        except errors:
            return
        raise AssertionError(f"not refused with {errors}")

    def trial(self, watched: Watched, place: Any) -> tuple[Oracle, Any]:
        """A copy of the oracle, and the same place in it."""
        return copy.deepcopy((watched.oracle, place))

    def rows(self, watched: Watched) -> list[tuple[Any, Part]]:
        """Each open task with the part that the oracle holds it for."""
        rows = self.stage.items(watched.id)
        turns = self.stage.turns(watched.id) if watched.several and rows else {}
        waiting: dict[Any, list[Part]] = {}
        for part in watched.oracle.rows:
            waiting.setdefault((part.element, tuple(sorted(part.turns)) if turns else ()), []).append(part)
        return [(row, waiting[row.element, turns.get(row.task, ())].pop(0)) for row in rows]

    def place(self, watched: Watched, pick: int) -> tuple[tuple[str, str], Part | Token] | None:
        """A token that a repair can name: an open task, or the only one at an event."""
        found: list[tuple[tuple[str, str], Part | Token]] = []
        for row, part in self.rows(watched):
            found.append(((row.task, ""), part))
        events = [one for one in watched.oracle.places() if isinstance(one, Token)]
        counts = Counter(one.at.id for one in events)
        found += [(("", one.at.id), one) for one in events if counts[one.at.id] == 1]
        return found[pick % len(found)] if found else None

    def check(self, watched: Watched) -> None:
        """Compare everything that both tell."""
        seen, oracle = self.stage.seen(watched.id), watched.oracle
        told = {
            "ended": (seen.ended, oracle.ended),
            "work": (seen.work, Counter(part.element for part in oracle.rows)),
            "done": (seen.done, oracle.done),
            "pending": (seen.pending, oracle.pending()),
            "fired": (seen.fired, oracle.fired),
            "steps": (seen.steps, oracle.steps),
        }
        if watched.several or not seen.ended:
            told["hears"] = (self.stage.waits_for(watched.id), oracle.hears())
        different = {name: pair for name, pair in told.items() if pair[0] != pair[1]}
        said = [f"{name}: the engine has {pair[0]}, expected {pair[1]}" for name, pair in different.items()]
        assert not different, "\n".join([f"case {watched.id}", *said])
