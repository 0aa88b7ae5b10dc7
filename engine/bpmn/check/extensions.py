"""Which extensions of other tools are understood, harmless, or refused."""

from __future__ import annotations

import re
from typing import Literal

from engine.bpmn.check.namespaces import CAMUNDA, PHANANH, SPIFF, ZEEBE, words

Verdict = Literal["understood", "harmless", "lost", "code"]

# Property names with a meaning; `input:NAME` is open-ended.
PROPERTIES = words(
    "form role unit deadline variable assignee guard independent_of public_status decision result "
    "operation calledElement collection text label_en"
)

_UNDERSTOOD = {
    PHANANH: "properties property",
    CAMUNDA: "properties property formKey formRef candidateGroups assignee decisionRef resultVariable "
    "topic type "
    "collection elementVariable",
    SPIFF: "properties property",
    ZEEBE: "properties property formDefinition assignmentDefinition calledDecision taskDefinition ioMapping "
    "input calledElement userTask loopCharacteristics",
}
_HARMLESS = {
    CAMUNDA: "asyncBefore asyncAfter exclusive jobPriority historyTimeToLive versionTag "
    "isStartableInTasklist "
    "candidateStarterGroups candidateStarterUsers modelerTemplate modelerTemplateVersion modelerTemplateIcon "
    "diagramRelationId priority decisionRefBinding mapDecisionResult taskPriority validation constraint "
    "calledElementBinding failedJobRetryTimeCycle",
    ZEEBE: "taskHeaders header versionTag modelerTemplate modelerTemplateVersion modelerTemplateIcon "
    "priorityDefinition subscription bindingType retries",
}
# Namespaces of tools that run models: what we do not know in them may change what a step does.
_RUNNERS = {
    PHANANH,
    CAMUNDA,
    ZEEBE,
    SPIFF,
    "http://activiti.org/bpmn",
    "http://flowable.org/bpmn",
    "http://www.jboss.org/drools",
    "http://www.bonitasoft.org/ns/bpmn",
    "http://www.w3.org/2001/XInclude",
}
_CODE = re.compile(
    r"script|listener|expression|delegate|connector|execut|payload|handler|command|operator|"
    r"^class$|code$|invoke|function|condition$",
    re.IGNORECASE,
)


def verdict(namespace: str, name: str, text: str = "") -> Verdict:
    """Say what becomes of an extension element or attribute."""
    if name in _UNDERSTOOD.get(namespace, "").split():
        return "understood"
    if name in _HARMLESS.get(namespace, "").split():
        return "harmless"
    if namespace in _RUNNERS:
        return "code" if _CODE.search(name) else "lost"
    return "code" if _CODE.search(name) and text.strip() else "harmless"
