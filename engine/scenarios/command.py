"""`phananh scenario`: play scenario files and say what differs."""

from __future__ import annotations

import json
import logging
import time
from pathlib import Path

import click

from engine.installing import RELEASE
from engine.scenarios.crew import play_all, processors
from engine.scenarios.filling import fill
from engine.scenarios.mutation import Outcome, mutate
from engine.scenarios.playing import Result
from engine.scenarios.reading import Mistake, Scenario, read_scenario, scenario_files
from engine.scenarios.stage import Stage
from engine.scenarios.survivors import page, read_reasons, tell, unexplained


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
    help="Bỏ từng mũi tên, đồng hồ, dòng bảng; hỏng khi có thay đổi sống sót mà chưa rõ vì sao"
    " | Delete each flow, timer and table row; exit code 1 for a survivor without a reason.",
)
@click.option("--minutes", default=20.0, help="Giới hạn của --mutate | The limit of --mutate.")
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Trang Markdown cho những gì sống sót | A page for the survivors of --mutate.",
)
@click.option(
    "--jobs",
    default=processors(),
    show_default="mỗi bộ xử lý một | one for each processor",
    help="Số tình huống chạy cùng lúc | How many run at once.",
)
def scenario(
    paths: tuple[Path, ...],
    url: str | None,
    release: Path,
    as_json: bool,
    filling: bool,
    mutating: bool,
    minutes: float,
    report: Path | None,
    jobs: int,
) -> None:
    """Chạy tình huống trên đồng hồ ảo và nêu chỗ khác mong đợi.

    Play scenarios on a virtual clock and name what differs. Exit code 1 when something does.
    """
    logging.getLogger("engine").setLevel(logging.ERROR)  # a mail that a story lets fail is no news
    began = time.perf_counter()
    stage = Stage(url=url, release=release)
    try:
        if filling:
            for path in scenario_files(paths):
                fill(path, stage)
            return
        told = _read(paths)
        if mutating:
            _tell_survivors(mutate(told, stage, minutes=minutes, jobs=jobs), told, report, as_json)
            return
        played = play_all([each.path for each in told], stage, jobs)
        results = [_shown(each, as_json) for each in played]
    finally:
        stage.close()
    _close(results, time.perf_counter() - began, as_json)


def _read(paths: tuple[Path, ...]) -> list[Scenario]:
    files = scenario_files(paths)
    if not files:
        raise click.ClickException(
            "Không có tệp *.scenario.yaml nào ở đó. | There is no *.scenario.yaml there."
        )
    try:
        return [read_scenario(path) for path in files]
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


def _tell_survivors(outcome: Outcome, told: list[Scenario], report: Path | None, as_json: bool) -> None:
    reasons = read_reasons(told[0].path.parent)
    tell(outcome, reasons, as_json=as_json)
    if report is not None:
        report.write_text(page(outcome, reasons), "utf-8")
    if unexplained(outcome, reasons):
        raise click.exceptions.Exit(1)


def _close(results: list[Result], seconds: float, as_json: bool) -> None:
    failed = sum(not result.passed for result in results)
    if as_json:
        click.echo(json.dumps([result.to_json() for result in results], ensure_ascii=False, indent=1))
    else:
        click.echo(
            f"{len(results)} tình huống, {failed} hỏng, {seconds:.1f} giây"
            f" | {len(results)} scenarios, {failed} failed, {seconds:.1f} s"
        )
    if failed:
        raise click.exceptions.Exit(1)
