"""`phananh verify`: whether an installation keeps its promises."""

from __future__ import annotations

import os
import sys

import click

from engine.commands.installation import as_json, on_present_installation, print_json, tell
from engine.invariants import INVARIANTS, Broken, broken, lately
from engine.sealing import newest
from engine.work import Platform

SHOWN = 50


@click.command("verify")
@click.option("--full", is_flag=True, help="Mở mọi hồ sơ, mọi tệp | Open every case and every file.")
@click.option(
    "--processes",
    type=click.IntRange(1),
    default=lambda: os.cpu_count() or 1,
    help="Số tiến trình; mặc định bằng số nhân | Processes at work; one per core if not given.",
)
@click.option(
    "--note",
    is_flag=True,
    help="Ghi kết quả cho trang quản trị | Leave the result for the operations page.",
)
@as_json
@on_present_installation
def verify(platform: Platform, *, full: bool, processes: int, note: bool, as_json: bool) -> None:
    """Soát các cam kết của hệ thống trên dữ liệu thật: không mất, không trùng, không sót.

    Check that an installation keeps its promises: nothing lost, nothing twice, nothing left behind. Writes
    nothing (but its result, with --note) and keeps no writer waiting; exit code 1 when a promise is broken.
    Cases that are over and that nothing happened to for two days are opened one by one only on one day of
    28, unless with --full; all else is asked of them each time.
    """
    begun = platform.clock()
    found = broken(platform, INVARIANTS, full=full, processes=processes)
    if note:
        with platform.work() as work:
            lately.end(work, begun, found)
    _name_the_newest_seal(platform)
    if as_json:
        print_json([{"name": one.invariant.name, "found": list(one.found)} for one in found])
    else:
        _tell(found)
    sys.exit(1 if found else 0)


def _name_the_newest_seal(platform: Platform) -> None:
    """Written down elsewhere, it proves later that nothing before it was taken back."""
    with platform.look() as work:
        head = newest(work)
    if head.at is not None:
        tell(f"Niêm phong số {head.no}, {head.at.isoformat()}", f"Newest seal: {head.mac}")


def _tell(found: list[Broken]) -> None:
    failed = {one.invariant.name: one for one in found}
    for each in INVARIANTS:
        mark = "✗" if each.name in failed else "✓"
        click.echo(f"{mark} {each.name:4} {each.vi} | {each.en}")
        lines = failed[each.name].found if each.name in failed else ()
        for line in lines[:SHOWN]:
            click.echo(f"       {line}")
        if len(lines) > SHOWN:
            click.echo(f"       … {len(lines) - SHOWN} dòng nữa: --json | more with --json")
