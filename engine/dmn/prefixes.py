"""The prefixes under which a model knows the elements of the models it imports."""

from __future__ import annotations

from collections.abc import Mapping

from engine.dmn.model import Model
from engine.dmn.run import Scope, bind


def place(scope: Scope, prefix: str, name: str, value: object) -> None:
    """Put a value under its name, and that under the prefix of its model."""
    if not prefix:
        bind(scope, name, value)
        return
    branch = scope.get(prefix)
    inside: Scope = dict(branch) if isinstance(branch, Mapping) else {}
    bind(inside, name, value)
    scope[prefix] = inside


def prefixes(root: Model) -> dict[int, tuple[str, ...]]:
    """Return, for each model the root reaches, the prefixes on the shortest way to it."""
    chains: dict[int, tuple[str, ...]] = {id(root): ()}
    waiting = [root]
    for model in waiting:
        for imported in model.imports:
            if imported.model is None or id(imported.model) in chains:
                continue
            step = (imported.prefix,) if imported.prefix else ()
            chains[id(imported.model)] = (*chains[id(model)], *step)
            waiting.append(imported.model)
    return chains
