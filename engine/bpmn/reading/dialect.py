"""What extension elements mean: our own properties, and what Camunda's modellers write for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from engine.xmlreading import Element, child, children, local_name

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
PHANANH = "urn:phananh:bpmn:1"
CAMUNDA = "http://camunda.org/schema/1.0/bpmn"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"
SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core"

# Attributes of the element itself, as Camunda 7 writes them.
CAMUNDA_ATTRIBUTES = {
    "formKey": "form",
    "formRef": "form",
    "candidateGroups": "role",
    "assignee": "assignee",
    "decisionRef": "decision",
    "resultVariable": "result",
    "topic": "operation",
}
# Extension elements of Camunda 8: their attributes and ours.
ZEEBE_ELEMENTS = {
    "formDefinition": {"formId": "form", "formKey": "form"},
    "assignmentDefinition": {"candidateGroups": "role", "assignee": "assignee"},
    "calledDecision": {"decisionId": "decision", "resultVariable": "result"},
    "taskDefinition": {"type": "operation"},
    "calledElement": {"processId": "calledElement"},
}
IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


def properties(element: Element) -> dict[str, str]:
    """Return the properties of an element; our own win over those of other dialects."""
    found = dict(_camunda(element))
    extensions = child(element, "extensionElements")
    found.update(_zeebe(extensions))
    found.update(_listed(extensions, (CAMUNDA, ZEEBE, SPIFF)))
    found.update(_listed(extensions, (PHANANH,)))
    return found


def called_process(element: Element) -> str | None:
    return element.get("calledElement") or properties(element).get("calledElement")


def inputs(given: Mapping[str, str]) -> dict[str, str]:
    """Return what the `input:NAME` properties give, by name."""
    return {key.removeprefix("input:"): value for key, value in given.items() if key.startswith("input:")}


def variable_of(given: Mapping[str, str]) -> str | None:
    """Return the variable an officer's answers go under."""
    if given.get("variable"):
        return given["variable"]
    form = given.get("form")
    return form.replace("-", "_") if form else None


def _namespace(element: Element) -> str:
    tag = str(element.tag)
    return tag[1:].partition("}")[0] if tag.startswith("{") else ""


def _camunda(element: Element) -> Iterator[tuple[str, str]]:
    for attribute, name in CAMUNDA_ATTRIBUTES.items():
        value = element.get(f"{{{CAMUNDA}}}{attribute}")
        if value:
            yield name, value


def _zeebe(extensions: Element | None) -> Iterator[tuple[str, str]]:
    for extension in children(extensions):
        if _namespace(extension) != ZEEBE:
            continue
        kind = local_name(extension)
        for attribute, name in ZEEBE_ELEMENTS.get(kind, {}).items():
            if extension.get(attribute):
                yield name, extension.get(attribute)
        if kind == "ioMapping":
            for given in children(extension, "input"):
                yield f"input:{given.get('target')}", given.get("source", "")


def _listed(extensions: Element | None, namespaces: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for group in children(extensions, "properties"):
        if _namespace(group) in namespaces:
            for entry in children(group, "property"):
                if entry.get("name"):
                    yield entry.get("name"), entry.get("value", "")


class Loop:
    """What a multi-instance marker says, in whichever dialect it was drawn."""

    def __init__(self, marker: Element) -> None:
        zeebe = child(child(marker, "extensionElements"), "loopCharacteristics")
        self.sequential = marker.get("isSequential") == "true"
        self.collection = (
            _text(marker, "loopDataInputRef")
            or marker.get(f"{{{CAMUNDA}}}collection")
            or _attribute(zeebe, "inputCollection")
        )
        self.cardinality = _text(marker, "loopCardinality")
        self.item = (
            _item_name(marker, "inputDataItem")
            or marker.get(f"{{{CAMUNDA}}}elementVariable")
            or _attribute(zeebe, "inputElement")
        )
        self.results = _text(marker, "loopDataOutputRef") or _attribute(zeebe, "outputCollection")
        self.result = _item_name(marker, "outputDataItem") or _attribute(zeebe, "outputElement")
        self.condition = _text(marker, "completionCondition")

    @property
    def expressions(self) -> tuple[str, ...]:
        written = (self.collection, self.cardinality, self.result, self.condition)
        return tuple(text for text in written if text)


def loop(element: Element) -> Loop | None:
    marker = child(element, "multiInstanceLoopCharacteristics")
    return Loop(marker) if marker is not None else None


def _text(element: Element, name: str) -> str | None:
    found = child(element, name)
    return (found.text or "").strip() or None if found is not None else None


def _attribute(element: Element | None, name: str) -> str | None:
    return (element.get(name) or None) if element is not None else None


def _item_name(marker: Element, name: str) -> str | None:
    """Return the variable of a data item: its name when that can be a variable, else its id."""
    found = child(marker, name)
    if found is None:
        return None
    named: str | None = found.get("name")
    return named if named and IDENTIFIER.match(named) else found.get("id")
