"""When a timer rings: its text must say a moment with a zone, or a span above zero."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from engine.bpmn.check.diagram import Node, Scope, bpmn_children, local, text_of
from engine.bpmn.check.formulas import check_formula, check_language, formula
from engine.bpmn.check.graph import graph_of
from engine.bpmn.check.report import Report
from engine.bpmn.check.rules.structure import MOST_STEPS
from engine.xmlreading import Element

_LITERAL = re.compile(r"-?P[\dT]|\d{4}-\d\d-\d\d")
_DURATION = re.compile(
    r"P(?!$)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?!$)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?"
)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d|@[\w/+-]+)?")
_REPEAT = re.compile(r"R\d*/|(?:\S+\s+){5,6}\S+$|@\w+$")


def check_timers(scope: Scope, report: Report) -> None:
    """Report timers of this scope that ring wrongly or never."""
    for node in scope.nodes.values():
        for event in node.events:
            if local(event) == "timerEventDefinition":
                _check_timer(scope, node, event, report)


def _check_timer(scope: Scope, node: Node, event: Element, report: Report) -> None:
    times = list(bpmn_children(event, "timeDate", "timeDuration", "timeCycle"))
    if not times or not text_of(times[0]):
        report.tell("timer-missing", event, about=node.key)
        return
    for time in times:
        check_language(report, time)
        if local(time) == "timeCycle":
            _check_cycle(scope, node, time, report)
        else:
            _check_moment(node, time, report)


def _check_cycle(scope: Scope, node: Node, time: Element, report: Report) -> None:
    text = text_of(time)
    if node.tag != "boundaryEvent":
        report.tell("cycle-place", time, about=node.key)
        return
    if node.interrupts:
        report.tell("cycle-interrupting", time, about=node.key)
    if _REPEAT.match(formula(text).strip('"')):
        report.tell("cycle-text", time, about=node.key, text=text)
    else:
        check_formula(report, "timeCycle", text, time)
    if len(scope.nodes) <= MOST_STEPS and not node.interrupts:
        _check_ladder_branch(scope, node, report)


def _check_ladder_branch(scope: Scope, node: Node, report: Report) -> None:
    branch = graph_of(scope).reachable([node.key])
    people = [scope.nodes[key] for key in branch if key in scope.nodes and scope.nodes[key].tag == "userTask"]
    if people:
        first = min(people, key=lambda task: task.element.sourceline or 0)
        report.tell("cycle-user-task", node.element, task=first.label)


def _check_moment(node: Node, time: Element, report: Report) -> None:
    text = text_of(time)
    kind = local(time)
    if _LITERAL.match(text):
        _check_literal(node, time, kind, text, report)
    elif _REPEAT.match(formula(text).strip('"')):
        report.tell("cycle-text", time, about=node.key, text=text)
    elif check_formula(report, kind, text, time):
        _check_constant(node, time, kind, text, report)


def _check_literal(node: Node, time: Element, kind: str, text: str, report: Report) -> None:
    if kind == "timeDuration":
        if not _DURATION.fullmatch(text):
            _tell_text(node, time, kind, text, report)
        elif not re.search(r"[1-9]", text):
            report.tell("timer-zero", time, about=node.key, text=text)
        return
    moment = _MOMENT.fullmatch(text)
    if moment is None or not _exists(text):
        _tell_text(node, time, kind, text, report)
    elif moment[1] is None:
        report.tell("timer-naive", time, about=node.key, text=text)


def _exists(text: str) -> bool:
    try:
        date.fromisoformat(text[:10])
        datetime.fromisoformat(text[:16])
    except ValueError:
        return False
    return True


def _check_constant(node: Node, time: Element, kind: str, text: str, report: Report) -> None:
    """Look at what an expression without variables comes to: it can be judged before any case runs."""
    from engine import feel

    expression = feel.parse(formula(text))
    if expression.paths or re.search(r"\b(escalation|interim|deadline|now|today|working|unit)\b", text):
        return
    try:
        value = expression.evaluate({}, {})
    except feel.LimitExceeded:
        value = None
    _check_value(node, time, kind, text, value, report)


def _check_value(node: Node, time: Element, kind: str, text: str, value: object, report: Report) -> None:
    from engine import feel

    if isinstance(value, str):
        _check_literal(node, time, kind, value, report)
    elif kind == "timeDuration" and isinstance(value, timedelta):
        if value <= timedelta(0):
            report.tell("timer-zero", time, about=node.key, text=text)
    elif kind == "timeDate" and isinstance(value, datetime):
        if value.tzinfo is None:
            report.tell("timer-naive", time, about=node.key, text=text)
    elif not (kind == "timeDuration" and isinstance(value, feel.YearsMonths)):
        _tell_text(node, time, kind, text, report)


def _tell_text(node: Node, time: Element, kind: str, text: str, report: Report) -> None:
    span = kind == "timeDuration"
    report.tell(
        "timer-text",
        time,
        about=node.key,
        text=text,
        what_vi="khoảng thời gian" if span else "thời điểm",
        what_en="span of time" if span else "moment",
        example="PT24H, P2D" if span else "2026-01-31T17:00:00+07:00",
    )
