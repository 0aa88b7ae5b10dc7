"""A case as bytes: small, faithful, and bound to what wrote it."""

from __future__ import annotations

import json
import zlib
from datetime import date, timedelta
from decimal import Decimal

import pytest

from engine import bpmn, feel
from tests.engine.bpmn.drawing import HOUR, NOON, Recorder, end, path, process, read, start, user

TWO = process(start() + user("a") + user("b") + end() + path("s", "a", "b", "e"))


def begun(**data: object) -> bpmn.Run:
    return bpmn.Run.start(read(TWO), Recorder(), NOON, data)


def again(run: bpmn.Run) -> bpmn.Run:
    return bpmn.Run.load(run.diagram, Recorder(), run.dump())


def test_saving_and_loading_changes_nothing() -> None:
    run = begun(z=1, a=2, m={"z": 1, "a": 2})
    loaded = again(run)
    assert loaded.items() == run.items()
    assert list(loaded.items()[0].data) == list(run.items()[0].data) == ["z", "a", "m"]
    assert loaded.dump() == run.dump()
    assert loaded.now == NOON


def test_every_kind_of_value_comes_back_as_it_was() -> None:
    values = {
        "number": Decimal("1.50"),
        "whole": Decimal(3),
        "text": "Đắk Lắk",
        "yes": True,
        "nothing": None,
        "day": date(2026, 11, 23),
        "instant": NOON,
        "span": timedelta(hours=3),
        "months": feel.YearsMonths(14),
        "list": [Decimal(1), {"x": [None]}],
    }
    run = begun(v=values)
    loaded = again(run).items()[0].data["v"]
    assert loaded == values
    assert {key: type(value) for key, value in loaded.items()} == {
        key: type(value) for key, value in values.items()
    }


def test_a_value_means_the_same_before_and_after_saving() -> None:
    run = begun(v={"n": 3, "t": (1, 2)})
    assert run.items()[0].data == again(run).items()[0].data


@pytest.mark.parametrize("key", ["typename", "len", "__builtins__", "tasks", "data", "@type", "rung"])
def test_no_key_in_the_answers_can_break_a_case(key: str) -> None:
    run = begun(**{key: {"typename": "UUID", "value": "x"}})
    run.complete(run.items()[0].task, {key: "datetime", "typename": "Task"}, now=NOON)
    data = again(run).items()[0].data
    assert data["a"] == {key: "datetime", "typename": "Task"}
    assert data[key] == {"typename": "UUID", "value": "x"}


def test_the_diagram_is_not_in_the_bytes() -> None:
    state = json.loads(zlib.decompress(begun().dump()))
    assert list(state) == ["format", "library", "diagram", "now", "next", "scopes"]
    assert len(begun().dump()) < 400


def test_a_case_is_not_loaded_on_another_diagram() -> None:
    other = read(TWO.replace('id="b"', 'id="b" name="khác"'))
    with pytest.raises(bpmn.ForeignState):
        bpmn.Run.load(other, Recorder(), begun().dump())


@pytest.mark.parametrize(("key", "value"), [("format", 99), ("library", "2.0"), ("diagram", "x")])
def test_a_case_of_another_format_or_library_is_refused(key: str, value: object) -> None:
    run = begun()
    state = json.loads(zlib.decompress(run.dump()))
    state[key] = value
    with pytest.raises(bpmn.ForeignState):
        bpmn.Run.load(run.diagram, Recorder(), zlib.compress(json.dumps(state).encode()))


def test_a_blob_that_swells_is_refused() -> None:
    with pytest.raises(bpmn.ForeignState):
        bpmn.Run.load(read(TWO), Recorder(), zlib.compress(b" " * (65 * 1024 * 1024)))


def test_the_bytes_say_nothing_of_the_wall_clock() -> None:
    state = zlib.decompress(begun().dump()).decode()
    assert "last_state_change" not in state
    assert json.loads(state)["now"].startswith("2026-11-23T12:00")
    run = begun()
    run.advance(NOON + HOUR)
    assert again(run).now == NOON + HOUR
