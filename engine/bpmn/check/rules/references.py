"""What steps name must exist around the diagram: forms, decisions, operations, roles, phases, processes."""

from __future__ import annotations

from difflib import get_close_matches

from engine.bpmn.check.diagram import Diagram, Node
from engine.bpmn.check.formulas import phases_in
from engine.bpmn.check.properties import Property
from engine.bpmn.check.report import Report
from engine.bpmn.check.rules.events import called
from engine.bpmn.check.surroundings import Surroundings
from engine.xmlreading import Element

_KINDS = {
    "form": "forms",
    "role": "roles",
    "unit": "units",
    "deadline": "phases",
    "guard": "decisions",
    "decision": "decisions",
    "operation": "operations",
    "text": "texts",
    "input:text": "texts",
    "independent_of": "elements",
}


def check_references(diagram: Diagram, surroundings: Surroundings | None, report: Report) -> None:
    """Report names that nothing answers to; for a lone file only say what was not looked at."""
    known = surroundings or Surroundings()
    unchecked: set[str] = set()
    for _, node in diagram.nodes():
        for prop in node.properties.values():
            _check_property(node, prop, known, unchecked, report)
        if node.tag == "callActivity" and called(node) and not called(node).startswith("="):
            _check_name("calledElement", called(node), node.element, known.processes, report)
    for element, text in _formulas(diagram):
        for phase in phases_in(text):
            _check_name("phase", phase, element, known.phases, report)
    if unchecked and _is_lone(known):
        report.tell("unchecked", diagram.root, line=1, kinds=", ".join(sorted(unchecked)))


def _is_lone(known: Surroundings) -> bool:
    """Say whether the file is checked by itself: nobody told which forms and decisions stand beside it."""
    return known.forms is None and known.decisions is None


def _check_property(
    node: Node, prop: Property, known: Surroundings, unchecked: set[str], report: Report
) -> None:
    kind = _KINDS.get(prop.name)
    if kind is None or not prop.value:
        return
    literals = _literals(prop)
    names: frozenset[str] | None = getattr(known, kind)
    if names is None:
        unchecked.add(kind)
        return
    for value in literals:
        _check_name(prop.name, value, prop.element, names, report, about=node.key)


def _literals(prop: Property) -> list[str]:
    """Return the codes a property names; a formula names one only when it is a text in quotes."""
    value = prop.value
    if not prop.is_formula:
        return (
            []
            if prop.name == "input:text" and " " in value
            else [v.strip() for v in value.split(",") if v.strip()]
        )
    inner = value[1:].strip()
    quoted = len(inner) > 2 and inner[0] == inner[-1] == '"' and '"' not in inner[1:-1]
    return [inner[1:-1]] if quoted else []


def _check_name(
    what: str,
    value: str,
    at: Element,
    names: frozenset[str] | None,
    report: Report,
    about: str = "",
) -> None:
    if names is None or value in names:
        return
    near = get_close_matches(value, names, n=3, cutoff=0.6)
    listed = ", ".join(near or sorted(names)[:8]) or "-"
    report.tell(
        "unknown",
        at,
        about=about,
        property=what,
        value=value,
        known_vi=f"có thể là: {listed}." if near else f"hiện có: {listed}.",
        known_en=f"perhaps: {listed}." if near else f"there are: {listed}.",
    )


def _formulas(diagram: Diagram) -> list[tuple[Element, str]]:
    """Return every text of the diagram that may call a domain word with a phase."""
    found: list[tuple[Element, str]] = []
    for scope in diagram.scopes:
        for flow in scope.flows:
            if flow.condition is not None:
                found.append((flow.condition, flow.condition.text or ""))
        for node in scope.nodes.values():
            found += [(prop.element, prop.value) for prop in node.properties.values() if prop.is_formula]
            found += [(time, time.text or "") for event in node.events for time in event]
    return found
