"""Does this node live, may it be sent people, what has it done? For balancers and watchers."""

from __future__ import annotations

import hmac
import os
import shutil
from collections.abc import Callable, Iterator

import sqlalchemy as sa
from flask import Blueprint, Response, abort, current_app, jsonify, request
from flask.typing import ResponseReturnValue

from engine.errors import Busy, NotFound
from engine.watching import metrics
from engine.work import Platform
from webui import here
from webui.permissions import PUBLIC, open_to

pages = Blueprint("health", __name__)
# Less than this and a report with photographs may not fit.
LEAST_FREE = 100 * 1024 * 1024
LEAVING = "phananh_leaving"
_FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-Ip")
_LOOPBACK = ("127.0.0.1", "::1")


@pages.get("/health")
@open_to(PUBLIC)
def health() -> ResponseReturnValue:
    """200 as long as the process answers at all; to start it anew mends nothing else."""
    return jsonify(status="ok")


@pages.get("/ready")
@open_to(PUBLIC)
def ready() -> ResponseReturnValue:
    """200 when people may be sent here; 503 with the reasons otherwise."""
    reasons = list(_reasons(here.platform()))
    if reasons:
        return jsonify(status="down", reasons=reasons), 503
    return jsonify(status="ok", release=here.platform().caches.get("ready:release"))


def _reasons(platform: Platform) -> Iterator[str]:
    if current_app.extensions.get(LEAVING):
        yield "leaving"
    if _is_ill(platform):
        yield "disk"
    yield from _unanswered(platform)


def _is_ill(platform: Platform) -> bool:
    """Whether the disk of the data is full, gone, or takes no more writes."""
    places = (platform.data, platform.files.root)
    if not all(os.access(place, os.W_OK) for place in places):
        return True
    return shutil.disk_usage(platform.data).free < LEAST_FREE


def _unanswered(platform: Platform) -> Iterator[str]:
    try:
        with platform.look() as work:
            work.connection.execute(sa.select(1))
            platform.caches["ready:release"] = platform.library.in_force(work).digest[:12]
    except Busy:
        yield "database"
    except NotFound:
        yield "release"


@pages.get("/metrics")
@open_to(PUBLIC)
def numbers() -> ResponseReturnValue:
    """For Prometheus on the same machine, or for whoever shows the token; others find no page here."""
    if not _may_read():
        abort(404)
    return Response(metrics.scrape(here.platform()), content_type=metrics.CONTENT_TYPE)


def _may_read() -> bool:
    token = here.config().metrics_token
    if token:
        shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(shown.encode(), token.encode())
    # A proxy on this machine comes from here too, but not for itself.
    forwarded: Callable[[str], bool] = request.headers.__contains__
    return request.remote_addr in _LOOPBACK and not any(map(forwarded, _FORWARDED))
