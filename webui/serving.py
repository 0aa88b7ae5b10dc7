"""The server that citizens and officers reach."""

from __future__ import annotations

import logging

import waitress  # type: ignore[import-untyped]

from engine.work import Platform
from webui import create_app
from webui.config import Config

THREADS = 8
_LARGEST_BODY = 100 * 1024 * 1024


def serve(platform: Platform, host: str, port: int, config: Config | None = None) -> None:
    """Answer requests until the process is told to stop."""
    logging.getLogger("phananh").info("http://%s:%s", host, port)
    waitress.serve(
        create_app(platform, config),
        host=host,
        port=port,
        threads=THREADS,
        ident=None,
        max_request_body_size=_LARGEST_BODY,
    )
