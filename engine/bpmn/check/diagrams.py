"""All rules over one BPMN file."""

from __future__ import annotations

from engine.bpmn.check.diagram import Diagram, local, read
from engine.bpmn.check.namespaces import BPMN, split
from engine.bpmn.check.report import Report
from engine.bpmn.check.rules.dialect import check_dialect
from engine.bpmn.check.rules.drawing import check_drawing
from engine.bpmn.check.rules.events import check_events
from engine.bpmn.check.rules.expressions import check_expressions
from engine.bpmn.check.rules.parallel import check_parallel
from engine.bpmn.check.rules.references import check_references
from engine.bpmn.check.rules.structure import (
    MOST_STEPS,
    check_ids,
    check_prefixes,
    check_process_set,
    check_structure,
)
from engine.bpmn.check.rules.style import check_lanes, check_style
from engine.bpmn.check.rules.timers import check_timers
from engine.bpmn.check.schema import check_schema
from engine.bpmn.check.surroundings import Surroundings
from engine.findings import Finding
from engine.xmlreading import RefusedXml, read_xml

# Codes that say the same as the schema would on that line, but plainer.
_PLAINER = ("element-unknown", "id-duplicate", "refused-", "foreign-element", "flow-broken")


def check_bpmn(name: str, data: bytes, surroundings: Surroundings | None = None) -> list[Finding]:
    """Return what is wrong with a diagram; without surroundings its references are not looked up."""
    try:
        root = read_xml(data, name)
    except RefusedXml as refused:
        return refused.findings
    report = Report(name)
    if split(root.tag) != (BPMN, "definitions"):
        report.tell("not-bpmn", root, root=root.tag)
        return report.findings()
    _check(read(root), surroundings, report)
    return report.findings()


def _check(diagram: Diagram, surroundings: Surroundings | None, report: Report) -> None:
    check_dialect(diagram, report)
    check_ids(diagram, report)
    check_prefixes(diagram, report)
    check_process_set(diagram, report)
    for scope in diagram.scopes:
        # A black box pool of another party may hold an empty process.
        if not scope.nodes and local(scope.element) == "process":
            continue
        check_structure(scope, report)
        check_events(diagram, scope, report)
        check_timers(scope, report)
        check_expressions(diagram, scope, report)
        check_style(scope, report)
        if len(scope.nodes) <= MOST_STEPS:
            check_parallel(scope, report)
    check_lanes(diagram, report)
    check_references(diagram, surroundings, report)
    check_drawing(diagram, report)
    check_schema(diagram.root, report, report.lines_with(*_PLAINER))
