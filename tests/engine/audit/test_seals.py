"""Whoever changes the log with all rights over the database, but without the keys, is found out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from engine import audit, sealing
from engine.audit import Chain, seal
from engine.invariants import INVARIANTS, broken, broken_in
from engine.invariants.asking import ROUND
from engine.keys import Keys
from engine.sealing import anchors, job
from engine.sealing.sums import digest_of, seal_of, weight_of_case, weight_of_line
from engine.store import tables as T
from engine.store.tables import metadata
from engine.work import Work
from tests.engine.province import Province

LOG = [one for one in INVARIANTS if one.name == "I6"]
OTHER = Keys.generate()
A, C = T.audit.c, T.cases.c


@dataclass
class Lived:
    """Two days of a province, sealed four times and anchored on each day."""

    province: Province
    first: int
    still: int
    second_seal: dict[str, list[Any]]

    @property
    def anchors(self) -> Path:
        return anchors.path_of(self.province.platform)


def _record(province: Province, *actions: str) -> None:
    with province.platform.work() as work:
        for action in actions:
            audit.record(work, action, officer=1, detail={"name": "night_rule"})


_SEALED = (T.seals, T.sealed_cases, T.sealed_lines, T.audit)


@pytest.fixture
def lived(province: Province) -> Lived:
    first, still = province.bring_to("team_receive"), province.bring_to("handle")
    _record(province, "setting:switch:set", "hotline:line:set")
    assert sealing.seal_changes(province.platform) == 4
    province.clock.advance(minutes=1)
    province.do("member", first, "team_receive", outcome="assign", lead="com-24133")
    assert sealing.seal_changes(province.platform) == 1
    with province.platform.look() as work:
        run = work.connection.execute
        kept: dict[str, list[Any]] = {one.name: [*run(sa.select(one)).mappings().all()] for one in _SEALED}
        kept["heads"] = [*run(sa.select(C.id, C.audit_seq, C.audit_mac)).all()]
    province.clock.advance(days=1)
    province.do("focal", first, "agency_accept", outcome="accept", officer="handler")
    _record(province, "setting:switch:set")
    assert sealing.seal_changes(province.platform) == 2
    province.clock.advance(minutes=1)
    province.report("Đèn đường hỏng")
    assert sealing.seal_changes(province.platform) == 1
    province.clock.advance(minutes=30)
    return Lived(province, first, still, kept)


Harm = Callable[[Lived, sa.Connection], Callable[[], object] | None]


def _run(*made: Callable[[Lived], Any]) -> Harm:
    def harm(lived: Lived, connection: sa.Connection) -> None:
        for make in made:
            connection.execute(make(lived))

    return harm


def _line(lived: Lived, seq: int = 2) -> sa.ColumnElement[bool]:
    return sa.and_(A.case_id == lived.first, A.seq == seq)


def _change(**values: object) -> Harm:
    return _run(lambda lived: sa.update(T.audit).where(_line(lived)).values(**values))


def _head(connection: sa.Connection, case_id: int) -> Any:
    return connection.execute(sa.select(C.audit_seq, C.audit_mac, C.revision).where(C.id == case_id)).one()


def _cut_off(*, sealed_too: bool) -> Harm:
    """The newest step of a case goes, and its head is set back so that the rest is a whole chain."""

    def harm(lived: Lived, connection: sa.Connection) -> None:
        last = connection.execute(
            sa.select(sa.func.max(A.seq)).where(
                A.case_id == lived.first, A.kind == "step", A.seq < _head(connection, lived.first).audit_seq
            )
        ).scalar_one()
        mac = connection.execute(sa.select(A.mac).where(_line(lived, last))).scalar_one()
        connection.execute(sa.delete(T.audit).where(A.case_id == lived.first, A.seq > last))
        steps = connection.execute(
            sa.select(sa.func.count()).where(A.case_id == lived.first, A.kind == "step")
        ).scalar_one()
        here = sa.update(T.cases).where(C.id == lived.first)
        connection.execute(here.values(audit_seq=last, audit_mac=mac, revision=steps + 1))
        if sealed_too:
            which = T.sealed_cases.c.case_id == lived.first
            connection.execute(sa.update(T.sealed_cases).where(which).values(seq=last, mac=mac))

    return harm


def _swap(lived: Lived, connection: sa.Connection) -> None:
    """Two lines change places, each with its seal."""
    for old, new in ((2, -2), (3, 2), (-2, 3)):
        connection.execute(sa.update(T.audit).where(_line(lived, old)).values(seq=new))


def _forge(keys: Callable[[Lived], Keys]) -> Harm:
    """A line more at the end, sealed with keys of one's own, and the head moved on to it."""

    def harm(lived: Lived, connection: sa.Connection) -> None:
        head = _head(connection, lived.still)
        chain = Chain(keys(lived), lived.still, head.audit_seq, head.audit_mac)
        chain.add("case:identity:grant", lived.province.clock.now, officer=1)
        connection.execute(sa.insert(T.audit), chain.rows)
        here = sa.update(T.cases).where(C.id == lived.still)
        connection.execute(here.values(audit_seq=chain.seq, audit_mac=chain.mac))

    return harm


def _whole_chain_anew(lived: Lived, connection: sa.Connection) -> None:
    """Every line of a case sealed again, after one of them was changed."""
    connection.execute(sa.update(T.audit).where(_line(lived)).values(officer_id=None))
    mac = ""
    for line in connection.execute(sa.select(T.audit).where(A.case_id == lived.first).order_by(A.seq)).all():
        mac = seal(OTHER, mac, dict(line._mapping))
        connection.execute(sa.update(T.audit).where(A.id == line.id).values(mac=mac))
    connection.execute(sa.update(T.cases).where(C.id == lived.first).values(audit_mac=mac))


def _unbound(connection: sa.Connection) -> None:
    quiet = "set local session_replication_role = replica"
    late = "pragma defer_foreign_keys = on"
    connection.exec_driver_sql(quiet if connection.dialect.name == "postgresql" else late)


def _remove_case(*, sealed_too: bool) -> Harm:
    def harm(lived: Lived, connection: sa.Connection) -> None:
        _unbound(connection)
        clocks = sa.select(T.clocks.c.id).where(T.clocks.c.case_id == lived.still)
        connection.execute(sa.delete(T.clock_entries).where(T.clock_entries.c.clock_id.in_(clocks)))
        for table in reversed(metadata.sorted_tables):
            if "case_id" in table.c and (sealed_too or table is not T.sealed_cases):
                connection.execute(sa.delete(table).where(table.c.case_id == lived.still))
        connection.execute(sa.delete(T.cases).where(C.id == lived.still))

    return harm


def _system() -> sa.Select[Any]:
    return sa.select(sa.func.min(A.id)).where(A.case_id.is_(None))


def _remove_system_line(*, sealed_too: bool) -> Harm:
    def harm(lived: Lived, connection: sa.Connection) -> None:
        _unbound(connection)
        which = connection.execute(_system()).scalar_one()
        if sealed_too:
            connection.execute(sa.delete(T.sealed_lines).where(T.sealed_lines.c.line_id == which))
        connection.execute(sa.delete(T.audit).where(A.id == which))

    return harm


def _copy_system_line(**changed: object) -> Harm:
    def harm(lived: Lived, connection: sa.Connection) -> None:
        which = connection.execute(_system()).scalar_one()
        row = dict(connection.execute(sa.select(T.audit).where(A.id == which)).mappings().one())
        connection.execute(sa.insert(T.audit).values(_new(row, changed)))

    return harm


def _new(row: dict[str, Any], changed: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**row, **changed}.items() if name != "id"}


def _seal(which: int, **values: object) -> Callable[[Lived], Any]:
    return lambda lived: sa.update(T.seals).where(T.seals.c.no == which).values(**values)


def _without_seal(no: int) -> Harm:
    return _run(lambda lived: sa.delete(T.seals).where(T.seals.c.no == no))


def _swap_seals(lived: Lived, connection: sa.Connection) -> None:
    for old, new in ((2, -2), (3, 2), (-2, 3)):
        connection.execute(_seal(old, no=new)(lived))


def _back_to_yesterday(lived: Lived, connection: sa.Connection) -> None:
    """All that proves anything set back to a moment when it held: only what lies outside can tell."""
    _unbound(connection)
    kept = {row["id"] for row in lived.second_seal["audit"]}
    for table in (T.sealed_lines, T.sealed_cases, T.seals):
        connection.execute(sa.delete(table))
    connection.execute(sa.delete(T.audit).where(A.id.not_in(kept)))
    for table in (T.seals, T.sealed_cases, T.sealed_lines):
        connection.execute(sa.insert(table), [dict(row) for row in lived.second_seal[table.name]])
    there = {head.id for head in lived.second_seal["heads"]}
    for table in reversed(metadata.sorted_tables):
        if "case_id" in table.c:
            connection.execute(sa.delete(table).where(table.c.case_id.not_in(there)))
    connection.execute(sa.delete(T.cases).where(C.id.not_in(there)))
    connection.execute(sa.delete(T.inputs))
    for head in lived.second_seal["heads"]:
        steps = sa.select(sa.func.count()).where(A.case_id == head.id, A.kind == "step").scalar_subquery()
        told = {
            "audit_seq": head.audit_seq,
            "audit_mac": head.audit_mac,
            "input_seq": 0,
            "revision": steps + 1,
        }
        connection.execute(sa.update(T.cases).where(C.id == head.id).values(told))


def _no_seals(lived: Lived, connection: sa.Connection) -> None:
    for table in (T.sealed_lines, T.sealed_cases, T.seals):
        connection.execute(sa.delete(table))


def _file(change: Callable[[str], str | None]) -> Harm:
    def harm(lived: Lived, connection: sa.Connection) -> Callable[[], object]:
        before = lived.anchors.read_text()
        after = change(before)
        lived.anchors.unlink() if after is None else lived.anchors.write_text(after)
        return lambda: lived.anchors.write_text(before)

    return harm


def _other_mac(text: str) -> str:
    return text[:-2] + ("0" if text[-2] != "0" else "1") + "\n"


HARMS: dict[str, Harm] = {
    "what a line says is changed": _change(detail={"said": "nothing"}),
    "who did it is changed": _change(officer_id=1, on_behalf_of=2),
    "when it was done is changed": _run(
        lambda lived: sa.update(T.audit).where(_line(lived)).values(at=lived.province.clock.now)
    ),
    "when it happened is added": _run(
        lambda lived: sa.update(T.audit).where(_line(lived)).values(happened_at=lived.province.clock.now)
    ),
    "what was done is changed": _change(action="task:complete:none"),
    "a seal is changed with nothing else": _change(mac="0" * 64),
    "a line in the middle is removed": _run(lambda lived: sa.delete(T.audit).where(_line(lived))),
    "the newest line is removed": _run(
        lambda lived: sa.delete(T.audit).where(A.case_id == lived.first, A.mac == _mac_of(lived))
    ),
    "the newest lines are removed and the head set back": _cut_off(sealed_too=False),
    "and what was sealed of them too": _cut_off(sealed_too=True),
    "two lines change places": _swap,
    "a line is added with a made-up seal": _forge(lambda lived: OTHER),
    "a case is sealed anew with other keys": _whole_chain_anew,
    "a line is moved to another case": _run(
        lambda lived: sa.update(T.audit).where(_line(lived)).values(case_id=lived.still, seq=900)
    ),
    "the head alone is changed": _run(
        lambda lived: sa.update(T.cases).where(C.id == lived.first).values(audit_mac="0" * 64)
    ),
    "the whole log of a case is removed": _run(
        lambda lived: sa.delete(T.audit).where(A.case_id == lived.still),
        lambda lived: (
            sa.update(T.cases).where(C.id == lived.still).values(audit_seq=0, audit_mac="", revision=1)
        ),
    ),
    "a case is removed with everything": _remove_case(sealed_too=False),
    "a case is removed with its seal": _remove_case(sealed_too=True),
    "a line of no case is removed": _remove_system_line(sealed_too=False),
    "a line of no case is removed with its seal": _remove_system_line(sealed_too=True),
    "a line of no case is changed": _run(
        lambda lived: sa.update(T.audit).where(A.case_id.is_(None)).values(officer_id=None)
    ),
    "a line of no case is written twice": _copy_system_line(),
    "a line of no case is made up for yesterday": _copy_system_line(mac="0" * 64, action="people:role:end"),
    "a seal is changed": _run(_seal(2, count=0)),
    "the newest seal is changed": _run(_seal(4, digest="0" * 64)),
    "the first seal is removed": _without_seal(1),
    "a seal in the middle is removed": _without_seal(2),
    "the newest seal is removed": _without_seal(4),
    "two seals change places": _swap_seals,
    "all is set back to yesterday": _back_to_yesterday,
    "all seals are removed": _no_seals,
    "an anchor is changed": _file(_other_mac),
    "an anchor is half there": _file(lambda text: text[:-20]),
    "the anchors are gone": _file(lambda text: None),
}


def _mac_of(lived: Lived) -> Any:
    return sa.select(C.audit_mac).where(C.id == lived.first).scalar_subquery()


def _found(lived: Lived, harm: Harm) -> list[str]:
    """What the question about the log finds, in a transaction that is taken back."""
    with lived.province.platform.engine.connect() as connection:
        undo = harm(lived, connection)
        try:
            work = Work(lived.province.platform, connection, lived.province.clock())
            return [line for one in broken_in(work, LOG) for line in one.found]
        finally:
            connection.rollback()
            if undo:
                undo()


def test_every_harm_to_the_log_is_found(lived: Lived) -> None:
    assert len(HARMS) >= 20
    assert broken(lived.province.platform, LOG) == []
    assert [what for what, harm in HARMS.items() if not _found(lived, harm)] == []
    assert broken(lived.province.platform, LOG, full=True) == []


def test_the_job_never_makes_good_what_was_done(lived: Lived) -> None:
    """It runs on, day after day, over a case that was set back and then went on with its work."""
    platform = lived.province.platform
    with platform.work() as work:
        _cut_off(sealed_too=False)(lived, work.connection)
        chain_head = _head(work.connection, lived.first)
        chain = Chain(work.keys, lived.first, chain_head.audit_seq, chain_head.audit_mac)
        for _ in range(9):
            chain.add("case:note:add", work.now)
        chain.save(work)
        work.run(
            sa.update(T.cases).where(C.id == lived.first).values(audit_seq=chain.seq, audit_mac=chain.mac)
        )
    for _ in range(2):
        lived.province.clock.advance(days=1)
        sealing.seal_changes(platform)
    (found,) = broken(platform, LOG)
    assert any(f"case {lived.first}: line" in line and "was sealed" in line for line in found.found)


def test_an_old_case_that_is_over_is_found_changed_when_all_are_opened(lived: Lived) -> None:
    platform = lived.province.platform
    with platform.work() as work:
        work.run(sa.update(T.cases).where(C.id == lived.first).values(status="ended"))
    lived.province.clock.advance(days=9)
    with platform.work() as work:
        work.run(sa.update(T.audit).where(_line(lived)).values(action="case:nothing"))
    turn = lived.first % ROUND
    while platform.clock().toordinal() % ROUND == turn:
        lived.province.clock.advance(days=1)
    assert broken(platform, LOG) == []
    (found,) = broken(platform, LOG, full=True)
    assert found.found == (
        f"case {lived.first}: the seal of line 2 does not hold",
        f"case {lived.first}: its row was changed, and no line of its log says so",
    )
    while platform.clock().toordinal() % ROUND != turn:
        lived.province.clock.advance(days=1)
    assert broken(platform, LOG) == [found]


def test_when_nothing_happens_nothing_is_sealed_and_each_day_has_its_anchor(lived: Lived) -> None:
    platform = lived.province.platform
    before = lived.anchors.read_text()
    assert (sealing.seal_changes(platform), lived.anchors.read_text()) == (0, before)
    lived.province.clock.advance(days=1)
    assert sealing.seal_changes(platform) == 0
    assert lived.anchors.read_text().startswith(before)
    assert len(lived.anchors.read_text().splitlines()) == len(before.splitlines()) + 1 == 3
    assert lived.anchors.stat().st_mode & 0o777 == 0o600


def test_cases_of_before_the_job_are_sealed_a_part_at_a_time(
    province: Province,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(job, "AT_ONCE", 2)
    monkeypatch.setattr(job._changes, "__defaults__", (2,))
    for _ in range(5):
        province.report()
    province.clock.advance(days=40)
    assert sealing.seal_changes(province.platform) == 5
    with province.platform.look() as work:
        assert sealing.newest(work).no == 3
    assert broken(province.platform, LOG) == []


def _hidden_change(lived: Lived, connection: sa.Connection) -> None:
    connection.execute(sa.update(T.cases).where(C.id == lived.still).values(urgency="urgent"))


def _change_and_forget(lived: Lived, connection: sa.Connection) -> None:
    """Whoever cannot make the number of a row may still empty it."""
    _hidden_change(lived, connection)
    which = T.sealed_cases.c.case_id == lived.still
    connection.execute(sa.update(T.sealed_cases).where(which).values(content=None))


@pytest.mark.parametrize("harm", [_hidden_change, _change_and_forget])
def test_a_row_changed_between_two_lines_of_its_log_is_found(
    lived: Lived, harm: Callable[[Lived, sa.Connection], None]
) -> None:
    with lived.province.platform.work() as work:
        harm(lived, work.connection)
        assert broken_in(work, LOG)


def test_cases_that_were_sealed_before_their_rows_were_get_it_within_a_day(lived: Lived) -> None:
    platform = lived.province.platform
    with platform.work() as work:  # as an older version of the program left it
        rows = work.connection.execute(sa.select(T.sealed_cases)).all()
        total = sum(weight_of_case(work.keys, row.case_id, row.seq, row.mac, None) for row in rows)
        lines = work.connection.execute(sa.select(T.sealed_lines)).all()
        total += sum(weight_of_line(work.keys, *line) for line in lines)
        last = work.connection.execute(sa.select(T.seals).order_by(T.seals.c.no.desc()).limit(1)).one()
        told = dict(last._mapping) | {"digest": digest_of(total)}
        here = sa.update(T.seals).where(T.seals.c.no == last.no)
        work.run(here.values(digest=told["digest"], mac=seal_of(work.keys, told)))
        work.run(sa.update(T.sealed_cases).values(content=None))
    lived.province.clock.advance(days=1)
    sealing.seal_changes(platform)
    with platform.look() as work:
        bare = sa.select(T.sealed_cases.c.case_id).where(T.sealed_cases.c.content.is_(None))
        assert work.connection.execute(bare).all() == []
    assert broken(platform, LOG) == []
