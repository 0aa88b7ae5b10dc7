"""The server that citizens and officers reach."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

import waitress  # type: ignore[import-untyped]
from flask import Flask

from engine.work import Platform
from webui import create_app
from webui.config import Config
from webui.health import LEAVING

# More than crowd.AT_WORK and crowd.IN_LINE together: the rest is always there for those who only read.
THREADS = 14
LONGEST_REQUEST = 20.0
_LARGEST_BODY = 100 * 1024 * 1024

log = logging.getLogger("phananh")


@dataclass
class Leaving:
    """How a node stops: it says so, waits for the balancer to look, ends what it has begun, and goes."""

    app: Flask
    channels: dict[int, Any]
    notice: float
    begun: bool = field(default=False, init=False)

    def asked(self, _signal: int, _frame: FrameType | None) -> None:
        """The first time begin to leave; the second time go."""
        if self.begun:
            raise SystemExit(0)
        self.begun = True
        self.app.extensions[LEAVING] = True
        threading.Thread(target=self._leave, name="leaving", daemon=True).start()

    def _leave(self) -> None:
        time.sleep(self.notice)
        until = time.monotonic() + LONGEST_REQUEST
        while self._is_at_work() and time.monotonic() < until:
            time.sleep(0.05)
        os.kill(os.getpid(), signal.SIGTERM)

    def _is_at_work(self) -> bool:
        """Whether a request is being answered, or an answer is still on its way."""
        return any(
            getattr(one, "requests", None) or getattr(one, "total_outbufs_len", 0)
            for one in list(self.channels.values())
        )


def serve(
    platform: Platform, host: str, port: int, config: Config | None = None, *, notice: float = 0.0
) -> None:
    """Answer requests until the process is told to stop."""
    app, channels = create_app(platform, config), dict[int, Any]()
    server = listening(app, channels, host, port)
    log.info("http://%s:%s", host, port)
    signal.signal(signal.SIGTERM, Leaving(app, channels, notice).asked)
    server.run()


def listening(app: Flask, channels: dict[int, Any], host: str, port: int) -> Any:
    """The server at its address, before it answers anybody."""
    return waitress.create_server(
        app,
        map=channels,
        host=host,
        port=port,
        threads=THREADS,
        ident=None,
        max_request_body_size=_LARGEST_BODY,
        # Whom a proxy speaks for is the application's to judge: waitress would hide that there is one, and
        # then everybody behind it would pass for one address, and for this machine itself.
        clear_untrusted_proxy_headers=False,
    )
