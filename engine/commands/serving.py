"""`phananh serve`, `web`, `worker` and `tick`: what runs day and night."""

from __future__ import annotations

import errno
import signal
from dataclasses import asdict, is_dataclass
from importlib import import_module
from types import FrameType

import click
from prometheus_client import start_http_server

from engine import logs, scheduler
from engine.commands.installation import as_json, on_installation, on_present_installation, print_json
from engine.metrics import OF_THIS_PROCESS
from engine.store import migrating
from engine.work import Platform

HOST = click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    envvar="PHANANH_HOST",
    help="Địa chỉ lắng nghe | Address.",
)
PORT = click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8731,
    show_default=True,
    envvar="PHANANH_PORT",
    help="Cổng | Port.",
)

LOG = click.option(
    "--log",
    "log_form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    envvar="PHANANH_LOG",
    help="Nhật ký cho người đọc hay cho máy | Logs for people or for programs.",
)
NOTICE = click.option(
    "--notice",
    type=click.FloatRange(0, 300),
    default=0.0,
    show_default=True,
    envvar="PHANANH_NOTICE",
    help="Số giây /ready báo 503 trước khi dừng | Seconds of 503 at /ready before leaving.",
)


@click.command("serve")
@HOST
@PORT
@LOG
@on_installation
def serve(platform: Platform, host: str, port: int, log_form: str) -> None:
    """Chạy cả hệ thống trên một máy: trang web và đồng hồ.

    Run the whole system on one machine: pages and clock in one process. The database is brought up to
    date first. Stop it with Ctrl+C; whatever was due meanwhile is caught up at the next start.
    """
    migrating.upgrade(platform.engine)
    run(platform, host, port, log_form)


def run(platform: Platform, host: str, port: int, log_form: str = "text") -> None:
    """Serve the pages while the clock ticks, until the process is told to stop."""
    logs.to_stderr(log_form)
    _stop_when_asked()
    with scheduler.running(platform):
        _serve_pages(platform, host, port)


@click.command("web")
@HOST
@PORT
@LOG
@NOTICE
@on_present_installation
def web(platform: Platform, host: str, port: int, log_form: str, notice: float) -> None:
    """Chỉ chạy trang web; đồng hồ do `phananh worker` lo. Dùng với PostgreSQL.

    Run the pages alone, beside one or more `phananh worker` on the same PostgreSQL database and the
    same data folder. Told to stop (SIGTERM) it ends what it has begun; told twice it goes at once.
    """
    logs.to_stderr(log_form)
    _stop_when_asked()
    _serve_pages(platform, host, port, notice)


@click.command("worker")
@LOG
@click.option(
    "--metrics-port",
    type=click.IntRange(1, 65535),
    envvar="PHANANH_METRICS_PORT",
    help="Cổng số đo Prometheus trên 127.0.0.1 | Port of its own metrics, on 127.0.0.1.",
)
@on_present_installation
def worker(platform: Platform, log_form: str, metrics_port: int | None) -> None:
    """Chỉ chạy đồng hồ: thời hạn, nhắc việc, gửi thông báo.

    Run the clock alone: deadlines, escalations, outgoing notices. Any number may run on one PostgreSQL
    database; each due timer is fired by one of them.
    """
    logs.to_stderr(log_form)
    _stop_when_asked()
    if metrics_port:
        start_http_server(metrics_port, "127.0.0.1", OF_THIS_PROCESS)
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


def _serve_pages(platform: Platform, host: str, port: int, notice: float = 0.0) -> None:
    # Found by name: the engine must run without the pages, and a worker has none.
    serving = import_module("webui.serving")
    try:
        serving.serve(platform, host, port, notice=notice)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise click.ClickException(
            f"Cổng {port} đang có chương trình khác dùng; chọn cổng khác bằng --port. | "
            f"Port {port} is in use; choose another with --port."
        ) from error


def _stop_when_asked() -> None:
    signal.signal(signal.SIGTERM, _stop)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)
