"""`phananh backup` and `phananh restore`."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import perf_counter

import click

from engine import backup as copies
from engine.backup.schedule import folder_of
from engine.commands.installation import as_json, on_present_installation, print_json, tell
from engine.invariants import INVARIANTS, Broken, broken
from engine.store import migrating
from engine.work import Platform, open_platform

_FILE = click.Path(exists=True, path_type=Path)


@click.command("backup")
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Thư mục các bản sao; mặc định PHANANH_BACKUPS | Folder of the backups.",
)
@as_json
@on_present_installation
def backup(platform: Platform, folder: Path | None, as_json: bool) -> None:
    """Sao lưu cơ sở dữ liệu và tệp, trong khi hệ thống vẫn chạy.

    Back up database and files while the system runs. Everything is encrypted under keys.json, which is
    not part of it: keep that file elsewhere. Files that an earlier backup of the folder holds are not
    copied again. Exit code 1 when a file could not be copied.
    """
    begun = perf_counter()
    made = copies.make(platform, folder or folder_of(platform))
    seconds = round(perf_counter() - begun, 1)
    if as_json:
        print_json({**vars(made), "path": str(made.path), "seconds": seconds})
    else:
        click.echo(f"Bản sao | Backup: {made.path}")
        click.echo(f"Tệp | Files: {made.files}; cơ sở dữ liệu | database: {made.size:,} byte; {seconds} s")
        _tell_missing(made.missing)
    sys.exit(1 if made.missing else 0)


def _tell_missing(missing: tuple[str, ...]) -> None:
    for name in missing:
        click.echo(f"✗ Thiếu tệp hoặc tệp đã đổi | Gone or changed: {name}", err=True)


@click.command("restore")
@click.argument("copy", type=_FILE)
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Thư mục dữ liệu, phải trống | Folder of the data, which must be empty.",
)
@click.option("--database", "url", help="Cơ sở dữ liệu PostgreSQL trống | An empty PostgreSQL database.")
@click.option("--keys", type=_FILE, required=True, help="Tệp keys.json đã cất riêng | The file keys.json.")
@as_json
def restore(copy: Path, data: Path, url: str | None, keys: Path, as_json: bool) -> None:
    """Khôi phục một bản sao vào chỗ trống rồi soát lại toàn bộ.

    Restore a backup to an empty data folder, and on PostgreSQL to an empty database, then check every
    promise of the system. Nothing is written where something is already. Exit code 1 when a promise is
    broken; the promises are asked as of the moment of the backup.
    """
    begun = perf_counter()
    tell("Mở bản sao", "Opening the backup")
    done = copies.restore(copy, keys=keys, data=data, url=url)
    loaded = perf_counter()
    tell("Soát các cam kết", "Checking the promises")
    found = _checked(data, url, done)
    checked = perf_counter()
    times = {"restored": round(loaded - begun, 1), "checked": round(checked - loaded, 1)}
    if as_json:
        breaks = {one.invariant.name: one.found for one in found}
        print_json({**vars(done), "seconds": times, "broken": breaks})
    else:
        _tell_restored(done, times, found)
    sys.exit(1 if found else 0)


def _tell_restored(done: copies.Restored, times: Mapping[str, float], found: Sequence[Broken]) -> None:
    click.echo(f"Thời điểm | As of: {done.at.isoformat()}; tệp | files: {done.files}")
    click.echo(f"Khôi phục | Restored: {times['restored']} s; soát | checked: {times['checked']} s")
    _tell_missing(done.missing)
    for one in found:
        click.echo(f"✗ {one}")


def _checked(data: Path, url: str | None, done: copies.Restored) -> list[Broken]:
    platform = open_platform(data, url, clock=lambda: done.at)
    try:
        migrating.upgrade(platform.engine)
        return broken(platform, INVARIANTS, processes=os.cpu_count() or 1)
    finally:
        platform.engine.dispose()
