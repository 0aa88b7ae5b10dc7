"""`phananh reference import`: units, fields, calendar, shifts and hotlines from a folder of tables."""

from __future__ import annotations

from pathlib import Path

import click

from engine.commands.installation import as_json, on_present_installation, print_json
from engine.reference import import_reference
from engine.work import Platform


@click.group("reference")
def reference() -> None:
    """Danh mục của tỉnh: đơn vị, lĩnh vực, lịch, ca trực, đường dây nóng.

    The province's reference data: units, fields, calendar, shifts, hotlines.
    """


@reference.command("import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@as_json
@on_present_installation
def import_(platform: Platform, folder: Path, as_json: bool) -> None:
    """Nhập các tệp CSV trong một thư mục.

    Bring the reference tables to what the CSV files of FOLDER say. All files are read and checked
    first: with one mistake nothing changes, and each is told with file and line. Rows that a file no
    longer names stay, since old cases may need them; end them by their date instead.
    """
    with platform.work() as work:
        changed = import_reference(work, folder)
    if as_json:
        print_json(changed)
        return
    for table, rows in changed.items():
        click.echo(f"{table}: {rows}")
