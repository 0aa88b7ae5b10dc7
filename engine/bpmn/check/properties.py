"""What a step says about itself, under one name however the drawing tool wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.bpmn.check.namespaces import BPMN, CAMUNDA, PHANANH, SPIFF, ZEEBE, split
from engine.xmlreading import Element

_ATTRIBUTES = {
    "formKey": "form",
    "formRef": "form",
    "assignee": "assignee",
    "collection": "collection",
    "candidateGroups": "role",
    "decisionRef": "decision",
    "resultVariable": "result",
    "topic": "operation",
}
# Zeebe element → its attributes and what they mean here.
_ZEEBE = {
    "formDefinition": {"formId": "form", "formKey": "form"},
    "assignmentDefinition": {"candidateGroups": "role", "assignee": "assignee"},
    "calledDecision": {"decisionId": "decision", "resultVariable": "result"},
    "taskDefinition": {"type": "operation"},
    "calledElement": {"processId": "calledElement"},
    "loopCharacteristics": {"inputCollection": "collection", "outputCollection": "results"},
}


@dataclass(frozen=True, eq=False)
class Property:
    """One setting of a step and the XML element that carries it."""

    name: str
    value: str
    element: Element
    native: bool = False

    @property
    def is_formula(self) -> bool:
        return self.value.startswith("=")


def properties_of(element: Element) -> Iterator[Property]:
    """Yield the settings of an element in file order."""
    for key, value in element.attrib.items():
        namespace, name = split(key)
        if namespace == CAMUNDA and name in _ATTRIBUTES:
            yield Property(_ATTRIBUTES[name], value.strip(), element)
    for extensions in element.iterchildren(f"{{{BPMN}}}extensionElements"):
        for part in extensions.iter():
            yield from _from_extension(part)


def _from_extension(part: Element) -> Iterator[Property]:
    namespace, name = split(part.tag)
    if name == "property" and namespace in (PHANANH, CAMUNDA, ZEEBE, SPIFF):
        yield Property(
            part.get("name", "").strip(), part.get("value", "").strip(), part, native=namespace == PHANANH
        )
    elif namespace == ZEEBE and name == "input":
        yield Property(f"input:{part.get('target', '')}", part.get("source", "").strip(), part)
    elif namespace == ZEEBE:
        for attribute, meaning in _ZEEBE.get(name, {}).items():
            if part.get(attribute):
                yield Property(meaning, part.get(attribute).strip(), part)
