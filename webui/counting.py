"""Each request is counted, timed and, in logs for programs, written down; without what a person sent."""

from __future__ import annotations

import logging
from time import perf_counter

from flask import Flask, Response, g, request

from engine.metrics import REQUESTS
from webui import here

log = logging.getLogger("phananh.requests")


def _begin() -> None:
    g.begun = perf_counter()


def _end(response: Response) -> Response:
    """By the name of the page: addresses may carry what a person typed."""
    took = perf_counter() - g.get("begun", perf_counter())
    endpoint = request.endpoint or "none"
    REQUESTS.labels(endpoint, f"{response.status_code // 100}xx").observe(took)
    if log.isEnabledFor(logging.INFO):
        session = here.session()
        log.info(
            "%s %s %s",
            request.method,
            endpoint,
            response.status_code,
            extra={
                "method": request.method,
                "endpoint": endpoint,
                "status": response.status_code,
                "ms": round(took * 1000, 1),
                "officer": session.standing.officer_id if session else None,
            },
        )
    return response


def install(app: Flask) -> None:
    app.before_request(_begin)
    app.after_request(_end)
