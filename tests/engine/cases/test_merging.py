"""Reports about one matter: merged into one case, never into each other, whoever is first."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import partial

import pytest
import sqlalchemy as sa

from engine.cases import acting, reporting
from engine.errors import Busy, Conflict, PhananhError, Refused
from engine.store.tables import cases, messages
from tests.engine.province import Province

TOGETHER = 3  # threads


def _merge(province: Province, case_id: int, parent_id: int) -> None:
    number = province.case(parent_id).report_no
    answers = {"outcome": "merge", "parent_other": "true", "parent_no": number}
    province.do("operator", case_id, "triage", **answers)


def _at_once(acts: Sequence[Callable[[], None]]) -> list[PhananhError]:
    """Do everything at the same moment; return what was refused."""
    ready, refused = threading.Barrier(len(acts)), list[PhananhError]()

    def run(act: Callable[[], None]) -> None:
        ready.wait()
        try:
            act()
        except PhananhError as error:
            refused.append(error)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    return refused


def _parents(province: Province) -> dict[int, int | None]:
    with province.platform.look() as work:
        rows = work.connection.execute(sa.select(cases.c.id, cases.c.parent_id))
        return {row.id: row.parent_id for row in rows}


def _goes_round(parents: dict[int, int | None]) -> bool:
    for start in parents:
        seen, here = {start}, parents[start]
        while here is not None:
            if here in seen:
                return True
            seen.add(here)
            here = parents[here]
    return False


@pytest.mark.parametrize("length", [2, TOGETHER])
def test_reports_merged_into_each_other_at_the_same_moment_make_no_circle(
    province: Province, length: int
) -> None:
    for _ in range(3):
        ids = [province.report() for _ in range(length)]
        circle = zip(ids, [*ids[1:], ids[0]], strict=True)
        acts = [partial(_merge, province, one, other) for one, other in circle]
        refused = _at_once(acts)
        assert len(refused) >= 1
        assert all(isinstance(error, (Refused, Conflict, Busy)) for error in refused)
        assert not _goes_round(_parents(province))
        assert any(_parents(province)[one] for one in ids)


def test_a_case_that_ends_while_another_is_merged_into_it_leaves_none_waiting(province: Province) -> None:
    for _ in range(3):
        parent, child = province.report(), province.report()

        def withdraw(case_id: int = parent) -> None:
            with province.platform.work() as work:
                reporting.withdraw(work, case_id, "", key=f"withdraw {case_id}")

        refused = _at_once([withdraw, partial(_merge, province, child, parent)])
        province.tick()
        assert not any(isinstance(each, Busy) for each in refused)
        assert province.case(parent).outcome == "withdrawn"
        assert province.case(child).parent_id is None
        assert province.item(child, "triage")


def test_a_longer_circle_is_refused_in_words(province: Province) -> None:
    one, two, three = (province.report() for _ in range(3))
    _merge(province, one, two)
    _merge(province, two, three)
    with pytest.raises(Refused) as caught:
        _merge(province, three, one)
    assert "không gộp vòng lại được" in caught.value.vi


def test_a_merged_report_is_no_place_to_merge_into(province: Province) -> None:
    one, two, three = (province.report() for _ in range(3))
    _merge(province, one, two)
    with pytest.raises(Refused) as caught:
        _merge(province, three, one)
    assert province.case(two).report_no in caught.value.vi


def test_a_relayed_question_is_kept_without_its_blanks(province: Province) -> None:
    case_id = province.report()
    with province.platform.work() as work:
        acting.ask_reporter(work, province.standing("operator"), case_id, "  Ở đâu? ", key="ask")
    with province.platform.look() as work:
        assert work.connection.execute(sa.select(messages.c.body)).scalar() == "Ở đâu?"
