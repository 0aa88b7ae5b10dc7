"""The pages that citizens, officers and administrators open."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask, Response
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter

from engine.store.ids import LARGEST
from engine.work import Platform
from webui import (
    blueprints,
    counting,
    crowd,
    csrf,
    door,
    errors,
    headers,
    here,
    pages,
    permissions,
    plain,
    sizes,
)
from webui.config import Config


class RowNumber(IntegerConverter):
    """An address with a number that no row can have is an address without a page."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **{"max": LARGEST, **more})


def create_app(platform: Platform, config: Config | None = None) -> Flask:
    """The application around one installation."""
    app = Flask(__name__)
    app.request_class = sizes.Request
    config = config or Config.from_environment()
    app.extensions[here.EXTENSION] = platform
    app.url_map.converters["int"] = RowNumber
    app.config.update(_settings(platform, config))
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    if config.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=config.proxies, x_proto=config.proxies, x_host=config.proxies
        )
    _furnish(app)
    return app


def _settings(platform: Platform, config: Config) -> dict[str, object]:
    name = "__Host-phananh_visit" if config.https else "phananh_visit"
    return {
        "PHANANH": config,
        # Of its own purpose, so that a cookie can never pass for a seal of the audit log.
        "SECRET_KEY": hmac.digest(platform.keys.audit, b"signatures of pages", "sha256"),
        "SESSION_COOKIE_NAME": name,
        "SESSION_COOKIE_SECURE": config.https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
        "MAX_FORM_MEMORY_SIZE": sizes.LARGEST_TEXT,
    }


def _furnish(app: Flask) -> None:
    """The order matters: is there room, who asks, is the page open to them, is the form ours, is it text."""
    counting.install(app)
    crowd.install(app)
    door.install(app)
    app.before_request(permissions.guard)
    app.before_request(csrf.check)
    app.before_request(plain.check)
    errors.install(app)
    headers.install(app)
    pages.install(app)
    app.view_functions["static"] = permissions.open_to(permissions.PUBLIC)(_static(app))
    blueprints.install(app)


def _static(app: Flask) -> Callable[..., Response]:
    """A bound view cannot be marked, a function can."""

    def serve_static(filename: str) -> Response:
        return app.send_static_file(filename)

    return serve_static
