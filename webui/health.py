"""Is this node able to serve? For load balancers and watchers, not for people."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from engine.errors import Busy, NotFound
from webui import here
from webui.permissions import PUBLIC, open_to

pages = Blueprint("health", __name__)


@pages.get("/health")
@open_to(PUBLIC)
def health() -> ResponseReturnValue:
    """200 when the database answers and a procedure is in force; 503 otherwise."""
    try:
        with here.platform().look() as work:
            work.connection.execute(sa.select(1))
            release = here.platform().library.in_force(work)
    except (Busy, NotFound) as error:
        return jsonify(status="down", reason=error.english), 503
    return jsonify(status="ok", release=release.digest[:12])
