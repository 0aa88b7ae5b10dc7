"""The floor: the least work that still runs a process durably, and the same with a ladder on each task.

SpiffWorkflow on one SQLite file (WAL, synchronous FULL): one state row per case with the specification kept
out of it, one row per work item, one event row per step, an optimistic revision, one commit per user task.
No permissions, no forms, no audit, no notices: a lower bound to measure against in the same run.
"""

from __future__ import annotations

import json
import sqlite3
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine, TaskDataEnvironment
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.spiff.parser.process import SpiffBpmnParser
from SpiffWorkflow.spiff.serializer.config import SPIFF_CONFIG
from SpiffWorkflow.util.task import TaskState

from tests.bench.payloads import CATEGORIES, STEPS, payloads

SCHEMA = """
pragma journal_mode = wal; pragma synchronous = full;
create table inst(id integer primary key, rev int, status text, due text, state blob);
create table item(id integer primary key, inst int, task text, lane text, done int, by text, data text);
create table event(id integer primary key, inst int, at real, kind text, task text, who text);
create index item_inst on item(inst); create index item_lane on item(done, lane);
create index inst_due on inst(due) where due is not null;
"""
_HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" id="d" targetNamespace="urn:floor">'
)


ONE_TIMER = ("timeDuration", "sla")
LADDER = ("timeCycle", '"R4/PT6H"')


def drawing(ladders: bool) -> str:
    """Six user tasks in a row, a table and a gateway after the first; one timer, or a ladder on each task."""
    timed, timer = (STEPS, LADDER) if ladders else (("handling",), ONE_TIMER)
    nodes = ['<bpmn:startEvent id="start"/>', '<bpmn:endEvent id="end"/>', '<bpmn:endEvent id="rejected"/>']
    nodes += [f'<bpmn:userTask id="{step}" name="{step}"/>' for step in STEPS]
    nodes.append(
        '<bpmn:businessRuleTask id="route"><bpmn:extensionElements><spiffworkflow:calledDecisionId>route'
        "</spiffworkflow:calledDecisionId></bpmn:extensionElements></bpmn:businessRuleTask>"
    )
    nodes.append('<bpmn:exclusiveGateway id="accepted" default="f_accepted_classification"/>')
    nodes += [_timer(step, *timer) for step in timed]
    way = ("start", "reception", "route", "accepted", *STEPS[1:], "end")
    flows = [_flow(source, target) for source, target in zip(way, way[1:], strict=False)]
    flows.append(_flow("accepted", "rejected", "accepted == False"))
    flows += [
        flow for step in timed for flow in (_flow(f"t_{step}", f"e_{step}"), _flow(f"e_{step}", f"x_{step}"))
    ]
    body = "".join([*nodes, *flows])
    return f'{_HEAD}<bpmn:process id="floor" isExecutable="true">{body}</bpmn:process></bpmn:definitions>'


def _timer(step: str, kind: str, value: str) -> str:
    return (
        f'<bpmn:boundaryEvent id="t_{step}" cancelActivity="false" attachedToRef="{step}">'
        f'<bpmn:timerEventDefinition><bpmn:{kind} xsi:type="bpmn:tFormalExpression">{value}'
        f"</bpmn:{kind}></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
        f'<bpmn:scriptTask id="e_{step}"><bpmn:script>escalated = True</bpmn:script></bpmn:scriptTask>'
        f'<bpmn:endEvent id="x_{step}"/>'
    )


def _flow(source: str, target: str, condition: str = "") -> str:
    inside = (
        f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{condition}</bpmn:conditionExpression>'
        if condition
        else ""
    )
    return (
        f'<bpmn:sequenceFlow id="f_{source}_{target}" sourceRef="{source}" targetRef="{target}">{inside}'
        "</bpmn:sequenceFlow>"
    )


def table() -> str:
    rules = "".join(
        f'<rule id="r{n}"><inputEntry id="i{n}"><text>"{each}"</text></inputEntry>'
        f'<outputEntry id="o{n}"><text>"don-vi-{n}"</text></outputEntry></rule>'
        for n, each in enumerate(CATEGORIES)
    )
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="t" name="t" namespace="urn:floor">'
        '<decision id="route" name="route"><decisionTable id="dt" hitPolicy="UNIQUE"><input id="i">'
        '<inputExpression id="ie" typeRef="string"><text>category</text></inputExpression></input>'
        f'<output id="o" name="unit" typeRef="string"/>{rules}</decisionTable></decision></definitions>'
    )


@dataclass
class Floor:
    """One diagram on one database file."""

    path: Path
    ladders: bool = False
    spent: list[float] = field(default_factory=list)

    @cached_property
    def _specs(self) -> tuple[Any, Any]:
        parser = SpiffBpmnParser()
        parser.add_bpmn_io(BytesIO(drawing(self.ladders).encode()))
        parser.add_dmn_xml(etree.fromstring(table().encode()))
        return parser.get_spec("floor"), parser.get_subprocess_specs("floor")

    @cached_property
    def _serializer(self) -> BpmnWorkflowSerializer:
        return BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(SPIFF_CONFIG))

    @cached_property
    def _engine(self) -> PythonScriptEngine:
        return PythonScriptEngine(TaskDataEnvironment({"timedelta": timedelta}))

    @cached_property
    def _written_spec(self) -> str:
        return json.dumps(self._serializer.to_dict(self._specs[0]))

    @cached_property
    def database(self) -> sqlite3.Connection:
        opened = sqlite3.connect(self.path)
        opened.executescript(SCHEMA)
        return opened

    def _start(self) -> BpmnWorkflow:
        workflow = BpmnWorkflow(*self._specs, script_engine=self._engine)
        workflow.do_engine_steps()
        return workflow

    def _dump(self, workflow: BpmnWorkflow) -> bytes:
        state = self._serializer.to_dict(workflow)
        del state["spec"], state["subprocess_specs"]
        return zlib.compress(json.dumps(state, ensure_ascii=False, separators=(",", ":")).encode())

    def _load(self, blob: bytes) -> BpmnWorkflow:
        state = json.loads(zlib.decompress(blob))
        state["spec"], state["subprocess_specs"] = json.loads(self._written_spec), {}
        workflow = self._serializer.from_dict(state)
        workflow.script_engine = self._engine
        return workflow

    def _add_items(self, case: int, workflow: BpmnWorkflow) -> None:
        for task in _ready(workflow):
            row = (case, task.task_spec.bpmn_id, task.task_spec.lane)
            self.database.execute("insert into item(inst, task, lane, done) values (?,?,?,0)", row)

    def run_case(self, number: int) -> None:
        """Take one case from its start to its end, noting the CPU of each user task."""
        answers = payloads(number)
        workflow = self._start()
        made = self.database.execute(
            "insert into inst(rev, status, state) values (1, 'open', ?)", (self._dump(workflow),)
        )
        case = int(made.lastrowid or 0)
        self._add_items(case, workflow)
        self.database.execute("insert into event(inst, at, kind) values (?, ?, 'start')", (case, time.time()))
        self.database.commit()
        for step in STEPS:
            began = time.process_time()
            self._complete(case, step, answers[step])
            self.spent.append(time.process_time() - began)

    def wait(self, waiting: int, due: int) -> None:
        """Leave many cases waiting for their timer and some with it past; one of each is copied."""
        for copies, sla in ((waiting, "PT24H"), (due, "PT1S")):
            workflow = self._start()
            for step in STEPS[:2]:
                _answer(workflow, step, {**payloads(0)[step], "sla": sla})
            row = (_due(workflow), self._dump(workflow))
            self.database.executemany(
                "insert into inst(rev, status, due, state) values (1, 'open', ?, ?)", [row] * copies
            )
        self.database.commit()
        time.sleep(1.2)  # until the short timers are past

    def fire(self) -> tuple[int, float]:
        """Fire every timer that is due; how many there were, and the CPU it cost."""
        began, run = time.process_time(), self.database.execute
        found = run("select id, rev from inst where due <= ?", (datetime.now(UTC).isoformat(),)).fetchall()
        for case, revision in found:
            workflow = self._load(run("select state from inst where id = ?", (case,)).fetchone()[0])
            workflow.refresh_timers()
            workflow.do_engine_steps()
            moved = (_due(workflow), self._dump(workflow), case, revision)
            run("update inst set rev = rev + 1, due = ?, state = ? where id = ? and rev = ?", moved)
            run("insert into event(inst, at, kind) values (?, ?, 'timer')", (case, time.time()))
            self.database.commit()
        return len(found), time.process_time() - began

    def size(self) -> int:
        """The bytes of the database file."""
        self.database.execute("pragma wal_checkpoint(truncate)")
        return self.path.stat().st_size

    def _complete(self, case: int, step: str, answers: Mapping[str, str]) -> None:
        run = self.database.execute
        revision, blob = run("select rev, state from inst where id = ?", (case,)).fetchone()
        workflow = self._load(blob)
        _answer(workflow, step, answers)
        status = "done" if workflow.is_completed() else "open"
        moved = run(
            "update inst set rev = rev + 1, status = ?, due = ?, state = ? where id = ? and rev = ?",
            (status, _due(workflow), self._dump(workflow), case, revision),
        )
        if moved.rowcount != 1:
            raise RuntimeError("somebody else moved the case")
        told = json.dumps(answers, ensure_ascii=False)
        run(
            "update item set done = 1, by = 'x', data = ? where inst = ? and task = ? and done = 0",
            (told, case, step),
        )
        self._add_items(case, workflow)
        run(
            "insert into event(inst, at, kind, task, who) values (?, ?, 'done', ?, 'x')",
            (case, time.time(), step),
        )
        self.database.commit()


def _answer(workflow: BpmnWorkflow, step: str, answers: Mapping[str, str]) -> None:
    task = next(task for task in _ready(workflow) if task.task_spec.bpmn_id == step)
    task.data.update(answers)
    task.run()
    workflow.refresh_timers()
    workflow.do_engine_steps()


def _ready(workflow: BpmnWorkflow) -> list[Any]:
    return list(workflow.get_tasks(state=TaskState.READY, manual=True))


def _due(workflow: BpmnWorkflow) -> str | None:
    waiting = (
        event.value for event in workflow.waiting_events() if "Timer" in event.event_type and event.value
    )
    return min(waiting, default=None)
