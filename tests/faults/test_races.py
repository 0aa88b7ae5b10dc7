"""Two people, two clicks, two nodes, a person and the clock: each pair at once, and the case stays whole."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from engine import timers as clockwork
from engine.cases import opening, reporting
from engine.errors import Busy, Conflict, NothingWaits
from engine.store import tables
from tests import rosters
from tests.faults.clients import LONG, TRIAGE, Ledger, Speaker
from tests.faults.conftest import Province
from tests.faults.serving import answer, tick


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Let every act begin at the same moment and return what each came to."""
    gate, found = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        gate.wait()
        found[place] = act()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    return found


def report(province: Province, **more: Any) -> int:
    new = opening.NewReport(
        "Ổ gà", commune_code="24133", reporter=opening.Sender(name="A", phone="0905"), **more
    )
    with province.platform.work() as work:
        return opening.open_case(work, new, key=secrets.token_hex(8)).case_id


def item(province: Province, case_id: int, element: str) -> int:
    return int(str(answer(province.platform, "find", {"case_id": case_id, "element": element})[1]))


def completing(
    province: Province,
    who: int,
    item_id: int,
    answers: Mapping[str, Any],
    key: str | None = None,
    **more: Any,
) -> Callable[[], tuple[str, object]]:
    asked = {"officer": who, "item": item_id, "answers": answers, "key": key or secrets.token_hex(8), **more}
    return lambda: answer(province.platform, "complete", asked)


def bring_to(province: Province, element: str) -> int:
    case_id = report(province)
    for who, step, answers, uploads in LONG:
        if step == element:
            return case_id
        done = completing(
            province, province.officers[who], item(province, case_id, step), answers, uploads=uploads
        )
        assert done()[0] == "done"
    return case_id


def all_rows(province: Province, table: sa.Table, **wanted: Any) -> list[Any]:
    query = sa.select(table).where(*(table.c[name] == value for name, value in wanted.items()))
    with province.platform.look() as work:
        return list(work.connection.execute(query))


def test_a_hundred_clicks_on_one_button_are_one_report(province: Province) -> None:
    asked = {"key": "one", "text": "Ổ gà", "email": "a@example.vn"}
    found = at_once([lambda: answer(province.platform, "report", asked)] * 100)
    assert {status for status, _ in found} == {"done"}
    assert len({str(told) for _, told in found}) == 1
    assert len(all_rows(province, tables.cases)) == 1
    province.must_be_sound()


def test_a_hundred_clicks_on_one_task_are_one_completion(province: Province) -> None:
    case_id = report(province)
    act = completing(
        province, province.officers["operator"], item(province, case_id, "triage"), TRIAGE, "same"
    )
    found = at_once([act] * 100)
    assert {status for status, _ in found} == {"done"}
    assert len({str(told) for _, told in found}) == 1
    assert len(all_rows(province, tables.inputs, case_id=case_id, kind="complete")) == 1
    province.must_be_sound()


def test_of_eight_officers_one_wins_and_seven_are_told_who(province: Province) -> None:
    case_id = report(province)
    with province.platform.work() as work:
        many = [rosters.add_officer(work, f"truc{n}", ("ioc", "ioc_operator")) for n in range(8)]
    wanted = item(province, case_id, "triage")
    found = at_once([completing(province, who, wanted, TRIAGE) for who in many])
    assert sorted(status for status, _ in found) == ["done"] + ["second"] * 7
    (row,) = all_rows(province, tables.work_items, id=wanted)
    winner = f"Truc{many.index(row.completed_by)}"
    assert all(winner in str(told) for status, told in found if status == "second")
    assert len(all_rows(province, tables.inputs, case_id=case_id, kind="complete")) == 1
    province.must_be_sound()


def test_an_answer_and_the_clock_at_the_last_second(province: Province) -> None:
    """The hour had passed when both began: the clock comes first, whoever takes the lock first."""
    case_id = report(province)
    asking = {"outcome": "ask", "question": "Ở đoạn nào?"}
    act = completing(province, province.officers["operator"], item(province, case_id, "triage"), asking)
    assert act()[0] == "done"
    waiting = min(row.due_at for row in all_rows(province, tables.timers, case_id=case_id, state="pending"))
    province.place.hours.value += (waiting - province.place.now() + timedelta(seconds=1)) / timedelta(hours=1)

    def answering() -> str:
        try:
            with province.platform.work() as work:
                reporting.answer(work, case_id, "Trước số 12", key="answer")
        except (NothingWaits, Conflict, Busy):
            return "too late"
        return "heard"

    outcome, _ = at_once([answering, lambda: tick(province.platform)])
    tick(province.platform)
    happened = sorted(all_rows(province, tables.inputs, case_id=case_id), key=lambda row: row.seq)
    kinds = [row.kind for row in happened]
    assert kinds[:3] == ["start", "complete", "timer"]
    # An answer that comes too late for the question may still take the report up again, once.
    assert kinds[3:].count("message") == (1 if outcome == "heard" else 0)
    province.must_be_sound()


def test_a_completion_and_the_clock_at_once(province: Province) -> None:
    case_id = bring_to(province, "handle")
    due = max(row.due_at for row in all_rows(province, tables.timers, case_id=case_id, state="pending"))
    province.place.hours.value += (due - province.place.now() + timedelta(minutes=1)) / timedelta(hours=1)
    who, _, answers, uploads = LONG[3]
    done = completing(
        province, province.officers[who], item(province, case_id, "handle"), answers, "done", uploads=uploads
    )
    tickers = [lambda: tick(province.platform)] * 3
    status = at_once([*tickers, done])[-1][0]
    for _ in range(5):
        status = status if status == "done" else done()[0]
    assert status == "done"
    tick(province.platform)
    province.must_be_sound()


def test_a_message_the_clock_and_a_completion_at_once(province: Province) -> None:
    """The reporter adds something while the officer sends the result and the hour of a reminder strikes."""
    case_id = bring_to(province, "handle")
    due = min(row.due_at for row in all_rows(province, tables.timers, case_id=case_id, state="pending"))
    province.place.hours.value += (due - province.place.now() + timedelta(seconds=1)) / timedelta(hours=1)
    who, _, answers, uploads = LONG[3]
    done = completing(
        province, province.officers[who], item(province, case_id, "handle"), answers, "done", uploads=uploads
    )

    def adding() -> str:
        try:
            with province.platform.work() as work:
                reporting.add_info(work, case_id, "Nay đã rộng hơn", key="added")
        except (Conflict, Busy):
            return "again"
        return "heard"

    acts = [done, adding, lambda: tick(province.platform), adding, done, lambda: tick(province.platform)]
    at_once(acts)
    for _ in range(5):  # whoever was in the way asks again, with the same key
        said, heard = done()[0], adding()
    assert (said, heard) == ("done", "heard")
    kinds = [row.kind for row in all_rows(province, tables.inputs, case_id=case_id)]
    assert kinds.count("message") == 1
    assert len(all_rows(province, tables.inputs, case_id=case_id, element="handle", kind="complete")) == 1
    assert kinds.count("timer") >= 1
    tick(province.platform)
    province.must_be_sound()


def _cases_fired(province: Province) -> set[int]:
    return {row.case_id for row in all_rows(province, tables.timers, state="fired")}


def test_two_clocks_fire_each_timer_once(province: Province) -> None:
    """Two processes and two threads stand for as many as there may be."""
    made = [bring_to(province, "team_receive") for _ in range(6)]
    servers = [province.start(name) for name in ("a", "b")]
    province.place.hours.value += 24 * 4
    patience = time.monotonic() + 60
    while _cases_fired(province) != set(made) and time.monotonic() < patience:
        at_once([lambda: tick(province.platform)] * 2)  # a case that another clock holds is passed over
    assert _cases_fired(province) == set(made)
    for each in servers:
        each.kill()
        each.join()
    told = [row.key for row in all_rows(province, tables.outbox)]
    assert len(told) == len(set(told))
    tick(province.platform)
    province.must_be_sound()


def test_three_co_handlers_finish_through_two_processes(province: Province) -> None:
    case_id = bring_to(province, "team_receive")
    co = ["com-24118", "com-24121", "com-24124"]
    sharing = {"outcome": "assign", "lead": "com-24133", "co_agencies": co}
    officers = province.officers
    assert (
        completing(province, officers["member"], item(province, case_id, "team_receive"), sharing)()[0]
        == "done"
    )
    who, _, answers, _ = LONG[2]
    assert (
        completing(province, officers[who], item(province, case_id, "agency_accept"), answers)()[0] == "done"
    )
    parts = all_rows(province, tables.work_items, case_id=case_id, element="contribute", state="open")
    assert len(parts) == len(co)

    province.start("a", ticking=False)
    province.start("b", ticking=False)
    ledger = Ledger()
    lines = [Speaker(province.address(name), ledger) for name in ("a", "b", "a")]
    people = sorted(parts, key=lambda row: row.unit_id)
    hands = {row.unit_id: row for row in people}
    names = {
        _unit(province, code): officers[login] for code, login in zip(co, ("co", "co2", "co3"), strict=True)
    }
    acts = [
        lambda line=line, unit=unit: line.ask(
            "complete",
            {
                "item": hands[unit].id,
                "officer": names[unit],
                "answers": {"account": "Đã dọn phần mình"},
                "key": f"part-{unit}",
            },
        )
        for line, unit in zip(lines, hands, strict=True)
    ]
    at_once(acts)
    assert not ledger.faults
    assert len(
        all_rows(province, tables.work_items, case_id=case_id, element="contribute", state="done")
    ) == len(co)

    who, _, answers, uploads = LONG[3]
    handled = completing(
        province, officers[who], item(province, case_id, "handle"), answers, uploads=uploads
    )()
    assert handled[0] == "done"
    assert item(province, case_id, "verify")
    province.must_be_sound()


def _unit(province: Province, code: str) -> int:
    (row,) = all_rows(province, tables.units, code=code)
    return int(row.id)


def test_a_case_that_two_nodes_want_is_moved_by_one(province: Province) -> None:
    case_id = bring_to(province, "team_receive")
    due = min(row.due_at for row in all_rows(province, tables.timers, case_id=case_id, state="pending"))
    province.place.hours.value += (due - province.place.now() + timedelta(minutes=1)) / timedelta(hours=1)
    moved = at_once([lambda: clockwork.tick(province.platform).moved] * 4)
    assert sum(moved) == 1
    province.must_be_sound()
