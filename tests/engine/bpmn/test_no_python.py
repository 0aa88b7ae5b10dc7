"""A model file never gets to run Python, wherever it puts it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from SpiffWorkflow.bpmn import BpmnWorkflow

from engine import bpmn
from engine.bpmn.expressions import Engine
from tests.engine.bpmn.drawing import (
    HOUR,
    NOON,
    Recorder,
    choice,
    end,
    flow,
    ladder,
    message,
    node,
    over,
    path,
    process,
    read,
    service,
    start,
    timer,
    user,
)

# The first two are what the library's own evaluator would run; the third is FEEL by its grammar.
ATTACKS = (
    "__import__('pathlib').Path('{mark}').touch()",
    "[c for c in ().__class__.__base__.__subclasses__() if c.__name__ == 'Popen'][0](['touch', '{mark}'])",
    'open("{mark}", "w")',
)


def line(*elements: str) -> str:
    """Draw elements one after the other between a start and an end."""
    ids = [element.split('id="')[1].split('"')[0] for element in elements]
    return process(start() + "".join(elements) + end() + path("s", *ids, "e"))


def escaped(code: str) -> str:
    return code.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def spiff(tag: str, code: str) -> str:
    inside = f"<spiffworkflow:{tag}>{escaped(code)}</spiffworkflow:{tag}>"
    return f"<bpmn:extensionElements>{inside}</bpmn:extensionElements>"


def conditional(code: str) -> str:
    return node(
        "intermediateCatchEvent",
        "x",
        f"<bpmn:conditionalEventDefinition><bpmn:condition>{escaped(code)}</bpmn:condition></bpmn:conditionalEventDefinition>",
    )


def gateway(code: str) -> str:
    return process(
        start()
        + choice("g", "g_e")
        + end("o")
        + end()
        + path("s", "g")
        + flow("g", "o", code)
        + flow("g", "e")
    )


def correlated(code: str) -> str:
    return line(message("intermediateThrowEvent", "x", "info_added")) + (
        '<bpmn:correlationProperty id="cp"><bpmn:correlationPropertyRetrievalExpression messageRef="m_info_added">'
        f"<bpmn:messagePath>{escaped(code)}</bpmn:messagePath>"
        "</bpmn:correlationPropertyRetrievalExpression></bpmn:correlationProperty>"
    )


def counted(code: str) -> str:
    inside = over("x").replace("<bpmn:loopDataInputRef>x</bpmn:loopDataInputRef>", "")
    cardinality = f"<bpmn:loopCardinality>{escaped(code)}</bpmn:loopCardinality>"
    return line(user("x", inside.replace("<bpmn:inputDataItem", cardinality + "<bpmn:inputDataItem", 1)))


PLACES: dict[str, Callable[[str], str]] = {
    "script task": lambda code: line(node("scriptTask", "x", f"<bpmn:script>{escaped(code)}</bpmn:script>")),
    "script before a task": lambda code: line(node("userTask", "x", spiff("preScript", code))),
    "script after a task": lambda code: line(node("userTask", "x", spiff("postScript", code))),
    "condition": gateway,
    "timer": lambda code: line(timer("intermediateCatchEvent", "x", code)),
    "timer date": lambda code: line(timer("intermediateCatchEvent", "x", code, how="timeDate")),
    "ladder": lambda code: process(
        start()
        + user("u")
        + ladder("l", "u", code)
        + end()
        + end("e2")
        + path("s", "u", "e")
        + path("l", "e2")
    ),
    "input of an operation": lambda code: line(service("x", "op", input__a="=" + code)),
    "input of a message": lambda code: line(
        message("intermediateThrowEvent", "x", "info_added", input__a="=" + code)
    ),
    "payload of a message": lambda code: line(
        message("intermediateThrowEvent", "x", "info_added").replace(
            "<bpmn:messageEventDefinition", spiff("messagePayload", code) + "<bpmn:messageEventDefinition"
        )
    ),
    "input of a called process": lambda code: (
        line(node("callActivity", "x", attributes='calledElement="q"', input__a="=" + code))
        + process(start() + end() + path("s", "e"), "q")
    ),
    "list of a loop": lambda code: line(user("x", over(code))),
    "count of a loop": counted,
    "end of a loop": lambda code: line(user("x", over('["a", "b"]', until=code))),
    "result of a loop": lambda code: line(user("x", over('["a"]', result="r", results="rs"))).replace(
        'name="r"', f'name="{escaped(code)}"'
    ),
    "role": lambda code: line(user("x", role="=" + code)),
    "conditional event": lambda code: line(conditional(code)),
    "correlation": correlated,
    "standard loop": lambda code: line(
        user(
            "x",
            "<bpmn:standardLoopCharacteristics>"
            f"<bpmn:loopCondition>{escaped(code)}</bpmn:loopCondition></bpmn:standardLoopCharacteristics>",
        )
    ),
}


def live_through(body: str) -> None:
    """Run a diagram as far as it goes, answering everything that is asked."""
    run = bpmn.Run.start(read(body), Recorder(), NOON, {})
    for step in range(5):
        for item in run.items()[:1]:
            for text in run.diagram.user_tasks[item.element].properties.values():
                run.evaluate(item.task, text, NOON)
            run.complete(item.task, {}, now=NOON)
        run.send("info_added", {"text": "x"}, now=NOON)
        run.advance(NOON + step * HOUR)


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("place", PLACES)
def test_python_in_a_model_is_refused_or_inert(place: str, attack: str, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    code = attack.replace("{mark}", str(mark))
    with suppress(bpmn.BpmnError):
        live_through(PLACES[place](code))
    assert not mark.exists()


# Nothing reads these at all: the library's own extensions, and a name that cannot be a variable.
UNREAD = {"payload of a message", "correlation", "result of a loop"}


@pytest.mark.parametrize("place", [place for place in PLACES if place not in UNREAD])
def test_python_is_named_with_its_element(place: str) -> None:
    with pytest.raises(bpmn.BrokenDiagram) as broken:
        read(PLACES[place]("__import__('os')"))
    found = {(finding.element, finding.code) for finding in broken.value.findings}
    assert found
    assert all(element for element, _ in found)
    assert all(finding.line > 0 for finding in broken.value.findings)


def test_the_librarys_own_evaluator_is_closed() -> None:
    engine = Engine(Recorder())
    with pytest.raises(bpmn.ScriptRefused):
        engine.environment.evaluate("1 + 1", {})
    with pytest.raises(bpmn.ScriptRefused):
        engine.environment.execute("x = 1", {})
    with pytest.raises(bpmn.ScriptRefused):
        engine.environment.call_service({})
    run = bpmn.Run.start(read(line(user("u"))), Recorder(), NOON, {})
    task = next(iter(run._case.tasks.values()))
    for door in (engine.execute, engine.call_service):
        with pytest.raises(bpmn.ScriptRefused):
            door(task, script="x = 1")
    assert isinstance(run._case, BpmnWorkflow)
