"""YAML whose mappings know their lines, and in which a date, a yes and a no stay what was written."""

from __future__ import annotations

import re
from typing import Any

import yaml

UNWANTED = ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")


class Lined(dict[str, Any]):
    """A mapping that remembers the line it began on, and the line of each of its keys."""

    line: int = 0
    lines: dict[str, int]

    def line_of(self, key: str) -> int:
        return self.lines.get(key, self.line)


class _Loader(yaml.SafeLoader):
    """Safe loading without dates and with `true` and `false` as the only truths."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if tag not in UNWANTED]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Lined:
    made = Lined()
    made.line = node.start_mark.line + 1
    made.lines = {}
    for key_node, value_node in node.value:
        key = str(loader.construct_object(key_node, deep=True))
        if key in made:
            raise yaml.constructor.ConstructorError(None, None, f"khóa {key!r} lặp lại", key_node.start_mark)
        made[key] = loader.construct_object(value_node, deep=True)
        made.lines[key] = key_node.start_mark.line + 1
    return made


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def load(text: str) -> object:
    """Read YAML; raises yaml.YAMLError."""
    return yaml.load(text, _Loader)  # noqa: S506  (a safe loader with fewer types)
