# mypy: allow-subclassing-any
"""SpiffWorkflow's parser taught our dialect; every element becomes one of our specifications."""

from __future__ import annotations

from typing import Any, ClassVar

from SpiffWorkflow.bpmn.parser.event_parsers import (
    BoundaryEventParser,
    EndEventParser,
    EventBasedGatewayParser,
    IntermediateCatchEventParser,
    IntermediateThrowEventParser,
    StartEventParser,
)
from SpiffWorkflow.bpmn.parser.task_parsers import ConditionalGatewayParser, GatewayParser, SubprocessParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.spiff.parser.process import SpiffBpmnParser, SpiffProcessParser

from engine.bpmn.expressions import formula
from engine.bpmn.reading.dialect import called_process, inputs, loop, properties
from engine.bpmn.specs import events, gateways, tasks
from engine.bpmn.specs.boundary import BoundaryJoin, BoundarySplit
from engine.bpmn.specs.definitions import Coded, Message, Timer
from engine.bpmn.specs.loops import MultiInstance
from engine.xmlreading import Element, child, local_name

Spec = Any
TIMER_KINDS = {"timeDate": "date", "timeDuration": "duration", "timeCycle": "cycle"}


class NodeParser(TaskParser):
    """Reads what all elements share: names, lane, our properties, loops, events on the edge."""

    task: Spec

    @property
    def bpmn_attributes(self) -> dict[str, Any]:
        # Data associations are drawn for the reader; the engine moves data by itself.
        return {
            "description": local_name(self.node),
            "lane": self.lane,
            "bpmn_name": self.node.get("name"),
            "documentation": self.parse_documentation(),
        }

    @property
    def properties(self) -> dict[str, str]:
        return properties(self.node)

    def parse_extensions(self, node: Element | None = None) -> dict[str, str]:
        return properties(self.node if node is None else node)

    def parse_condition(self, sequence_flow: Element) -> str | None:
        written = child(sequence_flow, "conditionExpression")
        return formula(written.text) if written is not None and written.text else None

    def _add_multiinstance_task(self, loop_characteristics: Element) -> None:
        marker = loop(self.node)
        assert marker is not None
        inner = self.spec.task_specs.pop(self.task.name)
        self.task = MultiInstance(
            self.spec,
            inner.name,
            task_spec=f"{inner.name} [child]",
            collection=marker.collection,
            cardinality=marker.cardinality,
            item=marker.item,
            results=marker.results,
            result=marker.result,
            condition=marker.condition,
            sequential=marker.sequential,
            **self.bpmn_attributes,
        )
        inner.name = self.task.task_spec
        inner.inputs = [self.task]
        self.spec.task_specs[inner.name] = inner
        # The library wires this only where the instances were created; another process that
        # finishes the last one would then wait for ever.
        inner.completed_event.connect(self.task.merge_child)

    def _add_boundary_event(self, children: list[Element]) -> Spec:
        split = BoundarySplit(self.spec, f"{self.bpmn_id}.BoundaryEventSplit", lane=self.task.lane)
        join = BoundaryJoin(
            self.spec, f"{self.bpmn_id}.BoundaryEventJoin", lane=self.task.lane, split_task=split.name
        )
        split.connect(self.task)
        self.task.connect(join)
        for node in children:
            event = self.process_parser.parse_node(node)
            split.connect(event)
            event.connect(join)
        return split


class UserTaskParser(NodeParser):
    pass


class ServiceTaskParser(NodeParser):
    def create_task(self) -> Spec:
        given = self.properties
        return tasks.ServiceTask(
            self.spec,
            self.bpmn_id,
            operation=given["operation"],
            result=given.get("result", ""),
            inputs=inputs(given),
            **self.bpmn_attributes,
        )


class RuleTaskParser(NodeParser):
    @staticmethod
    def get_decision_ref(node: Element) -> str | None:
        return properties(node).get("decision")

    def create_task(self) -> Spec:
        given = self.properties
        return tasks.RuleTask(
            self.spec,
            self.bpmn_id,
            decision=given["decision"],
            result=given.get("result") or given["decision"],
            **self.bpmn_attributes,
        )


class SubProcessParser(NodeParser):
    def create_task(self) -> Spec:
        name = SubprocessParser.get_subprocess_spec(self)
        return tasks.SubProcess(self.spec, self.bpmn_id, name, {}, **self.bpmn_attributes)


class CallActivityParser(NodeParser):
    def create_task(self) -> Spec:
        name = called_process(self.node) or ""
        return tasks.SubProcess(
            self.spec, self.bpmn_id, name, inputs(self.properties), **self.bpmn_attributes
        )


class ChoiceParser(NodeParser, ConditionalGatewayParser):
    def connect_outgoing(self, outgoing_task: Spec, sequence_flow_node: Element, is_default: bool) -> None:
        # A gateway that only joins has nothing to choose; the library knows this of its own gateways alone.
        alone = len(self.process_parser.get_outgoing_sequence_flows(self.bpmn_id)) == 1
        free = alone and self.parse_condition(sequence_flow_node) is None
        super().connect_outgoing(outgoing_task, sequence_flow_node, is_default or free)


class ParallelParser(NodeParser, GatewayParser):
    pass


class EventParser(NodeParser):
    """Reads what an event waits for or throws."""

    def parse_timer_event(self, event: Element) -> Timer:
        written = child(event, *TIMER_KINDS)
        assert written is not None
        return Timer(TIMER_KINDS[local_name(written)], (written.text or "").strip(), name=self.bpmn_id)

    def parse_message_event(self, message_event: Element) -> Message:
        name = self.process_parser.parser.messages[message_event.get("messageRef")]
        given = self.properties
        return Message(name, given.get("variable") or name, inputs(given))

    def parse_escalation_event(self, escalation_event: Element) -> Coded:
        known = self.process_parser.parser.escalations.get(escalation_event.get("escalationRef"), {})
        return Coded("escalation", known.get("escalation_code"))

    def parse_error_event(self, error_event: Element) -> Coded:
        known = self.process_parser.parser.errors.get(error_event.get("errorRef"), {})
        return Coded("error", known.get("error_code"))


class StartParser(EventParser, StartEventParser):
    pass


class EndParser(EventParser, EndEventParser):
    pass


class CatchParser(EventParser, IntermediateCatchEventParser):
    pass


class ThrowParser(EventParser, IntermediateThrowEventParser):
    pass


class EdgeParser(EventParser, BoundaryEventParser):
    def _create_task(self, event_definition: Any, cancel_activity: Any = None, parallel: Any = None) -> Spec:
        return events.BoundaryEvent(
            self.spec,
            self.bpmn_id,
            host=self.node.get("attachedToRef"),
            event_definition=event_definition,
            cancel_activity=cancel_activity,
            **self.bpmn_attributes,
        )


class EventGatewayParser(EventParser, EventBasedGatewayParser):
    def create_task(self) -> Spec:
        return events.EventGateway(self.spec, self.bpmn_id, **self.bpmn_attributes)


class ProcessParser(SpiffProcessParser):
    def create_spec(self) -> gateways.ProcessSpec:
        return gateways.ProcessSpec(name=self.bpmn_id, description=self.get_name(), filename=self.filename)


class DialectParser(SpiffBpmnParser):
    """Reads the files of one diagram; made anew for each, since the library keys lanes by memory address."""

    PROCESS_PARSER_CLASS = ProcessParser
    OVERRIDE_PARSER_CLASSES: ClassVar[dict[str, tuple[type, type]]] = {
        full_tag("startEvent"): (StartParser, events.StartEvent),
        full_tag("endEvent"): (EndParser, events.EndEvent),
        full_tag("intermediateCatchEvent"): (CatchParser, events.CatchEvent),
        full_tag("intermediateThrowEvent"): (ThrowParser, events.ThrowEvent),
        full_tag("boundaryEvent"): (EdgeParser, events.BoundaryEvent),
        full_tag("eventBasedGateway"): (EventGatewayParser, events.EventGateway),
        full_tag("exclusiveGateway"): (ChoiceParser, gateways.ExclusiveGateway),
        full_tag("inclusiveGateway"): (ChoiceParser, gateways.InclusiveGateway),
        full_tag("parallelGateway"): (ParallelParser, gateways.ParallelGateway),
        full_tag("userTask"): (UserTaskParser, tasks.UserTask),
        full_tag("manualTask"): (UserTaskParser, tasks.ManualTask),
        full_tag("serviceTask"): (ServiceTaskParser, tasks.ServiceTask),
        full_tag("businessRuleTask"): (RuleTaskParser, tasks.RuleTask),
        full_tag("subProcess"): (SubProcessParser, tasks.SubProcess),
        full_tag("callActivity"): (CallActivityParser, tasks.SubProcess),
    }
    # Nothing the library would read by its own means gets past the table above.
    PARSER_CLASSES: ClassVar[dict[str, tuple[type, type]]] = {}
