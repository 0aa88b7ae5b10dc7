"""`phananh demo`: a filled sample system, served."""

from __future__ import annotations

from pathlib import Path

import click

from engine.commands.serving import HOST, PORT, run
from engine.demo import run_demo
from engine.store import migrating
from engine.work import open_platform


@click.command("demo")
@HOST
@PORT
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("var/demo"),
    show_default=True,
    help="Thư mục riêng của bản chạy thử | A folder of its own.",
)
@click.option("--database", "url", help="Cơ sở dữ liệu PostgreSQL trống | An empty PostgreSQL database.")
@click.option("--fill-only", is_flag=True, help="Nạp dữ liệu rồi thoát | Fill it and leave.")
def demo(host: str, port: int, data: Path, url: str | None, fill_only: bool) -> None:
    """Chạy thử với phản ánh, cán bộ và kết quả bịa, ở mọi giai đoạn.

    Run a sample system: invented reports that invented officers have moved to every stage, some
    overdue, some returned, some public. The first start fills the folder; later ones only serve it.
    Delete the folder to begin anew. It must not be a real installation.
    """
    data.mkdir(parents=True, exist_ok=True)
    run_demo(data, url, click.echo, f"http://{host}:{port}/")
    if fill_only:
        return
    platform = open_platform(data, url)
    try:
        migrating.upgrade(platform.engine)
        run(platform, host, port)
    finally:
        platform.engine.dispose()
