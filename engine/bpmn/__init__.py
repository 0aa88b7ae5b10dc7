"""Running diagrams: SpiffWorkflow with FEEL instead of Python, our own clock and its traps taken out.

diagram = read_diagram({"cv731.bpmn": data}, "cv731")
run = Run.start(diagram, host, now, {"case": facts})
run.complete(run.items()[0].task, {"outcome": "accept"}, now=later)
blob = run.dump()
"""

from engine.bpmn.diagram import Diagram, Element, UserTask
from engine.bpmn.errors import (
    BadCollection,
    BadTimer,
    BpmnError,
    BrokenDiagram,
    ForeignState,
    NoFlow,
    NotWaiting,
    RunError,
    ScriptRefused,
    StepBudget,
    TooDeep,
    TooLarge,
)
from engine.bpmn.expressions import DOMAIN_WORDS, Host
from engine.bpmn.glance import Glance, glance
from engine.bpmn.onlooker import Onlooker
from engine.bpmn.places import Token
from engine.bpmn.reading import digest, read_diagram
from engine.bpmn.run import Item, Run
from engine.bpmn.timers import Timer

__all__ = [
    "DOMAIN_WORDS",
    "BadCollection",
    "BadTimer",
    "BpmnError",
    "BrokenDiagram",
    "Diagram",
    "Element",
    "ForeignState",
    "Glance",
    "Host",
    "Item",
    "NoFlow",
    "NotWaiting",
    "Onlooker",
    "Run",
    "RunError",
    "ScriptRefused",
    "StepBudget",
    "Timer",
    "Token",
    "TooDeep",
    "TooLarge",
    "UserTask",
    "digest",
    "glance",
    "read_diagram",
]
