"""Reference data read from a province's folder."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from engine.people import units
from engine.reference import BadReference, import_reference
from engine.store import tables
from engine.work import Platform, Work

PROVINCE = Path(__file__).parents[2] / "processes" / "dak-lak"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PROVINCE, tmp_path / "province"))


def _edit(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _count(work: Work, table: sa.Table) -> int:
    return int(work.connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def test_the_province_as_delivered_is_read(work: Work) -> None:
    changes = import_reference(work, PROVINCE)
    assert changes["units"] == _count(work, tables.units) > 400
    assert changes["fields"] == 15 and changes["shifts"] == 2
    assert units.unit(work, "com-24118").parent_code == "team-643"
    team = units.team_of(work, "643")
    assert team is not None and team.code == "team-643" and units.serving(team, work.now)
    assert not units.unit(work, "ioc").parent_code and units.unit(work, "ioc").has_accounts


def test_reading_it_again_changes_nothing(platform: Platform) -> None:
    with platform.work() as work:
        first = import_reference(work, PROVINCE)
    with platform.work() as work:
        before = work.connection.execute(sa.select(tables.units)).all()
        assert set(import_reference(work, PROVINCE).values()) == {0} and set(first.values()) != {0}
        assert work.connection.execute(sa.select(tables.units)).all() == before


def test_a_changed_row_is_updated_under_its_id(work: Work, folder: Path) -> None:
    import_reference(work, folder)
    before = units.unit(work, "com-24118")
    _edit(folder, "units.csv", "UBND phường Tân Lập", "UBND phường Tân Lập mới")
    assert import_reference(work, folder)["units"] == 1
    after = units.unit(work, "com-24118")
    assert after.id == before.id and after.short_name == "UBND phường Tân Lập mới"
    assert [unit.code for unit in units.find(work, "tan lap moi")] == ["com-24118"]


def test_a_row_that_the_file_no_longer_has_is_kept(work: Work, folder: Path) -> None:
    import_reference(work, folder)
    path = folder / "units.csv"
    kept = [
        line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("com-24118")
    ]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    assert import_reference(work, folder)["units"] == 0
    assert units.unit(work, "com-24118").kind == "commune"


def test_hours_that_moved_replace_the_old_ones(work: Work, folder: Path) -> None:
    import_reference(work, folder)
    _edit(folder, "shifts.csv", "07:00,11:30", "07:30,11:30")
    import_reference(work, folder)
    starts = work.connection.execute(
        sa.select(tables.shifts.c.starts).order_by(tables.shifts.c.starts)
    ).scalars()
    assert list(starts) == ["07:30", "13:30"]


def test_a_number_entered_on_screen_outlives_an_empty_cell(work: Work) -> None:
    import_reference(work, PROVINCE)
    lines = tables.hotlines
    waiting = (
        sa.select(lines.c.id).where(lines.c.number == "", lines.c.topic == "police").order_by(lines.c.id)
    )
    line = work.connection.execute(waiting).scalars().first()
    work.run(sa.update(lines).where(lines.c.id == line).values(number="0262.3850.000"))
    import_reference(work, PROVINCE)
    kept = work.connection.execute(sa.select(lines.c.number).where(lines.c.id == line)).scalar()
    assert kept == "0262.3850.000"


def test_tet_is_a_holiday(work: Work) -> None:
    import_reference(work, PROVINCE)
    kind = sa.select(tables.calendar_days.c.kind).where(tables.calendar_days.c.day == date(2026, 2, 17))
    assert work.connection.execute(kind).scalar() == "holiday"


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "vi"),
    [
        ("units.csv", "code,name,short_name", "code,name,short", 1, "dòng đầu phải là code,name,short_name"),
        ("units.csv", ",ioc,,,,2023-05-15", ",emperor,,,,2023-05-15", 2, "cột kind: “emperor”"),
        ("units.csv", ",ioc,,,,2023-05-15", ",ioc,,,,15/5/2023", 2, "cột valid_from: “15/5/2023”"),
        ("units.csv", ",ioc,,,,2023-05-15", ",ioc,nobody,,,2023-05-15", 2, "không có đơn vị cấp trên nobody"),
        ("units.csv", ",ioc,,,,2023-05-15", ",ioc,ioc,,,2023-05-15", 2, "đơn vị nằm trong chính nó"),
        ("units.csv", "team-644,", "team-643,", 3, "team-643 có nhiều dòng"),
        ("units.csv", ",2023-05-15,yes,", ",2023-05-15,có,", 2, "cột has_accounts: “có”"),
        ("fields.csv", "An toàn giao thông", "", 2, "cột vi: còn để trống"),
        ("calendar.csv", "2023-01-01,holiday", "2023-01-01,feast", 2, "cột kind: “feast”"),
        ("shifts.csv", "07:00", "7h", 2, "cột start: “7h”"),
        ("hotlines.csv", "111,Tổng đài", "111,thừa,Tổng đài", 2, "ô, cần"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_nothing_is_written(
    work: Work, folder: Path, file: str, old: str, new: str, line: int, vi: str
) -> None:
    _edit(folder, file, old, new)
    with pytest.raises(BadReference) as caught:
        import_reference(work, folder)
    assert (caught.value.rows[0].file, caught.value.rows[0].line) == (file, line)
    assert f"{file} dòng {line}: " in caught.value.vi and vi in caught.value.vi
    assert f"{file} line {line}: " in caught.value.english
    assert _count(work, tables.units) == 0


def test_every_mistake_of_a_folder_is_told_at_once(work: Work, folder: Path) -> None:
    _edit(folder, "shifts.csv", "07:00", "7h")
    (folder / "fields.csv").unlink()
    with pytest.raises(BadReference) as caught:
        import_reference(work, folder)
    assert {row.file for row in caught.value.rows} == {"shifts.csv", "fields.csv"}
