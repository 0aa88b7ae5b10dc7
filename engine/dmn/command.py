"""Commands for the command line: take one decision, evaluate one expression."""

from __future__ import annotations

import json
from pathlib import Path

import click

from engine import dmn, feel


def _context(text: str) -> dict[str, object]:
    try:
        value = feel.from_json(json.loads(text))
    except ValueError as error:
        raise click.BadParameter(f"JSON không đọc được: {error}", param_hint="--with") from error
    if not isinstance(value, dict):
        raise click.BadParameter("cần một đối tượng JSON, ví dụ '{\"x\": 1}'", param_hint="--with")
    return value


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


@click.command("decide")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("decision")
@click.option("--with", "given", default="{}", help="Dữ liệu đầu vào, dạng JSON.")
@click.option("--explain", "explained", is_flag=True, help="Kể lại bằng lời thay vì in JSON.")
def decide(file: Path, decision: str, given: str, explained: bool) -> None:
    """Lấy một quyết định trong tệp DMN."""
    try:
        model = dmn.read_file(file)
    except dmn.BadModel as error:
        for finding in error.findings:
            click.echo(str(finding), err=True)
        raise SystemExit(1) from error
    outcome = model.decide(decision, _context(given))
    if explained:
        for sentence in dmn.explain(outcome):
            click.echo(sentence)
    else:
        _print_json({"value": feel.shown_json(outcome.value), "problems": outcome.problems})
    if outcome.problems:
        raise SystemExit(1)


@click.command("feel")
@click.argument("expression")
@click.option("--with", "given", default="{}", help="Giá trị của các tên, dạng JSON.")
def feel_command(expression: str, given: str) -> None:
    """Tính một biểu thức FEEL."""
    context = _context(given)
    try:
        value = feel.parse(expression, tuple(_names(context))).evaluate(context)
    except feel.FeelSyntaxError as error:
        place = f"dòng {error.position.line}, cột {error.position.column}"
        raise click.ClickException(f"Sai cú pháp ở {place}: {error.vi}") from error
    except feel.LimitExceeded as error:
        raise click.ClickException(error.vi) from error
    _print_json(feel.shown_json(value))


def _names(value: object) -> set[str]:
    if isinstance(value, dict):
        return {str(key) for key in value}.union(*(_names(item) for item in value.values()))
    if isinstance(value, list):
        return set().union(*(_names(item) for item in value))
    return set()
