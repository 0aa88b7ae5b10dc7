"""`phananh incident`: steps that failed, and the ways on, for whoever has the machine and not the pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from engine import incidents
from engine.commands.installation import as_json, on_present_installation, print_json
from engine.errors import NotFound
from engine.incidents import MANY, Faults, Repair
from engine.people.officers import by_login
from engine.people.standing import Standing, roles
from engine.work import Platform, Work

F = TypeVar("F", bound=Callable[..., Any])


def _who(command: F) -> F:
    said = "Tên đăng nhập của quản trị viên | The administrator who answers for it."
    return click.option("--as", "login", required=True, help=said)(command)


def _which(command: F) -> F:
    """The filter of incidents, as options."""
    made = click.option(
        "--action", default="", help="Việc bị lỗi, ví dụ clock: | What failed, such as clock:"
    )
    command = made(command)
    command = click.option("--element", default="", help="Bước bị lỗi | The failing element.")(command)
    return click.option("--error", default="", help="Ghi chép có chữ này | The note contains this.")(command)


@click.group("incident")
def incident() -> None:
    """Các bước bị lỗi: xem, thử lại, bỏ qua, chuyển bước, kết thúc.

    Steps that failed: list them and let their cases go on.
    """


@incident.command("list")
@_who
@_which
@as_json
@on_present_installation
def list_incidents(
    platform: Platform, login: str, action: str, element: str, error: str, as_json: bool
) -> None:
    """Liệt kê sự cố đang mở.

    List the open incidents, the oldest first, at most a hundred.
    """
    with platform.look() as work:
        found = incidents.faults(work, _standing(work, login), Faults(action, element, error))
    names = ("id", "report_no", "at", "tries", "action", "element", "error")
    rows = [{name: getattr(row, name) for name in names} for row in found]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo(" · ".join(str(value) for value in row.values()))


@incident.command("mend")
@click.argument("verb", type=click.Choice(MANY))
@_who
@_which
@click.option("--reason", default="", help="Lý do | Why; every way but retry needs one.")
@click.option("--to", "target", default="", help="Bước hoặc điểm kết thúc | Element to move to or end at.")
@click.option("--look", is_flag=True, help="Chỉ xem sẽ thế nào | Only say what would happen.")
@on_present_installation
def mend(
    platform: Platform,
    verb: str,
    login: str,
    action: str,
    element: str,
    error: str,
    reason: str,
    target: str,
    look: bool,
) -> None:
    """Làm một cách cho mọi sự cố tìm được, mỗi hồ sơ riêng.

    Do one thing for every incident that the options find, each case by itself. Exit code 1 when one
    could not be mended. Completing a task, timers and single tokens are mended on the pages.
    """
    with platform.look() as work:
        standing = _standing(work, login)
    wanted = Repair(verb, reason or ("look" if look else ""), target=target)
    report = incidents.repair_many(platform, standing, Faults(action, element, error), wanted, only_look=look)
    for one in report:
        click.echo(f"{one.report_no}: {_outcome(one)}")
    if any(one.error for one in report):
        raise SystemExit(1)


def _outcome(one: incidents.Outcome) -> str:
    if one.error is not None:
        return f"{one.error.vi} | {one.error.english}"
    if one.preview is None:
        return "xong | done"
    if one.preview.ended:
        return "sẽ kết thúc | would end"
    return f"sẽ ở: {one.preview.position or '–'} | would stand there"


def _standing(work: Work, login: str) -> Standing:
    person = by_login(work, login)
    if person is None:
        raise NotFound
    return roles(work, person.id)
