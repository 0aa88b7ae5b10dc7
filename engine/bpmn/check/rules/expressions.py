"""Every place where a diagram may hold an expression, and what may stand there."""

from __future__ import annotations

import re

from engine.bpmn.check.diagram import Diagram, Node, Scope, bpmn_child, bpmn_children, text_of
from engine.bpmn.check.formulas import check_formula, check_language
from engine.bpmn.check.namespaces import words
from engine.bpmn.check.properties import Property
from engine.bpmn.check.report import Report
from engine.bpmn.check.rules.events import called
from engine.xmlreading import Element

# A literal that names something is a plain code, or several separated by commas.
_CODES = re.compile(r"[\w.-]+(\s*,\s*[\w.-]+)*")
_NAMING = words(
    "form role unit deadline variable guard independent_of decision result operation calledElement "
    "public_status text results assignee"
)
_IN_LOOP = ("loopDataInputRef", "loopCardinality", "completionCondition")
_NEEDED = {
    "userTask": ("form", "role"),
    "serviceTask": ("operation",),
    "businessRuleTask": ("decision",),
}


def check_expressions(diagram: Diagram, scope: Scope, report: Report) -> None:
    """Report expressions of this scope that are not FEEL, and steps that lack what they need to run."""
    for flow in scope.flows:
        if flow.condition is not None:
            check_language(report, flow.condition)
            check_formula(report, "Điều kiện / Condition", text_of(flow.condition), flow.condition)
    for node in scope.nodes.values():
        for prop in node.properties.values():
            _check_property(node, prop, report)
        _check_needed(node, report)
        _check_loop(node, report)
        if node.tag == "callActivity" and not called(node):
            report.tell("call-missing", node.element)


def _check_property(node: Node, prop: Property, report: Report) -> None:
    if not prop.value:
        return
    if prop.is_formula or prop.name == "collection":
        check_formula(report, prop.name, prop.value, prop.element)
    elif not _is_plain(prop):
        report.tell("literal-name", prop.element, about=node.key, property=prop.name, value=prop.value)


def _is_plain(prop: Property) -> bool:
    """Say whether a literal is what its setting asks for; free text may be given to an operation."""
    if prop.name.startswith("input:"):
        return re.search(r"__\w+__|\$\{|#\{", prop.value) is None
    return prop.name not in _NAMING or _CODES.fullmatch(prop.value) is not None


def _check_needed(node: Node, report: Report) -> None:
    for name in _NEEDED.get(node.tag, ()):
        if not node.value(name):
            report.tell("property-missing", node.element, tag=node.tag, property=name)


def _check_loop(node: Node, report: Report) -> None:
    loop = bpmn_child(node.element, "multiInstanceLoopCharacteristics")
    if loop is None:
        return
    cardinality = text_of(bpmn_child(loop, "loopCardinality"))
    collection = text_of(bpmn_child(loop, "loopDataInputRef")) or node.value("collection")
    if bool(collection) == bool(cardinality):
        report.tell("mi-collection", loop, about=node.key)
    for part in bpmn_children(loop, *_IN_LOOP):
        _check_loop_part(part, report)
    output = bpmn_child(loop, "outputDataItem")
    if output is not None and output.get("name"):
        check_formula(report, "outputDataItem", output.get("name"), output)


def _check_loop_part(part: Element, report: Report) -> None:
    check_language(report, part)
    if text_of(part):
        check_formula(report, str(part.tag).rpartition("}")[2], text_of(part), part)
