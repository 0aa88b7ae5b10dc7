"""Answering: a decision asks what it requires, puts the answers in scope, and evaluates its logic."""

from __future__ import annotations

from collections.abc import Mapping

from engine import feel
from engine.dmn.arrival import arrived
from engine.dmn.boxed import Typed, fitted
from engine.dmn.functions import function_of, function_value
from engine.dmn.model import Decision, InputData, Knowledge, Model, Node, Reference, Service
from engine.dmn.outcome import Outcome
from engine.dmn.prefixes import place, prefixes
from engine.dmn.run import Functions, Run, Scope
from engine.dmn.types import ANY, FunctionType, Type, normalised, result_of, settled


def decide(model: Model, wanted: str, context: Mapping[str, object], functions: Functions) -> Outcome:
    """Answer one question of a model; an answer that cannot be had is null, with the reason."""
    found = model.locate(wanted)
    if found is None:
        return Outcome(None, [], [f"Mô hình «{model.name}» không có quyết định «{wanted}»."], wanted, wanted)
    owner, node = found
    run = Run({key: normalised(value) for key, value in context.items()}, functions)
    try:
        value = Answering(model, run).value(owner, node)
    except feel.LimitExceeded as excess:
        run.problem(excess.vi)
        value = None
    except RecursionError:
        run.problem("Các biểu thức của quyết định lồng nhau quá sâu.")
        value = None
    return Outcome(value, run.tables, run.problems, node.id, node.name)


class Answering:
    """Walks the requirements of a model during one run."""

    def __init__(self, root: Model, run: Run) -> None:
        self.root = root
        self.run = run
        self._prefixes: dict[int, tuple[str, ...]] | None = None

    def value(self, model: Model, node: Node) -> object:
        """Return the value of an element asked for at the top."""
        if isinstance(node, Knowledge):
            return self._invoke_from_context(self.function(model, node), node)
        if isinstance(node, Service):
            return self._service_from_context(model, node)
        return self._needed(model, node)

    def _invoke_from_context(self, function: feel.Function, node: Knowledge) -> object:
        given = self.run.given
        return function(*(arrived(given.get(name), kind) for name, kind in node.parameters))

    def _service_from_context(self, model: Model, service: Service) -> object:
        seeds = {
            (id(owner), node.id): fitted(self._given(owner, node), kind, node.name, self.run)
            for owner, node, kind in self._inputs(model, service)
        }
        return self._serve(model, service, seeds)

    @staticmethod
    def _inputs(model: Model, service: Service) -> list[tuple[Model, Node, Type]]:
        """Return what a service is told; its own type may say more of a parameter than the element does."""
        found = [model.resolve(reference) for reference in (*service.input_data, *service.input_decisions)]
        inputs = [(owner, node) for owner, node, _ in filter(None, found)]
        real = settled(service.kind)
        said = real.parameters if isinstance(real, FunctionType) else ()
        said = said if len(said) == len(inputs) else (ANY,) * len(inputs)
        return [
            (owner, node, node.kind if kind is ANY else kind)
            for (owner, node), kind in zip(inputs, said, strict=True)
        ]

    def _needed(self, model: Model, node: Node) -> object:
        key = (id(model), node.id)
        values = self.run.values
        if key not in values:
            values[key] = self._fresh(model, node)
        return values[key]

    def _fresh(self, model: Model, node: Node) -> object:
        if isinstance(node, InputData):
            return self._given(model, node)
        if isinstance(node, Decision):
            return self._decision(model, node)
        return self.function(model, node)

    def _given(self, model: Model, node: Node) -> object:
        return fitted(
            arrived(self._raw(model, node), node.kind), node.kind, node.name, self.run, partial=True
        )

    def _raw(self, model: Model, node: Node) -> object:
        """Find the value given for an input: under the prefixes of its model, or under its bare name."""
        names = (node.name,) if isinstance(node, InputData) else (node.variable, node.name)
        for name in names:
            branch: object = self.run.given
            for prefix in self._chain(model):
                branch = branch.get(prefix) if isinstance(branch, Mapping) else None
            for holder, key in (
                (branch, name),
                (self.run.given, ".".join((*self._chain(model), name))),
                (self.run.given, name),
            ):
                if isinstance(holder, Mapping) and key in holder:
                    return holder[key]
        return None

    def _chain(self, model: Model) -> tuple[str, ...]:
        if model is self.root:
            return ()
        if self._prefixes is None:
            self._prefixes = prefixes(self.root)
        return self._prefixes.get(id(model), ())

    def _decision(self, model: Model, decision: Decision) -> object:
        run, key = self.run, (id(model), decision.id)
        if decision.body is None:
            return self._given(model, decision)
        if key in run.under_way:
            run.problem(f"Quyết định «{decision.name}» cần đến chính nó.")
            return None
        run.under_way.append(key)
        run.owner.append((decision.id, decision.name))
        try:
            scope = self._scope(model, decision.requires, dict(run.given))
            return fitted(decision.body.evaluate(scope, run), decision.kind, decision.name, run)
        finally:
            run.owner.pop()
            run.under_way.pop()

    def _scope(self, model: Model, requires: tuple[Reference, ...], scope: Scope) -> Scope:
        for reference in requires:
            found = model.resolve(reference)
            if found is None:
                self.run.problem(f"Không tìm thấy phần tử «{reference.id}» mà «{model.name}» cần đến.")
                continue
            owner, node, prefix = found
            name = node.name if isinstance(node, InputData) else node.variable
            place(scope, prefix, name, self._needed(owner, node))
        return scope

    def function(self, model: Model, node: Knowledge | Service) -> feel.Function:
        """Return a knowledge model or a decision service as a function."""
        if isinstance(node, Service):
            return self._service_function(model, node)

        def scope() -> Scope:
            # Knowledge sees itself, other knowledge and its parameters, nothing of the case.
            own: Scope = {node.variable: self.function(model, node)}
            return self._scope(model, node.requires, own)

        body = Typed(node.body, result_of(node.kind), node.name)
        return function_value(node.parameters, body, scope, self.run)

    def _service_function(self, model: Model, service: Service) -> feel.Function:
        inputs = self._inputs(model, service)

        def serve(*arguments: object) -> object:
            keys = [(id(owner), node.id) for owner, node, _ in inputs]
            return self._serve(model, service, dict(zip(keys, arguments, strict=True)))

        names = [node.name if isinstance(node, InputData) else node.variable for _, node, _ in inputs]
        return function_of(zip(names, (kind for _, _, kind in inputs), strict=True), serve)

    def _serve(self, model: Model, service: Service, seeds: dict[tuple[int, str], object]) -> object:
        """Answer the output decisions with only the inputs of the service known."""
        run = self.run
        outside, run.values = run.values, dict(seeds)
        run.enter()
        try:
            value = self._service_result(model, service)
        finally:
            run.leave()
            run.values = outside
        return fitted(value, result_of(service.kind), service.name, run)

    def _service_result(self, model: Model, service: Service) -> object:
        results: Scope = {}
        for reference in service.outputs:
            found = model.resolve(reference)
            if found is None or not isinstance(found[1], Decision):
                self.run.problem(f"Không tìm thấy quyết định «{reference.id}» của «{service.name}».")
                continue
            results[found[1].variable] = self._needed(found[0], found[1])
        return next(iter(results.values()), None) if len(service.outputs) == 1 else results
