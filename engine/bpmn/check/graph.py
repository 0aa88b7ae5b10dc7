"""The paths of one scope: reachability, dominators, circles; all without recursion."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from engine.bpmn.check.diagram import Scope

ROOT = ""


@dataclass(frozen=True, eq=False)
class Graph:
    """Steps and flows as vertices; a boundary event follows its host."""

    next: Mapping[str, tuple[str, ...]]
    before: Mapping[str, tuple[str, ...]]

    def reachable(self, starts: Iterable[str]) -> frozenset[str]:
        return _spread(starts, self.next)

    def leading_to(self, ends: Iterable[str]) -> frozenset[str]:
        return _spread(ends, self.before)

    @cached_property
    def order(self) -> list[str]:
        """The vertices reachable from the start, each after most of what leads to it."""
        done: list[str] = []
        seen = {ROOT}
        stack = [(ROOT, iter(self.next[ROOT]))]
        while stack:
            vertex, rest = stack[-1]
            follower = next((one for one in rest if one not in seen), None)
            if follower is None:
                done.append(vertex)
                stack.pop()
            else:
                seen.add(follower)
                stack.append((follower, iter(self.next[follower])))
        return done[::-1]

    @cached_property
    def rank(self) -> dict[str, int]:
        return {vertex: rank for rank, vertex in enumerate(self.order)}

    @cached_property
    def dominator(self) -> dict[str, str]:
        """For each reachable vertex the nearest one every path to it passes (Cooper, Harvey, Kennedy)."""
        found = {ROOT: ROOT}
        changed = True
        while changed:
            changed = False
            for vertex in self.order[1:]:
                known = [before for before in self.before[vertex] if before in found]
                best = known[0]
                for other in known[1:]:
                    best = self._meet(best, other, found)
                if found.get(vertex) != best:
                    found[vertex] = best
                    changed = True
        return found

    def nearest_common(self, left: str, right: str) -> str:
        return self._meet(left, right, self.dominator)

    def _meet(self, left: str, right: str, found: Mapping[str, str]) -> str:
        rank = self.rank
        while left != right:
            while rank[left] > rank[right]:
                left = found[left]
            while rank[right] > rank[left]:
                right = found[right]
        return left

    @cached_property
    def _nested(self) -> tuple[list[str], dict[str, tuple[int, int]]]:
        """The vertices so ordered that what can be reached only through one lies right behind it."""
        children: dict[str, list[str]] = defaultdict(list)
        for vertex, parent in self.dominator.items():
            if vertex != parent:
                children[parent].append(vertex)
        listed: list[str] = []
        opened: dict[str, int] = {}
        spans: dict[str, tuple[int, int]] = {}
        stack = [ROOT]
        while stack:
            vertex = stack[-1]
            if vertex not in opened:
                opened[vertex] = len(listed)
                listed.append(vertex)
                stack.extend(children[vertex])
            else:
                spans.setdefault(vertex, (opened[vertex], len(listed)))
                stack.pop()
        return listed, spans

    def only_through(self, vertex: str) -> frozenset[str]:
        """Return what can be reached only by way of this vertex, itself included; nothing if it never is."""
        listed, spans = self._nested
        first, last = spans.get(vertex, (0, 0))
        return frozenset(listed[first:last])

    def dominates(self, vertex: str, other: str) -> bool:
        """Say whether every path to `other` passes `vertex`; what is never reached passes nothing."""
        spans = self._nested[1]
        if vertex not in spans or other not in spans:
            return False
        return spans[vertex][0] <= spans[other][0] < spans[vertex][1]

    @cached_property
    def circling(self) -> frozenset[str]:
        """The vertices a token can come back to."""
        # Kosaraju: walking backwards in this order, what is met and not yet taken is one circle.
        taken: set[str] = set()
        found: set[str] = set()
        for vertex in self.order:
            if vertex in taken:
                continue
            circle = self._circle(vertex, taken)
            taken |= circle
            if len(circle) > 1 or vertex in self.next[vertex]:
                found |= circle
        return frozenset(found)

    def _circle(self, vertex: str, taken: set[str]) -> set[str]:
        circle, stack = {vertex}, [vertex]
        while stack:
            for other in self.before[stack.pop()]:
                if other in self.rank and other not in taken and other not in circle:
                    circle.add(other)
                    stack.append(other)
        return circle

    def heaviest(self, weights: Mapping[str, int]) -> dict[str, int]:
        """Return for each vertex the greatest sum of weights on a way to it that never turns back."""
        best: dict[str, int] = {}
        for vertex in self.order:
            earlier = [best[b] for b in self.before[vertex] if b in best and self.rank[b] < self.rank[vertex]]
            best[vertex] = max(earlier, default=0) + weights.get(vertex, 0)
        return best


@lru_cache(maxsize=8)
def graph_of(scope: Scope) -> Graph:
    """Return the graph of a scope; it starts at the start events, or where nothing leads in."""
    edges: list[tuple[str, str]] = [(ROOT, key) for key in _entries(scope)]
    for flow in scope.flows:
        if flow.source in scope.nodes and flow.target in scope.nodes:
            edges += [(flow.source, flow.key), (flow.key, flow.target)]
    for node in scope.of("boundaryEvent"):
        if node.host in scope.nodes:
            edges.append((node.host, node.key))
    ahead: dict[str, list[str]] = defaultdict(list)
    back: dict[str, list[str]] = defaultdict(list)
    for one, other in edges:
        ahead[one].append(other)
        back[other].append(one)
    return Graph(_sealed(ahead), _sealed(back))


def _entries(scope: Scope) -> list[str]:
    starts = [node.key for node in scope.of("startEvent")]
    loose = [key for key, node in scope.nodes.items() if not node.incoming and node.tag != "boundaryEvent"]
    return starts or loose


def _sealed(edges: Mapping[str, list[str]]) -> Mapping[str, tuple[str, ...]]:
    return defaultdict(tuple, {vertex: tuple(others) for vertex, others in edges.items()})


def _spread(starts: Iterable[str], edges: Mapping[str, Iterable[str]]) -> frozenset[str]:
    seen = set(starts)
    stack = list(seen)
    while stack:
        for other in edges[stack.pop()]:
            if other not in seen:
                seen.add(other)
                stack.append(other)
    return frozenset(seen)
