"""Events the engine cannot wait for or throw."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.bpmn.reading.outline import ACTIVITIES, Node, Scope
from engine.findings import Finding
from engine.xmlreading import children, local_name

REPEAT = re.compile(r"\s*=?\s*\"?R\d*/|.*[*?]\s+[*?]\s")
ALLOWED_EVENTS: dict[str, frozenset[str | None]] = {
    "startEvent": frozenset({None}),
    "endEvent": frozenset(
        {
            None,
            "terminateEventDefinition",
            "messageEventDefinition",
            "escalationEventDefinition",
            "errorEventDefinition",
        }
    ),
    "intermediateCatchEvent": frozenset({"timerEventDefinition", "messageEventDefinition"}),
    "intermediateThrowEvent": frozenset({None, "messageEventDefinition", "escalationEventDefinition"}),
    "boundaryEvent": frozenset(
        {
            "timerEventDefinition",
            "messageEventDefinition",
            "escalationEventDefinition",
            "errorEventDefinition",
        }
    ),
}


def event_refusals(node: Node, scope: Scope, messages: dict[str, str | None]) -> Iterator[Finding]:
    """Yield every reason why an event, or a gateway of events, cannot be run."""
    allowed = ALLOWED_EVENTS.get(node.kind)
    if allowed is None:
        if node.kind == "eventBasedGateway":
            yield from _behind(node, scope)
        return
    if len(node.definitions) > 1 or node.definition not in allowed:
        kinds = ", ".join(local_name(entry) for entry in node.definitions) or "-"
        yield node.finding(
            "unsupported-event",
            f"Không hỗ trợ loại sự kiện này ở đây ({kinds}).",
            f"This kind of event is not supported here ({kinds}).",
        )
        return
    if node.definition == "messageEventDefinition" and not messages.get(
        node.definitions[0].get("messageRef")
    ):
        yield node.finding(
            "message-without-name",
            "Sự kiện tin nhắn chưa chọn tin nhắn có tên.",
            "The event names no message.",
        )
    if node.definition == "timerEventDefinition":
        yield from _timer(node)
    if node.kind == "boundaryEvent":
        yield from _edge(node, scope)


def _behind(node: Node, scope: Scope) -> Iterator[Finding]:
    for flow in scope.out(node.id):
        target = scope.node(flow.get("targetRef"))
        fits = target is not None and target.kind == "intermediateCatchEvent"
        if not fits or len(scope.into(str(flow.get("targetRef")))) != 1:
            yield node.finding(
                "event-gateway-target",
                "Sau cổng sự kiện phải là sự kiện chờ riêng của cổng đó.",
                "Behind an event gateway stand catching events of its own.",
            )


def _timer(node: Node) -> Iterator[Finding]:
    written = list(children(node.definitions[0], "timeDate", "timeDuration", "timeCycle"))
    text = (written[0].text or "").strip() if written else ""
    if len(written) != 1 or not text:
        yield node.finding("empty-timer", "Bộ hẹn giờ chưa có thời điểm.", "The timer says no time.")
        return
    if local_name(written[0]) != "timeCycle":
        return
    if node.kind != "boundaryEvent" or node.element.get("cancelActivity") != "false":
        yield node.finding(
            "cycle-place",
            "Thang nhắc (timeCycle) chỉ đặt trên sự kiện biên không ngắt.",
            "A ladder (timeCycle) belongs on a non-interrupting boundary event.",
        )
    if REPEAT.match(text):
        yield node.finding(
            "cycle-repeat",
            "Không hỗ trợ chu kỳ lặp; hãy dùng danh sách thời điểm.",
            "Repeating cycles are not run; give a list of instants.",
        )


def _edge(node: Node, scope: Scope) -> Iterator[Finding]:
    host = scope.node(node.element.get("attachedToRef"))
    if host is None or host.kind not in ACTIVITIES:
        yield node.finding(
            "boundary-host",
            "Sự kiện biên không gắn vào bước nào.",
            "The boundary event is attached to no activity.",
        )
    interrupts = node.element.get("cancelActivity", "true") == "true"
    if node.definition == "errorEventDefinition" and not interrupts:
        yield node.finding(
            "error-interrupts", "Sự kiện lỗi phải ngắt bước.", "An error event always interrupts."
        )
