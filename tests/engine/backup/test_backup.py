"""A backup made while people write becomes the same installation on an empty machine."""

from __future__ import annotations

import secrets
import threading
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from engine import faultpoints
from engine.backup import make
from engine.backup.errors import Damaged, NoBackup, NotEmpty, OtherDatabase
from engine.backup.errors import Elsewhere as Taken
from engine.backup.keeping import lying
from engine.cases import files as case_files
from engine.invariants import INVARIANTS, broken
from engine.keys import Keys
from engine.store.tables import cases, metadata, reporters
from engine.work import Platform
from tests.clocks import FakeClock
from tests.engine.backup.conftest import Elsewhere
from tests.engine.province import Province
from tests.webui.pages import picture


def _with_picture(province: Province) -> int:
    drawn, name = picture()
    kept = case_files.keep_upload(province.platform, BytesIO(drawn.getvalue()), name, purpose="report")
    return province.bring_to("verify", files=(int(kept.id),))  # type: ignore[union-attr]


def _rows(platform: Platform) -> dict[str, list[Any]]:
    with platform.look() as work:
        return {
            table.name: sorted(map(repr, work.connection.execute(sa.select(table))))
            for table in metadata.sorted_tables
        }


def _numbers(platform: Platform) -> set[str]:
    with platform.look() as work:
        return set(work.connection.execute(sa.select(cases.c.report_no)).scalars())


def test_what_comes_back_is_what_was(
    province: Province, elsewhere: Elsewhere, tmp_path: Path, clock: FakeClock
) -> None:
    case_id = _with_picture(province)
    made = make(province.platform, tmp_path / "backups")
    done = elsewhere.restore(made.path)
    there = elsewhere.open(clock)
    assert (done.at, done.files, done.missing, made.missing) == (clock.now, made.files, (), ())
    assert _rows(there) == _rows(province.platform)
    assert [str(one) for one in broken(there, INVARIANTS, full=True)] == []
    with there.look() as work:
        hidden = work.connection.execute(
            sa.select(reporters.c.name).where(reporters.c.case_id == case_id)
        ).scalar_one()
        assert there.keys.show(hidden, f"reporters:{case_id}:name") == "Lê A"
    there.engine.dispose()


def test_a_restored_system_goes_on_with_its_work(
    province: Province, elsewhere: Elsewhere, tmp_path: Path, clock: FakeClock
) -> None:
    case_id = _with_picture(province)
    elsewhere.restore(make(province.platform, tmp_path / "backups").path)
    there = Province(elsewhere.open(clock), clock, province.officers)
    there.do("member", case_id, "verify", outcome="pass")
    new = there.report()
    assert there.case(new).report_no not in _numbers(province.platform)
    assert broken(there.platform, INVARIANTS) == []
    there.platform.engine.dispose()


def test_what_was_acknowledged_before_it_began_is_in_a_backup_made_amid_writing(
    province: Province, elsewhere: Elsewhere, tmp_path: Path, clock: FakeClock
) -> None:
    stop, acknowledged = threading.Event(), []

    def write() -> None:
        while not stop.is_set():
            case_id = province.report(key=secrets.token_hex(8))
            acknowledged.append(province.case(case_id).report_no)

    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    while len(acknowledged) < 5:
        stop.wait(0.05)
    before = list(acknowledged)
    made = make(province.platform, tmp_path / "backups")
    during = len(acknowledged) - len(before)
    stop.set()
    for writer in writers:
        writer.join()
    elsewhere.restore(made.path)
    there = elsewhere.open(clock)
    assert set(before) <= _numbers(there) <= _numbers(province.platform)
    assert broken(there, INVARIANTS, full=True) == []
    assert during >= 0 and len(acknowledged) > len(before)
    there.engine.dispose()


def test_a_second_backup_copies_only_what_is_new(
    province: Province, elsewhere: Elsewhere, tmp_path: Path, clock: FakeClock
) -> None:
    _with_picture(province)
    first = make(province.platform, tmp_path / "backups")
    kept = {path: path.stat().st_mtime_ns for path in (tmp_path / "backups" / "files").glob("??/??/*")}
    clock.advance(days=1)
    second = make(province.platform, tmp_path / "backups")
    assert (len(kept), second.files) == (first.files, first.files)
    assert kept and all(path.stat().st_mtime_ns == before for path, before in kept.items())
    assert set(lying(tmp_path / "backups").values()) == {first.path, second.path}


def test_a_lost_or_changed_file_is_told_and_the_rest_is_kept(
    province: Province, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    _with_picture(province)
    lost, changed, *_ = sorted((tmp_path / "data" / "files").glob("??/??/*"))
    lost.unlink()
    changed.write_bytes(b"something else")
    made = make(province.platform, tmp_path / "backups")
    assert set(made.missing) == {lost.name, changed.name}
    assert set(elsewhere.restore(made.path).missing) == {lost.name, changed.name}


def test_nothing_lies_open_among_the_backups_even_when_one_died(
    province: Province, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The text of a report, which is not encrypted in the database, is in no file of the folder."""
    province.report("Ổ gà trước cửa nhà")
    words = "Ổ gà trước cửa nhà".encode()
    assert any(words in path.read_bytes() for path in tmp_path.glob("*.sqlite3*")) or _on_postgresql(province)

    def die(reached: str) -> None:
        raise SystemExit(9)

    with monkeypatch.context() as dying:
        dying.setattr(faultpoints, "reached", die)
        with pytest.raises(SystemExit):
            make(province.platform, tmp_path / "backups")
    make(province.platform, tmp_path / "backups")
    there = [path for path in (tmp_path / "backups").rglob("*") if path.is_file()]
    assert there and not [path for path in there if words in path.read_bytes()]
    assert not list((tmp_path / "data" / ".backup").glob("*.sqlite3"))


def _on_postgresql(province: Province) -> bool:
    return province.platform.engine.dialect.name == "postgresql"


@pytest.mark.parametrize("point", ["database copied", "backup written"])
def test_a_backup_that_died_leaves_none_and_the_next_one_is_whole(
    province: Province, elsewhere: Elsewhere, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    def die(reached: str) -> None:
        if reached == point:
            raise SystemExit(9)

    with monkeypatch.context() as dying:
        dying.setattr(faultpoints, "reached", die)
        with pytest.raises(SystemExit):
            make(province.platform, tmp_path / "backups")
    assert lying(tmp_path / "backups") == {}
    assert elsewhere.restore(make(province.platform, tmp_path / "backups").path).files == 0


def test_two_backups_are_not_written_to_one_folder_at_once(
    province: Province, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def again(reached: str) -> None:
        if reached == "database copied":
            with pytest.raises(Taken):
                make(province.platform, tmp_path / "backups")

    monkeypatch.setattr(faultpoints, "reached", again)
    make(province.platform, tmp_path / "backups")


def test_nothing_is_restored_over_something(province: Province, elsewhere: Elsewhere, tmp_path: Path) -> None:
    made = make(province.platform, tmp_path / "backups")
    elsewhere.data.mkdir()
    (elsewhere.data / "kept.txt").write_text("mine")
    with pytest.raises(NotEmpty):
        elsewhere.restore(made.path)
    assert [path.name for path in elsewhere.data.iterdir()] == ["kept.txt"]
    (elsewhere.data / "kept.txt").unlink()
    elsewhere.restore(made.path)
    with pytest.raises(NotEmpty):
        elsewhere.restore(made.path)


def test_a_database_with_tables_is_not_overwritten(
    province: Province, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    if elsewhere.url is None:
        pytest.skip("on SQLite the database lies in the folder")
    made = make(province.platform, tmp_path / "backups")
    elsewhere.restore(made.path)
    elsewhere.data = tmp_path / "third"
    with pytest.raises(NotEmpty):
        elsewhere.restore(made.path)
    assert not elsewhere.data.exists()


def test_a_backup_that_was_tampered_with_leaves_the_place_empty(
    province: Province, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    _with_picture(province)
    made = make(province.platform, tmp_path / "backups")
    parts = [*made.path.iterdir(), min((tmp_path / "backups" / "files").glob("??/??/*"))]
    for part in parts:
        whole = part.read_bytes()
        part.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        with pytest.raises(Damaged):
            elsewhere.restore(made.path)
        assert not elsewhere.data.exists()
        part.write_bytes(whole)
    elsewhere.restore(made.path)


def test_other_keys_do_not_open_it(province: Province, elsewhere: Elsewhere, tmp_path: Path) -> None:
    made = make(province.platform, tmp_path / "backups")
    Keys.generate().save(tmp_path / "other.json")
    with pytest.raises(Damaged):
        elsewhere.restore(made.path, tmp_path / "other.json")
    with pytest.raises(Damaged):
        elsewhere.restore(made.path, tmp_path / "none.json")


def test_what_is_no_backup_or_of_the_other_database_is_refused(
    province: Province, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    with pytest.raises(NoBackup):
        elsewhere.restore(tmp_path)
    made = make(province.platform, tmp_path / "backups")
    elsewhere.url = None if elsewhere.url else "postgresql+psycopg://nobody@127.0.0.1:1/nothing"
    with pytest.raises(OtherDatabase):
        elsewhere.restore(made.path)
