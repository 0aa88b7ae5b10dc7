"""A decision model as read: what it knows, needs and decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from engine.dmn.outcome import Outcome
from engine.dmn.run import Boxed
from engine.dmn.tables import Table
from engine.dmn.types import ANY, Type
from engine.findings import Finding

if TYPE_CHECKING:
    from engine.dmn.remembering import Memory


@dataclass(frozen=True)
class Reference:
    """A pointer to an element, here or in an imported model."""

    namespace: str
    id: str


@dataclass(frozen=True)
class InputData:
    """Something the model has to be told."""

    id: str
    name: str
    line: int
    kind: Type = ANY


@dataclass(frozen=True)
class Decision:
    """A question the model answers."""

    id: str
    name: str
    variable: str
    line: int
    kind: Type
    requires: tuple[Reference, ...]
    body: Boxed | None


@dataclass(frozen=True)
class Knowledge:
    """A business knowledge model: logic to be called."""

    id: str
    name: str
    variable: str
    line: int
    kind: Type
    parameters: tuple[tuple[str, Type], ...]
    requires: tuple[Reference, ...]
    body: Boxed


@dataclass(frozen=True)
class Service:
    """A decision service: some decisions offered as one function."""

    id: str
    name: str
    variable: str
    line: int
    kind: Type
    outputs: tuple[Reference, ...]
    input_data: tuple[Reference, ...]
    input_decisions: tuple[Reference, ...]


Node = InputData | Decision | Knowledge | Service


@dataclass(frozen=True)
class Import:
    """Another model, read before, and the prefix its names carry here."""

    prefix: str
    namespace: str
    model: Model | None
    line: int = 0


@dataclass(eq=False)
class Model:
    """One DMN file, compiled."""

    file: str
    name: str
    namespace: str
    decisions: dict[str, Decision] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    knowledge: dict[str, Knowledge] = field(default_factory=dict)
    inputs: dict[str, InputData] = field(default_factory=dict)
    imports: tuple[Import, ...] = ()
    types: dict[str, Type] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    tables: list[tuple[str, str, Table]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def decide(
        self,
        decision: str,
        context: Mapping[str, object],
        functions: Mapping[str, Callable[..., object]] | None = None,
    ) -> Outcome:
        """Answer one question: a decision, a decision service or a knowledge model, by id or name."""
        from engine.dmn.deciding import decide  # deciding needs the model; the model only lends the verb

        return decide(self, decision, context, functions or {})

    def recall(self, decision: str, context: Mapping[str, object]) -> Outcome:
        """The same answer, taken from memory where everything it depends on was asked before.

        It is shared by all who ask: nobody may change it.
        """
        key = self._memory.key(self, decision, context)
        found = self._memory.recall(key)
        if found is None:
            found = self.decide(decision, context)
            self._memory.keep(key, found)
        return found

    @cached_property
    def _memory(self) -> Memory:
        from engine.dmn.remembering import Memory  # it has to look into the model

        return Memory()

    def callables(self) -> Iterator[Decision | Service | Knowledge]:
        """Yield what can be decided: decisions first, then services, then knowledge models."""
        yield from self.decisions.values()
        yield from self.services.values()
        yield from self.knowledge.values()

    def find(self, wanted: str) -> Decision | Service | Knowledge | None:
        """Return what has this id or, failing that, this name."""
        by_id = next((node for node in self.callables() if node.id == wanted), None)
        plain = " ".join(wanted.split())
        return by_id or next((node for node in self.callables() if plain in (node.name, node.variable)), None)

    def locate(self, wanted: str) -> tuple[Model, Decision | Service | Knowledge] | None:
        """Return what has this id or name, and its model: here, merged in, or behind a prefix."""
        for model in (self, *self.merged()):
            node = model.find(wanted)
            if node is not None:
                return model, node
        return self._behind_prefix(wanted)

    def _behind_prefix(self, wanted: str) -> tuple[Model, Decision | Service | Knowledge] | None:
        named = [each for each in self.imports if each.model is not None and each.prefix]
        tries = [(each.model, wanted.removeprefix(f"{each.prefix}.")) for each in named]
        found = (model.locate(rest) for model, rest in tries if model is not None)
        return next(filter(None, found), None)

    def merged(self) -> Iterator[Model]:
        """Yield the models imported without a prefix, and theirs: their elements belong to this one."""
        for imported in self.imports:
            if imported.model is not None and not imported.prefix:
                yield imported.model
                yield from imported.model.merged()

    def resolve(self, reference: Reference) -> tuple[Model, Node, str] | None:
        """Return the element a reference points to, its model, and the prefix of that model here."""
        if reference.namespace in ("", self.namespace):
            holders = ((model, model.node(reference.id)) for model in (self, *self.merged()))
            return next(((model, node, "") for model, node in holders if node), None)
        for imported in (*self.imports, *(each for model in self.merged() for each in model.imports)):
            if imported.namespace == reference.namespace and imported.model is not None:
                found = imported.model.resolve(Reference("", reference.id))
                return (found[0], found[1], imported.prefix) if found else None
        return None

    def node(self, id: str) -> Node | None:
        holders: tuple[Mapping[str, Node], ...] = (
            self.decisions,
            self.inputs,
            self.knowledge,
            self.services,
        )
        return next((holder[id] for holder in holders if id in holder), None)
