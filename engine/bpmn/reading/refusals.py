"""What the engine cannot run, said with file, line and element before anything is built."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine import feel
from engine.bpmn.expressions import DOMAIN_WORDS, formula
from engine.bpmn.instants import ISO
from engine.bpmn.reading.dialect import loop, variable_of
from engine.bpmn.reading.event_refusals import event_refusals
from engine.bpmn.reading.outline import Node, Outline, Scope, condition, expressions
from engine.findings import Finding
from engine.xmlreading import Element, child, children, local_name

# The library keeps these names for itself; an element so called is lost or crashes it.
RESERVED = re.compile(
    r"(Start|End|Root)\Z|.*\.(EndJoin|BoundaryEventSplit|BoundaryEventJoin)\Z|.* \[child\]\Z"
)
SCRIPTED = frozenset(
    {
        "script",
        "preScript",
        "postScript",
        "executionListener",
        "executionListeners",
        "taskListener",
        "taskListeners",
        "serviceTaskOperator",
        "connector",
    }
)


def refusals(drawn: Outline) -> list[Finding]:
    """Return every reason why this diagram cannot be run."""
    found = list(drawn.missing)
    messages = drawn.named("message")
    for scope in drawn.scopes:
        found.extend(_whole(scope))
        found.extend(_strange(scope))
        found.extend(_flows(scope))
        found.extend(_syntax(scope))
        for node in scope.nodes:
            found.extend(_identity(node))
            found.extend(_scripts(node))
            found.extend(event_refusals(node, scope, messages))
            found.extend(_work(node))
            found.extend(_loops(node))
    found.extend(_twice(drawn))
    return found


def _whole(scope: Scope) -> Iterator[Finding]:
    place = scope.whole()
    starts = [node for node in scope.nodes if node.kind == "startEvent"]
    if scope.element.get("isExecutable") == "false":
        yield place.finding(
            "not-executable",
            "Quy trình được đánh dấu không thực thi (isExecutable).",
            "The process is marked as not executable.",
        )
    if len(starts) != 1:
        yield place.finding(
            "one-start",
            f"Cần đúng một sự kiện bắt đầu, đang có {len(starts)}.",
            f"Exactly one start event is needed, there are {len(starts)}.",
        )
    if not any(node.kind == "endEvent" for node in scope.nodes):
        yield place.finding("no-end", "Không có sự kiện kết thúc.", "There is no end event.")
    if scope.element.get("triggeredByEvent") == "true":
        # In the library its handler runs at once, or changes the specification other cases share.
        yield place.finding(
            "event-subprocess",
            "Không hỗ trợ tiến trình con theo sự kiện; hãy vẽ nhánh chờ bên cạnh luồng chính.",
            "Event sub-processes are not run; draw a listener branch beside the main flow.",
        )


def _strange(scope: Scope) -> Iterator[Finding]:
    for node in scope.strange:
        yield node.finding(
            "unsupported-element",
            f"Không hỗ trợ phần tử “{node.kind}”.",
            f"The element '{node.kind}' is not supported.",
        )


def _identity(node: Node) -> Iterator[Finding]:
    if not node.id:
        yield node.finding("no-id", "Phần tử không có mã (id).", "The element has no id.")
    elif RESERVED.match(node.id):
        yield node.finding(
            "reserved-id",
            f"Mã “{node.id}” dành riêng cho máy; hãy đặt mã khác.",
            f"The id '{node.id}' is kept for the engine; choose another.",
        )


def _twice(drawn: Outline) -> Iterator[Finding]:
    seen: set[tuple[str, str]] = set()
    people: set[str] = set()
    for node in drawn.nodes:
        key = (node.process, node.id)
        if key in seen or (node.kind == "userTask" and node.id in people):
            yield node.finding(
                "duplicate-id", f"Mã “{node.id}” bị dùng hai lần.", f"The id '{node.id}' is used twice."
            )
        seen.add(key)
        if node.kind == "userTask":
            people.add(node.id)


def _scripts(node: Node) -> Iterator[Finding]:
    for entry in children(child(node.element, "extensionElements")):
        if local_name(entry) in SCRIPTED:
            yield node.finding(
                "script",
                f"Không chạy mã lệnh trong sơ đồ ({local_name(entry)}).",
                f"Scripts in a diagram are not run ({local_name(entry)}).",
            )


def _flows(scope: Scope) -> Iterator[Finding]:
    for flow in scope.flows:
        for end in ("sourceRef", "targetRef"):
            if scope.node(flow.get(end)) is None:
                yield scope.place(flow).finding(
                    "loose-flow",
                    f"Luồng nối tới “{flow.get(end)}” không có trong cùng phạm vi.",
                    f"The flow ends at '{flow.get(end)}', which is not in the same scope.",
                )
    for node in scope.nodes:
        out = scope.out(node.id)
        if node.kind.endswith("Gateway"):
            yield from _choices(node, out)
            continue
        if len(out) > 1:
            yield node.finding(
                "many-outgoing",
                "Chỉ cổng mới được có nhiều luồng ra.",
                "Only a gateway may have several outgoing flows.",
            )
        if any(condition(flow) for flow in out):
            # The library would accept the condition and ignore it.
            yield node.finding(
                "condition-without-gateway",
                "Điều kiện chỉ đặt trên luồng ra của cổng.",
                "A condition belongs on a flow that leaves a gateway.",
            )


def _choices(node: Node, out: list[Element]) -> Iterator[Finding]:
    if not out:
        yield node.finding(
            "gateway-without-exit", "Cổng không có luồng ra.", "The gateway has no outgoing flow."
        )
    if node.kind not in ("exclusiveGateway", "inclusiveGateway") or len(out) < 2:
        return
    for flow in out:
        if not condition(flow) and flow.get("id") != node.element.get("default"):
            yield node.finding(
                "flow-without-condition",
                f"Luồng “{flow.get('id')}” không có điều kiện và không phải luồng mặc định.",
                f"The flow '{flow.get('id')}' has no condition and is not the default.",
            )


def _syntax(scope: Scope) -> Iterator[Finding]:
    for node, text in expressions(scope):
        if ISO.match(text):
            continue
        try:
            feel.parse(formula(text), DOMAIN_WORDS)
        except feel.FeelError as error:
            yield node.finding(
                "feel-syntax",
                f"Biểu thức “{text}” sai: {_vi(error)}",
                f"The expression '{text}' is wrong: {error}",
            )


def _vi(error: feel.FeelError) -> str:
    return str(getattr(error, "vi", error))


def _work(node: Node) -> Iterator[Finding]:
    given = node.properties
    needed = {
        "userTask": (variable_of(given), "form", "biểu mẫu (form)"),
        "serviceTask": (given.get("operation"), "operation", "thao tác (operation)"),
        "businessRuleTask": (given.get("decision"), "decision", "bảng quyết định (decision)"),
    }.get(node.kind)
    if needed and not needed[0]:
        yield node.finding(
            f"no-{needed[1]}", f"Bước chưa nêu {needed[2]}.", f"The step names no {needed[1]}."
        )


def _loops(node: Node) -> Iterator[Finding]:
    if child(node.element, "standardLoopCharacteristics") is not None:
        yield node.finding(
            "standard-loop",
            "Không hỗ trợ vòng lặp chuẩn; hãy vẽ luồng quay lại.",
            "Standard loops are not run; draw the way back.",
        )
    marker = loop(node.element)
    if marker is None:
        return
    if bool(marker.collection) == bool(marker.cardinality):
        yield node.finding(
            "loop-over-what",
            "Bước nhiều lượt cần đúng một trong hai: danh sách hoặc số lượt.",
            "A multi-instance step needs exactly one of a list and a count.",
        )
