"""Which installation a command works on, and how it speaks to the person who typed it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from engine.store import migrating
from engine.work import Platform, open_platform

_DATA = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("var"),
    envvar="PHANANH_DATA",
    show_default=True,
    show_envvar=True,
    help="Thư mục dữ liệu | Folder of the data.",
)
_DATABASE = click.option(
    "--database",
    "url",
    envvar="PHANANH_DATABASE",
    show_envvar=True,
    help="postgresql+psycopg://…; mặc định SQLite trong thư mục dữ liệu | SQLite in the folder if not given.",
)
_MARK = "on_installation"
as_json = click.option("--json", "as_json", is_flag=True, help="In JSON cho chương trình khác | Print JSON.")


def on_installation(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the installation named by --data and --database as its first argument."""
    if getattr(command, _MARK, False):
        return command  # asked for twice, given once

    @_DATA
    @_DATABASE
    @wraps(command)
    def run(data: Path, url: str | None, **options: Any) -> Any:
        platform = open_platform(data, url)
        platform.domain = os.environ.get("PHANANH_DOMAIN", platform.domain)
        try:
            return command(platform, **options)
        finally:
            platform.engine.dispose()

    setattr(run, _MARK, True)
    return run


def on_present_installation(command: Callable[..., Any]) -> Callable[..., Any]:
    """As on_installation, for commands that need the database to be there and up to date."""

    @wraps(command)
    def run(platform: Platform, **options: Any) -> Any:
        migrating.require(platform.engine)
        return command(platform, **options)

    return on_installation(run)


def tell(vi: str, en: str) -> None:
    """Say where long work stands, beside whatever the command prints as its answer."""
    click.echo(f"· {vi} | {en}", err=True)


def print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1, default=str))
