"""A second, small opinion on what a case does: a token game over the net, with an arithmetic of its own.

It asks nothing of the engine. Every verb says what it is refused with, or nothing; whoever asks plays it on a
copy and throws the copy away where it was refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from tests.engine.chance.clocks import Clock
from tests.engine.chance.nets import Flow, Net, OnEdge, is_error
from tests.engine.chance.places import Alarm, Data, Part, Scope, Token, merged

ENDS = ("plain", "escalation")
GONE, DEAF = "gone", "nobody waits"


class Oracle:
    """One case."""

    def __init__(self, net: Net, wall: datetime, *, ladders: bool = True) -> None:
        self.now = wall
        self.ladders = ladders
        self.top = Scope(net)
        self.clocks: dict[str, Clock] = {}
        self.rows: list[Part] = []
        self.fired: list[tuple[str, datetime]] = []
        self.done: Counter[str] = Counter()
        self.steps = 0
        self._count = 0
        self._step(wall, lambda: self._begin(self.top, {}))

    # What a person would see.

    @property
    def ended(self) -> bool:
        return self.top.closed

    def pending(self) -> Counter[tuple[str, datetime]]:
        return Counter((element, at) for at, element, _, _ in self._alarms())

    def hears(self) -> set[str]:
        return {message for _, _, message, _ in self._listeners()}

    def due(self, wall: datetime) -> bool:
        return any(at <= wall for at, *_ in self._alarms())

    # What happens to a case.

    def complete(self, part: Part, answer: str, wall: datetime) -> str | None:
        self._catch_up(wall)
        if part not in self._open():
            return GONE
        self._close(part, wall)
        self.done[part.element] += 1
        part.data[part.element] = (self._next(), answer)
        self._step(wall, lambda: self._finished(part))
        return None

    def hear(self, message: str, wall: datetime) -> str | None:
        self._catch_up(wall)
        if message not in self.hears():
            return DEAF
        self._step(wall, lambda: self._deliver(message))
        return None

    def tick(self, wall: datetime) -> bool:
        if not self.due(wall):
            return False
        self._catch_up(wall)
        self._step(wall, lambda: None)
        return True

    def touch(self, wall: datetime) -> None:
        """A step that does nothing to the diagram."""
        self._catch_up(wall)
        self._step(wall, lambda: None)

    # What an administrator does; the clock does not catch up before.

    def skip(self, place: Part | Token, wall: datetime) -> None:
        self.now = max(self.now, wall)
        self._step(wall, lambda: self._passed(place))

    def end(self, wall: datetime) -> None:
        self.now = max(self.now, wall)
        self.top.tokens.clear()
        self.top.over = True
        self._step(wall, lambda: None)

    # Time.

    def _step(self, wall: datetime, act: Callable[[], None]) -> None:
        self.now = max(self.now, wall)
        act()
        self._settle()
        self._catch_up(wall)
        live = self._open()
        for row in [row for row in self.rows if row not in live]:
            self._close(row, wall)
        for part in live:
            if part not in self.rows:
                self.rows.append(part)
                if part.element in self.clocks:
                    self.clocks[part.element].hold(wall)
        self.steps += 1

    def _catch_up(self, wall: datetime) -> None:
        while due := [alarm for alarm in self._alarms() if alarm[0] <= wall]:
            at, element, _, (scope, token) = min(due, key=lambda alarm: alarm[:3])
            self.now = max(self.now, at)
            _, rung = token.alarms[element].pop(0)
            self.fired.append((element, at))
            self._happened(scope, token, element, rung)
            self._settle()
        self.now = max(self.now, wall)

    def _alarms(self) -> list[tuple[datetime, str, int, tuple[Scope, Token]]]:
        return [
            (left[0][0], element, token.number, (scope, token))
            for scope, token in self.top.standing()
            for element, left in token.alarms.items()
            if left
        ]

    def _close(self, row: Part, wall: datetime) -> None:
        self.rows.remove(row)
        clock = self.clocks.get(row.element)
        if clock is not None and not any(other.element == row.element for other in self.rows):
            clock.stop(wall)

    def _open(self) -> list[Part]:
        return [part for _, token in self.top.standing() for part in token.parts if part.scope is None]

    # Tokens.

    def _next(self) -> int:
        self._count += 1
        return self._count

    def _begin(self, scope: Scope, data: Data) -> None:
        start = next(node for node in scope.net.nodes.values() if node.kind == "start")
        self._go(scope, start.id, data)

    def _go(self, scope: Scope, node: str, data: Data) -> None:
        for flow in self._ways(scope.net.after(node), data, scope.net, node):
            self._arrive(scope, flow, dict(data))

    def _ways(self, flows: list[Flow], data: Data, net: Net, node: str) -> list[Flow]:
        if not flows or flows[0].on is None:
            return flows
        answer = data.get(flows[0].on, (0, None))[1]
        true = [flow for flow in flows if flow.when and answer in flow.when]
        if net.nodes[node].kind == "xor":
            true = true[:1]
        return true or [flow for flow in flows if flow.when is None]

    def _arrive(self, scope: Scope, flow: Flow, data: Data) -> None:
        if scope.over or not scope.alive():
            return
        node = scope.net.nodes[flow.target]
        if node.kind in ENDS:
            scope.gathered = merged([scope.gathered, data])
        elif node.kind == "terminate":
            scope.tokens.clear()
            scope.over, scope.gathered = True, data
        elif node.kind == "error":
            self._fail(scope)
        elif node.kind == "say":
            self._deliver(str(node.waits))
            self._go(scope, node.id, data)
        elif node.kind == "xor" or (node.kind in ("and", "or") and len(scope.net.before(node.id)) < 2):
            self._go(scope, node.id, data)
        else:
            token = Token(node, flow.source, data, self._next())
            scope.tokens.append(token)
            self._wait(scope, token)

    def _wait(self, scope: Scope, token: Token) -> None:
        node, net = token.at, scope.net
        if node.kind == "catch":
            self._arm(token, node.id, node.waits)
        elif node.kind == "race":
            for flow in net.after(node.id):
                self._arm(token, flow.target, net.nodes[flow.target].waits)
        elif node.kind in ("task", "sub"):
            for edge in net.around(node.id):
                self._arm(token, edge.id, edge.on)
            for _ in range(1 if node.each is None or node.each.sequential else node.each.count):
                self._open_turn(scope, token)
            self._turned(scope, token)
        elif node.kind == "and":
            self._join_all(scope, token)

    def _arm(self, token: Token, element: str, waits: float | str | None) -> None:
        if isinstance(waits, float):
            token.alarms[element] = [(self.now + timedelta(hours=waits), "")]
        elif waits == "ladder" and self.ladders:
            clock = self.clocks.setdefault(token.at.id, Clock(self.now))
            clock.hold(self.now)
            token.alarms[element] = list(clock.rungs(self.now))

    def _join_all(self, scope: Scope, token: Token) -> None:
        here = [one for one in scope.tokens if one.at is token.at]
        first = {one.came: one for one in sorted(here, key=lambda one: -one.number)}
        if set(first) == {flow.source for flow in scope.net.before(token.at.id)}:
            self._joined(scope, list(first.values()))

    def _joined(self, scope: Scope, tokens: list[Token]) -> None:
        scope.tokens = [one for one in scope.tokens if one not in tokens]
        self._go(scope, tokens[0].at.id, merged(one.data for one in tokens))

    # Activities.

    def _open_turn(self, scope: Scope, token: Token) -> None:
        each = token.at.each
        if each is not None and token.opened >= each.count:
            return
        turn = () if each is None else ((f"turn_{token.at.id}", token.opened),)
        part = Part(token.at.id, dict(token.data), (*scope.turns, *turn))
        token.parts.append(part)
        token.opened += 1
        if token.at.inner is not None:
            part.scope = Scope(token.at.inner, part.turns, (scope, token, part))
            self._begin(part.scope, dict(part.data))

    def _finished(self, part: Part) -> None:
        for scope, token in self.top.standing():
            if part in token.parts:
                self._turn_done(scope, token, part)

    def _turn_done(self, scope: Scope, token: Token, part: Part) -> None:
        token.parts.remove(part)
        token.done += 1
        if token.at.each is None or not token.at.each.collects:
            token.data = merged([token.data, part.data])
        self._turned(scope, token)

    def _turned(self, scope: Scope, token: Token) -> None:
        """Go on once all turns are done, or enough of them."""
        each = token.at.each
        if token not in scope.tokens:
            return
        if each is not None and each.enough is not None and 0 < each.enough <= token.done:
            token.parts.clear()
        if not token.parts and each is not None and each.sequential and not self._enough(token):
            self._open_turn(scope, token)
        if not token.parts and token in scope.tokens:
            scope.tokens.remove(token)
            self._go(scope, token.at.id, token.data)

    def _enough(self, token: Token) -> bool:
        each = token.at.each
        return each is not None and each.enough is not None and token.done >= each.enough

    def _complete(self, scope: Scope) -> None:
        scope.closed = scope.over = True
        if scope.outer is not None:
            outer, token, part = scope.outer
            part.data = merged([part.data, scope.gathered])
            self._turn_done(outer, token, part)

    def _fail(self, scope: Scope) -> None:
        while scope.outer is not None:
            scope, token, _ = scope.outer
            edge = next((one for one in scope.net.around(token.at.id) if is_error(one)), None)
            if edge is not None:
                self._on_edge(scope, token, edge, "")
                return
        raise AssertionError("nobody catches the error")

    def _settle(self) -> None:
        """Close scopes without tokens and let inclusive joins go on, until nothing changes."""
        while self._close_one() or self._join_one():
            pass

    def _close_one(self) -> bool:
        for scope in self.top.inside():
            if not scope.tokens and not scope.closed:
                self._complete(scope)
                return True
        return False

    def _join_one(self) -> bool:
        for scope, token in self.top.standing():
            if token.at.kind != "or":
                continue
            before = scope.net.leading_to(token.at.id)
            if not any(one.at.id in before for one in scope.tokens):
                self._joined(scope, [one for one in scope.tokens if one.at is token.at])
                return True
        return False

    # Events.

    def _happened(self, scope: Scope, token: Token, element: str, rung: str) -> None:
        """What was waited for at this element has come."""
        edge = next((one for one in scope.net.around(token.at.id) if one.id == element), None)
        if edge is not None:
            self._on_edge(scope, token, edge, rung)
            return
        scope.tokens.remove(token)
        self._go(scope, element, token.data)

    def _on_edge(self, scope: Scope, token: Token, edge: OnEdge, rung: str) -> None:
        if rung:
            self.clocks[token.at.id].ring(rung)
        if edge.interrupting:
            scope.tokens.remove(token)
        self._go(scope, edge.id, dict(token.brought))

    def _listeners(self) -> list[tuple[Scope, Token, str, str]]:
        """Who waits for which message, by which element; outer scopes first."""
        found = []
        for scope, token in reversed(list(self.top.standing())):
            node = token.at
            if node.kind == "catch":
                found.append((scope, token, node.waits, node.id))
            elif node.kind == "race":
                arms = [scope.net.nodes[flow.target] for flow in scope.net.after(node.id)]
                found += [(scope, token, arm.waits, arm.id) for arm in arms]
            else:
                found += [(scope, token, edge.on, edge.id) for edge in scope.net.around(node.id)]
        return [(s, t, w, e) for s, t, w, e in found if isinstance(w, str) and w not in ("ladder", "error")]

    def _deliver(self, message: str) -> None:
        for scope, token, heard, element in self._listeners():
            if heard == message and scope.alive() and token in scope.tokens:
                self._happened(scope, token, element, "")

    # Repairs.

    def places(self) -> list[Part | Token]:
        """Where a token can be taken by hand: open tasks, and events in the flow."""
        events = [token for _, token in self.top.standing() if token.at.kind in ("catch", "race")]
        return [*self._open(), *events]

    def _passed(self, place: Part | Token) -> None:
        if isinstance(place, Part):
            self._finished(place)
            return
        for scope, token in self.top.standing():
            if token is place:
                way = place.at.id
                if place.at.kind == "race":
                    way = scope.net.after(way)[0].target
                self._happened(scope, token, way, "")


__all__ = ["DEAF", "GONE", "Alarm", "Oracle"]
