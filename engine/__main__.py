"""`phananh`: the command line. A command's module is imported when it is called, not before."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from engine.errors import PhananhError

VERSION = "0.1.0"

# Under each heading: the command, where it lies, and what it does in both languages.
COMMANDS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "Bắt đầu và chạy | Start and run": {
        "demo": (
            "engine.commands.demo:demo",
            "Hệ thống mẫu với hồ sơ đang chạy | A filled sample system, served",
        ),
        "init": (
            "engine.commands.starting:init",
            "Chuẩn bị hệ thống mới | Prepare a new installation",
        ),
        "migrate": (
            "engine.commands.starting:migrate",
            "Nâng cấp cơ sở dữ liệu | Bring the database up to date",
        ),
        "serve": (
            "engine.commands.serving:serve",
            "Trang web và đồng hồ trên một máy | Pages and clock on one machine",
        ),
        "web": ("engine.commands.serving:web", "Chỉ trang web | Pages alone, with PostgreSQL"),
        "worker": ("engine.commands.serving:worker", "Chỉ đồng hồ | The clock alone, with PostgreSQL"),
        "tick": ("engine.commands.serving:tick", "Làm ngay việc đến hạn | Do what is due now, once"),
    },
    "Quy trình | The procedure": {
        "check": (
            "engine.commands.checking:check",
            "Soát sơ đồ, bảng, biểu mẫu | Check diagrams, tables and forms",
        ),
        "scenario": (
            "engine.scenarios.command:scenario",
            "Chạy thử theo kịch bản | Play scenarios on a virtual clock",
        ),
        "decide": ("engine.dmn.command:decide", "Hỏi một bảng quyết định | Ask a decision table"),
        "feel": ("engine.dmn.command:feel_command", "Tính một biểu thức FEEL | Evaluate a FEEL expression"),
        "deploy": ("engine.commands.releases:deploy", "Đưa quy trình vào sử dụng | Put a procedure in force"),
        "releases": (
            "engine.commands.releases:list_releases",
            "Liệt kê các bộ quy trình | List what is kept and in force",
        ),
        "export": (
            "engine.commands.releases:export",
            "Ghi quy trình ra tệp | Write a release to files",
        ),
    },
    "Người và danh mục | People and reference data": {
        "user": ("engine.commands.people:user", "Tài khoản và vai trò | Accounts and roles"),
        "reference": (
            "engine.commands.reference:reference",
            "Đơn vị, lịch, đường dây nóng | Units, calendar, hotlines",
        ),
        "setting": ("engine.commands.setting:setting", "Công tắc của quy trình | Switches of the procedure"),
    },
    "Soát | Verify": {
        "incident": (
            "engine.commands.mending:incident",
            "Các bước bị lỗi, cách đi tiếp | Steps that failed, and ways on",
        ),
        "verify": (
            "engine.invariants_command:verify",
            "Soát các cam kết | Nothing lost, doubled or left behind?",
        ),
        "backup": (
            "engine.commands.backing_up:backup",
            "Sao lưu trong khi hệ thống chạy | Back up while the system runs",
        ),
        "restore": (
            "engine.commands.backing_up:restore",
            "Khôi phục vào chỗ trống | Restore to an empty place",
        ),
    },
}
_PLACES = {name: place for group in COMMANDS.values() for name, (place, _) in group.items()}


class Commands(click.Group):
    """The group of all commands, which lists them without importing them and says errors to people."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_PLACES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _PLACES:
            return None
        module, _, name = _PLACES[cmd_name].partition(":")
        found = getattr(import_module(module), name)
        assert isinstance(found, click.Command)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for heading, commands in COMMANDS.items():
            with formatter.section(heading):
                formatter.write_dl([(name, said) for name, (_, said) in commands.items()])

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except PhananhError as error:
            raise click.ClickException("\n".join([*_findings(error), error.vi, error.english])) from error


def _findings(error: PhananhError) -> list[str]:
    """What the checker found, for the errors that carry it."""
    found = error.data.get("findings")
    return [str(finding) for finding in found] if isinstance(found, list) else []


@click.group(cls=Commands, context_settings={"max_content_width": 110})
@click.version_option(VERSION, message="%(prog)s %(version)s")
def main() -> None:
    """Phản ánh hiện trường: tiếp nhận và xử lý phản ánh, kiến nghị của người dân.

    A province receives and resolves what citizens report from the street.

    \b
    Lần đầu | The first time:   phananh init, then phananh serve
    Xem thử | Only to look:     phananh demo

    Mã thoát | Exit codes: 0 xong | done, 1 bị từ chối hoặc có lỗi được nêu | refused, or errors that are
    named, 2 gõ sai lệnh | the command was mistyped. Thông báo tiến độ ra stderr | Progress goes to stderr.
    """


if __name__ == "__main__":
    main(prog_name="phananh")
