"""A case as bytes and back: its tasks without the diagram, which every process reads for itself."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from importlib.metadata import version
from typing import TYPE_CHECKING, Any
from uuid import UUID

from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.util.task import TaskState

from engine import feel
from engine.bpmn.errors import ForeignState, TooLarge
from engine.bpmn.instants import read_stamp, stamp
from engine.bpmn.numbered import NumberedTask, Numbers
from engine.bpmn.specs.definitions import TIMER
from engine.bpmn.specs.events import TIMERS
from engine.bpmn.specs.tokens import Task, changes
from engine.bpmn.workflow import Case, Inner

if TYPE_CHECKING:
    from engine.bpmn.diagram import Diagram
    from engine.bpmn.expressions import Engine

FORMAT = 1
LIBRARY = version("SpiffWorkflow")
# A saved case is small; a blob that unpacks to more is damage or malice.
LARGEST = 64 * 1024 * 1024
# Far below that: a case that grows so far is stopped while it can still be loaded and mended.
LARGEST_WRITTEN = 8 * 1024 * 1024
_WRITE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def dump(case: Case, diagram: Diagram, engine: Engine) -> bytes:
    """Return the case as compressed JSON; keys keep their order, because the tree is read in it."""
    scopes = [case, *case.subprocesses.values()]
    state = {
        "format": FORMAT,
        "library": LIBRARY,
        "diagram": diagram.digest,
        "now": stamp(engine.now),
        "next": case.numbers.upcoming,
        "scopes": [_write_scope(scope) for scope in scopes],
    }
    text = _WRITE(state).encode()
    if len(text) > LARGEST_WRITTEN:
        raise TooLarge("", f"the case holds {len(text)} bytes, more than {LARGEST_WRITTEN}")
    return zlib.compress(text, 6)


def load(blob: bytes, diagram: Diagram, engine: Engine) -> Case:
    """Rebuild a case from its bytes, on the diagram it was written with."""
    try:
        return _load(blob, diagram, engine)
    except (zlib.error, ValueError, TypeError, LookupError, AttributeError, RecursionError) as damage:
        raise ForeignState(f"the saved case is damaged: {type(damage).__name__}") from damage


def unpacked(blob: bytes, diagram: Diagram) -> dict[str, Any]:
    """What the bytes say, if this program wrote them with this diagram."""
    state = _unpack(blob)
    if state.get("format") != FORMAT or state.get("library") != LIBRARY:
        raise ForeignState(f"format {state.get('format')} of library {state.get('library')}")
    if state.get("diagram") != diagram.digest:
        raise ForeignState(f"written by diagram {state.get('diagram')}, not {diagram.digest}")
    return state


def _load(blob: bytes, diagram: Diagram, engine: Engine) -> Case:
    state = unpacked(blob, diagram)
    engine.now = read_stamp(state["now"])
    main, *inner = state["scopes"]
    case = Case(diagram.spec, dict(diagram.inner_specs), script_engine=engine, deserializing=True)
    _read_scope(case, main)
    for scope in inner:
        _read_inner(case, scope)
    case.numbers = Numbers(case.task_tree.id, state.get("next", 1))
    return case


def _unpack(blob: bytes) -> dict[str, Any]:
    packed = zlib.decompressobj()
    text = packed.decompress(blob, LARGEST)
    if packed.unconsumed_tail:
        raise ForeignState(f"the saved case unpacks to more than {LARGEST} bytes")
    state = json.loads(text)
    if not isinstance(state, dict):
        raise ForeignState("the saved case is not a record")
    return state


def _write_scope(scope: Any) -> dict[str, Any]:
    places = {identity: place for place, identity in enumerate(scope.tasks)}
    last = scope.last_task
    return {
        "owner": str(scope.parent_task_id) if scope.parent_task_id else None,
        "completed": scope.completed,
        "last": places.get(last.id) if last is not None else None,
        "tasks": [_row(task, places, scope.written) for task in scope.tasks.values()],
    }


def _row(task: Task, places: dict[UUID, int], written: dict[UUID, list[Any]]) -> list[Any]:
    row = written.get(task.id)
    if row is None:
        return _write_task(task, places)
    if row[1] is not None:
        # Tasks before it may have been dropped.
        row[1] = places[task._parent]
    return row


def _write_task(task: Task, places: dict[UUID, int]) -> list[Any]:
    parent = task.parent
    base = parent.data if parent is not None else {}
    gone = [key for key in base if key not in task.data]
    changed = changes(base, task.data)
    return [
        task.id.hex,
        places[parent.id] if parent is not None else None,
        task.task_spec.name,
        task.state,
        int(task.triggered),
        _kept_inside(task),
        # Only the values are translated, never the keys: a variable may have any name.
        {key: feel.to_json(value) for key, value in changed.items()},
        *([gone] if gone else []),
    ]


def _kept_inside(task: Task) -> dict[str, Any]:
    """What a task knows of itself; the instants of a timer that is over are nobody's any more."""
    if not _finished(task):
        return dict(task.internal_data)
    return {key: value for key, value in task.internal_data.items() if key not in (TIMER, TIMERS)}


def _read_scope(scope: Any, written: dict[str, Any]) -> None:
    specs = scope.spec.task_specs
    waiting: Callable[[Task], None] = scope.top_workflow.event_manager.add_task
    tasks: list[Task] = []
    for row in written["tasks"]:
        identity, place, name, status, triggered, internal, changed, *gone = row
        task = NumberedTask(scope, specs[name], state=status, id=UUID(identity))
        if _finished(task):
            scope.written[task.id] = row
        task.triggered = bool(triggered)
        task.internal_data = internal
        _hang(task, tasks[place] if place is not None else None, changed, gone[0] if gone else ())
        tasks.append(task)
        if status == TaskState.WAITING and isinstance(specs[name], CatchingEvent):
            waiting(task)
    scope.task_tree = tasks[0]
    scope.completed = written["completed"]
    scope.last_task = tasks[written["last"]] if written["last"] is not None else None


def _hang(task: Task, parent: Task | None, changed: dict[str, object], gone: Any) -> None:
    if parent is None:
        task.data = {key: feel.from_json(value) for key, value in changed.items()}
        return
    task._parent = parent.id
    parent._children.append(task.id)
    if not changed and not gone and _finished(task) and _finished(parent):
        # Neither will be changed any more, so that they can look at the same variables.
        task.data = parent.data
        return
    task.data = dict(parent.data)
    task.data.update((key, feel.from_json(value)) for key, value in changed.items())
    for key in gone:
        del task.data[key]


def _finished(task: Task) -> bool:
    return bool(task.state & TaskState.FINISHED_MASK)


def _read_inner(case: Case, written: dict[str, Any]) -> None:
    owner = case.get_task_from_id(UUID(written["owner"]))
    spec = case.subprocess_specs[owner.task_spec.spec]
    scope = Inner(spec, owner.id, case, deserializing=True)
    _read_scope(scope, written)
    case.subprocesses[owner.id] = scope
    scope.completed_event.connect(owner.task_spec._on_subworkflow_completed, owner)
