"""Every part of the site, in one place."""

from __future__ import annotations

from flask import Flask

from webui import files, health, language, login, public


def install(app: Flask) -> None:
    for part in (public.pages, login.pages, files.pages, language.pages, health.pages):
        app.register_blueprint(part)
