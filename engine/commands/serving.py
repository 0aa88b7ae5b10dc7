"""`phananh serve`, `web`, `worker` and `tick`: what runs day and night."""

from __future__ import annotations

import errno
import logging
import signal
from dataclasses import asdict, is_dataclass
from importlib import import_module
from types import FrameType

import click

from engine import scheduler
from engine.commands.installation import as_json, on_installation, on_present_installation, print_json
from engine.store import migrating
from engine.work import Platform

HOST = click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    envvar="PHANANH_HOST",
    help="Địa chỉ lắng nghe | Address.",
)
PORT = click.option("--port", default=8731, show_default=True, envvar="PHANANH_PORT", help="Cổng | Port.")


@click.command("serve")
@HOST
@PORT
@on_installation
def serve(platform: Platform, host: str, port: int) -> None:
    """Chạy cả hệ thống trên một máy: trang web và đồng hồ.

    Run the whole system on one machine: pages and clock in one process. The database is brought up to
    date first. Stop it with Ctrl+C; whatever was due meanwhile is caught up at the next start.
    """
    migrating.upgrade(platform.engine)
    run(platform, host, port)


def run(platform: Platform, host: str, port: int) -> None:
    """Serve the pages while the clock ticks, until the process is told to stop."""
    _log_to_stderr()
    _stop_when_asked()
    with scheduler.running(platform):
        _serve_pages(platform, host, port)


@click.command("web")
@HOST
@PORT
@on_present_installation
def web(platform: Platform, host: str, port: int) -> None:
    """Chỉ chạy trang web; đồng hồ do `phananh worker` lo. Dùng với PostgreSQL.

    Run the pages alone, beside one or more `phananh worker` on the same PostgreSQL database and the
    same data folder.
    """
    _log_to_stderr()
    _stop_when_asked()
    _serve_pages(platform, host, port)


@click.command("worker")
@on_present_installation
def worker(platform: Platform) -> None:
    """Chỉ chạy đồng hồ: thời hạn, nhắc việc, gửi thông báo.

    Run the clock alone: deadlines, escalations, outgoing notices. Any number may run on one PostgreSQL
    database; each due timer is fired by one of them.
    """
    _log_to_stderr()
    _stop_when_asked()
    with scheduler.running(platform):
        signal.pause()


@click.command("tick")
@as_json
@on_present_installation
def tick(platform: Platform, as_json: bool) -> None:
    """Làm ngay một lượt mọi việc đến hạn rồi thoát.

    Do once whatever is due now – timers, notices, sweeping – and leave. For cron, or to see what the
    clock would do.
    """
    done = {name: _plain(result) for name, result in scheduler.once(platform).items()}
    if as_json:
        print_json(done)
        return
    for name, result in done.items():
        click.echo(f"{name}: {result}")


def _plain(result: object) -> object:
    return asdict(result) if is_dataclass(result) and not isinstance(result, type) else result


def _serve_pages(platform: Platform, host: str, port: int) -> None:
    # Found by name: the engine must run without the pages, and a worker has none.
    serving = import_module("webui.serving")
    try:
        serving.serve(platform, host, port)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise click.ClickException(
            f"Cổng {port} đang có chương trình khác dùng; chọn cổng khác bằng --port. | "
            f"Port {port} is in use; choose another with --port."
        ) from error


def _log_to_stderr() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    # They report every wake-up and token. The scheduler also warns when it leaves out a turn because the
    # last one still runs, which is meant.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    logging.getLogger("spiff").setLevel(logging.WARNING)


def _stop_when_asked() -> None:
    signal.signal(signal.SIGTERM, _stop)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)
