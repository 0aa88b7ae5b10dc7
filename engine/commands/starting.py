"""`phananh init` and `phananh migrate`."""

from __future__ import annotations

from pathlib import Path

import click

from engine.commands.installation import as_json, on_installation, print_json, tell
from engine.installing import ADMINISTRATOR, PROVINCE, RELEASE, Installed, install
from engine.store import migrating
from engine.work import Platform

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command("init")
@click.option(
    "--province", type=_FOLDER, default=PROVINCE, help="Thư mục danh mục của tỉnh | Reference data."
)
@click.option("--release", type=_FOLDER, default=RELEASE, help="Thư mục quy trình | Folder of the procedure.")
@click.option("--administrator", default=ADMINISTRATOR, show_default=True, help="Tên đăng nhập | User name.")
@as_json
@on_installation
def init(platform: Platform, province: Path, release: Path, administrator: str, as_json: bool) -> None:
    """Chuẩn bị một hệ thống mới: cơ sở dữ liệu, danh mục, quy trình, quản trị viên đầu tiên.

    Prepare a new installation: database, units and calendar, the procedure in force, the first
    administrator. The password is generated, printed once and must be changed at the first login.
    Running it again brings database and reference data up to date and touches nothing else.
    """
    made = install(platform, province=province, release=release, administrator=administrator, tell=tell)
    if as_json:
        print_json({"data": str(platform.data), "login": administrator, **vars(made)})
    else:
        _print(platform, administrator, made)


def _print(platform: Platform, login: str, made: Installed) -> None:
    click.echo(f"Dữ liệu | Data: {platform.data.resolve()}")
    click.echo(f"Danh mục đã đổi | Reference rows changed: {made.rows}")
    click.echo(f"Quy trình | Release: {made.release_id}")
    if made.password is None:
        click.echo("Đã có quản trị viên | There is an administrator already.")
        return
    click.echo(f"Quản trị viên | Administrator: {login}")
    click.echo(f"Mật khẩu, chỉ hiện một lần | Password, shown this once: {made.password}")


@click.command("migrate")
@on_installation
def migrate(platform: Platform) -> None:
    """Đưa cơ sở dữ liệu lên bước mới nhất, sau khi cập nhật chương trình.

    Bring the database to the present schema, after the program was updated. Back up first: there is
    no way back but a backup.
    """
    before = migrating.current(platform.engine) or "–"
    migrating.upgrade(platform.engine)
    click.echo(f"{before} → {migrating.current(platform.engine)}")
