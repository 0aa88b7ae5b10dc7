"""The promises hold after ordinary work, and each is missed when somebody breaks what it guards."""

from __future__ import annotations

import email
import email.policy
import json
import os
import zlib
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

import forms
from engine.cases import files as case_files
from engine.cases.opening import Sender
from engine.invariants import INVARIANTS, Invariant, asking, broken, broken_in, lately, nightly, running
from engine.invariants.asking import LONG_AGO
from engine.invariants_command import verify
from engine.store import migrating
from engine.store import tables as T
from engine.work import Work, open_platform
from tests.engine.province import Province
from tests.webui.pages import picture

Spoil = Callable[[Province, sa.Connection], Callable[[], object] | None]
PHONE, NAME = "0905123456", "Trần Quốc Vượng"


@pytest.fixture
def lived(province: Province) -> Province:
    """A province with cases on their way and one that is public, the first with a photograph."""
    sender = Sender(name=NAME, phone=PHONE, email="vuong@example.vn")
    province.bring_to("verify", sender=sender, files=(_uploaded(province),))
    public = province.bring_to("verify", sender=sender)
    province.do("leader", public, "verify", outcome="pass")
    province.do("operator", public, "publish", public_text="Ổ gà", public_result="Đã vá", pictures="none")
    province.clock.advance(days=5)
    province.tick()
    province.bring_to("team_receive")  # with timers that wait
    return province


def _uploaded(province: Province) -> int:
    drawn, name = picture()
    kept = case_files.keep_upload(province.platform, BytesIO(drawn.getvalue()), name, purpose="report")
    assert isinstance(kept, forms.File)
    return int(kept.id)


def _run(*statements: Any) -> Spoil:
    def spoil(province: Province, connection: sa.Connection) -> None:
        for statement in statements:
            connection.execute(statement)

    return spoil


def _without_references(*statements: Any) -> Spoil:
    """What somebody with the rights of the database itself could do."""

    def spoil(province: Province, connection: sa.Connection) -> None:
        quiet = "set local session_replication_role = replica"
        late = "pragma defer_foreign_keys = on"
        connection.exec_driver_sql(quiet if connection.dialect.name == "postgresql" else late)
        _run(*statements)(province, connection)

    return spoil


def _a_file(province: Province) -> Path:
    return min((province.platform.data / "files").glob("??/??/*"))


def _lose_a_file(province: Province, connection: sa.Connection) -> Callable[[], object]:
    path = _a_file(province)
    hidden = path.rename(path.parents[3] / "hidden")
    return lambda: hidden.rename(path)


def _change_a_file(province: Province, connection: sa.Connection) -> Callable[[], object]:
    path = _a_file(province)
    before = path.read_bytes()
    path.write_bytes(before + b"!")
    connection.execute(sa.update(T.files).values(uploaded_at=province.clock.now))
    return lambda: path.write_bytes(before)


def _leave_bytes(province: Province, connection: sa.Connection) -> Callable[[], object]:
    """Bytes of no row, for so long that the sweep must have been by."""
    key = province.platform.files.put(BytesIO(b"nobody knows me"))
    long_ago = (province.clock.now - timedelta(days=4)).timestamp()
    os.utime(province.platform.data / "files" / key[:2] / key[2:4] / key, (long_ago, long_ago))
    return lambda: province.platform.files.delete(key)


def _stop_the_case_in_its_state(province: Province, connection: sa.Connection) -> None:
    state = connection.execute(sa.select(T.cases.c.state).where(T.cases.c.id == 1)).scalar_one()
    told = json.loads(zlib.decompress(state))
    told["scopes"][0]["tasks"] = told["scopes"][0]["tasks"][:1]
    connection.execute(
        sa.update(T.cases).where(T.cases.c.id == 1).values(state=zlib.compress(json.dumps(told).encode()))
    )


def _copied(table: sa.Table, which: sa.ColumnElement[bool], **changed: Any) -> Spoil:
    """Every row that meets a condition once more, with a number of its own."""
    names = [one.name for one in table.c if one.name != "id"]
    values = [changed.get(name, table.c[name]) for name in names]
    return _run(sa.insert(table).from_select(names, sa.select(*values).where(which)))


def _reminded_twice(province: Province, connection: sa.Connection) -> None:  # noqa: F811
    """One reminder that was due, and a second copy of its notice."""
    rung = {"case_id": 1, "element": "verify", "phase": "x", "rung": "due", "at": sa.func.now()}
    connection.execute(sa.insert(T.escalations).values(**rung, recipients={"1": "chair"}))
    connection.execute(sa.insert(T.notices), [_NOTE | {"at": LONG_AGO, "parameters": {"rung": "due"}}] * 2)


_OPEN, _PENDING = T.work_items.c.state == "open", T.timers.c.state == "pending"
_FIRST = T.cases.c.id == 1
_NOTE = {"template": "notice.neutral", "officer_id": 1, "case_id": 1, "at": sa.func.now()}
_MAIL = {
    "channel": "email",
    "template": "notice.neutral",
    "parameters": {},
    "recipient": "somebody",
    "created_at": sa.func.now(),
    "not_before": sa.func.now(),
}

# What somebody with a database client, a careless script or a fault of ours could do; the promise it breaks.
SPOILS: dict[str, tuple[str, Spoil]] = {
    "a number without a case": ("I1", _run(sa.update(T.counters).values(value=T.counters.c.value + 1))),
    "a case without its beginning": ("I1", _run(sa.delete(T.inputs).where(T.inputs.c.kind == "start"))),
    "a case without its sender": ("I1", _run(sa.delete(T.reporters).where(T.reporters.c.case_id == 1))),
    "an ended case with work": ("I2", _run(sa.update(T.cases).where(_FIRST).values(status="ended"))),
    "an open case with nothing": (
        "I2",
        _run(
            sa.update(T.work_items).where(_OPEN).values(state="cancelled"),
            sa.update(T.timers).where(_PENDING).values(state="cancelled"),
            sa.update(T.cases).where(_FIRST).values(state=None),
        ),
    ),
    "a task done by nobody": (
        "I3",
        _run(sa.update(T.work_items).where(T.work_items.c.state == "done").values(completed_by=None)),
    ),
    "a task done by a stranger": (
        "I3",
        _run(
            sa.update(T.work_items)
            .where(T.work_items.c.element == "triage")
            .values(
                completed_by=sa.select(T.officers.c.id)
                .where(T.officers.c.login == "stranger")
                .scalar_subquery()
            )
        ),
    ),
    "a task completed twice": (
        "I3",
        _run(
            sa.insert(T.inputs).from_select(
                ["case_id", "seq", "kind", "element", "work_item_id", "at"],
                sa.select(
                    T.inputs.c.case_id,
                    T.inputs.c.seq + 500,
                    T.inputs.c.kind,
                    T.inputs.c.element,
                    T.inputs.c.work_item_id,
                    T.inputs.c.at,
                ).where(T.inputs.c.kind == "complete", T.inputs.c.element == "triage"),
            )
        ),
    ),
    "a timer fired early": (
        "I4",
        _run(sa.update(T.timers).where(T.timers.c.state == "fired").values(due_at=sa.func.now())),
    ),
    "a timer fired without a record": (
        "I4",
        _run(
            sa.update(T.timers)
            .where(T.timers.c.state == "cancelled")
            .values(state="fired", fired_at=T.timers.c.due_at)
        ),
    ),
    "a timer left waiting": (
        "I4",
        _run(
            sa.update(T.timers)
            .where(_PENDING)
            .values(due_at=sa.select(sa.func.min(T.cases.c.received_at)).scalar_subquery()),
        ),
    ),
    "a timer of a finished task": ("I5", _run(sa.update(T.timers).where(_PENDING).values(host="triage"))),
    "a line of the log changed": (
        "I6",
        _run(sa.update(T.audit).where(T.audit.c.seq == 2).values(detail={"said": "nothing"})),
    ),
    "a line of the log removed": (
        "I6",
        _run(sa.delete(T.audit).where(T.audit.c.case_id == 1, T.audit.c.seq == 2)),
    ),
    "the end of the log cut off": (
        "I6",
        _run(
            sa.delete(T.audit).where(
                T.audit.c.case_id == 1,
                T.audit.c.seq == sa.select(T.cases.c.audit_seq).where(_FIRST).scalar_subquery(),
            )
        ),
    ),
    "an input removed": ("I6", _run(sa.delete(T.inputs).where(T.inputs.c.case_id == 1, T.inputs.c.seq == 2))),
    "a reminder to nobody": (
        "I7",
        _run(
            sa.insert(T.escalations).values(
                case_id=1,
                element="verify",
                phase="x",
                rung="due",
                at=sa.func.now(),
                recipients={"1": "chair"},
            )
        ),
    ),
    "a letter not on record": (
        "I7",
        _run(sa.insert(T.outbox).values(**_MAIL | {"key": "k", "case_id": 1, "recipient": "reporter"})),
    ),
    "a notice sent at no hour": ("I8", _run(sa.insert(T.outbox).values(**_MAIL, key="k", state="sent"))),
    "a notice nobody sends": (
        "I8",
        _run(
            sa.insert(T.outbox).values(**_MAIL, key="k"),
            sa.update(T.outbox)
            .where(T.outbox.c.key == "k")
            .values(not_before=sa.select(sa.func.min(T.cases.c.received_at)).scalar_subquery()),
        ),
    ),
    "a report that was promised": (
        "I9",
        _run(
            sa.insert(T.idempotency).values(
                key="k", actor="report:public", answer='{"report_no": "PA-1999-1"}', at=sa.func.now()
            )
        ),
    ),
    "two keys for a report": (
        "I9",
        _run(
            sa.insert(T.idempotency).from_select(
                ["key", "actor", "answer", "at"],
                sa.select(
                    T.idempotency.c.key + "x",
                    T.idempotency.c.actor,
                    T.idempotency.c.answer,
                    T.idempotency.c.at,
                ).where(T.idempotency.c.actor.like("report:%")),
            )
        ),
    ),
    "another task than the state": (
        "I10",
        _run(sa.update(T.work_items).where(_OPEN).values(task="another")),
    ),
    "another due time than the state": (
        "I10",
        _run(sa.update(T.timers).where(_PENDING).values(rung_index=T.timers.c.rung_index + 1)),
    ),
    "a damaged state": ("I10", _run(sa.update(T.cases).where(_FIRST).values(state=b"not a state"))),
    "a state cut short": ("I10", _stop_the_case_in_its_state),
    "a task of another unit": (
        "I11",
        _run(
            sa.update(T.work_items)
            .where(_OPEN)
            .values(unit_id=sa.select(T.units.c.id).where(T.units.c.code == "team-644").scalar_subquery())
        ),
    ),
    "a task of the accused": ("I11", _run(sa.update(T.cases).where(_FIRST).values(accused_unit="team-643"))),
    "a case shown elsewhere": ("I11", _run(sa.update(T.cases).where(_FIRST).values(holder_unit="team-644"))),
    "a restricted case in public": ("I12", _run(sa.update(T.cases).values(restricted=True))),
    "a publication nobody made": (
        "I12",
        _run(
            sa.insert(T.publications).values(
                case_id=1,
                title="",
                body="",
                result="",
                state="public",
                folded="",
                published_at=sa.func.now(),
                file_ids=[],
            )
        ),
    ),
    "a picture nobody confirmed": ("I12", _run(sa.update(T.publications).values(file_ids=[1, 77]))),
    "a file lost": ("I13", _lose_a_file),
    "a file changed": ("I13", _change_a_file),
    "bytes without a row": ("I13", _leave_bytes),
    "a task off its clock": (
        "I14",
        _run(sa.update(T.work_items).where(_OPEN).values(due_at=T.work_items.c.created_at)),
    ),
    "a due time moved by hand": ("I14", _run(sa.update(T.clocks).values(due_at=T.clocks.c.started_at))),
    "an extension not on record": ("I14", _run(sa.update(T.clocks).values(extensions=3))),
    "a state nobody counts": ("I15", _run(sa.update(T.cases).where(_FIRST).values(status="lost"))),
    "a field nobody knows": ("I15", _run(sa.update(T.cases).where(_FIRST).values(field="moonlight"))),
    "a place nobody knows": ("I15", _run(sa.update(T.cases).where(_FIRST).values(commune_code="99999"))),
    "a task done at another hour": (
        "I3",
        _run(sa.update(T.work_items).where(T.work_items.c.element == "triage").values(completed_at=LONG_AGO)),
    ),
    "a step set back in time": (
        "I6",
        _run(sa.update(T.inputs).where(T.inputs.c.case_id == 1, T.inputs.c.seq == 2).values(at=LONG_AGO)),
    ),
    "a decision removed": (
        "I10",
        _run(sa.delete(T.decisions).where(T.decisions.c.case_id == 1, T.decisions.c.element == "route")),
    ),
    "a timer there twice": ("I10", _copied(T.timers, _PENDING, occurrence=T.timers.c.occurrence + 50)),
    "a release that is gone": (
        "I10",
        _without_references(sa.update(T.cases).where(_FIRST).values(release_id=77)),
    ),
    "a case opened to a stranger": (
        "I11",
        _run(
            sa.insert(T.case_units).from_select(
                ["case_id", "unit_id", "part", "since"],
                sa.select(T.cases.c.id, T.units.c.id, sa.literal("co"), T.cases.c.received_at)
                .select_from(T.cases.join(T.units, T.units.c.code == "team-644"))
                .where(_FIRST),
            )
        ),
    ),
    "a holder who cannot read": (
        "I11",
        _run(sa.delete(T.case_units).where(T.case_units.c.case_id == 1, T.case_units.c.until.is_(None))),
    ),
    "public words nobody approved": ("I12", _run(sa.update(T.publications).values(result="Đã xử lý khác"))),
    "a public copy that names its reporter": (
        "I12",
        _run(sa.update(T.publications).values(title=f"{NAME} phản ánh")),
    ),
    "a stop at another hour": (
        "I14",
        _run(sa.update(T.clocks).where(T.clocks.c.stopped_at.is_not(None)).values(stopped_at=LONG_AGO)),
    ),
    "a line of the ledger removed": (
        "I14",
        _run(sa.delete(T.clock_entries).where(T.clock_entries.c.kind == "start")),
    ),
    "a task nobody counted": (
        "I15",
        _copied(T.work_items, T.work_items.c.element == "triage", occurrence=T.work_items.c.occurrence + 50),
    ),
    "a timer nobody counted": (
        "I15",
        _run(sa.delete(T.timers).where(T.timers.c.state == "cancelled")),
    ),
    "a case counted in no books": (
        "I15",
        _run(sa.update(T.cases).where(T.cases.c.status == "open").values(ended_at=T.cases.c.received_at)),
    ),
    "a reminder twice": ("I7", _reminded_twice),
    "a row that names nothing": (
        "I16",
        _without_references(sa.update(T.work_items).where(_OPEN).values(claimed_by=999_999)),
    ),
    "a phone number in a notice": (
        "I17",
        _run(sa.insert(T.notices).values(**_NOTE, parameters={"said": "gọi 0905 123 456"})),
    ),
    "a name in public": (
        "I17",
        _run(sa.update(T.publications).values(body=f"Ông {NAME.upper()} báo ổ gà")),
    ),
    "an address in the outbox": (
        "I17",
        _run(
            sa.insert(T.outbox).values(
                **_MAIL | {"key": "k", "case_id": 1, "parameters": {"to": "Vuong@example.vn"}}
            )
        ),
    ),
}


def test_every_promise_has_a_name_and_a_sentence_in_both_languages() -> None:
    assert [one.name for one in INVARIANTS] == [f"I{number}" for number in range(1, 18)]
    assert all(one.vi and one.en and (one.ask or one.since or one.look) for one in INVARIANTS)
    assert {name for name, _ in SPOILS.values()} == {one.name for one in INVARIANTS}


def test_every_promise_holds_after_ordinary_work(lived: Province) -> None:
    assert [str(one) for one in broken(lived.platform, INVARIANTS)] == []
    assert [str(one) for one in broken(lived.platform, INVARIANTS, full=True, processes=2)] == []


def test_each_promise_is_missed_when_it_is_broken(lived: Province) -> None:
    """Each in a transaction that is taken back."""
    overlooked = {what: found for what in SPOILS if SPOILS[what][0] not in (found := _missed(lived, what))}
    assert overlooked == {}
    assert broken(lived.platform, INVARIANTS) == []


def _missed(province: Province, what: str) -> list[str]:
    name, spoil = SPOILS[what]
    with province.platform.engine.connect() as connection:
        undo = spoil(province, connection)
        try:
            work = Work(province.platform, connection, province.clock())
            found = broken_in(work, [one for one in INVARIANTS if one.name == name])
        finally:
            connection.rollback()
            if undo:
                undo()
    return [one.invariant.name for one in found]


def test_a_glance_sees_what_a_case_built_whole_shows(lived: Province) -> None:
    with lived.platform.look() as work:
        rows = work.connection.execute(sa.select(T.cases)).all()
        assert len(rows) > 2
        for row in rows:
            assert running._glanced(work, row) == running._built(work, row)


def test_a_million_findings_are_counted_and_not_kept(lived: Province) -> None:
    many = Invariant("I0", "", "", ask=lambda _: (str(number) for number in range(1_000_000)))
    (found,) = broken(lived.platform, [many])
    assert (len(found.found), found.found[-1]) == (asking.TOLD + 1, "… and 999500 more of this kind")


def test_writers_need_not_wait_for_a_check(lived: Province) -> None:
    """Somebody writes between two questions; the check sees the moment at which it began."""
    before = len(INVARIANTS)

    def write_meanwhile(work: Work) -> list[str]:
        lived.report()
        return []

    meddling = Invariant("I0", "", "", ask=write_meanwhile)
    assert broken(lived.platform, [meddling, *INVARIANTS]) == []
    assert len(INVARIANTS) == before


def test_many_processes_find_what_one_finds(lived: Province, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "AT_ONCE", 1)
    with lived.platform.work() as work:
        work.run(sa.update(T.cases).where(T.cases.c.id == 1).values(state=b"not a state"))
    alone, together = (
        [str(one) for one in broken(lived.platform, INVARIANTS, processes=number)] for number in (1, 2)
    )
    assert alone == together
    assert alone


def test_the_command_says_what_it_found_and_leaves_with_one(empty_database: str, tmp_path: Path) -> None:
    platform = open_platform(tmp_path / "data", empty_database)
    migrating.upgrade(platform.engine)
    where = ["--data", str(tmp_path / "data"), "--database", empty_database]
    sound = CliRunner().invoke(verify, where)
    assert (sound.exit_code, sound.stdout.count("✓")) == (0, len(INVARIANTS))
    with platform.work() as work:
        work.run(sa.insert(T.counters).values(name="report:2026", value=1))
    platform.engine.dispose()
    said = CliRunner().invoke(verify, [*where, "--json"])
    assert said.exit_code == 1
    found = {one["name"]: one["found"] for one in json.loads(said.stdout)}
    assert found["I1"] == ["report PA-2026-000001 was given out and is not here"]
    assert set(found) == {"I1", "I15"}
    with platform.look() as work:
        assert lately.last(work) is None
    CliRunner().invoke(verify, [*where, "--note"])
    with platform.look() as work:
        noted = lately.last(work)
    assert noted is not None
    assert set(noted.found) == {"I1", "I15"}
    platform.engine.dispose()


def test_by_night_each_administrator_hears_of_what_is_broken_once(lived: Province) -> None:
    lived.clock.set("2026-04-01 01:30")
    lived.tick()
    assert nightly.verify_by_night(lived.platform) == "not now"
    lived.clock.set("2026-04-01 02:10")
    lived.tick()
    assert nightly.verify_by_night(lived.platform) == "sound"
    with lived.platform.work() as work:
        work.run(sa.update(T.cases).where(T.cases.c.id == 1).values(field="moonlight"))
        work.run(sa.update(T.officers).values(email=T.officers.c.login + "@example.vn"))
    assert nightly.verify_by_night(lived.platform) == "not now"
    lived.clock.set("2026-04-02 02:10")
    lived.tick()
    assert [nightly.verify_by_night(lived.platform) for _ in range(2)] == ["I15", "not now"]
    with lived.platform.look() as work:
        alarms = work.connection.execute(
            sa.select(T.notices).where(T.notices.c.template == nightly.TEXT)
        ).all()
        mails = work.connection.execute(sa.select(T.outbox).where(T.outbox.c.template == nightly.TEXT)).all()
    assert [(row.officer_id, row.urgent) for row in alarms] == [(lived.officers["administrator"], True)]
    assert [(row.recipient, row.parameters["promises"]) for row in mails] == [("administrator", "I15")]
    lived.tick()
    (path,) = (lived.platform.data / "mail").glob("verify*")
    letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert "Kiểm tra ban đêm thấy 1 điều" in letter.get_body().get_content()  # type: ignore[union-attr]
