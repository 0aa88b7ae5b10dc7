"""Tokens that part and meet, and what becomes of their data."""

from __future__ import annotations

from engine import bpmn
from tests.engine.bpmn.conftest import Begin
from tests.engine.bpmn.drawing import (
    NOON,
    Recorder,
    both,
    choice,
    end,
    flow,
    node,
    path,
    process,
    read,
    service,
    start,
    user,
)

FORK = process(
    start()
    + both("split")
    + user("a", variable="note")
    + user("b")
    + both("join")
    + user("last")
    + end()
    + path("s", "split", "a", "join", "last", "e")
    + path("split", "b", "join")
)


def test_a_join_waits_for_every_branch(begin: Begin) -> None:
    case = begin(FORK)
    assert case.work == ["a", "b"]
    case.do("b")
    assert case.work == ["a"]
    case.do("a")
    assert case.work == ["last"]


def test_what_either_branch_changed_survives_the_join(begin: Begin) -> None:
    for first, second in (("a", "b"), ("b", "a")):
        case = begin(FORK, note={"text": "old", "list": [{"n": 1}]}, kept="x")
        case.do(first, text="new", list=[{"n": 2}, {"n": 3}])
        case.do(second, seen=True)
        data = case.data("last")
        changed = {"text": "new", "list": [{"n": 2}, {"n": 3}]}
        assert data["note"] == (changed if first == "a" else {"seen": True})
        assert data["kept"] == "x"


def test_a_branch_that_did_nothing_does_not_bring_the_old_value_back(begin: Begin) -> None:
    case = begin(FORK, note={"text": "old"})
    case.do("a", text="new")
    case.do("b", seen=True)
    assert case.data("last")["note"] == {"text": "new"}
    assert case.data("last")["b"] == {"seen": True}


def test_branches_never_see_each_others_changes(begin: Begin) -> None:
    host = Recorder(operations={"grow": lambda inputs, data: data["box"]["things"].append("x")})
    body = process(
        start()
        + both("split")
        + service("grow", "grow")
        + user("a")
        + user("b")
        + end("e1")
        + end("e2")
        + path("s", "split", "grow", "a", "e1")
        + path("split", "b", "e2")
    )
    case = begin(body, host=host, box={"things": []})
    assert case.data("a")["box"] == {"things": []}
    assert case.data("b")["box"] == {"things": []}


LOOP = process(
    start()
    + node("exclusiveGateway", "again")
    + both("split")
    + user("a")
    + user("b")
    + both("join")
    + choice("enough", "enough_e")
    + end()
    + path("s", "again", "split", "a", "join", "enough")
    + path("split", "b", "join")
    + flow("enough", "again", "=b.more")
    + flow("enough", "e")
)


def test_a_join_in_a_loop_waits_for_both_branches_in_every_round(begin: Begin) -> None:
    case = begin(LOOP)
    for round_ in range(3):
        case.do("b", more=True, round=round_)
        assert case.work == ["a"], "the other branch of an earlier round must not count again"
        case.do("a", round=round_)
        assert case.work == ["a", "b"]
    case.do("a", round="last")
    case.do("b", more=False, round="last")
    assert case.ended() == "e"


def test_old_data_of_an_earlier_round_is_not_merged_again(begin: Begin) -> None:
    case = begin(LOOP)
    case.do("a", round="first")
    case.do("b", more=True)
    case.do("b", more=True)
    case.do("a", round="second")
    assert case.data("a")["a"] == {"round": "second"}


INCLUSIVE = process(
    start()
    + node("inclusiveGateway", "split", attributes='default="split_c"')
    + user("a")
    + user("b")
    + user("c")
    + node("inclusiveGateway", "join", attributes='default="join_last"')
    + user("last")
    + end()
    + path("s", "split")
    + flow("split", "a", "=x > 1")
    + flow("split", "b", "=x > 2")
    + flow("split", "c")
    + path("a", "join", "last", "e")
    + path("b", "join")
    + path("c", "join")
)


def test_an_inclusive_gateway_waits_for_the_branches_that_were_taken(begin: Begin) -> None:
    for x, taken in ((1, ["c"]), (2, ["a"]), (3, ["a", "b"])):
        case = begin(INCLUSIVE, x=x)
        assert case.work == taken
        for element in taken:
            assert case.work != ["last"]
            case.do(element, seen=True)
        assert case.work == ["last"]
        assert [name for name in "abc" if case.data("last").get(name)] == taken


def test_ten_diamonds_in_a_row_stay_small() -> None:
    parts, last = [start(), user("u"), end()], "s"
    parts.append(path("s", "u", "d0s"))
    for number in range(10):
        split, join = f"d{number}s", f"d{number}j"
        parts += [both(split), both(join), service(f"x{number}", "op"), service(f"y{number}", "op")]
        parts += [path(split, f"x{number}", join), path(split, f"y{number}", join)]
        parts.append(path(join, f"d{number + 1}s" if number < 9 else "e"))
        last = join
    run = bpmn.Run.start(read(process("".join(parts))), Recorder(), NOON, {})
    # The library foresees every path: 2^10 times the rest of the diagram.
    assert len(run.dump()) < 1_000
    run.complete(run.items()[0].task, {}, now=NOON)
    assert run.ended == "e"
    assert last == "d9j"
