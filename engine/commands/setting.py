"""`phananh setting`: the switches that the decision tables read."""

from __future__ import annotations

import click
import sqlalchemy as sa

from engine import audit, settings
from engine.commands.installation import as_json, on_present_installation, print_json
from engine.store import tables
from engine.work import Platform


@click.group("setting")
def setting() -> None:
    """Công tắc mà các bảng quyết định đọc (settings.*).

    Switches that the decision tables read under the name `settings`. docs/reference/settings.md lists
    those of the procedure.
    """


@setting.command("list")
@as_json
@on_present_installation
def list_settings(platform: Platform, as_json: bool) -> None:
    """Liệt kê các công tắc đã đặt.

    List what has been set; what is not listed is off or at its default.
    """
    with platform.look() as work:
        table = tables.settings
        rows = [
            dict(row) for row in work.connection.execute(sa.select(table).order_by(table.c.name)).mappings()
        ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo(f"{row['name']} = {row['value']}  {row['basis']}")


@setting.command("set")
@click.argument("name")
@click.argument("value")
@click.option("--basis", default="", help="Căn cứ: số văn bản, ngày | Letter or decision behind it.")
@on_present_installation
def set_setting(platform: Platform, name: str, value: str, basis: str) -> None:
    """Đặt một công tắc: true, false, một giá trị, hoặc danh sách cách nhau bằng dấu phẩy.

    Set a switch: true, false, a value, or a list with commas. Due times already promised stay.
    """
    with platform.work() as work:
        settings.set_setting(work, name, value, basis)
        said = {"from": "command line", "name": name, "value": value, "basis": basis}
        audit.record(work, "setting_changed", officer=None, detail=said)
    click.echo(f"{name} = {value}")
