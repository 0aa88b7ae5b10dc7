"""`phananh scenario`: play scenario files and say what differs."""

from __future__ import annotations

import json
from pathlib import Path

import click

from engine.installing import RELEASE
from engine.scenarios.filling import fill
from engine.scenarios.mutation import mutate
from engine.scenarios.playing import Result, play
from engine.scenarios.reading import Mistake, Scenario, read_scenario, scenario_files
from engine.scenarios.stage import Stage


@click.command("scenario")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--database",
    "url",
    help="Máy chủ PostgreSQL; nếu không ghi thì dùng SQLite tạm | A PostgreSQL server; SQLite if not given.",
)
@click.option(
    "--release",
    default=RELEASE,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Thư mục quy trình | The folder of the procedure.",
)
@click.option("--json", "as_json", is_flag=True, help="Kết quả dạng JSON | Results as JSON.")
@click.option(
    "--fill",
    "filling",
    is_flag=True,
    help="Ghi điều tìm thấy vào chỗ “expect: fill” | Fill in expectations left open.",
)
@click.option(
    "--mutate",
    "mutating",
    is_flag=True,
    help="Bỏ từng mũi tên, đồng hồ, dòng bảng | Delete each flow, timer and table row.",
)
@click.option("--minutes", default=20.0, help="Giới hạn của --mutate | The limit of --mutate.")
def scenario(
    paths: tuple[Path, ...],
    url: str | None,
    release: Path,
    as_json: bool,
    filling: bool,
    mutating: bool,
    minutes: float,
) -> None:
    """Chạy tình huống trên đồng hồ ảo và nêu chỗ khác mong đợi.

    Play scenarios on a virtual clock and name what differs. Exit code 1 when something does.
    """
    stage = Stage(url=url, release=release)
    try:
        if filling:
            for path in scenario_files(paths):
                fill(path, stage)
            return
        told = _read(paths)
        if mutating:
            mutate(told, stage, minutes=minutes, as_json=as_json)
            return
        results = [_shown(play(each, stage), as_json) for each in told]
    finally:
        stage.close()
    _close(results, as_json)


def _read(paths: tuple[Path, ...]) -> list[Scenario]:
    try:
        return [read_scenario(path) for path in scenario_files(paths)]
    except Mistake as mistake:
        raise click.ClickException(str(mistake)) from mistake


def _shown(result: Result, as_json: bool) -> Result:
    if as_json:
        return result
    mark = "đạt " if result.passed else "HỎNG"
    click.echo(f"{mark}  {result.scenario.path.name:48} {result.seconds:5.2f} s  {result.scenario.name}")
    for difference in result.differences:
        click.echo(str(difference))
    return result


def _close(results: list[Result], as_json: bool) -> None:
    failed = sum(not result.passed for result in results)
    if as_json:
        click.echo(json.dumps([result.to_json() for result in results], ensure_ascii=False, indent=1))
    else:
        total = sum(result.seconds for result in results)
        click.echo(
            f"{len(results)} tình huống, {failed} hỏng, {total:.1f} giây"
            f" | {len(results)} scenarios, {failed} failed"
        )
    if failed:
        raise click.exceptions.Exit(1)
