"""A term as a net of nodes and flows: what the drawing writes down and the oracle plays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import singledispatchmethod

from tests.engine.chance.terms import (
    ERROR,
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
    Race,
    Seq,
    Sub,
    Task,
)


@dataclass
class Node:
    """One element; `waits` is hours or a message, `inner` the net of a scope."""

    id: str
    kind: str
    waits: float | str | None = None
    ladder: bool = False
    inner: Net | None = None
    called: bool = False
    each: Each | None = None


@dataclass(frozen=True)
class Flow:
    """The way from a node to the next, when the task `on` was answered with one of these; else for all else."""

    source: str
    target: str
    on: str | None = None
    when: frozenset[str] | None = None


@dataclass(frozen=True)
class OnEdge:
    """An event on the edge of an activity."""

    id: str
    host: str
    on: float | str
    interrupting: bool


@dataclass
class Net:
    """A process: where it starts, its nodes, its flows in drawn order, the events on edges."""

    name: str
    nodes: dict[str, Node] = field(default_factory=dict)
    flows: list[Flow] = field(default_factory=list)
    edges: list[OnEdge] = field(default_factory=list)

    def after(self, node: str) -> list[Flow]:
        return [flow for flow in self.flows if flow.source == node]

    def before(self, node: str) -> list[Flow]:
        return [flow for flow in self.flows if flow.target == node]

    def around(self, host: str) -> list[OnEdge]:
        return [edge for edge in self.edges if edge.host == host]

    def leading_to(self, node: str) -> set[str]:
        """Name every node from which a token can still come to this one."""
        found: set[str] = set()
        left = [node]
        while left:
            for flow in self.before(left.pop()):
                host = next((edge.host for edge in self.edges if edge.id == flow.source), None)
                for one in filter(None, (flow.source, host)):
                    if one not in found and one != node:
                        found.add(one)
                        left.append(one)
        return found

    def all_nets(self) -> list[Net]:
        inner = [node.inner for node in self.nodes.values() if node.inner]
        return [self, *(net for one in inner for net in one.all_nets())]


@dataclass
class Numbers:
    """How many elements of a letter were named, over the whole diagram; and the tasks in reading order."""

    counts: dict[str, int] = field(default_factory=dict)
    tasks: list[str] = field(default_factory=list)

    def next(self, letter: str) -> str:
        self.counts[letter] = self.counts.get(letter, 0) + 1
        return f"{letter}{self.counts[letter]}"

    def task(self, back: int) -> str:
        return self.tasks[max(0, len(self.tasks) - 1 - back)]


def net_of(term: Block) -> Net:
    """Number the elements of a term and join them."""
    return _Weaver(Numbers(), "cv731").whole(term)


Way = tuple[str, str | None]  # where a piece begins and where it goes on; nowhere if it ends


@dataclass
class _Weaver:
    numbers: Numbers
    name: str

    def __post_init__(self) -> None:
        self.net = Net(self.name)
        self.answered: dict[str, str] = {}

    def whole(self, term: Block) -> Net:
        start = self.add("s", "start")
        first, last = self.weave(term)
        self.join(start, first)
        if last is not None:
            self.join(last, self.add("z", "plain"))
        return self.net

    def add(self, letter: str, kind: str, **more: object) -> str:
        node = Node(self.numbers.next(letter), kind, **more)  # type: ignore[arg-type]
        self.net.nodes[node.id] = node
        return node.id

    def join(self, source: str, target: str, when: frozenset[str] | None = None) -> None:
        self.net.flows.append(Flow(source, target, self.answered.get(source), when))

    def merged(self, lasts: Sequence[str | None], kind: str = "xor") -> str | None:
        """Bring ways together that go on; the only one needs no gateway."""
        open_ends = [last for last in lasts if last is not None]
        if len(open_ends) < 2:
            return open_ends[0] if open_ends else None
        gateway = self.add("g", kind)
        for last in open_ends:
            self.join(last, gateway)
        return gateway

    @singledispatchmethod
    def weave(self, term: Block) -> Way:
        raise TypeError(term)

    @weave.register
    def _(self, term: Task) -> Way:
        host = self.add("t", "task", ladder=term.ladder)
        self.numbers.tasks.append(host)
        last: str | None = host
        if term.ladder:
            self.ladder(host)
        if term.says:
            last = self.add("w", "say", waits=term.says)
            self.join(host, last)
        return (host, self.edged(host, term.edge, last))

    def ladder(self, host: str) -> None:
        edge = OnEdge(f"l{host}", host, "ladder", False)
        self.net.edges.append(edge)
        self.join(edge.id, self.add("z", "escalation"))

    def edged(self, host: str, edge: Edge | None, last: str | None) -> str | None:
        if edge is None:
            return last
        event = OnEdge(self.numbers.next("e"), host, edge.on, edge.interrupting)
        self.net.edges.append(event)
        first, way_on = self.weave(edge.way)
        self.join(event.id, first)
        if edge.interrupting:
            return self.merged([last, way_on])
        if way_on is not None:
            self.join(way_on, self.add("z", "plain"))
        return last

    @weave.register
    def _(self, term: Pause) -> Way:
        node = self.add("p", "catch", waits=term.hours)
        return (node, node)

    @weave.register
    def _(self, term: Hear) -> Way:
        node = self.add("h", "catch", waits=term.message)
        return (node, node)

    @weave.register
    def _(self, term: Seq) -> Way:
        first, last = self.weave(term.parts[0])
        for part in term.parts[1:]:
            begin, end = self.weave(part)
            assert last is not None
            self.join(last, begin)
            last = end
        return (first, last)

    @weave.register
    def _(self, term: Choice) -> Way:
        gateway = self.add("g", "xor")
        self.answered[gateway] = self.numbers.task(term.back)
        return (gateway, self.merged(self.parted(gateway, term.ways, [frozenset("a")])))

    @weave.register
    def _(self, term: Either) -> Way:
        gateway = self.add("g", "or")
        self.answered[gateway] = self.numbers.task(term.back)
        return (gateway, self.merged(self.parted(gateway, term.ways, term.sets), "or"))

    @weave.register
    def _(self, term: Both) -> Way:
        gateway = self.add("g", "and")
        return (gateway, self.merged(self.parted(gateway, term.ways, ()), "and"))

    def parted(self, gateway: str, ways: Sequence[Block], when: Sequence[frozenset[str]]) -> list[str | None]:
        lasts = []
        for number, way in enumerate(ways):
            first, last = self.weave(way)
            self.join(gateway, first, when[number] if number < len(when) else None)
            lasts.append(last)
        return lasts

    @weave.register
    def _(self, term: Again) -> Way:
        begin = self.add("g", "xor")
        first, last = self.weave(term.body)
        assert last is not None
        turn = self.add("g", "xor")
        self.answered[turn] = self.numbers.task(term.back)
        self.join(begin, first)
        self.join(last, turn)
        self.join(turn, begin, frozenset("a"))
        return (begin, turn)

    @weave.register
    def _(self, term: Race) -> Way:
        gateway = self.add("g", "race")
        arms: list[float | str] = [*([term.hours] if term.hours else []), *term.messages]
        lasts = []
        for arm, way in zip(arms, term.ways, strict=True):
            event = self.add("p" if isinstance(arm, float) else "h", "arm", waits=arm)
            first, last = self.weave(way)
            self.join(gateway, event)
            self.join(event, first)
            lasts.append(last)
        return (gateway, self.merged(lasts))

    @weave.register
    def _(self, term: Sub) -> Way:
        name = self.numbers.next("u")
        inner = _Weaver(self.numbers, f"called_{name}" if term.called else name).whole(term.body)
        self.net.nodes[name] = Node(name, "sub", inner=inner, called=term.called)
        return (name, self.edged(name, term.edge, name))

    @weave.register
    def _(self, term: Each) -> Way:
        first, last = self.weave(term.body)
        self.net.nodes[first].each = term
        return (first, last)

    @weave.register
    def _(self, term: Quit) -> Way:
        return (self.add("z", term.how), None)


def is_error(edge: OnEdge) -> bool:
    return edge.on == ERROR
