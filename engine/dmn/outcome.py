"""What deciding gives back: the value, the tables that were read, and what went wrong on the way."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine import feel


@dataclass(frozen=True)
class RuleHit:
    """One row of a table that fired; rows count from one, as people count them."""

    index: int
    id: str
    annotation: str
    outputs: tuple[tuple[str, object], ...] = ()

    def to_json(self) -> dict[str, object]:
        return {
            "index": self.index,
            "id": self.id,
            "annotation": self.annotation,
            "outputs": {name: feel.to_json(value) for name, value in self.outputs},
        }


@dataclass(frozen=True)
class TableTrace:
    """One reading of one decision table: what went in, which rows fired, what came out."""

    decision: str
    name: str
    hit_policy: str
    inputs: tuple[tuple[str, object], ...]
    rules: tuple[RuleHit, ...]
    outputs: object
    problems: tuple[str, ...] = ()
    defaulted: bool = False

    def to_json(self) -> dict[str, object]:
        return {
            "decision": self.decision,
            "name": self.name,
            "hit_policy": self.hit_policy,
            "inputs": [[label, feel.to_json(value)] for label, value in self.inputs],
            "rules": [rule.to_json() for rule in self.rules],
            "outputs": feel.to_json(self.outputs),
            "problems": list(self.problems),
            "defaulted": self.defaulted,
        }


@dataclass(frozen=True)
class Outcome:
    """The answer to one question put to a model."""

    value: object
    tables: list[TableTrace] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    decision: str = ""
    name: str = ""

    def to_json(self) -> dict[str, object]:
        return {
            "decision": self.decision,
            "name": self.name,
            "value": feel.to_json(self.value),
            "tables": [table.to_json() for table in self.tables],
            "problems": list(self.problems),
        }
