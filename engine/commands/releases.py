"""`phananh deploy`, `releases` and `export`: the procedure as files, and as what is in force."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click
import sqlalchemy as sa

from engine import audit, releases
from engine.commands.installation import as_json, on_present_installation, print_json
from engine.deadlines import ZONE
from engine.errors import NotFound
from engine.store.tables import activations
from engine.store.tables import releases as table
from engine.work import Platform, Work


@click.command("deploy")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--keep-only", is_flag=True, help="Chỉ lưu, chưa đưa vào sử dụng | Keep it, not yet in force.")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"]),
    help="Có hiệu lực từ, mặc định là ngay | In force from, on Vietnam's clock; now if not given.",
)
@click.option("--note", default="", help="Lý do, ghi vào lịch sử | Why, for the history.")
@as_json
@on_present_installation
def deploy(
    platform: Platform, folder: Path, keep_only: bool, since: datetime | None, note: str, as_json: bool
) -> None:
    """Kiểm tra một thư mục quy trình, lưu lại và đưa vào sử dụng.

    Check a folder of diagrams, tables, forms and texts, keep it as a release and put it in force.
    New cases take it from then on; cases that run keep the release they began with. Nothing is kept
    when the checker finds an error: the findings are printed and the exit code is 1.
    """
    starts = since.replace(tzinfo=ZONE) if since else None
    with platform.work() as work:
        release_id = releases.deploy(work, folder)
        if not keep_only:
            releases.put_in_force(work, release_id, since=starts, note=note)
        _write_down(work, release_id, in_force=not keep_only, note=note)
        kept = _listed(work, release_id)[0]
    _print([kept], as_json)


@click.command("releases")
@as_json
@on_present_installation
def list_releases(platform: Platform, as_json: bool) -> None:
    """Liệt kê các bộ quy trình đã lưu và thời điểm có hiệu lực.

    List the releases that are kept and since when each is in force, the newest first.
    """
    with platform.look() as work:
        _print(_listed(work), as_json)


@click.command("export")
@click.argument("release_id", type=int)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@on_present_installation
def export(platform: Platform, release_id: int, folder: Path) -> None:
    """Ghi một bộ quy trình ra thư mục, đúng từng byte.

    Write a release back to an empty folder, byte for byte as it was deployed.
    """
    if folder.exists() and any(folder.iterdir()):
        raise click.BadParameter("thư mục không trống | the folder is not empty", param_hint="FOLDER")
    with platform.look() as work:
        if not _listed(work, release_id):
            raise NotFound
        releases.export(work, release_id, folder)
    click.echo(folder)


def _write_down(work: Work, release_id: int, **detail: object) -> None:
    said = {"from": "command line", "release": release_id, **detail}
    audit.record(work, "release_deployed", officer=None, detail=said)


def _listed(work: Work, release_id: int | None = None) -> list[dict[str, Any]]:
    query = (
        sa.select(table.c.id, table.c.digest, table.c.name, table.c.created_at, activations.c.in_force_from)
        .select_from(table.outerjoin(activations, activations.c.release_id == table.c.id))
        .order_by(table.c.id.desc(), activations.c.id.desc())
    )
    if release_id is not None:
        query = query.where(table.c.id == release_id)
    return [dict(row) for row in work.connection.execute(query).mappings()]


def _print(rows: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        print_json(rows)
        return
    for row in rows:
        since = row["in_force_from"]
        when = f"{since.astimezone(ZONE):%d/%m/%Y %H:%M}" if since else "–"
        click.echo(f"{row['id']:>4}  {row['digest'][:12]}  {when:16}  {row['name']}")
